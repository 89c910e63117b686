package transform

import (
	"cmp"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// join joins the texts under several headings. Codes need every part; of texts empty parts are left out.
func (f *field) join(row *cell.Row, b *blockRun) (cell.Cell, *value.Problem) {
	var text []byte
	empty := 0
	for _, wanted := range f.parts {
		c := row.At(b.columns[wanted])
		if f.empty(c) {
			empty++
			continue
		}
		if len(text) > 0 {
			text = append(text, cmp.Or(f.spec.Separator, " ")...)
		}
		var problem *value.Problem
		if text, problem = value.AppendCode(text, c); problem != nil {
			return c, problem
		}
	}
	if empty > 0 && empty < len(f.parts) && f.column.Type == record.Code {
		return cell.Cell{}, &value.Problem{
			Reason: record.Missing, Expected: "a value under each of the headings " + quoted(f.spec.Join, ", "),
		}
	}
	return cell.Cell{Kind: cell.Text, Text: string(text)}, nil
}
