package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nyckeltal/ingest/match"
)

// given counts the ways in which sheets are selected.
func (s Sheets) given() int {
	return count(s.Name != "", len(s.Names) > 0, s.Pattern != "", s.Position != 0, s.All)
}

// count returns how many are true.
func count(conditions ...bool) (n int) {
	for _, is := range conditions {
		if is {
			n++
		}
	}
	return n
}

func (c *checker) sheets() {
	s := c.mapping.Sheets
	if s.given() != 1 {
		c.add("mapping.sheets", "give exactly one of name, names, pattern, position and all, as in {name: Blad1}")
	}
	c.pattern("mapping.sheets.pattern", s.Pattern)
}

// maxStacked is the number of rows that a heading may have.
const maxStacked = 10

// heading checks what shape the headings have, and that the rest of the mapping fits it.
func (c *checker) heading() {
	const path = "mapping.heading"
	h := c.mapping.Heading
	if h.Within < 0 {
		c.add(path+".within", "expected the number of rows among which the heading is, 1 or more")
	}
	if h.Rows < 0 || h.Rows > maxStacked {
		c.add(path+".rows", "expected the number of rows that make one heading, 1 to %d, found %d", maxStacked, h.Rows)
	}
	if h.Fill && h.Rows < 2 {
		c.add(path+".fill", "only the upper rows of stacked headings are filled; give rows: 2 or more")
	}
	if h.None && h != (Heading{None: true}) {
		c.add(path+".none", "without headings there is nothing else to say about them; give none: true alone")
	}
	if h.Beside && c.mapping.Across != nil {
		c.add(path+".beside", "tables side by side cannot be across tables as well")
	}
	if !h.None && !c.mapping.Pairs && !c.mapping.namesHeading() {
		c.add(path, "no column names a heading by which the first row of the table is found; "+
			"give heading: {none: true} when there is none")
	}
	if h.None {
		c.noHeadings("there are no headings (heading.none); name the column by letter, as in column: C")
	}
	if c.mapping.Pairs {
		c.form()
	}
}

// namesHeading tells whether the mapping names a heading that a sheet must have.
func (m *Mapping) namesHeading() bool {
	for _, column := range m.all() {
		if (len(column.Heading) > 0 || len(column.Join) > 0) && !column.Optional {
			return true
		}
	}
	return m.Across != nil || slices.ContainsFunc(m.Skip, func(rule Skip) bool { return len(rule.Heading) > 0 })
}

// namesLabel tells whether the mapping names a label that a form must have.
func (m *Mapping) namesLabel() bool {
	for _, column := range m.all() {
		if len(column.Label) > 0 && !column.Optional {
			return true
		}
	}
	return false
}

// form checks a mapping of pairs.
func (c *checker) form() {
	m := c.mapping
	if !m.namesLabel() {
		c.add("mapping.pairs", "a form is known by its labels; give a column with label that is not optional")
	}
	if m.Heading != (Heading{Within: m.Heading.Within}) {
		c.add("mapping.pairs", "a form has no headings: of heading give within alone")
	}
	if len(m.Control) > 0 {
		c.add("mapping.control", "a form has no total")
	}
	c.noHeadings("a form (pairs) has labels instead of headings; give label")
	for path, column := range m.all() {
		if column.Column != "" {
			c.add(path+".column", "a form (pairs) has labels instead of columns; give label")
		}
	}
	for i, rule := range m.Skip {
		if rule.Column != "" {
			c.add(fmt.Sprintf("mapping.skip[%d].column", i), "the rows of a form (pairs) have no columns; give first")
		}
	}
}

// noHeadings notes every heading that is named although there are none.
func (c *checker) noHeadings(message string) {
	m := c.mapping
	for path, column := range m.all() {
		if len(column.Heading) > 0 {
			c.add(path+".heading", "%s", message)
		}
	}
	for i, rule := range m.Skip {
		if len(rule.Heading) > 0 {
			c.add(fmt.Sprintf("mapping.skip[%d].heading", i), "%s", message)
		}
	}
	if m.Across != nil {
		c.add("mapping.across", "an across table needs headings")
	}
}

// letters notes a name of a column that is none.
func (c *checker) letters(path, name string) {
	if name == "" {
		return
	}
	if _, ok := ColumnIndex(name); !ok {
		c.add(path, "expected the letters of a column, A to XFD, found %q", name)
	}
}

// lastColumn is the index of column XFD, the last one of a sheet.
const lastColumn = 16_383

// ColumnIndex returns the index of a column by its letters, from 0; ok is false when there is no such column.
func ColumnIndex(letters string) (index int, ok bool) {
	for _, letter := range strings.ToUpper(letters) {
		if letter < 'A' || letter > 'Z' || index > lastColumn {
			return 0, false
		}
		index = index*26 + int(letter-'A') + 1
	}
	return index - 1, index > 0 && index-1 <= lastColumn
}

// address is an address such as B2.
var address = regexp.MustCompile(`^([A-Za-z]{1,3})([1-9][0-9]{0,6})$`)

// Address returns the column, from 0, and the row, from 1, of an address such as B2.
func Address(text string) (column, row int, ok bool) {
	parts := address.FindStringSubmatch(text)
	if parts == nil {
		return 0, 0, false
	}
	column, ok = ColumnIndex(parts[1])
	row, err := strconv.Atoi(parts[2])
	return column, row, ok && err == nil
}

// shape checks the sources of a column that depend on the shape of the sheet.
func (c *checker) shape(path string, spec Column) {
	c.letters(path+".column", spec.Column)
	if len(spec.Label) > 0 && !c.mapping.Pairs {
		c.add(path+".label", "labels are for forms; give pairs: true, or a heading")
	}
	if spec.Above != nil {
		c.above(path+".above", spec.Above)
	}
	if groups := c.mapping.Groups(); spec.Group != "" && !slices.Contains(groups, spec.Group) {
		c.add(path+".group", "no skip rule has a named group (?P<%s>…)%s", spec.Group, match.DidYouMean(spec.Group, groups))
	}
	switch {
	case spec.Fill == "":
	case spec.Fill != FillDown:
		c.add(path+".fill", "expected down, found %q", spec.Fill)
	case len(spec.Heading) == 0 && spec.Column == "":
		c.add(path+".fill", "only the cells of a column are filled; give heading or column, or leave fill out")
	}
}

// above checks a cell above the heading.
func (c *checker) above(path string, a *Above) {
	if count(len(a.Label) > 0, a.Cell != "", a.Pattern != "") != 1 {
		c.add(path, "give exactly one of label, cell and pattern, as in {label: Period}")
	}
	if _, _, ok := Address(a.Cell); a.Cell != "" && !ok {
		c.add(path+".cell", "expected an address such as B2, found %q", a.Cell)
	}
	c.pattern(path+".pattern", a.Pattern)
	if pattern, err := regexp.Compile(a.Pattern); a.Pattern != "" && err == nil && pattern.NumSubexp() == 0 {
		c.add(path+".pattern", `put the part that is the value in brackets, as in "avser (\\d{4}-\\d{2})"`)
	}
	if c.mapping.Heading.None || c.mapping.Pairs {
		c.add(path, "there is no heading that it could stand above; give a skip rule with a named group, and group")
	}
}

// Groups returns the names of the groups in the patterns of the skip rules, each once.
func (m *Mapping) Groups() []string {
	var names []string
	for _, rule := range m.Skip {
		for _, pattern := range [...]string{rule.Pattern, rule.First} {
			for _, name := range groups(pattern) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// groups returns the names of the groups of a pattern; what is no pattern has none.
func groups(pattern string) []string {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(compiled.SubexpNames(), func(name string) bool { return name == "" })
}
