package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

// breakdown builds a table with a row per service or customer, the costliest of the last column first.
func (b *builder) breakdown(d *definition.Breakdown) (*model.Table, error) {
	unit := cmp.Or(d.Unit, "kr")
	table := &model.Table{ID: d.ID, Caption: b.text(d.Caption), Heading: b.text(d.Heading), Unit: unit}
	m := measure{unit: unit, decimals: d.Decimals, thousands: moneyUnits[unit]}
	parts := make([]map[string]amount, len(d.Columns)) // per column, by code
	names := map[string]string{}
	for i, column := range d.Columns {
		table.Columns = append(table.Columns, model.Column{ID: column.ID, Heading: b.text(column.Heading)})
		costs, err := b.costsOf(choice{
			d.By, column.Scenario, column.Version, column.Shift,
			"breakdown " + d.ID + ", column " + column.ID,
		})
		if err != nil {
			return nil, err
		}
		parts[i] = map[string]amount{}
		for _, c := range costs {
			parts[i][c.code] = parts[i][c.code].plus(c.amount)
			names[c.code] = c.name
		}
	}
	for code, name := range names {
		label := cmp.Or(name, code)
		row := model.Row{ID: code, Label: label, Path: label, Unit: unit, Slice: model.Slice{Kind: d.By, Name: code}}
		for i := range parts {
			cell := m.cell(parts[i][code].value())
			if d.By == byService && cell.Absence == model.Present {
				cell.Source = &model.Source{
					Indicator: "cost_per_service", Slice: row.Slice, Scenario: d.Columns[i].Scenario,
					Version: d.Columns[i].Version, Period: period.New(b.at.Year()+d.Columns[i].Shift, 12),
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	slices.SortFunc(table.Rows, costliest)
	if !d.Total.Empty() && len(table.Rows) > 0 {
		table.Rows = append(table.Rows, b.sum(d, m, parts))
	}
	return table, nil
}

// amount is a sum of unrounded costs. It is unknown when nothing was added, or when one of the costs is.
type amount struct {
	sum     decimal.Decimal
	added   bool
	unknown bool
}

func (a amount) plus(cost *decimal.Decimal) amount {
	a.added = true
	if cost == nil {
		a.unknown = true
		return a
	}
	a.sum = a.sum.Add(*cost)
	return a
}

// value returns the sum and whether it is known.
func (a amount) value() (decimal.Decimal, bool) { return a.sum, a.added && !a.unknown }

// Whose costs are told apart.
const (
	byService  = "service"
	byCustomer = "customer"
)

// choice says which costs are meant.
type choice struct {
	by, scenario, version string
	shift                 int // years from the report's year
	where                 string
}

// costsOf returns the costs that are meant, or a *VersionsError when a service has several versions.
func (b *builder) costsOf(of choice) ([]cost, error) {
	var found []cost
	versions, seen, several := map[string]bool{}, map[[2]string]bool{}, false
	for _, c := range b.costs[of.by] {
		if c.year != b.at.Year()+of.shift || c.scenario != of.scenario || of.version != "" && c.version != of.version {
			continue
		}
		key := [2]string{c.service, c.code}
		several = several || seen[key]
		seen[key], versions[c.version] = true, true
		found = append(found, c)
	}
	if several {
		return nil, &VersionsError{File: b.def.File, Where: of.where, Versions: slices.Sorted(maps.Keys(versions))}
	}
	return found, nil
}

// costliest orders rows by their last column, descending, and then by label.
func costliest(x, y model.Row) int {
	last := len(x.Cells) - 1
	return cmp.Or(y.Cells[last].Value.Cmp(x.Cells[last].Value), cmp.Compare(x.Label, y.Label), cmp.Compare(x.ID, y.ID))
}

// sum returns the row of totals, of unrounded costs.
func (b *builder) sum(d *definition.Breakdown, m measure, parts []map[string]amount) model.Row {
	label := b.text(d.Total)
	row := model.Row{
		ID: "total", Kind: model.Total, Label: label, Path: label, Unit: m.unit,
		Slice: model.Slice{Kind: total},
	}
	for _, column := range parts {
		var whole amount
		for _, part := range column {
			value, known := part.value()
			whole = amount{whole.sum.Add(value), true, whole.unknown || !known}
		}
		row.Cells = append(row.Cells, m.cell(whole.value()))
	}
	return row
}
