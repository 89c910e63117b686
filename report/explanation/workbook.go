package explanation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// rowsPerSheet is how many contributions a sheet takes below its heading: Excel's limit.
const rowsPerSheet = 1_048_576 - 1

// xlsx writes a workbook: a sheet with the figure and its sums per delivery and sheet, as formulas over the sheets with
// all contributions that follow. Numbers are numbers, exact as far as a spreadsheet program computes; every text is
// stored as text, so none is taken for a formula.
func (e *Explanation) xlsx(ctx context.Context, w io.Writer) error {
	b := &book{file: excelize.NewFile(), e: e, l: e.Locale}
	defer func() { _ = b.file.Close() }()
	if err := b.open(); err != nil {
		return fmt.Errorf("workbook of the explanation of %s: %w", e.ID, err)
	}
	if err := b.contributions(ctx); err != nil {
		return fmt.Errorf("workbook of the explanation of %s: %w", e.ID, err)
	}
	if err := b.summary(); err != nil {
		return fmt.Errorf("workbook of the explanation of %s: %w", e.ID, err)
	}
	return b.file.Write(w)
}

// book is the workbook being written.
type book struct {
	file   *excelize.File
	e      *Explanation
	l      *locale.Locale
	styles styles
	lists  []string // the sheets with contributions
	list   *excelize.StreamWriter
	row    int // of the list that is being written
}

// styles are the formats of cells.
type styles struct{ title, bold, heading, number, sum int }

func (b *book) open() (err error) {
	made := b.e.AsOf.UTC().Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{
		Title: b.e.Name, Creator: "nyckeltal", LastModifiedBy: "nyckeltal", Created: made, Modified: made,
		Language: string(b.l.Language),
	}); err != nil {
		return err
	}
	if err := b.file.SetSheetName("Sheet1", b.l.Text(locale.SumHeading)); err != nil {
		return err
	}
	if err := b.page(b.l.Text(locale.SumHeading)); err != nil {
		return err
	}
	exact := "#,##0.############"
	font := excelize.Font{Family: "Calibri", Size: 11}
	bold, title := font, font
	bold.Bold, title.Bold, title.Size = true, true, 16
	line := []excelize.Border{{Type: "bottom", Color: "9AA8B5", Style: 1}}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF3"}}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.styles.title, excelize.Style{Font: &title}},
		{&b.styles.bold, excelize.Style{Font: &bold}},
		{&b.styles.heading, excelize.Style{Font: &bold, Fill: fill, Border: line}},
		{&b.styles.number, excelize.Style{Font: &font, CustomNumFmt: &exact}},
		{&b.styles.sum, excelize.Style{Font: &bold, CustomNumFmt: &exact}},
	} {
		if *s.id, err = b.file.NewStyle(&s.style); err != nil {
			return err
		}
	}
	return nil
}

// page sets how a sheet is printed: landscape, as wide as the paper.
func (b *book) page(name string) error {
	landscape, a4, wide, high, fit := "landscape", 9, 1, 0, true
	layout := &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &high}
	return errors.Join(
		b.file.SetPageLayout(name, layout), b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

// listed is a contribution on its way into a list.
type listed struct {
	*contribution.Contribution
	book *book
	side *Side
}

// listColumns are the columns of the lists: their headings, widths and cells. The formulas of the summary rely on the
// first three and the last.
var listColumns = []struct {
	heading locale.Phrase
	width   float64
	cell    func(listed) any
}{
	{locale.SideHeading, 12, func(c listed) any { return c.book.l.Text(sideNames[c.side.Kind]) }},
	{locale.DeliveryHeading, 10, func(c listed) any { return c.book.e.Delivery(c.Load) }},
	{locale.SheetHeading, 24, func(c listed) any { return textOrBlank(c.Sheet) }},
	{locale.FileHeading, 30, func(c listed) any { return c.book.fileOf(c.Contribution) }},
	{locale.CellHeading, 8, func(c listed) any { return c.Cell }},
	{locale.RowHeading, 8, func(c listed) any { return orBlank(c.Row) }},
	{locale.PeriodHeading, 10, func(c listed) any { return c.Period.String() }},
	{locale.MeasureHeading, 28, func(c listed) any { return c.Measure }},
	{locale.KeyHeading, 22, func(c listed) any { return c.Key }},
	{locale.OrganisationHeading, 10, func(c listed) any { return c.Organisation }},
	{locale.AreaHeading, 30, func(c listed) any { return c.Area }},
	{locale.CustomerHeading, 10, func(c listed) any { return c.Customer }},
	{locale.ServiceHeading, 10, func(c listed) any { return c.Service }},
	{locale.CountHeading, 8, func(c listed) any { return c.Records }},
	{locale.ValueHeading, 16, func(c listed) any { return float(c.Value) }},
	{locale.FactorHeading, 10, func(c listed) any { return float(c.Factor) }},
	{locale.ContributionHeading, 18, nil}, // the value times the factor, as a formula
}

func float(d decimal.Decimal) float64 {
	f, _ := d.Float64()
	return f
}

func orBlank(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// textOrBlank leaves the cell of an empty text empty, which the criterion of an empty name asks for.
func textOrBlank(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (b *book) fileOf(c *contribution.Contribution) string {
	if n := b.e.Delivery(c.Load); n > 0 {
		return b.e.Deliveries[n-1].File
	}
	return ""
}

// contributions writes the lists.
func (b *book) contributions(ctx context.Context) error {
	if err := b.openList(); err != nil {
		return err
	}
	for _, s := range b.e.Sides {
		err := s.Each(ctx, 0, func(c *contribution.Contribution) error { return b.contribution(s, c) })
		if err != nil {
			return err
		}
	}
	return b.closeList()
}

// openList begins a sheet of contributions.
func (b *book) openList() (err error) {
	name := b.l.Text(locale.ContributionsHeading)
	if n := len(b.lists); n > 0 {
		name = fmt.Sprintf("%s %d", name, n+1)
	}
	b.lists = append(b.lists, name)
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	if err := b.page(name); err != nil {
		return err
	}
	if b.list, err = b.file.NewStreamWriter(name); err != nil {
		return err
	}
	headings := make([]any, len(listColumns))
	for i, c := range listColumns {
		headings[i] = excelize.Cell{Value: b.l.Text(c.heading), StyleID: b.styles.heading}
		if err := b.list.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := b.list.SetPanes(frozen); err != nil {
		return err
	}
	b.row = 1
	return b.list.SetRow("A1", headings)
}

// closeList ends a sheet of contributions; its columns can be filtered.
func (b *book) closeList() error {
	name := b.lists[len(b.lists)-1]
	if err := b.list.Flush(); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(listColumns), b.row)
	if err != nil {
		return err
	}
	return b.file.AutoFilter(name, "A1:"+last, nil)
}

// contribution writes a row of a list: the amount is the value times the factor.
func (b *book) contribution(s *Side, c *contribution.Contribution) error {
	if b.row > rowsPerSheet {
		if err := b.closeList(); err != nil {
			return err
		}
		if err := b.openList(); err != nil {
			return err
		}
	}
	b.row++
	cells := make([]any, len(listColumns))
	for i, column := range listColumns {
		if column.cell == nil {
			formula := fmt.Sprintf("%s%d*%s%d", letter(i-2), b.row, letter(i-1), b.row)
			cells[i] = excelize.Cell{Formula: formula, Value: float(c.Amount()), StyleID: b.styles.number}
			continue
		}
		cells[i] = column.cell(listed{c, b, s})
		if number, ok := cells[i].(float64); ok {
			cells[i] = excelize.Cell{Value: number, StyleID: b.styles.number}
		}
	}
	return b.list.SetRow(fmt.Sprintf("A%d", b.row), cells)
}

// letter names a column, counted from 0; there are fewer than 27.
func letter(column int) string { return string(rune('A' + column)) }
