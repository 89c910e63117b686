package sheets

import (
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// traced is a cell of the report whose figure is one of the warehouse.
type traced struct {
	sheet, at   string
	row, column string // what the report calls them
	unit        string
	cell        model.Cell
}

// trace remembers that the figure about to be written at the place is to lead to its source.
func (c *cursor) trace(cell model.Cell, unit, row, column string) {
	if cell.Source != nil && cell.Absence == model.Present {
		c.traced = append(c.traced, traced{c.name, c.address(), row, column, unit, cell})
	}
}

// sourceColumns are the columns of the sheet of sources: their headings and widths.
var sourceColumns = []struct {
	heading locale.Phrase
	width   float64
}{
	{locale.FigureHeading, 22},
	{locale.RowHeading, 36},
	{locale.ColumnHeading, 22},
	{locale.IndicatorHeading, 24},
	{locale.PeriodHeading, 9},
	{locale.WindowHeading, 16},
	{locale.ScenarioHeading, 12},
	{locale.SliceHeading, 36},
	{locale.ValueHeading, figureWidth},
	{locale.UnitHeading, 12},
	{locale.CommandHeading, 84},
}

// sources writes the last sheet: which figure of the warehouse each figure of the report is, and the command that follows
// it to its cells. Each leads to its line here, and back.
func (b *book) sources(r *model.Report) {
	if len(b.traced) == 0 {
		return
	}
	c := b.sheet(r, b.locale.Text(locale.FigureSources))
	c.text(b.locale.Text(locale.FigureSourcesNote), style{kind: mutedStyle})
	c.next()
	c.next()
	for i, column := range sourceColumns {
		kind := headingStyle
		if column.heading == locale.ValueHeading {
			kind = figureHeadStyle
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		c.do(func() error { return err })
		c.do(func() error { return c.file.SetColWidth(c.name, name, name, column.width) })
		c.text(b.locale.Text(column.heading), style{kind: kind})
	}
	c.next()
	c.head()
	for _, t := range b.traced {
		c.source(t, r.AsOf)
	}
}

func (c *cursor) source(t traced, asOf time.Time) {
	s, l := t.cell.Source, c.locale
	c.connect(t.sheet, t.at, c.name, c.at(0, c.row))
	c.connect(c.name, c.at(0, c.row), t.sheet, t.at)
	c.text(t.sheet+" "+t.at, style{kind: linkStyle})
	window, slice, period := "", l.SliceKind(s.Slice.Kind), s.Period.String()
	if s.Window != "" {
		window = l.Window(s.Window)
	} else {
		period = fmt.Sprint(s.Period.Year())
	}
	if s.Slice.Name != "" {
		slice += ": " + s.Slice.Name
	}
	scenario := l.Scenario(s.Scenario)
	if s.Version != "" {
		scenario += " " + s.Version
	}
	for _, text := range []string{t.row, t.column, s.Indicator, period, window, scenario, slice} {
		c.text(text, style{})
	}
	c.figure(t.cell, t.unit, plainStyle)
	c.text(l.Unit(t.unit), style{})
	c.text(s.Command(asOf), style{kind: codeStyle})
	c.next()
}

// connect makes a cell lead to another.
func (c *cursor) connect(fromSheet, from, toSheet, to string) {
	c.do(func() error {
		return c.file.SetCellHyperLink(fromSheet, from, fmt.Sprintf("'%s'!%s", toSheet, to), "Location")
	})
}
