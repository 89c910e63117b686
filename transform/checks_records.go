package transform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
)

// finding is what a check of records found in the current row.
type finding struct {
	check  *check
	draft  *draft
	column int // of the sheet; -1 for none
	reject record.Reject
}

// checkRecords looks at the records that are to be made of a row: an error refuses the row, a warning is kept when the row
// is not refused.
func (s *sheetRun) checkRecords(row *cell.Row) {
	if len(s.rejects) > 0 || !s.looks {
		return
	}
	s.findings = s.findings[:0]
	for i := range s.drafts {
		d := &s.drafts[i]
		d.block.record.Row = row.Number
		if s.across != nil {
			s.fillAcross(row, d, false)
		}
		for _, c := range s.checks {
			if c.spec.OfRecords() {
				s.checkRecord(row, d, c)
			}
		}
	}
	for i := range s.findings {
		if f := &s.findings[i]; !f.check.spec.Warns() {
			f.reject.Expected += fmt.Sprintf(" (check %q)", f.check.spec.Name)
			s.rejects = append(s.rejects, f.reject)
		}
	}
	if len(s.rejects) > 0 {
		s.forgetKeys()
		return
	}
	s.keepKeys()
	for i := range s.findings {
		s.warnRow(&s.findings[i])
	}
}

// checkRecord looks at one record.
func (s *sheetRun) checkRecord(row *cell.Row, d *draft, c *check) {
	values := d.block.record.Values
	switch {
	case c.expression != nil:
		if problem := s.untrue(c, values); problem != "" {
			s.find(row, d, c, "", problem)
		}
	case len(c.spec.Unique) > 0:
		if first, seen := s.known(c, values, row.Number); seen {
			s.find(row, d, c, c.spec.Unique[0], fmt.Sprintf("each %s once; row %d of sheet %s has it too",
				strings.Join(c.spec.Unique, " and "), first.row, first.sheet))
		}
	case !c.fits(values[c.at]):
		s.find(row, d, c, c.column.Name, c.want)
	}
}

// fits tells whether a value is as the check wants it. An empty one fits unless it is required.
func (c *check) fits(v record.Value) bool {
	if v.Null || v.Str == "" && c.column.Type != record.Decimal && isText(c.column.Type) {
		return !c.spec.Required
	}
	if c.min != nil && compareValues(c.column.Type, v, *c.min) < 0 || c.max != nil && compareValues(c.column.Type, v, *c.max) > 0 {
		return false
	}
	if c.pattern == nil && len(c.spec.Allowed) == 0 {
		return true
	}
	texts := []string{v.Str}
	if c.column.Type == record.Codes {
		texts = record.SplitCodes(v.Str)
	}
	for _, text := range texts {
		if c.pattern != nil && !c.pattern.MatchString(text) || len(c.spec.Allowed) > 0 && !slices.Contains(c.spec.Allowed, text) {
			return false
		}
	}
	return true
}

// isText tells whether values of the type are texts, of which the empty one says that there is none.
func isText(t record.Type) bool {
	return t == record.Code || t == record.Text || t == record.Codes || t == record.Person
}

// compareValues compares two values of an ordered type.
func compareValues(t record.Type, a, b record.Value) int {
	if t == record.Date || t == record.DateTime {
		return a.Time.Compare(b.Time)
	}
	return cmp.Compare(a.Int, b.Int)
}

// untrue returns "" when the check's expression is true, and otherwise what was expected.
func (s *sheetRun) untrue(c *check, values []record.Value) string {
	if s.evaluators == nil {
		s.evaluators = map[*check]*expression.Evaluator{}
	}
	evaluator := s.evaluators[c]
	if evaluator == nil {
		evaluator = c.expression.NewEvaluator()
		s.evaluators[c] = evaluator
	}
	v, err := evaluator.Eval(values)
	switch {
	case err != nil:
		return fmt.Sprintf("values for which %s can be computed: %v", c.expression.Text(), err)
	case v.Null || v.Int == 0:
		return "values for which " + c.expression.Text()
	}
	return ""
}

// find notes that a record breaks a check, at the cell of a column of the dataset or "" for the whole row.
func (s *sheetRun) find(row *cell.Row, d *draft, c *check, name, expected string) {
	f := &finding{check: c, draft: d, column: -1}
	f.reject = record.Reject{
		Sheet: s.count.Name, Column: name, Reason: record.CheckFailed, Expected: expected,
	}
	from := s.field(name)
	switch {
	case from != nil && from.wanted >= 0:
		f.column = d.block.columns[from.wanted]
	case d.cell != nil && name == s.across.value.column.Name:
		f.column = d.cell.column
	}
	f.reject.Row, f.reject.Cell = s.place(row, f.column)
	if f.column >= 0 && (from == nil || !from.private) {
		f.reject.Found = s.found(row.At(f.column))
	}
	s.findings = append(s.findings, *f)
}

// warnRow keeps a finding as a warning.
func (s *sheetRun) warnRow(f *finding) {
	w := record.Warning{
		Check: f.check.spec.Name, Sheet: f.reject.Sheet, Row: f.reject.Row, Cell: f.reject.Cell, Column: f.reject.Column,
		Period: f.draft.period, Count: 1,
	}
	said := record.Reject{Expected: f.reject.Expected, Found: f.reject.Found}
	w.Message = strings.TrimPrefix(said.Message(), ": ")
	s.warn(f.check, w)
}
