package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/report/locale"
)

// What the views of the warehouse know.
var (
	scenarios  = []string{"actual", "budget", "forecast", "target"}
	windows    = []string{"month", "ytd", "r12", "tertial", "tertial_full", "year"}
	sliceKinds = []string{"organisation", "area", "branch", "branch_area", "customer", "service"}
	itemKinds  = []string{"activity", "assignment", "project"}
	chartKinds = []string{"months", "rolling", "tertials", "budget", "shares"}
	moneyUnits = []string{"", "kr", "tkr", "mnkr"}
)

var identifier = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// fault is something wrong at a YAML path.
type fault struct {
	path    string
	message string
}

// checker collects the faults of a definition.
type checker struct {
	faults []fault
	ids    map[string]bool // of sections, tables, lists and charts
	cells  map[string]*tableIndex
	parts  bool // the report is of a part of the organisation, which {for} names
}

// tableIndex is what highlights may point at.
type tableIndex struct {
	rows    []string
	columns []string // with figures and deviations
	figures []string // the columns with figures of the views
}

func (c *checker) add(path, format string, args ...any) {
	c.faults = append(c.faults, fault{path, fmt.Sprintf(format, args...)})
}

func check(d *Definition) []fault {
	c := &checker{ids: map[string]bool{}, cells: map[string]*tableIndex{}, parts: d.For != ""}
	c.identifier("$.report", d.Name)
	c.text("$.title", d.Title, true)
	c.text("$.subtitle", d.Subtitle, false)
	c.oneOf("$.period", string(d.Calendar), []string{string(Monthly), string(Yearly)})
	c.oneOf("$.for", d.For, append([]string{""}, sliceKinds...))
	if len(d.Sections) == 0 {
		c.add("$", "the report has no sections")
	}
	for i := range d.Sections {
		c.section(fmt.Sprintf("$.sections[%d]", i), &d.Sections[i])
	}
	for i, note := range d.Notes {
		c.text(fmt.Sprintf("$.notes[%d]", i), note, true)
	}
	for i, h := range d.Highlights {
		c.highlight(fmt.Sprintf("$.highlights[%d]", i), h)
	}
	return c.faults
}

func (c *checker) section(path string, s *Section) {
	c.unique(path+".id", s.ID, "section")
	c.text(path+".title", s.Title, true)
	for i := range s.Content {
		c.block(fmt.Sprintf("%s.content[%d]", path, i), &s.Content[i])
	}
}

func (c *checker) block(path string, b *Block) {
	kinds := 0
	for _, set := range []bool{b.Table != nil, b.Breakdown != nil, b.List != nil, b.Chart != nil, !b.Note.Empty()} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		c.add(path, "expected exactly one of table, breakdown, list, chart and note, found %d", kinds)
		return
	}
	switch {
	case b.Table != nil:
		c.table(path+".table", b.Table)
	case b.Breakdown != nil:
		c.breakdown(path+".breakdown", b.Breakdown)
	case b.List != nil:
		c.list(path+".list", b.List)
	case b.Chart != nil:
		c.chart(path+".chart", b.Chart)
	default:
		c.text(path+".note", b.Note, true)
	}
}

func (c *checker) breakdown(path string, b *Breakdown) {
	c.unique(path+".id", b.ID, "block")
	c.text(path+".caption", b.Caption, true)
	c.text(path+".heading", b.Heading, false)
	c.text(path+".total", b.Total, false)
	c.oneOf(path+".by", b.By, []string{"service", "customer"})
	c.oneOf(path+".unit", b.Unit, moneyUnits)
	c.decimals(path+".decimals", &b.Decimals)
	if len(b.Columns) == 0 {
		c.add(path, "the breakdown has no columns")
	}
	var ids []string
	for i, column := range b.Columns {
		at := fmt.Sprintf("%s.columns[%d]", path, i)
		ids = c.among(at+".id", column.ID, ids)
		c.text(at+".heading", column.Heading, true)
		c.oneOf(at+".scenario", column.Scenario, scenarios)
	}
}

func (c *checker) list(path string, l *List) {
	c.unique(path+".id", l.ID, "block")
	c.text(path+".caption", l.Caption, false)
	c.text(path+".heading", l.Heading, true)
	c.oneOf(path+".kind", l.Kind, itemKinds)
}

func (c *checker) highlight(path string, h Highlight) {
	c.text(path+".label", h.Label, false)
	table := c.cells[h.Table]
	if table == nil {
		c.add(path+".table", "the report has no table %q", h.Table)
		return
	}
	if !slices.Contains(table.rows, h.Row) {
		c.add(path+".row", "the table %s has no row %q%s", h.Table, h.Row, match.DidYouMean(h.Row, table.rows))
	}
	c.column(path+".column", h.Table, h.Column, table.columns)
	if h.Against != "" {
		c.column(path+".against", h.Table, h.Against, table.columns)
	}
}

func (c *checker) column(path, table, id string, columns []string) {
	if !slices.Contains(columns, id) {
		c.add(path, "the table %s has no column %q%s: it has %s", table, id, match.DidYouMean(id, columns),
			strings.Join(columns, ", "))
	}
}

func (c *checker) text(path string, t Text, required bool) {
	if required && t.Empty() {
		c.add(path, "a text is missing: write it here, for one language or as {sv: …, en: …}")
	}
	for _, s := range []string{t.Swedish, t.English} {
		if err := locale.CheckPlaceholders(s); err != nil {
			c.add(path, "%v", err)
			return
		}
		if !c.parts && strings.Contains(s, "{for}") {
			c.add(path, "{for} is filled in reports of a part of the organisation only: say of which kind with for: area")
			return
		}
	}
}

func (c *checker) identifier(path, id string) bool {
	if identifier.MatchString(id) {
		return true
	}
	c.add(path, "%q is not a name: use lower-case letters a–z, digits, hyphen and underscore", id)
	return false
}

// unique checks the id of a section or of a block; both kinds have names of their own.
func (c *checker) unique(path, id, kind string) {
	if !c.identifier(path, id) {
		return
	}
	if c.ids[kind+id] {
		c.add(path, "the %s %q exists already in this report", kind, id)
	}
	c.ids[kind+id] = true
}

// among checks the id of a row or column against those before it, and returns all of them.
func (c *checker) among(path, id string, before []string) []string {
	if c.identifier(path, id) && slices.Contains(before, id) {
		c.add(path, "%q exists already in this table", id)
	}
	return append(before, id)
}

func (c *checker) oneOf(path, found string, allowed []string) {
	if !slices.Contains(allowed, found) {
		c.add(path, "expected one of %s, found %q%s", strings.Join(slices.DeleteFunc(slices.Clone(allowed),
			func(s string) bool { return s == "" }), ", "), found, match.DidYouMean(found, allowed))
	}
}

func (c *checker) decimals(path string, n *int) {
	if n != nil && (*n < 0 || *n > 10) {
		c.add(path, "expected 0 to 10 decimals, found %d", *n)
	}
}
