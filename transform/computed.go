package transform

import (
	"fmt"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// computed is a field that an expression fills.
type computed struct {
	source
	evaluator *expression.Evaluator
}

// complete fills what depends on the period of a draft, or on other values of its record.
func (s *sheetRun) complete(row *cell.Row, d *draft, report bool) {
	if d.period == 0 && s.period >= 0 {
		return // the row is refused for want of a period
	}
	s.fillPersons(row, d, report)
	for i := range s.dated {
		s.settleCode(row, d, &s.dated[i], report)
	}
	if len(s.rejects) > 0 {
		return // nothing is computed from refused cells
	}
	for i := range s.computed {
		f := &s.computed[i]
		s.compute(row, d, f, report)
		if f.dated() {
			s.settleCode(row, d, &f.source, report)
		}
	}
}

// compute fills a field by its expression.
func (s *sheetRun) compute(row *cell.Row, d *draft, f *computed, report bool) {
	v, problem := f.compute(d.block.record.Values)
	d.block.record.Values[f.index] = v
	if problem == nil || !report {
		return
	}
	column := -1
	if d.cell != nil {
		column = d.cell.column
	}
	s.refuse(row, column, f.field, problem)
	s.rejects[len(s.rejects)-1].Found = "" // the cell is not at fault
}

// computePeriod fills the period by its expression, before anything that depends on it.
func (s *sheetRun) computePeriod(row *cell.Row, b *blockRun) {
	if s.periodic == nil || len(s.rejects) > 0 {
		return
	}
	v, problem := s.periodic.compute(b.record.Values)
	b.record.Values[s.period] = v
	if problem != nil {
		s.refuse(row, -1, s.periodic.field, problem)
	}
}

// compute returns the value of the expression, or the reason why it has none.
func (f *computed) compute(values []record.Value) (record.Value, *value.Problem) {
	v, err := f.evaluator.Eval(values)
	if err != nil {
		return absent(f.column), &value.Problem{
			Reason: record.NotComputed, Expected: fmt.Sprintf("a result of %s: %v", f.expression.Text(), err),
		}
	}
	switch {
	case v.Null || v.Str == "" && (f.column.Type == record.Code || f.column.Type == record.Text):
		return f.nothing()
	case f.column.Type == record.Code:
		text, problem := f.codes.check(v.Str)
		return record.Value{Str: text}, problem
	case f.column.Type == record.Text:
		return f.free(v.Str)
	}
	return v, nil
}
