package transform

import (
	"maps"
	"regexp"
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// across is a compiled across table: which headings hold values, and what the records of each are.
type across struct {
	spec    *mapping.Across
	value   *field
	targets []*field       // get the heading, or named groups of it
	period  int            // index of the dataset's column that gets the month or year; -1 when the headings have neither
	names   []int          // wanted headings that hold values, when they are listed
	pattern *regexp.Regexp // of other headings that hold values
	year    int            // index of the wanted heading that holds the year, or -1
	extras  []extra
	sets    [][]setting // what is set by kind of heading: 0 for the table's headings, i+1 for extra i
}

// extra is a further heading: the year's total or a tertial.
type extra struct {
	wanted int
	year   bool
}

// setting is a constant of a record.
type setting struct {
	index int
	value record.Value
}

// acrossCell is a heading of an across table in a sheet.
type acrossCell struct {
	column int
	kind   int        // index into across.sets
	span   value.Span // month 0 for a whole year
	words  []string   // what the heading says, by across.targets
	codes  []string   // what the words come to
	block  int        // index of the block, for plain rows
	slot   int        // of the sum that the control total is compared with
}

// same tells whether two headings say the same.
func (c acrossCell) same(o acrossCell) bool {
	return c.kind == o.kind && c.span == o.span && c.block == o.block && slices.Equal(c.words, o.words)
}

// newAcross compiles the across table of a plan whose fields are compiled.
func newAcross(p *plan, spec *mapping.Across, d *record.Dataset) (*across, error) {
	a := &across{spec: spec, value: p.field(spec.Value), period: -1, year: -1}
	if spec.Dated() {
		a.period = d.Index(spec.PeriodColumn())
	}
	for _, name := range spec.Targets() {
		a.targets = append(a.targets, p.field(name))
	}
	for _, name := range spec.Headings.Names {
		a.names = append(a.names, p.want([]string{name}, true))
	}
	if spec.Headings.Pattern != "" {
		var err error
		if a.pattern, err = regexp.Compile(spec.Headings.Pattern); err != nil {
			return nil, err
		}
	}
	if spec.Year != nil && len(spec.Year.Heading) > 0 {
		a.year = p.want(spec.Year.Heading, true)
	}
	sets := []mapping.Values{spec.Set}
	for _, e := range spec.Extra {
		a.extras = append(a.extras, extra{p.want(e.Heading, !e.Optional), e.Spans(spec) == "year"})
		merged := maps.Clone(spec.Set)
		if merged == nil {
			merged = mapping.Values{}
		}
		maps.Copy(merged, e.Set)
		sets = append(sets, merged)
	}
	return a, a.compileSets(d, sets)
}

// compileSets turns constants into values, so that each kind of heading sets the same columns.
func (a *across) compileSets(d *record.Dataset, sets []mapping.Values) error {
	all := map[string]bool{}
	for _, set := range sets {
		for name := range set {
			all[name] = true
		}
	}
	for _, set := range sets {
		var settings []setting
		for _, name := range slices.Sorted(maps.Keys(all)) {
			s := setting{index: d.Index(name)}
			column := &d.Columns[s.index]
			s.value = absent(column)
			if text, ok := set[name]; ok {
				v, problem := value.Constant(column, text)
				if problem != nil {
					return problem
				}
				s.value = v
			}
			settings = append(settings, s)
		}
		a.sets = append(a.sets, settings)
	}
	return nil
}

// bind finds the table's headings in a row and adds them to the block. It returns how many months there are; what a
// pattern matches says little about whether the row is a heading.
func (a *across) bind(h *heading, p *plan, b *block, used []bool, fault *HeadingError) int {
	for i, e := range a.extras {
		if column := b.columns[e.wanted]; column >= 0 {
			span, _ := value.Tertial(h.texts[column])
			if e.year {
				span = value.Span{}
			}
			b.across = append(b.across, acrossCell{column: column, kind: i + 1, span: span})
		}
	}
	for _, wanted := range a.names {
		if column := b.columns[wanted]; column >= 0 {
			b.across = append(b.across, acrossCell{column: column, words: p.wanted[wanted].names[:1]})
		}
	}
	found := 0
	for column, c := range h.cells {
		heading, ok := a.heading(c, h.texts[column])
		if !ok || used[column] || slices.Contains(p.ignored, h.folded[column]) {
			continue
		}
		heading.column = column
		if slices.ContainsFunc(b.across, heading.same) {
			fault.Twice = tell(h.cells[column])
		}
		b.across, used[column] = append(b.across, heading), true
		found++
	}
	if found == 0 && len(a.names) == 0 {
		fault.Missing = append(fault.Missing, []string{a.expected()})
	}
	slices.SortStableFunc(b.across, func(x, y acrossCell) int { return x.column - y.column })
	if a.pattern != nil {
		return 0
	}
	return found
}

// heading tells whether a cell is a heading of the table that the mapping does not list by name.
func (a *across) heading(c cell.Cell, text string) (acrossCell, bool) {
	switch headings := &a.spec.Headings; {
	case text == "":
		return acrossCell{}, false
	case headings.Months:
		span, ok := value.Month(c)
		return acrossCell{span: span}, ok
	case headings.Years:
		year, problem := value.Year(c)
		return acrossCell{span: value.Span{Year: year}}, problem == nil
	case a.pattern != nil:
		return a.match(text)
	}
	return acrossCell{}, false
}

// match reads a heading by the pattern.
func (a *across) match(text string) (c acrossCell, ok bool) {
	parts := a.pattern.FindStringSubmatch(text)
	if parts == nil {
		return c, false
	}
	if a.spec.Column != "" {
		return acrossCell{words: []string{text}}, true
	}
	for i, name := range a.pattern.SubexpNames() {
		part := cell.Cell{Kind: cell.Text, Text: parts[i]}
		switch name {
		case "":
		case mapping.GroupYear:
			year, problem := value.Year(part)
			if problem != nil || c.span.Year != 0 && c.span.Year != year {
				return c, false
			}
			c.span.Year = year
		case mapping.GroupMonth:
			span, ok := value.Month(part)
			if !ok || c.span.Year != 0 && span.Year != 0 && c.span.Year != span.Year {
				return c, false
			}
			c.span.Month, c.span.Year = span.Month, max(c.span.Year, span.Year)
		default:
			c.words = append(c.words, parts[i])
		}
	}
	return c, true
}

// word returns a word of a heading as the field's translations write it, case, accents and spacing aside.
func (f *field) word(text string) string {
	if _, ok := f.spec.Values[text]; ok {
		return text
	}
	folded := match.Fold(text)
	for _, word := range slices.Sorted(maps.Keys(f.spec.Values)) {
		if match.Fold(word) == folded {
			return word
		}
	}
	return text
}

// expected says which headings the table has.
func (a *across) expected() string {
	switch headings := &a.spec.Headings; {
	case headings.Months:
		return "a month (Jan, januari, Jan-23, 202301, 2023-01)"
	case headings.Years:
		return "a year (2023)"
	}
	return "a heading that matches " + a.spec.Headings.Pattern
}

// periodOf returns the period of a heading's records. year is the year of the row or file, 0 for none.
func (c acrossCell) periodOf(year int) (period.Period, *value.Problem) {
	switch {
	case c.span.Year != 0 && year != 0 && c.span.Year != year:
		return 0, &value.Problem{Reason: record.Ambiguous, Expected: "the same year in the heading and in the row or the file's name"}
	case c.span.Year != 0:
		year = c.span.Year
	case year == 0:
		return 0, &value.Problem{Reason: record.Missing, Expected: "a year: in the heading, or by year under across in the mapping"}
	}
	return period.New(year, c.span.Month), nil
}
