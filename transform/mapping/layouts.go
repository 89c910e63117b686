package mapping

import (
	"maps"
	"slices"
)

// Layout is one shape of the sheets of a job, as a year or a department writes them. Its keys hold instead of the
// mapping's own; its columns, fields, skip rules and ignored headings are added to the common ones, and a column of the same
// name replaces the common one.
type Layout struct {
	Name    string            `yaml:"name"` // for the summary and messages
	Sheets  Sheets            `yaml:"sheets"`
	Heading Heading           `yaml:"heading"`
	Locale  Locale            `yaml:"locale"`
	Columns map[string]Column `yaml:"columns"`
	Fields  map[string]Column `yaml:"fields"`
	Across  *Across           `yaml:"across"`
	Skip    []Skip            `yaml:"skip"`
	Ignore  Texts             `yaml:"ignore"` // headings and labels that are known and not loaded
	Control Controls          `yaml:"control"`
	Pairs   bool              `yaml:"pairs"` // the sheets are forms: a label in each row, and its value to the right
}

// Plan is a mapping for sheets of one shape.
type Plan struct {
	Name string // of the layout; "" when the mapping has no layouts
	Mapping
}

// Plans returns a plan for each layout, or the mapping itself as the only one when it has no layouts.
func (m *Mapping) Plans() []*Plan {
	if len(m.Layouts) == 0 {
		return []*Plan{{Mapping: *m}}
	}
	plans := make([]*Plan, len(m.Layouts))
	for i := range m.Layouts {
		plans[i] = m.over(&m.Layouts[i])
	}
	return plans
}

// over puts a layout over the common keys.
func (m *Mapping) over(l *Layout) *Plan {
	p := &Plan{Name: l.Name, Mapping: *m}
	p.Layouts = nil
	if l.Sheets.given() > 0 {
		p.Sheets = l.Sheets
	}
	if l.Heading != (Heading{}) {
		p.Heading = l.Heading
	}
	if l.Locale != (Locale{}) {
		p.Locale = l.Locale
	}
	p.Columns = make(map[string]Column, len(m.Columns)+len(l.Columns))
	maps.Copy(p.Columns, m.Columns)
	maps.Copy(p.Columns, l.Columns)
	p.Fields = make(map[string]Column, len(m.Fields)+len(l.Fields))
	maps.Copy(p.Fields, m.Fields)
	maps.Copy(p.Fields, l.Fields)
	if l.Across != nil {
		p.Across = l.Across
	}
	p.Skip = slices.Concat(m.Skip, l.Skip)
	p.Ignore = slices.Concat(m.Ignore, l.Ignore)
	if len(l.Control) > 0 {
		p.Control = l.Control
	}
	p.Pairs = m.Pairs || l.Pairs
	return p
}
