package transform

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// refuse notes that a cell was refused. What a private cell holds is not kept.
func (s *sheetRun) refuse(row *cell.Row, column int, f *field, problem *value.Problem) {
	reject := record.Reject{
		Sheet: s.count.Name, Column: f.column.Name,
		Reason: problem.Reason, Expected: problem.Expected,
	}
	reject.Row, reject.Cell = s.place(row, column)
	if !f.private {
		reject.Found = s.found(row.At(column))
	}
	s.rejects = append(s.rejects, reject)
}

// place returns where a value stands in the sheet: in a column of the row or, in a form, beside its label. The address
// is "" when it stands nowhere.
func (s *sheetRun) place(row *cell.Row, column int) (number int, address string) {
	at := spot{row.Number, column}
	if s.form != nil && column >= 0 {
		at = s.form.places[column]
	}
	if column < 0 || at.row == 0 {
		return row.Number, ""
	}
	return at.row, cell.Ref(at.column, at.row)
}

// refuseOnce notes that a cell was refused, unless a reject says so already.
func (s *sheetRun) refuseOnce(row *cell.Row, column int, f *field, problem *value.Problem) {
	if _, address := s.place(row, column); address == "" || !s.refused(address) {
		s.refuse(row, column, f, problem)
	}
}

// refused tells whether the row has a reject of the cell already.
func (s *sheetRun) refused(ref string) bool {
	return slices.ContainsFunc(s.rejects, func(r record.Reject) bool { return r.Cell == ref })
}

// tell returns what a cell holds for messages: without personal identity numbers, and at most 60 characters of it.
func tell(c cell.Cell) string {
	text := person.Redact(value.Show(c)) // before it is cut: half a number tells the rest
	count := 0
	for i := range text {
		if count == 60 {
			return text[:i] + "…"
		}
		count++
	}
	return text
}

// found returns what a refused cell holds, for its reject. Where the dataset has a person, words are left out: a
// column that has moved may hold names.
func (s *sheetRun) found(c cell.Cell) string {
	text := tell(c)
	if len(s.persons) > 0 && strings.ContainsFunc(text, unicode.IsLetter) {
		return ""
	}
	return text
}

// scope refuses a period that the file's name says the delivery does not cover. column is the cell that the figure
// stands in, or -1 for the cell that holds the period.
func (s *sheetRun) scope(row *cell.Row, b *blockRun, column int, p period.Period) {
	if p == 0 || s.in.covers(p) {
		return
	}
	expected := "the period of the file's name, " + s.in.Period.String()
	if s.in.Period == 0 {
		expected = "the year of the file's name, " + strconv.Itoa(s.in.Year)
	}
	reject := record.Reject{
		Sheet: s.count.Name, Column: s.dataset.Columns[s.period].Name,
		Reason: record.OutsideScope, Expected: expected, Found: p.String(),
	}
	if f := s.field(reject.Column); column < 0 && f != nil && f.wanted >= 0 {
		column = b.columns[f.wanted]
	}
	reject.Row, reject.Cell = s.place(row, column)
	s.rejects = append(s.rejects, reject)
}
