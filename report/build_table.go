package report

import (
	"cmp"
	"slices"

	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

func (b *builder) table(t *definition.Table) (*model.Table, error) {
	table := &model.Table{ID: t.ID, Caption: b.text(t.Caption), Machine: true}
	for _, column := range t.Columns {
		table.Columns = append(table.Columns, model.Column{
			ID: column.ID, Heading: b.text(column.Heading), Status: column.Status != "", Trend: column.Trend != "",
			Main: isMain(column), Deviation: between(column.Deviation),
		})
	}
	rows, err := b.rows(t, t.Rows, "", 0)
	if err != nil {
		return nil, err
	}
	table.Rows = rows
	table.Unit = commonUnit(rows)
	b.tables[t.ID] = table
	return table, nil
}

// isMain tells whether the column shows actual figures of the report's own period.
func isMain(c definition.Column) bool {
	return c.Scenario == "actual" && c.Shift == 0 && c.Window != "r12"
}

// between returns the columns that a deviation lies between, or nil for none.
func between(d *definition.Deviation) *model.Deviation {
	if d == nil {
		return nil
	}
	return &model.Deviation{Of: d.Of, Against: d.Against, Percent: d.Percent}
}

// rows builds the rows that stand in the groups of the path.
func (b *builder) rows(t *definition.Table, defined []definition.Row, path string, level int) ([]model.Row, error) {
	var rows []model.Row
	for i := range defined {
		d := &defined[i]
		if !d.IsGroup() {
			row, err := b.row(t, d, path, level)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
			continue
		}
		name := b.text(d.Group)
		inner, err := b.rows(t, d.Rows, path+name+"/", level+1)
		if err != nil {
			return nil, err
		}
		heading := model.Row{Kind: model.Heading, Label: cmp.Or(b.text(d.Heading), name), Path: path + name, Level: level}
		rows = append(append(rows, heading), inner...)
	}
	return rows, nil
}

func (b *builder) row(t *definition.Table, d *definition.Row, path string, level int) (model.Row, error) {
	m, err := b.measure("table "+t.ID, d.IndicatorIn(t), cmp.Or(d.Unit, t.Unit), cmp.Or(d.Decimals, t.Decimals))
	if err != nil {
		return model.Row{}, err
	}
	label := cmp.Or(b.text(d.Label), m.label)
	row := model.Row{
		ID: d.Identity(t), Kind: rowKinds[d.Style], Label: label, Path: path + label, Level: level,
		Indicator: m.id, Slice: b.sliceOf(d.Slice), Unit: m.unit,
		Note: b.text(d.Note),
	}
	for _, column := range t.Columns {
		row.Cells = append(row.Cells, b.cell(t, d, column, m))
	}
	return row, nil
}

var rowKinds = map[string]model.RowKind{"": model.Figures, "subtotal": model.Subtotal, "total": model.Total}

func (b *builder) cell(t *definition.Table, d *definition.Row, column definition.Column, m measure) model.Cell {
	switch {
	case column.Status != "":
		return model.Cell{Status: b.lights[light{m.id, b.sliceOf(d.Slice), column.Status}]}
	case column.Trend != "":
		return b.trendCell(m, b.trend(t, d, column))
	case slices.Contains(d.LeaveBlank, column.ID):
		return model.Cell{Decimals: m.decimals, Absence: model.LeftBlank}
	case column.Deviation != nil:
		return b.deviation(t, d, column.Deviation, m)
	}
	f := b.figure(t, d, column)
	value, found := b.values[f]
	cell := m.cell(value, found)
	if found {
		cell.Source = &model.Source{Indicator: f.indicator, Slice: f.slice, Scenario: f.scenario, Window: f.window, Period: f.period}
	}
	return cell
}

// trendCell returns the cell of the last twelve months.
func (b *builder) trendCell(m measure, figures []figure) model.Cell {
	cell := model.Cell{Decimals: m.decimals}
	for _, f := range figures {
		value, found := b.values[f]
		cell.Trend = append(cell.Trend, model.Point{Period: f.period, Value: m.cell(value, found).Value, Valid: found})
	}
	return cell
}

// commonUnit returns the unit that all rows with figures share, or nothing.
func commonUnit(rows []model.Row) string {
	var unit string
	var found bool
	for _, row := range rows {
		if row.Kind == model.Heading {
			continue
		}
		if found && row.Unit != unit {
			return ""
		}
		unit, found = row.Unit, true
	}
	return unit
}
