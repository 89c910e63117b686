package explanation

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// summary writes the first sheet.
func (b *book) summary() error {
	s := &summary{book: b}
	var err error
	if s.sheet, err = b.file.NewStreamWriter(b.l.Text(locale.SumHeading)); err != nil {
		return err
	}
	for i, width := range []float64{34, 26, 16, 22, 16, 10, 20} {
		if err := s.sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	s.head()
	for _, side := range b.e.Sides {
		s.side(side)
	}
	if s.err != nil {
		return s.err
	}
	return s.sheet.Flush()
}

// summary is the first sheet being written. After the first error it writes nothing more.
type summary struct {
	*book
	sheet *excelize.StreamWriter
	row   int
	err   error
}

func (s *summary) line(cells ...any) {
	s.row++
	if s.err == nil {
		s.err = s.sheet.SetRow(fmt.Sprintf("A%d", s.row), cells)
	}
}

func (s *summary) styled(style int, texts ...string) {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = excelize.Cell{Value: text, StyleID: style}
	}
	s.line(cells...)
}

// head writes what the figure is and what it comes to.
func (s *summary) head() {
	e := s.e
	s.styled(s.styles.title, e.Name)
	asOf := s.l.Text(locale.AsOf) + " " + e.AsOf.UTC().Format("2006-01-02 15:04:05 MST")
	for _, text := range []string{e.Definition, e.Subject(), asOf, e.Formula} {
		s.line(text)
	}
	s.line()
	label := excelize.Cell{Value: s.l.Text(locale.ValueHeading), StyleID: s.styles.bold}
	if e.Value == nil {
		s.line(label, e.Answer())
		return
	}
	s.line(label, excelize.Cell{Formula: s.value(), Value: float(*e.Value), StyleID: s.styles.sum}, s.l.Unit(e.Unit))
}

// value is the formula of the figure: over the sums, which stand below.
func (s *summary) value() string {
	totals := make([]string, len(s.e.Sides))
	row := s.row + 1 // that of the value
	for i, side := range s.e.Sides {
		row += 3 + len(side.Sheets) // a blank row, the heading, the sheets and the sum
		if !side.Rest.IsZero() {
			row++
		}
		totals[i] = fmt.Sprintf("G%d", row)
	}
	formula := totals[0]
	if !isOne(s.e.Multiplier) {
		formula += "*" + s.e.Multiplier.String()
	}
	below := ""
	if s.e.Sides[0].Kind == contribution.Numerator && len(totals) > 1 {
		below = totals[1]
	}
	if !isOne(s.e.Divisor) {
		below = strings.TrimPrefix(below+"*"+s.e.Divisor.String(), "*")
	}
	if below != "" {
		formula += "/(" + below + ")"
	}
	return formula
}

// side writes a sum: a row per sheet, and their sum.
func (s *summary) side(side *Side) {
	s.line()
	s.styled(s.styles.heading, s.l.Text(sideNames[side.Kind]), s.l.Text(locale.SheetHeading), "SHA-256",
		s.l.Text(locale.LoadedAt),
		s.l.Text(locale.JobHeading), s.l.Text(locale.CountHeading), s.l.Text(locale.SumHeading))
	first := s.row + 1
	for _, sheet := range side.Sheets {
		s.sheetRow(side, sheet)
	}
	if !side.Rest.IsZero() {
		rest := excelize.Cell{Value: float(side.Rest), StyleID: s.styles.number}
		s.line(s.l.Text(side.RestName()), "", "", "", "", nil, rest)
	}
	total := excelize.Cell{Value: float(side.Sum), StyleID: s.styles.sum}
	if s.row >= first {
		total.Formula = fmt.Sprintf("SUM(G%d:G%d)", first, s.row)
	}
	s.line(excelize.Cell{Value: s.l.Text(locale.SumHeading), StyleID: s.styles.bold}, "", "", "", "", nil, total)
}

// sheetRow writes what a sheet contributes, as a formula over the lists.
func (s *summary) sheetRow(side *Side, sheet Sheet) {
	d := &contribution.Delivery{File: s.l.Text(locale.SeveralDeliveries)}
	if sheet.Delivery > 0 {
		d = s.e.Deliveries[sheet.Delivery-1]
	}
	loaded := ""
	if !d.Loaded.IsZero() {
		loaded = d.Loaded.Format("2006-01-02 15:04:05")
	}
	amounts := letter(len(listColumns) - 1)
	var sums []string
	for _, list := range s.lists {
		sums = append(sums, fmt.Sprintf("SUMIFS('%[1]s'!$%[2]s:$%[2]s,'%[1]s'!$A:$A,%[3]s,'%[1]s'!$B:$B,%[4]d,'%[1]s'!$C:$C,%[5]s)",
			list, amounts, quoted(s.l.Text(sideNames[side.Kind])), sheet.Delivery, quoted(criterion(sheet.Name))))
	}
	s.line(d.File, sheet.Name, d.ShortSHA(), loaded, d.Job, sheet.Records,
		excelize.Cell{Formula: strings.Join(sums, "+"), Value: float(sheet.Sum), StyleID: s.styles.number})
}

// criterion writes a text so that SUMIFS takes it as it is and for no pattern or comparison.
func criterion(text string) string {
	return "=" + strings.NewReplacer("~", "~~", "*", "~*", "?", "~?").Replace(text)
}

// quoted writes a text of a formula.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
