package transform

import (
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// fillPersons fills what comes from personal identity numbers; they need the draft's period for century and age.
func (s *sheetRun) fillPersons(row *cell.Row, d *draft, report bool) {
	if d.period == 0 {
		return // the row is refused for want of a period
	}
	for i := range s.persons {
		f := &s.persons[i]
		column := d.block.columns[f.wanted]
		v, problem := s.person(f.field, row.At(column), d.period)
		if problem != nil && report {
			s.refuseOnce(row, column, f.field, problem)
		}
		d.block.record.Values[f.index] = v
	}
}

// person reads a personal identity number and returns its pseudonym, age group or sex.
func (s *sheetRun) person(f *field, c cell.Cell, p period.Period) (record.Value, *value.Problem) {
	if f.empty(c) {
		return f.nothing()
	}
	on := lastDay(p)
	text, problem := value.AppendCode(s.buf[:0], c)
	if problem == nil {
		if number, err := person.Parse(string(text), on); err == nil {
			return record.Value{Str: s.derived(f, number, on)}, nil
		}
	}
	if c.Kind == cell.Error {
		return record.Value{}, &value.Problem{Reason: record.ErrorCell, Expected: person.Expected}
	}
	return record.Value{}, &value.Problem{Reason: record.Malformed, Expected: person.Expected}
}

// derived returns what a field takes from a personal identity number.
func (s *sheetRun) derived(f *field, number person.Number, on time.Time) string {
	switch f.spec.Derive {
	case mapping.DeriveAgeGroup:
		return number.AgeGroup(on)
	case mapping.DeriveSex:
		return number.Sex()
	}
	return s.pseudo.Pseudonym(number)
}

// lastDay returns the last day of a period: of its month, or of its year for opening, adjustment and whole years.
func lastDay(p period.Period) time.Time {
	if p.IsMonth() {
		return time.Date(p.Year(), time.Month(p.Month())+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(p.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
}
