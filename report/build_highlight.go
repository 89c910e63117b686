package report

import (
	"cmp"
	"slices"

	"nyckeltal/report/model"
)

// highlights picks the cells that the report opens with out of its tables.
func (b *builder) highlights() []model.Highlight {
	var picked []model.Highlight
	for _, d := range b.def.Highlights {
		table := b.tables[d.Table]
		at := slices.IndexFunc(table.Rows, func(r model.Row) bool { return r.ID == d.Row && r.Kind != model.Heading })
		row := table.Rows[at]
		h := model.Highlight{Label: cmp.Or(b.text(d.Label), row.Label), Unit: row.Unit}
		for i, column := range table.Columns {
			switch {
			case column.Status:
				h.Status = row.Cells[i].Status
			case column.ID == d.Column:
				h.Heading, h.Cell = column.Heading, row.Cells[i]
			case column.ID == d.Against:
				h.Against, h.Compared = column.Heading, row.Cells[i]
			}
		}
		picked = append(picked, h)
	}
	return picked
}
