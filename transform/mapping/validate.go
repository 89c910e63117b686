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
	SkipNoValues = "no values"     // a row of an across table without any filled cell under its headings
)

// Validate checks the mapping against its dataset. The error joins every *Problem that was found.
func (m *Mapping) Validate(d *record.Dataset) error {
	c := &checker{mapping: m, dataset: d}
	c.sheets()
	c.locale()
	if m.Heading.Within < 0 {
		c.add("mapping.heading.within", "expected the number of rows among which the heading is, 1 or more")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Columns)) {
		c.column(name, m.Columns[name])
	}
	if m.Across != nil {
		c.across(m.Across)
	}
	for i, rule := range m.Skip {
		c.skip(fmt.Sprintf("mapping.skip[%d]", i), rule)
	}
	if m.Control != nil {
		c.control(m.Control)
	}
	c.required()
	return errors.Join(c.problems...)
}

// checker collects the problems of one mapping.
type checker struct {
	mapping  *Mapping
	dataset  *record.Dataset
	problems []error
}

func (c *checker) add(path, format string, args ...any) {
	c.problems = append(c.problems, &Problem{path, fmt.Sprintf(format, args...)})
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
		c.add(path, "not a regular expression: %v", err)
	}
}

func (c *checker) sheets() {
	s := c.mapping.Sheets
	given := 0
	for _, is := range [...]bool{s.Name != "", len(s.Names) > 0, s.Pattern != "", s.All} {
		if is {
			given++
		}
	}
	if given != 1 {
		c.add("mapping.sheets", "give exactly one of name, names, pattern and all, as in {name: Blad1}")
	}
	c.pattern("mapping.sheets.pattern", s.Pattern)
}

func (c *checker) locale() {
	l := c.mapping.Locale
	if !slices.Contains([]string{"", ",", "."}, l.Decimal) {
		c.add("mapping.locale.decimal", `expected "," or ".", found %q`, l.Decimal)
	}
	if !slices.Contains([]string{"", " ", ".", ",", "'", "none"}, l.Group) {
		c.add("mapping.locale.group", `expected " ", ".", ",", "'" or none, found %q`, l.Group)
	}
	if l.Group != "" && l.Group == cmp.Or(l.Decimal, ",") {
		c.add("mapping.locale.group", "the group mark is the decimal mark %q as well", l.Group)
	}
}

// across checks the headings of an across table and where their values go.
func (c *checker) across(a *Across) {
	const path = "mapping.across"
	switch {
	case a.Headings.Months:
		if target := c.find(path+".period", a.PeriodColumn()); target != nil && target.Type != record.Period {
			c.add(path+".period", "column %s is of type %s, expected a period", target.Name, target.Type)
		}
		if a.Column != "" || len(a.Values) > 0 {
			c.add(path+".column", "months fill the period; column and values are for other headings")
		}
	case len(a.Headings.Names) > 0 || a.Headings.Pattern != "":
		c.otherHeadings(path, a)
	default:
		c.add(path+".headings", "expected months, a list of headings, or {pattern: …}")
	}
	if target := c.find(path+".value", a.Value); target != nil && target.Type != record.Decimal && target.Type != record.Int {
		c.add(path+".value", "column %s is of type %s, expected a decimal or int", target.Name, target.Type)
	}
	if a.Year != nil {
		c.year(path+".year", a)
	}
	c.set(path+".set", a.Set)
	for i, extra := range a.Extra {
		c.extra(fmt.Sprintf("%s.extra[%d]", path, i), a, extra)
	}
	for _, name := range []string{a.PeriodColumn(), a.Column, a.Value} {
		if column, ok := c.mapping.Columns[name]; ok && column.sources() > 0 {
			c.add("mapping.columns."+name, "the column is filled by mapping.across already")
		}
	}
}

// PeriodColumn returns the dataset's column that gets the month, or "" when the headings are no months.
func (a *Across) PeriodColumn() string {
	if !a.Headings.Months {
		return ""
	}
	return cmp.Or(a.Period, "period")
}

// otherHeadings checks headings that are no months.
func (c *checker) otherHeadings(path string, a *Across) {
	c.pattern(path+".headings.pattern", a.Headings.Pattern)
	if target := c.find(path+".column", a.Column); target != nil {
		c.values(path+".values", target, a.Values)
		if target.Type != record.Code && target.Type != record.Text {
			c.add(path+".column", "column %s is of type %s, expected a code or text", target.Name, target.Type)
		}
	}
	if a.Period != "" || a.Year != nil || len(a.Extra) > 0 {
		c.add(path, "period, year and extra are for headings: months")
	}
}

func (c *checker) year(path string, a *Across) {
	given := 0
	for _, is := range [...]bool{len(a.Year.Heading) > 0, a.Year.File, a.Year.Constant != 0} {
		if is {
			given++
		}
	}
	if given != 1 {
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
	if slices.Contains([]string{"", SkipHeading, SkipAbove, SkipBlank, SkipNoValues}, rule.Name) {
		c.add(path+".name", "expected a name of your own for the skipped rows, found %q", rule.Name)
	}
	byHeading := len(rule.Heading) > 0 && rule.Pattern != "" && rule.First == ""
	byFirst := len(rule.Heading) == 0 && rule.Pattern == "" && rule.First != ""
	if !byHeading && !byFirst {
		c.add(path, "give heading and pattern, or first alone")
	}
	c.pattern(path+".pattern", rule.Pattern)
	c.pattern(path+".first", rule.First)
}

func (c *checker) control(control *Control) {
	const path = "mapping.control"
	rules := make([]string, 0, len(c.mapping.Skip))
	for _, rule := range c.mapping.Skip {
		rules = append(rules, rule.Name)
	}
	if !slices.Contains(rules, control.Rule) {
		c.add(path+".rule", "mapping.skip has no rule %q%s", control.Rule, match.DidYouMean(control.Rule, rules))
	}
	c.pattern(path+".label", control.Label)
	if a := c.mapping.Across; a != nil {
		if len(control.Heading) > 0 || control.Column != a.Value {
			c.add(path, "of an across table every value column is checked: give column: %s and no heading", a.Value)
		}
	} else if len(control.Heading) == 0 {
		c.add(path+".heading", "expected the heading under which the total stands")
	}
	target := c.find(path+".column", control.Column)
	if target == nil {
		return
	}
	fromSheet := c.mapping.Across != nil || len(c.mapping.Columns[control.Column].Heading) > 0
	if target.Type != record.Decimal || !fromSheet {
		c.add(path+".column", "expected a column of type decimal that the mapping fills from a heading")
	}
	if control.Within == "" {
		return
	}
	if v, problem := value.Constant(target, string(control.Within)); problem != nil || v.Int < 0 {
		c.add(path+".within", "expected a number such as 0.50 with at most %d decimals", target.Scale)
	}
}

// required notes the required columns of the dataset that nothing fills.
func (c *checker) required() {
	for i := range c.dataset.Columns {
		column := &c.dataset.Columns[i]
		if !column.Required || c.filled(column.Name) {
			continue
		}
		c.add("mapping.columns."+column.Name, "dataset %s needs this column (%s): give its heading or a constant",
			c.dataset.Name, column.Comment)
	}
}

// filled tells whether something fills the dataset's column.
func (c *checker) filled(name string) bool {
	if _, ok := c.mapping.Columns[name]; ok {
		return true
	}
	a := c.mapping.Across
	if a == nil {
		return false
	}
	_, set := a.Set[name]
	return set || name == a.PeriodColumn() || name == a.Column || name == a.Value
}
