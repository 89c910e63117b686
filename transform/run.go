package transform

import (
	"nyckeltal/ingest/period"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
)

// run is the mapping of one delivery.
type run struct {
	*Mapper
	in      Input
	sink    Sink
	summary Summary
	sources []source
	persons []source // fields that need the record's period: pseudonym, age group, sex
	codes   []*codebook
	pseudo  *person.Pseudonymiser
	seen    map[string]place // the keys so far, of a dimension
	key     []byte
	record  record.Record
	rejects []record.Reject // of the current row
	drafts  []draft         // of the current row
	buf     []byte          // for the text of a cell
}

// source is a field that is read from every row.
type source struct {
	*field
	codes *codebook
}

// place is where a key was first seen.
type place struct {
	sheet string
	row   int
}

// draft is a record to be of the current row, without what all records of the row share.
type draft struct {
	cell   acrossCell
	period period.Period
	units  int64
}

// newRun prepares the mapping of one delivery.
func newRun(m *Mapper, in Input, sink Sink) (*run, error) {
	r := &run{Mapper: m, in: in, sink: sink, seen: map[string]place{}, buf: make([]byte, 0, 1024)}
	r.summary.Skips = map[string]int{}
	r.record.Values = make([]record.Value, len(m.dataset.Columns))
	for i := range m.dataset.Columns {
		r.record.Values[i] = absent(&m.dataset.Columns[i])
	}
	for _, f := range m.fields {
		book := newCodebook(f, in.Lookup)
		r.codes = append(r.codes, book)
		switch {
		case f.wanted < 0:
		case f.private:
			r.persons = append(r.persons, source{f, book})
		default:
			r.sources = append(r.sources, source{f, book})
		}
		if f.column.Type == record.Person && len(in.Key) == 0 {
			return nil, ErrNoKey
		}
	}
	r.pseudo = person.NewPseudonymiser(in.Key)
	return r, nil
}
