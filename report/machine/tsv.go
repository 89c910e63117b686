// Package machine writes reports for programs: TSV with the figures as they are shown, and JSON with the unrounded
// ones beside them.
package machine

import (
	"bufio"
	"io"
	"strings"

	"nyckeltal/report/model"
)

// TSV writes the columns table, row, column, value and unit: one line per figure of the report's defined tables, in
// their order. Values are rounded as shown, with a decimal point and without groups, and empty where there is none.
// Tabs and line breaks in texts become blanks. Lists, charts, statuses, trends and breakdowns are not written.
func TSV(w io.Writer, r *model.Report) error {
	b := bufio.NewWriter(w)
	Line(b, "table", "row", "column", "value", "unit")
	for _, s := range r.Sections {
		for _, block := range s.Blocks {
			if table, ok := block.(*model.Table); ok && table.Machine {
				tableLines(b, table)
			}
		}
	}
	return b.Flush()
}

func tableLines(b *bufio.Writer, t *model.Table) {
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			if column := t.Columns[i]; !column.Status && !column.Trend {
				Line(b, t.ID, row.Path, column.Heading, cell.Plain(), row.UnitOf(cell))
			}
		}
	}
}

var blanks = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

// Line writes one line of TSV. Tabs and line breaks in the fields become blanks. An error stays in b until it is flushed.
func Line(b *bufio.Writer, fields ...string) {
	for i, field := range fields {
		if i > 0 {
			_ = b.WriteByte('\t')
		}
		_, _ = blanks.WriteString(b, field)
	}
	_ = b.WriteByte('\n')
}
