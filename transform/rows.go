package transform

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// data maps a row of data: to records, or to rejects.
func (s *sheetRun) data(row *cell.Row) error {
	s.rejects, s.drafts = s.rejects[:0], s.drafts[:0]
	for i := range s.sources {
		f := &s.sources[i]
		column := s.layout.columns[f.wanted]
		v, problem := f.read(row.At(column), f.codes)
		if problem != nil {
			s.refuse(row, column, f.field, problem)
		}
		s.record.Values[f.index] = v
	}
	if s.across != nil {
		s.draftAcross(row)
	} else {
		s.draftPlain(row)
	}
	for i := range s.drafts {
		s.fillPersons(row, &s.drafts[i], true)
	}
	if len(s.rejects) == 0 && len(s.keys) > 0 {
		s.checkKey(row)
	}
	return s.finish(row)
}

// finish gives the row's records or rejects to the sink and counts the row.
func (s *sheetRun) finish(row *cell.Row) error {
	if len(s.rejects) > 0 {
		return s.reject(row)
	}
	if len(s.drafts) == 0 {
		s.skip(mapping.SkipNoValues)
		return nil
	}
	s.count.Mapped++
	s.record.Row = row.Number
	for i := range s.drafts {
		d := &s.drafts[i]
		s.fill(row, d)
		if s.tally != nil {
			s.tally.add(d.tally, d.units)
		}
		s.count.Records++
		if err := s.sink.Record(&s.record); err != nil {
			return err
		}
	}
	return nil
}

// fill completes the record of a draft.
func (s *sheetRun) fill(row *cell.Row, d *draft) {
	if a := s.across; a != nil {
		s.record.Cell = cell.Ref(d.cell.column, row.Number)
		s.record.Values[a.value.index] = record.Value{Int: d.units}
		if a.period >= 0 {
			s.record.Values[a.period] = record.Value{Int: int64(d.period)}
		}
		if a.target != nil {
			s.record.Values[a.target.index] = record.Value{Str: d.cell.code}
		}
		for _, set := range a.sets[d.cell.kind] {
			s.record.Values[set.index] = set.value
		}
	}
	s.fillPersons(row, d, false)
}

// reject gives the rejects of a row to the sink, unless the row is a heading in other columns than before.
func (s *sheetRun) reject(row *cell.Row) error {
	h := newHeadingRow(row)
	if l, _, fault := s.bind(h); fault == nil && (s.across == nil || len(l.across) == len(s.layout.across)) {
		s.skip(mapping.SkipHeading)
		return s.begin(h, l)
	}
	s.count.Rejected++
	if s.tally != nil {
		s.tallyRefused(row)
	}
	for _, reject := range s.rejects {
		s.summary.Rejects++
		if err := s.sink.Reject(reject); err != nil {
			return err
		}
	}
	return nil
}

// tallyRefused adds the readable details of a refused row to the sums of the control total, which counts them too.
func (s *sheetRun) tallyRefused(row *cell.Row) {
	read := func(i, column int, f *field) {
		c := row.At(column)
		if f.empty(c) {
			return
		}
		units, problem := f.decimal.Read(c)
		if problem != nil {
			s.tally.unread[i] = true
			return
		}
		s.tally.add(i, units)
	}
	if s.across == nil {
		read(0, s.layout.columns[s.control.field.wanted], s.control.field)
		return
	}
	for i, c := range s.layout.across {
		read(i, c.column, s.across.value)
	}
}

// refuse notes that a cell was refused. What a private cell holds is not kept.
func (s *sheetRun) refuse(row *cell.Row, column int, f *field, problem *value.Problem) {
	reject := record.Reject{
		Sheet: s.count.Name, Row: row.Number, Column: f.column.Name,
		Reason: problem.Reason, Expected: problem.Expected,
	}
	if column >= 0 {
		reject.Cell = cell.Ref(column, row.Number)
	}
	if !f.private {
		reject.Found = person.Redact(value.Show(row.At(column)))
	}
	s.rejects = append(s.rejects, reject)
}

// draftPlain drafts the single record of a plain row.
func (s *sheetRun) draftPlain(row *cell.Row) {
	d := draft{}
	if s.period >= 0 {
		d.period = period.Period(s.record.Values[s.period].Int)
		s.scope(row, -1, d.period)
	}
	if s.control != nil {
		d.units = s.record.Values[s.control.field.index].Int
	}
	s.drafts = append(s.drafts, d)
}

// draftAcross drafts a record for each filled cell under the headings of an across table.
func (s *sheetRun) draftAcross(row *cell.Row) {
	a := s.across
	year := s.year(row)
	for i, c := range s.layout.across {
		in := row.At(c.column)
		if a.value.empty(in) {
			continue
		}
		d := draft{cell: c, tally: i}
		var problem *value.Problem
		if d.units, problem = a.value.decimal.Read(in); problem != nil {
			s.refuse(row, c.column, a.value, problem)
			continue
		}
		if a.period >= 0 {
			if d.period, problem = c.periodOf(year); problem != nil {
				s.refuse(row, c.column, a.value, problem)
				continue
			}
		} else if s.period >= 0 {
			d.period = period.Period(s.record.Values[s.period].Int)
		}
		s.scope(row, c.column, d.period)
		s.drafts = append(s.drafts, d)
	}
}

// year returns the year of the row's months when their headings have none; 0 when it is not known.
func (s *sheetRun) year(row *cell.Row) int {
	spec := s.across.spec.Year
	switch {
	case spec == nil:
		return 0
	case spec.File && s.in.Period != 0:
		return s.in.Period.Year()
	case spec.File:
		return s.in.Year
	case spec.Constant != 0:
		return spec.Constant
	}
	column := s.layout.columns[s.across.year]
	n, problem := years.Read(row.At(column))
	if problem != nil {
		s.rejects = append(s.rejects, record.Reject{
			Sheet: s.count.Name, Row: row.Number, Cell: cell.Ref(column, row.Number), Column: s.across.spec.PeriodColumn(),
			Reason: problem.Reason, Expected: problem.Expected, Found: person.Redact(value.Show(row.At(column))),
		})
	}
	return n.Year()
}

// years reads the years of across tables.
var years = func() *value.Periods {
	p, err := value.NewPeriods([]string{"year"})
	if err != nil {
		panic(err) // the built-in format compiles, as every test of an across table shows
	}
	return &p
}()

// scope refuses a period that the file's name says the delivery does not cover. column is the cell that the figure
// stands in, or -1 for the cell that holds the period.
func (s *sheetRun) scope(row *cell.Row, column int, p period.Period) {
	expected := ""
	switch {
	case p == 0 || s.in.Period == 0 && s.in.Year == 0:
		return
	case s.in.Period != 0 && p != s.in.Period:
		expected = "the period of the file's name, " + s.in.Period.String()
	case s.in.Period == 0 && p.Year() != s.in.Year:
		expected = "the year of the file's name, " + strconv.Itoa(s.in.Year)
	default:
		return
	}
	reject := record.Reject{
		Sheet: s.count.Name, Row: row.Number, Column: s.dataset.Columns[s.period].Name,
		Reason: record.OutsideScope, Expected: expected, Found: p.String(),
	}
	if f := s.field(reject.Column); column < 0 && f != nil && f.wanted >= 0 {
		column = s.layout.columns[f.wanted]
	}
	if column >= 0 {
		reject.Cell = cell.Ref(column, row.Number)
	}
	s.rejects = append(s.rejects, reject)
}

// fillPersons fills what comes from personal identity numbers; they need the draft's period for century and age.
func (s *sheetRun) fillPersons(row *cell.Row, d *draft, report bool) {
	for i := range s.persons {
		f := &s.persons[i]
		column := s.layout.columns[f.wanted]
		v, problem := s.person(f.field, row.At(column), d.period)
		if problem != nil && report {
			s.refuse(row, column, f.field, problem)
		}
		s.record.Values[f.index] = v
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

// checkKey refuses a row of a dimension whose key an earlier row has.
func (s *sheetRun) checkKey(row *cell.Row) {
	s.key = s.key[:0]
	for _, i := range s.keys {
		v := &s.record.Values[i]
		s.key = append(s.key, v.Str...)
		s.key = append(s.key, 0)
		s.key = strconv.AppendBool(s.key, v.Null)
		s.key = binary.LittleEndian.AppendUint64(s.key, uint64(v.Int))
		s.key = binary.LittleEndian.AppendUint64(s.key, uint64(v.Time.Unix()))
	}
	first, ok := s.seen[string(s.key)]
	if !ok {
		s.seen[string(s.key)] = place{s.count.Name, row.Number}
		return
	}
	f, column := s.field(s.dataset.Key[0]), -1
	if f.wanted >= 0 {
		column = s.layout.columns[f.wanted]
	}
	s.refuse(row, column, f, &value.Problem{
		Reason:   record.DuplicateKey,
		Expected: fmt.Sprintf("each %s once; row %d of sheet %s has it too", s.dataset.Key[0], first.row, first.sheet),
	})
}
