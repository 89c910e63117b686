// Package sheets writes reports as xlsx workbooks: an overview, one sheet per section with its charts, the twelve months
// behind its trends, the definitions of the indicators, and where each figure comes from. Figures are real, unrounded
// numbers that the cell's format rounds; sums and deviations are formulas where these give exactly the figure; every
// text is stored as text, so none is taken for a formula.
package sheets

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// Write writes the workbook.
func Write(w io.Writer, r *model.Report) error {
	b := &book{
		file: excelize.NewFile(), locale: r.Locale, styles: map[style]int{}, names: map[string]bool{},
		wrapped: map[wrapped]map[int]passage{},
	}
	defer func() { _ = b.file.Close() }()
	b.properties(r)
	b.overview(r)
	for _, s := range r.Sections {
		b.section(r, s)
	}
	b.trendSheet(r)
	b.definitions(r)
	b.sources(r)
	b.heights()
	b.breaks() // now that rows have their heights
	b.draw()
	if b.err != nil {
		return fmt.Errorf("workbook of the report %s: %w", r.Name, b.err)
	}
	return b.file.Write(w)
}

// book is the workbook being written. After the first error it does nothing more; the error stays in err.
type book struct {
	file   *excelize.File
	locale *locale.Locale
	styles map[style]int
	names  map[string]bool // of sheets, in lower case
	err    error
	// wrapped holds the texts of wrapped cells by row and column, the latter counted from 1.
	wrapped map[wrapped]map[int]passage
	traced  []traced  // the figures whose sources are known, in order
	trends  []trend   // the trends, in order
	charts  []diagram // the charts, in order
	// stretches are rows that are printed together, in order.
	stretches []stretch
}

// do runs the step unless an earlier one failed.
func (b *book) do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

func (b *book) properties(r *model.Report) {
	made := r.Made.UTC().Format(time.RFC3339)
	b.do(func() error {
		return b.file.SetDocProps(&excelize.DocProperties{
			Title: r.Title, Creator: "nyckeltal", LastModifiedBy: "nyckeltal", Created: made, Modified: made,
			Language: string(r.Locale.Language),
		})
	})
}

// Widths of columns, in characters.
const (
	labelWidth  = 54
	figureWidth = 15
	itemWidth   = 60
	reasonWidth = 48
	textWidth   = 100
	shareWidth  = 20
)

// titleHeight is the height of the row of the title, in points.
const titleHeight = 24

// sheet starts a sheet with a title and the report's name below it, and returns the place below that.
func (b *book) sheet(r *model.Report, title string) *cursor {
	c := &cursor{book: b, name: b.sheetName(title), breadth: proseColumns}
	b.do(func() error {
		if len(b.names) == 1 {
			return b.file.SetSheetName("Sheet1", c.name)
		}
		_, err := b.file.NewSheet(c.name)
		return err
	})
	b.page(c.name, r)
	c.text(title, style{kind: titleStyle})
	b.do(func() error { return b.file.SetRowHeight(c.name, 1, titleHeight) })
	c.next()
	c.text(r.Title, style{kind: mutedStyle})
	c.next()
	c.next()
	return c
}

// page sets how the sheet is shown and printed: no grid, landscape, as wide as the paper.
func (b *book) page(name string, r *model.Report) {
	b.do(func() error {
		return b.file.SetSheetView(name, -1, &excelize.ViewOptions{ShowGridLines: pointer(false)})
	})
	b.do(func() error {
		return b.file.SetPageLayout(name, &excelize.PageLayoutOptions{
			Orientation: pointer("landscape"), Size: pointer(9), FitToWidth: pointer(1), FitToHeight: pointer(0),
		})
	})
	b.do(func() error {
		return b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: pointer(true)})
	})
	title := strings.ReplaceAll(r.Title, "&", "&&")
	b.do(func() error {
		return b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L" + title + "&R&P (&N)"})
	})
	b.do(func() error { return b.file.SetColWidth(name, "A", "A", labelWidth) })
}

// longestName is how many characters Excel allows in the name of a sheet.
const longestName = 31

var unfit = strings.NewReplacer(":", " ", "\\", " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")", "'", "’")

// sheetName returns a name that Excel takes and that no other sheet has.
func (b *book) sheetName(title string) string {
	name := cut(strings.TrimSpace(unfit.Replace(title)), longestName)
	unique := name
	for n := 2; unique == "" || b.names[strings.ToLower(unique)]; n++ {
		suffix := fmt.Sprintf(" (%d)", n)
		unique = cut(name, longestName-len(suffix)) + suffix
	}
	b.names[strings.ToLower(unique)] = true
	return unique
}

// cut returns at most n UTF-16 units of the text, as Excel counts them.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > n {
			return s[:i]
		}
	}
	return s
}

func pointer[T any](v T) *T { return &v }
