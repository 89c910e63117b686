package report

import (
	"slices"

	"github.com/shopspring/decimal"

	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// deviation returns how far one column is from another, of unrounded figures: above zero where that is good. It is left
// blank where one of the two is.
func (b *builder) deviation(t *definition.Table, d *definition.Row, between *definition.Deviation, m measure) model.Cell {
	missing := model.Cell{Decimals: m.decimals, Absence: model.Missing}
	var ends [2]decimal.Decimal
	for i, id := range []string{between.Of, between.Against} {
		column := t.Columns[slices.IndexFunc(t.Columns, func(c definition.Column) bool { return c.ID == id })]
		end := b.cell(t, d, column, m)
		if end.Absence != model.Present {
			missing.Absence = end.Absence
			return missing
		}
		ends[i] = end.Value
	}
	difference := ends[0].Sub(ends[1])
	if m.direction == "lower" {
		difference = difference.Neg()
	}
	cell := model.Cell{Value: difference, Decimals: m.decimals, Signed: true}
	switch {
	case between.Percent && ends[1].IsZero():
		return missing
	case between.Percent:
		cell.Value = difference.Mul(decimal.NewFromInt(100)).Div(ends[1].Abs())
		cell.Unit, cell.Decimals = "%", percentDecimals
	case m.unit == "%":
		cell.Unit = locale.Points
	}
	return cell
}

// percentDecimals is how exactly deviations in percent are shown.
const percentDecimals = 1
