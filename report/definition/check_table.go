package definition

import (
	"fmt"
	"slices"
)

func (c *checker) table(path string, t *Table) {
	c.unique(path+".id", t.ID, "block")
	c.text(path+".caption", t.Caption, true)
	c.decimals(path+".decimals", t.Decimals)
	index := &tableIndex{}
	c.cells[t.ID] = index
	if len(t.Columns) == 0 {
		c.add(path, "the table has no columns")
	}
	if len(t.Rows) == 0 {
		c.add(path, "the table has no rows")
	}
	var all []string
	for i, column := range t.Columns {
		at := fmt.Sprintf("%s.columns[%d]", path, i)
		all = c.among(at+".id", column.ID, all)
		c.tableColumn(at, column)
		if column.IsFigure() {
			index.figures = append(index.figures, column.ID)
		}
		if column.IsFigure() || column.Deviation != nil {
			index.columns = append(index.columns, column.ID)
		}
	}
	for i, column := range t.Columns {
		if d := column.Deviation; d != nil {
			at := fmt.Sprintf("%s.columns[%d].deviation", path, i)
			c.column(at+".of", t.ID, d.Of, index.figures)
			c.column(at+".against", t.ID, d.Against, index.figures)
		}
	}
	c.rows(path, t, t.Rows, index)
}

func (c *checker) tableColumn(path string, column Column) {
	c.text(path+".heading", column.Heading, true)
	kinds := 0
	for _, set := range []bool{column.Status != "", column.Trend != "", column.Deviation != nil} {
		if set {
			kinds++
		}
	}
	if kinds > 1 {
		c.add(path, "expected at most one of status, trend and deviation, found %d", kinds)
	}
	for _, window := range []struct{ field, name string }{{"status", column.Status}, {"trend", column.Trend}} {
		if window.name == "" {
			continue
		}
		c.oneOf(path+"."+window.field, window.name, windows)
	}
	if kinds > 0 {
		if column.Scenario != "" || column.Window != "" || column.Shift != 0 {
			c.add(path, "a column of status, trend or deviation has neither scenario, window nor shift")
		}
		return
	}
	c.oneOf(path+".scenario", column.Scenario, scenarios)
	c.oneOf(path+".window", column.Window, windows)
}

func (c *checker) rows(path string, t *Table, rows []Row, index *tableIndex) {
	for i := range rows {
		at, row := fmt.Sprintf("%s.rows[%d]", path, i), &rows[i]
		if row.IsGroup() {
			c.group(at, row)
			c.rows(at, t, row.Rows, index)
			continue
		}
		c.row(at, t, row, index)
	}
}

func (c *checker) group(path string, row *Row) {
	c.text(path+".group", row.Group, true)
	c.text(path+".heading", row.Heading, false)
	if len(row.Rows) == 0 {
		c.add(path, "the group has no rows")
	}
	if row.Indicator != "" || row.Slice != nil || !row.Label.Empty() || row.Style != "" || row.LeaveBlank != nil ||
		!row.Note.Empty() {
		c.add(path, "a group has no figures of its own: give its rows indicator, label, slice, style, leave_blank and note")
	}
}

func (c *checker) row(path string, t *Table, row *Row, index *tableIndex) {
	if row.IndicatorIn(t) == "" {
		c.add(path, "the row names no indicator, and neither does its table")
	}
	c.text(path+".label", row.Label, false)
	c.text(path+".note", row.Note, false)
	c.oneOf(path+".style", row.Style, []string{"", "subtotal", "total"})
	c.decimals(path+".decimals", row.Decimals)
	if row.Slice != nil {
		c.slice(path+".slice", row.Slice)
	}
	for i, id := range row.LeaveBlank {
		c.column(fmt.Sprintf("%s.leave_blank[%d]", path, i), t.ID, id, index.columns)
	}
	id := row.Identity(t)
	if slices.Contains(index.rows, id) {
		c.add(path, "the row %q exists already in this table: give one of them an id", id)
	}
	index.rows = append(index.rows, id)
}

// slice checks a slice; total, the whole organisation, is the only one without a name.
func (c *checker) slice(path string, s *Slice) {
	c.oneOf(path+".kind", s.Kind, append(slices.Clone(sliceKinds), "total"))
	switch {
	case s.Kind == "total" && s.Name != "":
		c.add(path, "the slice total is the whole organisation and has no name")
	case s.Kind != "total" && s.Name == "":
		c.add(path, "the slice has no name")
	default:
		c.text(path+".name", Text{Swedish: s.Name}, false)
	}
}
