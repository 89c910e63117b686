package transform

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// draftPlain drafts the single record of a plain row.
func (s *sheetRun) draftPlain(b *blockRun) {
	s.drafts = append(s.drafts, draft{block: b, period: s.rowPeriod(b)})
}

// rowPeriod returns the period that the row holds as a whole, or 0.
func (s *sheetRun) rowPeriod(b *blockRun) period.Period {
	if s.period < 0 {
		return 0
	}
	return period.Period(b.record.Values[s.period].Int)
}

// draftAcross drafts a record for each filled cell under the headings of an across table.
func (s *sheetRun) draftAcross(row *cell.Row, b *blockRun) {
	a := s.across
	year, known := s.year(row, b)
	for i := range b.across {
		c := &b.across[i]
		in := row.At(c.column)
		if a.value.empty(in) {
			continue
		}
		d := draft{block: b, cell: c}
		var problem *value.Problem
		if d.units, problem = a.value.decimal.Read(in); problem != nil {
			s.refuse(row, c.column, a.value, problem)
			continue
		}
		switch {
		case a.period < 0:
			d.period = s.rowPeriod(b)
		case known:
			if d.period, problem = c.periodOf(year); problem != nil {
				s.refuse(row, c.column, a.value, problem)
				continue
			}
			s.scope(row, b, c.column, d.period)
		}
		s.drafts = append(s.drafts, d)
	}
}

// year returns the year of the row's months when their headings have none, or 0 when the mapping names no year. It is
// not known when its cell is refused.
func (s *sheetRun) year(row *cell.Row, b *blockRun) (year int, known bool) {
	spec := s.across.spec.Year
	switch {
	case spec == nil:
		return 0, true
	case spec.File && s.in.Period != 0:
		return s.in.Period.Year(), true
	case spec.File:
		return s.in.Year, true
	case spec.Constant != 0:
		return spec.Constant, true
	}
	column := b.columns[s.across.year]
	year, problem := value.Year(row.At(column))
	if problem != nil {
		s.rejects = append(s.rejects, record.Reject{
			Sheet: s.count.Name, Row: row.Number, Cell: cell.Ref(column, row.Number), Column: s.across.spec.PeriodColumn(),
			Reason: problem.Reason, Expected: problem.Expected, Found: s.found(row.At(column)),
		})
	}
	return year, problem == nil
}

// fillAcross completes the record of a draft of an across table. What is wrong with it is refused when report is true.
func (s *sheetRun) fillAcross(row *cell.Row, d *draft, report bool) {
	a, b := s.across, d.block
	b.record.Cell = cell.Ref(d.cell.column, row.Number)
	b.record.Values[a.value.index] = record.Value{Int: d.units}
	if a.period >= 0 {
		b.record.Values[a.period] = record.Value{Int: int64(d.period)}
	}
	for i, code := range d.cell.codes {
		b.record.Values[a.targets[i].index] = record.Value{Str: code}
	}
	for _, set := range a.sets[d.cell.kind] {
		b.record.Values[set.index] = set.value
	}
	s.complete(row, d, report)
}
