package sheets

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/model"
)

// cursor is the place in a sheet where the next cell goes. It counts from 0.
type cursor struct {
	*book
	name        string
	column, row int
}

// next goes to the first column of the next row.
func (c *cursor) next() { c.column, c.row = 0, c.row+1 }

// address returns the A1 address of the place.
func (c *cursor) address() string {
	name, err := excelize.CoordinatesToCellName(c.column+1, c.row+1)
	c.do(func() error { return err })
	return name
}

// text writes a text, never a formula, and goes one column on.
func (c *cursor) text(s string, st style) {
	at := c.address()
	if s != "" {
		c.do(func() error { return c.file.SetCellStr(c.name, at, s) })
	}
	c.format(at, st)
	c.column++
	if st.kind == wrappedStyle {
		row := wrapped{c.name, c.row + 1}
		if c.wrapped[row] == nil {
			c.wrapped[row] = map[int]string{}
		}
		c.wrapped[row][c.column] = s
	}
}

// figure writes the unrounded number in a format that rounds it as the report does; without a figure the cell stays
// blank. It goes one column on.
func (c *cursor) figure(cell model.Cell, unit string, kind styleKind) {
	c.number(cell, style{kind: kind, number: true, percent: unit == "%", decimals: trimmed(cell)})
}

// point writes the figure of a chart, with the same decimals as the others of its series.
func (c *cursor) point(cell model.Cell, unit string) {
	c.number(cell, style{number: true, percent: unit == "%", decimals: cell.Decimals})
}

func (c *cursor) number(cell model.Cell, st style) {
	at := c.address()
	if cell.Absence == model.Present {
		st.unsigned = cell.Rounded().IsZero()
		value, _ := cell.Value.Float64()
		c.do(func() error { return c.file.SetCellFloat(c.name, at, value, -1, 64) })
	}
	c.format(at, st)
	c.column++
}

// trimmed returns how many decimals the rounded figure has without trailing zeros.
func trimmed(cell model.Cell) int {
	_, fraction, _ := strings.Cut(cell.Plain(), ".")
	return len(fraction)
}

func (c *cursor) format(at string, st style) {
	id := c.styleID(st)
	c.do(func() error { return c.file.SetCellStyle(c.name, at, at, id) })
}

// widths sets the widths of n columns from the second on.
func (c *cursor) widths(n int, width float64) {
	if n < 1 {
		return
	}
	last, err := excelize.ColumnNumberToName(n + 1)
	c.do(func() error { return err })
	c.do(func() error { return c.file.SetColWidth(c.name, "B", last, width) })
}

// freeze keeps the rows above the place, and the first column if so told, in sight.
func (c *cursor) freeze(labels bool) {
	panes := excelize.Panes{Freeze: true, YSplit: c.row, ActivePane: "bottomLeft"}
	c.column = 0
	if labels {
		c.column, panes.XSplit, panes.ActivePane = 1, 1, "bottomRight"
	}
	panes.TopLeftCell = c.address()
	c.column = 0
	c.do(func() error { return c.file.SetPanes(c.name, &panes) })
}
