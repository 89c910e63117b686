// Package transform maps the rows of workbooks to records of datasets, as a mapping says. What cannot be read in
// exactly one way is refused with its address; what is no data is skipped by name; nothing else happens to a row. It
// knows neither the files that rows come from nor the warehouse that records go to.
package transform

import (
	"context"
	"fmt"

	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// Mapper maps deliveries by one mapping. It is safe for concurrent use.
type Mapper struct {
	dataset *record.Dataset
	plans   []*plan // one, or one for each layout in the order of the mapping
	period  int     // index of the period column in the dataset, or -1
	keys    []int   // indexes of the key columns of a dimension
}

// New compiles a mapping for its dataset. The error is that of mapping.Validate. Neither argument may change while the
// Mapper is used.
func New(m *mapping.Mapping, d *record.Dataset) (*Mapper, error) {
	if err := m.Validate(d); err != nil {
		return nil, err
	}
	mapper := &Mapper{dataset: d, period: d.Index("period")}
	for _, name := range d.Key {
		mapper.keys = append(mapper.keys, d.Index(name))
	}
	for _, spec := range m.Plans() {
		p, err := newPlan(spec, d)
		if err != nil {
			return nil, fmt.Errorf("mapping: %w", err)
		}
		mapper.plans = append(mapper.plans, p)
	}
	return mapper, nil
}

// Map maps a delivery: it reads the selected sheets from top to bottom and gives records and rejects to the sink. A row
// gives either records or rejects, never both; of a form the rows of a record do so together.
//
// The error is a *SheetError, *HeadingError or *ValueError when the delivery as a whole is no use, or joins every
// *ControlError when totals are wrong and the *CheckError when checks of the delivery fail; it is
// ErrNoKey without a key for pseudonyms, or an error of the context, of reading a row or of the sink. After an error
// the sink may have received records that must not be published. The Summary tells what happened until then.
func (m *Mapper) Map(ctx context.Context, in Input, sink Sink) (Summary, error) {
	r, err := newRun(m, in, sink)
	if err != nil {
		return Summary{}, err
	}
	chosen, notes, err := m.choose(in.File, in.Sheets)
	r.summary.Notes = notes
	if err != nil {
		return r.summary, err
	}
	for _, c := range chosen {
		if err := r.sheet(ctx, c); err != nil {
			return r.summary, err
		}
	}
	if err := r.checkDelivery(ctx); err != nil {
		return r.summary, err
	}
	r.close()
	return r.summary, faultsOf(r.faults)
}
