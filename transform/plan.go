package transform

import (
	"cmp"
	"slices"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// plan is one compiled layout of a mapping: how sheets of one shape become records. It does not change.
type plan struct {
	spec     *mapping.Plan
	within   int // the heading is looked for among the first so many rows
	stacked  int // rows that make one heading, 1 or more
	sheets   sheetRule
	wanted   []wanted
	ignored  []string        // folded headings that need not be noted
	columns  []record.Column // of what blocks hold: those of the dataset, the fields, and the codes that are looked up
	fields   []*field        // in the order of the dataset's columns, and then of their names
	skips    []skipRule
	groups   []string // the names of the groups of the skip rules
	fillDown []int    // wanted headings whose empty cells take the value above
	above    map[*field]*above
	private  []int   // wanted headings whose cells are private
	mayHold  []int   // wanted headings under which personal identity numbers may stand
	whole    bool    // a row of the across table must be filled to be checked
	across   *across // nil for plain rows
	figure   *field  // of plain rows: what the cell of a record holds; nil when no field does
	controls []*control
	checks   []*check // as in the mapping
	looks    bool     // some checks look at each record
	accounts bool     // some checks look at what all records come to
}

// newPlan prepares everything that does not depend on the delivery.
func newPlan(spec *mapping.Plan, d *record.Dataset) (p *plan, err error) {
	p = &plan{
		spec: spec, within: cmp.Or(spec.Heading.Within, mapping.DefaultWithin), stacked: max(1, spec.Heading.Rows),
		groups: spec.Groups(), above: map[*field]*above{},
	}
	for _, heading := range spec.Ignore {
		p.ignored = append(p.ignored, match.Fold(heading))
	}
	if p.sheets, err = newSheetRule(spec.Sheets); err != nil {
		return nil, err
	}
	if err := p.compileFields(d); err != nil {
		return nil, err
	}
	if err := p.compileSkips(); err != nil {
		return nil, err
	}
	if err := p.compileControls(); err != nil {
		return nil, err
	}
	return p, p.compileChecks(d)
}

// compileFields prepares the columns and the across table.
func (p *plan) compileFields(d *record.Dataset) error {
	spec := p.spec.Across
	for i := range d.Columns {
		name := d.Columns[i].Name
		column, ok := p.spec.Columns[name]
		if spec != nil && name == spec.Column {
			column.Values, ok = spec.Values, true
		}
		if !ok && (spec == nil || name != spec.Value && !slices.Contains(spec.Targets(), name)) {
			continue
		}
		if err := p.addField(&d.Columns[i], i, column); err != nil {
			return err
		}
	}
	if err := p.compileValues(d); err != nil {
		return err
	}
	if spec == nil {
		p.figure = p.field(d.Figure)
		return nil
	}
	var err error
	p.across, err = newAcross(p, spec, d)
	return err
}

// locate notes where a field's values stand in the sheet.
func (p *plan) locate(f *field) (err error) {
	spec := &f.spec
	switch {
	case len(spec.Heading) > 0:
		f.wanted = p.want(spec.Heading, !spec.Optional)
	case spec.Column != "":
		f.wanted = p.wantColumn(spec.Column)
	case len(spec.Label) > 0:
		f.wanted = p.want(spec.Label, !spec.Optional)
	case spec.Above != nil:
		p.above[f], err = newAbove(spec.Above)
	case len(spec.Join) > 0:
		f.wanted = p.locateParts(f)
	}
	if spec.Fill == mapping.FillDown && !slices.Contains(p.fillDown, f.wanted) {
		p.fillDown = append(p.fillDown, f.wanted)
	}
	return err
}

// compileSkips prepares the rules for rows that are no data.
func (p *plan) compileSkips() error {
	for _, rule := range p.spec.Skip {
		wanted := -1
		switch {
		case len(rule.Heading) > 0:
			wanted = p.refer(rule.Heading)
		case rule.Column != "":
			wanted = p.wantColumn(rule.Column)
		}
		compiled, err := newSkipRule(rule, wanted, p.groups)
		if err != nil {
			return err
		}
		p.skips = append(p.skips, compiled)
	}
	return nil
}

// field returns the field of a dataset's column, or nil.
func (p *plan) field(column string) *field {
	for _, f := range p.fields {
		if f.column.Name == column {
			return f
		}
	}
	return nil
}

// fixed tells whether a field has one value for all rows of the sheet.
func (f *field) fixed() bool {
	s := &f.spec
	return s.Constant != "" || s.Capture != "" || s.Sheet || s.File || s.Above != nil
}
