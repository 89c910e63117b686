package transform

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
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
	if s.across == nil || s.across.period < 0 {
		s.scope(row, -1, s.rowPeriod())
	}
	if s.across != nil {
		s.draftAcross(row)
	} else {
		s.draftPlain()
	}
	for i := range s.drafts {
		s.fillPersons(row, &s.drafts[i], true)
	}
	if len(s.rejects) == 0 && len(s.keys) > 0 {
		s.checkKey(row)
	}
	return s.finish(row)
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
		Reason: record.DuplicateKey,
		Expected: fmt.Sprintf("each %s once; row %d of sheet %s has it too",
			strings.Join(s.dataset.Key, " and "), first.row, first.sheet),
	})
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
		if s.across != nil {
			s.fillAcross(row, d)
		}
		if s.tally != nil {
			s.tally.add(d.cell.slot, d.units)
		}
		s.count.Records++
		if err := s.sink.Record(&s.record); err != nil {
			return err
		}
	}
	return nil
}

// reject gives the rejects of a row to the sink, unless the row is a heading in other columns than before.
func (s *sheetRun) reject(row *cell.Row) error {
	if repeated, err := s.repeats(row); repeated || err != nil {
		return err
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
			s.tally.slots[i].unread = true
			return
		}
		s.tally.add(i, units)
	}
	if s.across == nil {
		read(0, s.layout.columns[s.control.field.wanted], s.control.field)
		return
	}
	for _, c := range s.layout.across {
		read(c.slot, c.column, s.across.value)
	}
}
