package sheets

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/model"
)

type styleKind uint8

const (
	plainStyle styleKind = iota
	titleStyle
	mutedStyle
	captionStyle
	headingStyle    // over the labels
	figureHeadStyle // over the figures
	groupStyle      // a heading over rows
	subtotalStyle
	totalStyle
	subheadStyle // a heading within prose
	remarkStyle  // muted prose
	wrappedStyle
	statusStyle
	linkStyle
	codeStyle
)

// style names one cell format; equal styles are registered once.
type style struct {
	kind     styleKind
	number   bool
	suffix   string // behind the number, within its cell
	signed   bool   // with a plus above zero
	unsigned bool   // so that what rounds to zero from below is not shown as -0
	decimals int
	status   model.Status
	indent   int
}

// Colours of the workbook.
const (
	inkColor    = "1B2733"
	mutedColor  = "5C6B7A"
	lineColor   = "9AA8B5"
	fillColor   = "E8EEF3"
	accentColor = "0B4F79"
)

var statusColors = map[model.Status]string{
	model.Green: "1E7B3C", model.Done: "1E7B3C", model.Yellow: "9A6B00", model.Red: "B3261E", model.Ongoing: "2A5DB0",
}

func (b *book) styleID(st style) int {
	if id, ok := b.styles[st]; ok {
		return id
	}
	var id int
	b.do(func() (err error) {
		id, err = b.file.NewStyle(st.excel())
		return err
	})
	b.styles[st] = id
	return id
}

func (st style) excel() *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: 11, Color: inkColor},
		Alignment: &excelize.Alignment{Vertical: "top", Indent: st.indent},
	}
	if st.indent > 0 {
		s.Alignment.Horizontal = "left" // an indent counts from a side
	}
	if st.number {
		format := st.numberFormat()
		s.CustomNumFmt = &format
		s.Alignment.Horizontal = "right"
	}
	switch st.kind {
	case titleStyle:
		s.Font.Size, s.Font.Bold, s.Font.Color = 16, true, accentColor
	case mutedStyle:
		s.Font.Color = mutedColor
	case captionStyle:
		s.Font.Size, s.Font.Bold = 12, true
	case headingStyle, figureHeadStyle:
		s.Font.Bold, s.Alignment.WrapText, s.Alignment.Vertical = true, true, "bottom"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fillColor}}
		s.Border = []excelize.Border{{Type: "bottom", Color: lineColor, Style: 1}}
		if st.kind == figureHeadStyle {
			s.Alignment.Horizontal = "right"
		}
	case groupStyle:
		s.Font.Bold = true
	case subtotalStyle:
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "top", Color: lineColor, Style: 1}}
	case totalStyle:
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "top", Color: inkColor, Style: 1}, {Type: "bottom", Color: inkColor, Style: 6}}
	case wrappedStyle:
		s.Alignment.WrapText = true
	case remarkStyle:
		s.Alignment.WrapText, s.Font.Color = true, mutedColor
	case subheadStyle:
		s.Alignment.WrapText, s.Font.Bold = true, true
	case linkStyle:
		s.Font.Color, s.Font.Underline = accentColor, "single"
	case codeStyle:
		s.Font.Family, s.Font.Size = "Consolas", 10
	case statusStyle:
		if color := statusColors[st.status]; color != "" {
			s.Font.Color = color
		}
	}
	return s
}

// wraps tells whether texts of the style may need several lines.
func (st style) wraps() bool {
	switch st.kind {
	case wrappedStyle, headingStyle, figureHeadStyle:
		return true
	default:
		return false
	}
}

// numberFormat returns the format code: groups of three, the decimals, and the percent sign as a text, for the figure
// is already in percent.
func (st style) numberFormat() string {
	format := "#,##0"
	if st.decimals > 0 {
		format += "." + strings.Repeat("0", st.decimals)
	}
	if st.suffix != "" {
		format += `"` + st.suffix + `"`
	}
	switch {
	case st.unsigned:
		return format + ";" + format
	case st.signed:
		return "+" + format + ";-" + format
	default:
		return format
	}
}
