// Package transform maps the rows of workbooks to records of datasets, as a mapping says. What cannot be read in
// exactly one way is refused with its address; what is no data is skipped by name; nothing else happens to a row. It
// knows neither the files that rows come from nor the warehouse that records go to.
package transform

import (
	"context"
	"fmt"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// Mapper maps deliveries by one mapping. It is safe for concurrent use.
type Mapper struct {
	mapping *mapping.Mapping
	dataset *record.Dataset
	within  int
	sheets  sheetRule
	wanted  []wanted
	ignored []string // folded headings that need not be noted
	fields  []*field // in the order of the dataset's columns
	skips   []skipRule
	across  *across  // nil for plain rows
	control *control // nil without a control total
	period  int      // index of the period column in the dataset, or -1
	keys    []int    // indexes of the key columns of a dimension
}

// New compiles a mapping for its dataset. The error is that of mapping.Validate. Neither argument may change while the
// Mapper is used.
func New(m *mapping.Mapping, d *record.Dataset) (*Mapper, error) {
	if err := m.Validate(d); err != nil {
		return nil, err
	}
	mapper := &Mapper{mapping: m, dataset: d, within: m.Heading.Within, period: d.Index("period")}
	if mapper.within == 0 {
		mapper.within = mapping.DefaultWithin
	}
	for _, name := range d.Key {
		mapper.keys = append(mapper.keys, d.Index(name))
	}
	for _, heading := range m.Ignore {
		mapper.ignored = append(mapper.ignored, match.Fold(heading))
	}
	if err := mapper.compile(); err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	return mapper, nil
}

// compile prepares everything that does not depend on the delivery.
func (m *Mapper) compile() (err error) {
	if m.sheets, err = newSheetRule(m.mapping.Sheets); err != nil {
		return err
	}
	if err := m.compileFields(); err != nil {
		return err
	}
	for _, rule := range m.mapping.Skip {
		wanted := -1
		if len(rule.Heading) > 0 {
			wanted = m.refer(rule.Heading)
		}
		compiled, err := newSkipRule(rule, wanted)
		if err != nil {
			return err
		}
		m.skips = append(m.skips, compiled)
	}
	if spec := m.mapping.Control; spec != nil {
		m.control, err = newControl(m, spec, m.field(spec.Column))
	}
	return err
}

// compileFields prepares the columns and the across table.
func (m *Mapper) compileFields() error {
	spec := m.mapping.Across
	for i := range m.dataset.Columns {
		name := m.dataset.Columns[i].Name
		column, ok := m.mapping.Columns[name]
		if spec != nil && name == spec.Column {
			column.Values, ok = spec.Values, true
		}
		if !ok && (spec == nil || name != spec.Value) {
			continue
		}
		f, err := newField(m.dataset, i, column, m.mapping.Locale.Value())
		if err != nil {
			return err
		}
		if len(column.Heading) > 0 {
			f.wanted = m.want(column.Heading, !column.Optional)
		}
		m.fields = append(m.fields, f)
	}
	if spec == nil {
		return nil
	}
	var err error
	m.across, err = newAcross(m, spec, m.field(spec.Value), m.field(spec.Column))
	return err
}

// field returns the field of a dataset's column, or nil.
func (m *Mapper) field(column string) *field {
	for _, f := range m.fields {
		if f.column.Name == column {
			return f
		}
	}
	return nil
}

// Map maps a delivery: it reads the selected sheets from top to bottom and gives records and rejects to the sink. A row
// gives either records or rejects, never both.
//
// The error is a *SheetError, *HeadingError, *ValueError or *ControlError when the delivery as a whole is no use,
// ErrNoKey without a key for pseudonyms, or an error of the context, of reading a row or of the sink. After an error
// the sink may have received records that must not be published. The Summary tells what happened until then.
func (m *Mapper) Map(ctx context.Context, in Input, sink Sink) (Summary, error) {
	r, err := newRun(m, in, sink)
	if err != nil {
		return Summary{}, err
	}
	sheets, notes, err := m.sheets.choose(in.File, in.Sheets)
	r.summary.Notes = notes
	if err != nil {
		return r.summary, err
	}
	for _, sheet := range sheets {
		if err := r.sheet(ctx, sheet); err != nil {
			return r.summary, err
		}
	}
	return r.summary, nil
}
