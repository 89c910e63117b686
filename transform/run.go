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
	plans   []*planRun // as those of the Mapper
	pseudo  *person.Pseudonymiser
	seen    map[string]place // the keys so far, of a dimension
	key     []byte
	exposed []PrivateColumn // with personal identity numbers that the mapping does not declare
	checking
	faults  []error         // why the delivery as a whole is to be refused
	rejects []record.Reject // of the current row
	drafts  []draft         // of the current row
	buf     []byte          // for the text of a cell
}

// planRun is a plan at work on one delivery.
type planRun struct {
	*plan
	sources []source    // fields that are read from every row
	persons []source    // fields that need the record's period as well: pseudonym, age group, sex
	grouped []source    // fields that a group of a skip rule fills
	dated   []source    // fields whose codes are looked up in the year of the record, as far as they are not computed
	codes   []*codebook // of all fields

	computed []computed // fields that expressions fill, but for the period
	periodic *computed  // the period, when an expression fills it; else nil
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

// draft is a record to be of the current row, without what all records of its block share.
type draft struct {
	block  *blockRun
	cell   *acrossCell // nil for plain rows
	period period.Period
	units  int64
}

// newRun prepares the mapping of one delivery.
func newRun(m *Mapper, in Input, sink Sink) (*run, error) {
	r := &run{Mapper: m, in: in, sink: sink, seen: map[string]place{}, buf: make([]byte, 0, 1024)}
	r.summary.Skips = map[string]int{}
	for _, p := range m.plans {
		bound, err := newPlanRun(p, &in)
		if err != nil {
			return nil, err
		}
		r.plans = append(r.plans, bound)
	}
	r.pseudo = person.NewPseudonymiser(in.Key)
	return r, nil
}

// newPlanRun prepares a plan for a delivery.
func newPlanRun(p *plan, in *Input) (*planRun, error) {
	r := &planRun{plan: p}
	for _, f := range p.fields {
		book := newCodebook(f, in.Lookup)
		r.codes = append(r.codes, book)
		if f.dated() && f.expression == nil {
			r.dated = append(r.dated, source{f, book})
		}
		switch {
		case f.expression != nil:
			r.addComputed(source{f, book})
		case f.spec.Group != "":
			r.grouped = append(r.grouped, source{f, book})
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
	return r, nil
}
