package mapping

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// Problem is one thing that is wrong with a mapping.
type Problem struct {
	Path    string // where, as in mapping.columns.amount.unit
	Message string // what, and how to mend it
}

// Error names the place and says what is wrong there.
func (p *Problem) Error() string { return p.Path + ": " + p.Message }

// Names of skips that the product gives itself; rules cannot bear them.
const (
	SkipHeading  = "heading"       // the heading, and every repetition of it
	SkipAbove    = "above heading" // a row above the heading
	SkipBlank    = "blank"         // a row without any value
	SkipNoValues = "no values"     // a row without any filled cell under the headings of its across table or its tables side by side
	SkipNoLabel  = "no label"      // a row of a form whose first filled cell is no label that the mapping names
)

// ownSkips are the names of the product's own skips.
var ownSkips = []string{SkipHeading, SkipAbove, SkipBlank, SkipNoValues, SkipNoLabel}

// Validate checks the mapping against its dataset. The error joins every *Problem that was found.
func (m *Mapping) Validate(d *record.Dataset) error {
	c := &checker{dataset: d}
	c.layouts(m)
	for i, p := range m.Plans() {
		c.mapping, c.place = &p.Mapping, m.place(i)
		c.plan()
	}
	return errors.Join(c.problems...)
}

// plan checks the mapping of sheets of one shape.
func (c *checker) plan() {
	m := c.mapping
	c.sheets()
	c.heading()
	c.locale()
	for _, name := range slices.Sorted(maps.Keys(m.Columns)) {
		c.column(name, m.Columns[name])
	}
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		c.field(name, m.Fields[name])
	}
	c.privacy()
	if m.Across != nil {
		c.across(m.Across)
	}
	for i, rule := range m.Skip {
		c.skip(fmt.Sprintf("mapping.skip[%d]", i), rule)
	}
	c.controls(m.Control)
	c.checks()
	c.required()
}

// checker collects the problems of one mapping.
type checker struct {
	mapping  *Mapping // of the layout that is checked, with the common keys
	place    func(path string) string
	dataset  *record.Dataset
	problems []error
}

// add notes a problem, once: what is wrong in the common keys is wrong in every layout.
func (c *checker) add(path, format string, args ...any) {
	p := &Problem{c.place(path), fmt.Sprintf(format, args...)}
	if !slices.ContainsFunc(c.problems, func(err error) bool { return err.Error() == p.Error() }) {
		c.problems = append(c.problems, p)
	}
}

// find returns the dataset's column, or nil after noting that there is none.
func (c *checker) find(path, name string) *record.Column {
	if i := c.dataset.Index(name); i >= 0 {
		return &c.dataset.Columns[i]
	}
	names := c.columnNames()
	if name == "" {
		c.add(path, "expected a column of dataset %s (it has %s)", c.dataset.Name, strings.Join(names, ", "))
		return nil
	}
	c.add(path, "dataset %s has no column %q%s (it has %s)",
		c.dataset.Name, name, match.DidYouMean(name, names), strings.Join(names, ", "))
	return nil
}

func (c *checker) columnNames() []string {
	names := make([]string, len(c.dataset.Columns))
	for i := range c.dataset.Columns {
		names[i] = c.dataset.Columns[i].Name
	}
	return names
}

// pattern notes a regular expression that does not compile.
func (c *checker) pattern(path, pattern string) {
	if _, err := regexp.Compile(pattern); err != nil {
		c.add(path, "not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
}

func (c *checker) locale() { c.writes("mapping.locale", c.mapping.Locale) }

// writes checks how numbers are written.
func (c *checker) writes(path string, l Locale) {
	if !slices.Contains([]string{"", ",", "."}, l.Decimal) {
		c.add(path+".decimal", `expected "," or ".", found %q`, l.Decimal)
	}
	if !slices.Contains([]string{"", " ", ".", ",", "'", "none"}, l.Group) {
		c.add(path+".group", `expected " ", ".", ",", "'" or none, found %q`, l.Group)
	}
	if l.Group != "" && l.Group == cmp.Or(l.Decimal, ",") {
		c.add(path+".group", "the group mark is the decimal mark %q as well", l.Group)
	}
}

// across checks the headings of an across table and where their values go.
func (c *checker) across(a *Across) {
	const path = "mapping.across"
	switch {
	case a.Headings.Months || a.Headings.Years:
		if a.Column != "" || len(a.Values) > 0 {
			c.add(path+".column", "months and years fill the period; column and values are for other headings")
		}
	case len(a.Headings.Names) > 0 || a.Headings.Pattern != "":
		c.otherHeadings(path, a)
	default:
		c.add(path+".headings", "expected months, years, a list of headings, or {pattern: …}")
		return
	}
	c.acrossPeriod(path, a)
	if target := c.find(path+".value", a.Value); target != nil && target.Type != record.Decimal && target.Type != record.Int {
		c.add(path+".value", "column %s is of type %s, expected a decimal or int", target.Name, target.Type)
	}
	if a.Year != nil {
		c.year(path+".year", a)
	}
	c.set(path+".set", a.Set)
	if len(a.Extra) > 0 && !a.Headings.Months {
		c.add(path+".extra", "extra is for headings: months")
	}
	for i, extra := range a.Extra {
		c.extra(fmt.Sprintf("%s.extra[%d]", path, i), a, extra)
	}
	for _, name := range slices.Sorted(maps.Keys(c.mapping.Columns)) {
		if a.fills(name) && c.mapping.Columns[name].sources() > 0 {
			c.add("mapping.columns."+name, "the column is filled by mapping.across already")
		}
	}
}

func (c *checker) year(path string, a *Across) {
	if count(len(a.Year.Heading) > 0, a.Year.File, a.Year.Constant != 0) != 1 {
		c.add(path, "give exactly one of heading, file and constant, as in {constant: 2023}")
	}
	if y := a.Year.Constant; y != 0 && (y < 1900 || y > 2199) {
		c.add(path+".constant", "expected a year between 1900 and 2199, found %d", y)
	}
}

func (c *checker) set(path string, set Values) {
	for _, name := range slices.Sorted(maps.Keys(set)) {
		target := c.find(path+"."+name, name)
		if target == nil {
			continue
		}
		if _, problem := value.Constant(target, set[name]); problem != nil {
			c.add(path+"."+name, "%v, found %q", problem, set[name])
		}
		if column, ok := c.mapping.Columns[name]; ok && column.sources() > 0 {
			c.add(path+"."+name, "the column is filled by mapping.columns.%s already", name)
		}
	}
}

func (c *checker) extra(path string, a *Across, extra Extra) {
	c.set(path+".set", extra.Set)
	if len(extra.Heading) == 0 {
		c.add(path+".heading", "expected the heading of the column")
		return
	}
	if extra.Spans(a) == "year" {
		return
	}
	for _, heading := range extra.Heading {
		if _, ok := value.Tertial(heading); !ok {
			c.add(path, "which period has %q? Give set: {span: year} for the year, or a heading that names a tertial, as T1", heading)
		}
	}
}

// Spans returns what the records of the extra heading cover, by its own or else the table's set: month, tertial, year.
func (e Extra) Spans(a *Across) string { return cmp.Or(e.Set["span"], a.Set["span"]) }

func (c *checker) skip(path string, rule Skip) {
	if rule.Name == "" || slices.Contains(ownSkips, rule.Name) {
		c.add(path+".name", "expected a name of your own for the skipped rows, found %q", rule.Name)
	}
	places := count(len(rule.Heading) > 0, rule.Column != "", rule.First != "")
	if places != 1 || (rule.First == "") != (rule.Pattern != "") {
		c.add(path, "give heading (or column) and pattern, or first alone")
	}
	c.letters(path+".column", rule.Column)
	c.pattern(path+".pattern", rule.Pattern)
	c.pattern(path+".first", rule.First)
}

// required notes the required columns of the dataset that nothing fills.
func (c *checker) required() {
	for i := range c.dataset.Columns {
		column := &c.dataset.Columns[i]
		if !column.Required || c.mapping.filled(column.Name) {
			continue
		}
		c.add("mapping.columns."+column.Name, "dataset %s needs this column (%s): give its heading or a constant",
			c.dataset.Name, column.Comment)
	}
}

// filled tells whether something fills the dataset's column.
func (m *Mapping) filled(name string) bool {
	_, is := m.Columns[name]
	return is || m.Across != nil && m.Across.Sets(name)
}
