package sheets

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// cursor is the place in a sheet where the next cell goes. It counts from 0.
type cursor struct {
	*book
	name        string
	column, row int
	breadth     int // columns that prose goes across
}

// proseColumns is how many columns prose goes across where the sheet does not say otherwise.
const proseColumns = 4

// next goes to the first column of the next row.
func (c *cursor) next() { c.column, c.row = 0, c.row+1 }

// address returns the A1 address of the place.
func (c *cursor) address() string { return c.at(c.column, c.row) }

// at returns the A1 address of a place of the sheet.
func (c *cursor) at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
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
	if st.wraps() {
		c.wrap(passage{s, 1})
	}
	c.column++
}

// prose writes a paragraph across the sheet and goes to the next row.
func (c *cursor) prose(s string, st style) {
	from, to := c.address(), c.at(c.column+c.breadth-1, c.row)
	c.do(func() error { return c.file.SetCellStr(c.name, from, s) })
	c.format(from, st)
	c.do(func() error { return c.file.MergeCell(c.name, from, to) })
	c.wrap(passage{s, c.breadth})
	c.next()
}

// wrap remembers the text of the place, which may need several lines.
func (c *cursor) wrap(p passage) {
	row := wrapped{c.name, c.row + 1}
	if c.wrapped[row] == nil {
		c.wrapped[row] = map[int]passage{}
	}
	c.wrapped[row][c.column+1] = p
}

// figure writes the unrounded number in a format that rounds it as the report does; without a figure the cell stays
// blank. It goes one column on.
func (c *cursor) figure(cell model.Cell, unit string, kind styleKind) {
	c.formula(cell, unit, kind, "")
}

// formula writes a figure that a formula gives, or a mere figure where the formula is empty.
func (c *cursor) formula(cell model.Cell, unit string, kind styleKind, formula string) {
	c.number(cell, style{kind: kind, number: true, suffix: c.suffix(unit), decimals: trimmed(cell), signed: cell.Signed}, formula)
}

// point writes the figure of a chart, with the same decimals as the others of its series.
func (c *cursor) point(cell model.Cell, unit string) {
	c.number(cell, style{number: true, suffix: c.suffix(unit), decimals: cell.Decimals}, "")
}

// suffix returns what stands behind the figures of the unit: nothing where the unit stands beside them.
func (b *book) suffix(unit string) string {
	switch unit {
	case "%":
		return "%"
	case locale.Points:
		return "\u00a0" + b.locale.Unit(unit)
	default:
		return ""
	}
}

func (c *cursor) number(cell model.Cell, st style, formula string) {
	at := c.address()
	if cell.Absence == model.Present {
		st.unsigned = cell.Rounded().IsZero()
		value, _ := cell.Value.Float64()
		c.do(func() error { return c.file.SetCellFloat(c.name, at, value, -1, 64) })
		if formula != "" {
			c.do(func() error { return c.file.SetCellFormula(c.name, at, formula, keepsValue) })
		}
	}
	c.format(at, st)
	c.column++
}

// keepsValue leaves the number in a cell that gets a formula, as what the formula has given. Without it the library
// declares the number to be a text; with it nothing else changes, a data table needs a place as well.
var keepsValue = excelize.FormulaOpts{Type: pointer(excelize.STCellFormulaTypeDataTable)}

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
	panes.TopLeftCell = c.at(0, c.row)
	if labels {
		panes.XSplit, panes.ActivePane, panes.TopLeftCell = 1, "bottomRight", c.at(1, c.row)
	}
	c.do(func() error { return c.file.SetPanes(c.name, &panes) })
}

// head marks the row above the place as the heading of its sheet: in sight when scrolling, and on every printed page.
func (c *cursor) head() {
	c.freeze(true)
	c.repeat(c.row, c.row)
}

// repeat prints the rows, counted from 1, on every page.
func (c *cursor) repeat(first, last int) {
	c.do(func() error {
		return c.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", c.name, first, last), Scope: c.name,
		})
	})
}
