package sheets

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/report/model"
)

// formulaOf returns the formula that gives the figure of the cell, or nothing where there is none that gives it exactly.
func (c *cursor) formulaOf(t placed, row, column int) string {
	cell := t.Rows[row].Cells[column]
	if cell.Absence != model.Present {
		return ""
	}
	if d := t.Columns[column].Deviation; d != nil {
		return c.deviation(t, row, cell, d)
	}
	for _, rows := range summands(t.Rows, row) {
		if t.sumsTo(cell, row, column, rows) {
			return c.sum(t, column, rows)
		}
	}
	return ""
}

// summands returns which rows a row of a sum may be made of, the likeliest first: a subtotal of the figures right above
// it; a total of the subtotals and of what stands in none of them, or else of all figures.
func summands(rows []model.Row, at int) [][]int {
	switch rows[at].Kind {
	case model.Subtotal:
		return [][]int{figuresAbove(rows, at)}
	case model.Total:
	default:
		return nil
	}
	var outer, all []int
	for i, row := range rows[:at] {
		switch row.Kind {
		case model.Figures:
			outer, all = append(outer, i), append(all, i)
		case model.Subtotal:
			inner := figuresAbove(rows, i)
			outer = append(slices.DeleteFunc(outer, func(r int) bool { return slices.Contains(inner, r) }), i)
		case model.Total:
			outer, all = nil, nil
		}
	}
	return [][]int{outer, all}
}

// figuresAbove returns the rows of figures that stand right above a row.
func figuresAbove(rows []model.Row, at int) []int {
	var above []int
	for i := at - 1; i >= 0 && rows[i].Kind == model.Figures; i-- {
		above = append(above, i)
	}
	slices.Reverse(above)
	return above
}

// sumsTo tells whether the figures of the rows give that of the cell: as exact decimals, and as a spreadsheet program adds
// them. Where all are zero or missing, that says something only of rows of the same indicator.
func (t placed) sumsTo(cell model.Cell, row, column int, rows []int) bool {
	of, sum, float, found := t.Rows[row], decimal.Zero, 0.0, false
	for _, i := range rows {
		part := t.Rows[i].Cells[column]
		if part.Absence != model.Present {
			continue
		}
		if t.Rows[i].UnitOf(part) != of.UnitOf(cell) || sum.IsZero() && cell.Value.IsZero() && t.Rows[i].Indicator != of.Indicator {
			return false
		}
		sum, float, found = sum.Add(part.Value), float+part.Value.InexactFloat64(), true
	}
	return found && sum.Equal(cell.Value) && agrees(float, cell)
}

// spreadsheetDigits is to how many digits spreadsheet programs show numbers: more of them is noise of binary fractions.
const spreadsheetDigits = 15

// agrees tells whether a number computed in floating point shows as the figure does.
func agrees(number float64, cell model.Cell) bool {
	exact := cell.Value.InexactFloat64()
	if math.Abs(number-exact) > 1e-12*math.Max(1, math.Abs(exact)) {
		return false
	}
	shown := decimal.NewFromFloat(number)
	if digits := spreadsheetDigits - (shown.NumDigits() + int(shown.Exponent())); digits > 0 {
		shown = shown.Round(int32(digits))
	}
	return shown.Round(int32(cell.Decimals)).Equal(cell.Rounded())
}

// sum writes the sum of the rows, neighbours as a range.
func (c *cursor) sum(t placed, column int, rows []int) string {
	var ranges []string
	for i := 0; i < len(rows); {
		last := i
		for last+1 < len(rows) && rows[last+1] == rows[last]+1 {
			last++
		}
		part := c.at(t.column+column, t.row+rows[i])
		if last > i {
			part += ":" + c.at(t.column+column, t.row+rows[last])
		}
		ranges = append(ranges, part)
		i = last + 1
	}
	return "SUM(" + strings.Join(ranges, ",") + ")"
}

// deviation writes the difference of two cells of the row, or what it is in percent of the one that it is set against.
// Which of the two is subtracted is told by the figure.
func (c *cursor) deviation(t placed, row int, cell model.Cell, d *model.Deviation) string {
	of, against := t.columnOf(d.Of), t.columnOf(d.Against)
	if of < 0 || against < 0 {
		return ""
	}
	cells := t.Rows[row].Cells
	if cells[of].Absence != model.Present || cells[against].Absence != model.Present {
		return ""
	}
	for _, from := range [][2]int{{of, against}, {against, of}} {
		exact := cells[from[0]].Value.Sub(cells[from[1]].Value)
		float := cells[from[0]].Value.InexactFloat64() - cells[from[1]].Value.InexactFloat64()
		formula := c.at(t.column+from[0], t.row+row) + "-" + c.at(t.column+from[1], t.row+row)
		if base := cells[against].Value; d.Percent {
			if base.IsZero() {
				return ""
			}
			exact = exact.Mul(decimal.NewFromInt(100)).Div(base.Abs())
			float = float * 100 / math.Abs(base.InexactFloat64())
			formula = fmt.Sprintf("(%s)*100/ABS(%s)", formula, c.at(t.column+against, t.row+row))
		}
		if exact.Equal(cell.Value) && agrees(float, cell) {
			return formula
		}
	}
	return ""
}

// columnOf returns the place of the column among those of the table, or -1.
func (t placed) columnOf(id string) int {
	return slices.IndexFunc(t.Columns, func(c model.Column) bool { return c.ID == id })
}
