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

// data reads a block of a row: it drafts records, or notes rejects.
func (s *sheetRun) data(row *cell.Row, b *blockRun) {
	first := len(s.drafts)
	s.refuseGroups(row, b)
	for i := range s.sources {
		f := &s.sources[i]
		c := row.At(b.columns[f.wanted])
		var problem *value.Problem
		if f.parts != nil {
			c, problem = f.join(row, b)
		}
		var v record.Value
		if problem == nil {
			v, problem = f.read(c, f.codes)
		}
		if problem != nil {
			s.refuse(row, b.columns[f.wanted], f.field, problem)
		}
		b.record.Values[f.index] = v
	}
	s.computePeriod(row, b)
	if s.across == nil || s.across.period < 0 {
		s.scope(row, b, -1, s.rowPeriod(b))
	}
	if s.across != nil {
		s.draftAcross(row, b)
	} else {
		s.draftPlain(b)
	}
	for i := first; i < len(s.drafts); i++ {
		if s.whole {
			s.fillAcross(row, &s.drafts[i], true)
		} else {
			s.complete(row, &s.drafts[i], true)
		}
	}
}

// checkKeys refuses a row of a dimension when an earlier row has a key of it.
func (s *sheetRun) checkKeys(row *cell.Row) {
	for i := range s.drafts {
		if len(s.rejects) == 0 && len(s.keys) > 0 {
			s.checkKey(row, s.drafts[i].block)
		}
	}
}

// checkKey refuses a row of a dimension whose key an earlier row has.
func (s *sheetRun) checkKey(row *cell.Row, b *blockRun) {
	s.key = s.key[:0]
	for _, i := range s.keys {
		s.key = appendKey(s.key, &b.record.Values[i])
	}
	first, ok := s.seen[string(s.key)]
	if !ok {
		s.seen[string(s.key)] = place{s.count.Name, row.Number}
		return
	}
	f, column := s.field(s.dataset.Key[0]), -1
	if f.wanted >= 0 {
		column = b.columns[f.wanted]
	}
	s.refuse(row, column, f, &value.Problem{
		Reason: record.DuplicateKey,
		Expected: fmt.Sprintf("each %s once; row %d of sheet %s has it too",
			strings.Join(s.dataset.Key, " and "), first.row, first.sheet),
	})
}

// appendKey appends a value in a form that no other value has.
func appendKey(key []byte, v *record.Value) []byte {
	key = append(key, v.Str...)
	key = append(key, 0)
	key = strconv.AppendBool(key, v.Null)
	key = binary.LittleEndian.AppendUint64(key, uint64(v.Int))
	return binary.LittleEndian.AppendUint64(key, uint64(v.Time.Unix()))
}

// finish gives what n rows came to, records or rejects, to the sink, and counts the rows.
func (s *sheetRun) finish(row *cell.Row, n int) error {
	if len(s.rejects) > 0 {
		s.count.Rejected += n
		return s.reject(row)
	}
	if len(s.drafts) == 0 {
		s.skip(mapping.SkipNoValues)
		return nil
	}
	s.count.Mapped += n
	for i := range s.drafts {
		d := &s.drafts[i]
		d.block.record.Row = row.Number
		switch {
		case s.across != nil:
			s.fillAcross(row, d, false)
		case s.figure != nil:
			_, d.block.record.Cell = s.place(row, s.columnOf(d.block, s.figure))
		}
		s.tallyMapped(d)
		s.count.Records++
		finished := d.block.finished(len(s.dataset.Columns))
		s.account(finished)
		if err := s.sink.Record(finished); err != nil {
			return err
		}
	}
	return nil
}

// reject gives the rejects of a row to the sink.
func (s *sheetRun) reject(row *cell.Row) error {
	s.tallyRefused(row)
	for _, reject := range s.rejects {
		s.summary.Rejects++
		if err := s.sink.Reject(reject); err != nil {
			return err
		}
	}
	return nil
}
