package report

import (
	"context"
	"errors"

	"nyckeltal/report/model"
)

// note keeps what a figure is at another time.
type note func(c *model.Cell, other model.Cell)

// compareWith sets the figures of another time beside those of the report that differ. The tables of both have the same
// columns, and the same rows but for those that come from the data. Without a connection there is nothing to compare with.
func compareWith(ctx context.Context, conn Connection, r *Report, def *Definition, params Params, keep note) error {
	if conn == nil {
		return nil
	}
	params.Since, params.Former, params.Comments = nil, nil, nil
	other, err := Build(ctx, conn, def, params)
	if errors.As(err, new(*NoDataError)) || errors.As(err, new(*PartError)) { // there was no such report then
		return nil
	}
	if err != nil {
		return err
	}
	others := tables(other)
	for id, t := range tables(r) {
		compareTable(t, others[id], keep)
	}
	return nil
}

// tables returns the tables of the report by their ids.
func tables(r *Report) map[string]*model.Table {
	found := map[string]*model.Table{}
	for _, s := range r.Sections {
		for _, block := range s.Blocks {
			if t, ok := block.(*model.Table); ok {
				found[t.ID] = t
			}
		}
	}
	return found
}

func compareTable(t, other *model.Table, keep note) {
	rows := map[string]model.Row{}
	for _, row := range other.Rows {
		rows[row.ID] = row
	}
	for _, row := range t.Rows {
		beside, ok := rows[row.ID]
		for i := range row.Cells {
			if t.Columns[i].Status || t.Columns[i].Trend {
				continue
			}
			cell, is := &row.Cells[i], model.Cell{Decimals: row.Cells[i].Decimals, Absence: model.Missing}
			if ok {
				is = beside.Cells[i]
			}
			if cell.Absence != is.Absence || !cell.Value.Equal(is.Value) {
				keep(cell, is)
			}
		}
	}
}
