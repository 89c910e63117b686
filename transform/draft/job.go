package draft

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"nyckeltal/transform/person"
)

// job writes the whole job.
func (w *writer) job(p *proposal, opt Options) {
	w.line(0, "job: "+quote(cmp.Or(opt.Job, p.name.job)), "")
	w.line(0, "title: "+quote(p.name.title), "")
	w.line(0, "dataset: "+p.dataset.Name, p.datasetWhy())
	w.line(0, "from:", "")
	if opt.Folder != "" {
		w.line(1, "path: "+quote(opt.Folder), "the workbook lies there")
	} else {
		w.decide(1, "which folder do the files come from, seen from the home?")
		w.line(1, "path: inbox", "")
	}
	why := ""
	if !p.dataset.Dimension() { // which has no months that a name could limit
		w.decide(1, p.name.unsure)
		why = p.name.why
	}
	w.line(1, "pattern: "+double(p.name.pattern+filepath.Ext(p.name.file)), why)
	w.line(0, "mapping:", "")
	w.sheets(p)
	w.heading(p)
	w.locale(p)
	w.fields(p)
	w.columns(p)
	w.across(p)
	w.skip(p)
	w.leftOver(p)
	w.control(p)
}

// datasetWhy says why the dataset was chosen.
func (p *proposal) datasetWhy() string {
	if p.given {
		return "as asked for"
	}
	why := fmt.Sprintf("headings for %d of its %d columns", p.matched, len(p.dataset.Columns))
	if p.name.speaksFor(p.dataset.Name, p.tables) > 0 {
		why += ", and the name of the file or the sheet fits"
	}
	if p.second != "" {
		why += "; the next best is " + p.second
	}
	return why
}

func (w *writer) sheets(p *proposal) {
	t := p.tables[0]
	if len(p.tables) > 1 {
		names := make([]string, len(p.tables))
		for i, t := range p.tables {
			names[i] = t.Name
		}
		w.line(1, "sheets: {names: "+list(names)+"}", "these sheets have the same headings")
		return
	}
	if person.Redact(t.Name) != t.Name {
		w.decide(1, "which sheets? The name of this one holds what looks like a personal identity number")
		w.line(1, "sheets: {position: 1}", "")
		return
	}
	switch holds := yearIn.MatchString(t.Name) || yearPart.MatchString(t.Name); {
	case p.book.Plain:
		w.line(1, "sheets: {position: 1}", "a text file is one sheet, which is named for the file")
	case holds && p.firstVisible() == t.Name:
		w.line(1, "sheets: {position: 1}", "the name of the sheet holds a year and will be another one")
	default:
		why := "its headings fit best"
		switch {
		case p.book.Given:
			why = "as asked for"
		case len(p.book.Sheets) == 1:
			why = "the only sheet"
		}
		if holds {
			w.decide(1, "the name of the sheet holds a year; give a pattern that holds for other years too")
		}
		keys := []key{{"name", quote(t.Name)}}
		if t.Hidden {
			keys = append(keys, key{"hidden", "true"})
		}
		w.line(1, "sheets: "+flow(keys), why)
	}
}

// firstVisible returns the name of the first sheet that is not hidden.
func (p *proposal) firstVisible() string {
	for _, s := range p.book.Sheets {
		if !s.Hidden {
			return s.Name
		}
	}
	return ""
}

func (w *writer) heading(p *proposal) {
	t := p.tables[0]
	first, last := t.Profile.FirstHeading, t.Profile.LastHeading
	rows := last - first + 1
	var keys []key
	why := fmt.Sprintf("row %d looks like the heading: words above other kinds of values", last)
	if last > 20 {
		keys = append(keys, key{"within", fmt.Sprint(last + 10)})
	}
	if rows > 1 {
		keys = append(keys, key{"rows", fmt.Sprint(rows)})
		why = fmt.Sprintf("rows %d to %d look like one stacked heading", first, last)
	}
	if len(keys) == 0 {
		w.comment(1, why)
		return
	}
	w.line(1, "heading: "+flow(keys), why)
}

func (w *writer) locale(p *proposal) {
	best, texts, read := bestLocale(p.allNumbers())
	if texts == 0 || best == 0 {
		return
	}
	w.line(1, "locale: "+locales[best].yaml, fmt.Sprintf("%s of %s are read with %s, %s with %s",
		count(read[best]), plural(texts, "text"), locales[best].name, count(read[0]), locales[0].name))
}

func (w *writer) columns(p *proposal) {
	w.line(1, "columns:", "")
	for i := range p.dataset.Columns {
		target := &p.dataset.Columns[i]
		if slices.Contains(p.missing, target.Name) {
			w.decide(2, fmt.Sprintf("%s: the dataset needs it (%s), and nothing looks like it; give a heading, "+
				"or a constant for all rows", target.Name, target.Comment))
			continue
		}
		if g := p.find(target.Name); g != nil {
			p.complete(g)
			w.decide(2, g.decide)
			w.line(2, target.Name+": "+flow(g.keys), g.why)
		}
	}
	if p.across != nil {
		w.acrossColumns(p)
	}
}

// acrossColumns writes what is said of the columns that the headings of an across table fill.
func (w *writer) acrossColumns(p *proposal) {
	g := &guess{target: &p.dataset.Columns[p.dataset.Index(p.across.value)], at: -1}
	p.numeric(g, p.values)
	if len(g.keys) > 0 {
		w.decide(2, g.decide)
		w.line(2, p.across.value+": "+flow(g.keys), g.why)
	} else {
		w.decide(2, g.decide)
	}
	if len(p.across.words) > 0 {
		w.line(2, "scenario: {values: "+pairs(p.across.words)+"}", "the headings say so")
	}
}

// pairs writes translations.
func pairs(words map[string]string) string {
	var keys []key
	for _, from := range slices.Sorted(maps.Keys(words)) {
		keys = append(keys, key{quote(from), quote(words[from])})
	}
	return flow(keys)
}

func (w *writer) across(p *proposal) {
	a := p.across
	if a == nil {
		return
	}
	w.line(1, "across:", "")
	w.line(2, "headings: "+a.headings, a.why)
	w.line(2, "value: "+a.value, "")
	if a.headings == "months" {
		w.yearOfMonths(p)
	}
	if a.span != "" {
		w.line(2, "set: {span: "+a.span+"}", "")
	}
	if a.span == "" || !a.extra {
		return
	}
	w.line(2, "extra:", "some rows have values under these headings only")
	for _, c := range a.extras {
		span := "year"
		if c.tertial {
			span = "tertial"
		}
		w.line(3, fmt.Sprintf("- {heading: %s, set: {span: %s}, optional: true}", quote(c.heading), span), "")
		c.taken = true
	}
}

// yearOfMonths writes where the year comes from, when the headings of months, or of what sums them up, have none.
func (w *writer) yearOfMonths(p *proposal) {
	t := p.tables[0]
	undated := func(c *column) bool { return !strings.ContainsAny(c.heading, "0123456789") }
	months := slices.ContainsFunc(monthsOf(t), undated)
	sums := p.across.extra && p.across.span != "" // of which none has a year
	if !months && !sums {
		return
	}
	what := "the headings are months without a year"
	if !months {
		what = "the headings of sums have no year"
	}
	switch {
	case p.across.yearAt >= 0:
		c := &t.columns[p.across.yearAt]
		c.taken = true
		w.line(2, "year: {heading: "+quote(c.heading)+"}", what+", and this column holds years")
	case p.name.year || p.name.period:
		w.line(2, "year: {file: true}", what+", and the file's name has one")
	default:
		w.decide(2, what+"; which year is it? Give year: {heading: …}, {file: true} with {year} in the file's name, "+
			"or {constant: 2023}")
	}
}

// leftOver writes the headings that are not used.
func (w *writer) leftOver(p *proposal) {
	var private, ignored []string
	add := func(list *[]string, text string) {
		if !slices.ContainsFunc(*list, func(o string) bool { return fold(o) == fold(text) }) {
			*list = append(*list, text)
		}
	}
	for _, t := range p.tables {
		for i := range t.columns {
			c := &t.columns[i]
			if p.uses(t, c) || c.filled() == 0 && c.heading == "" {
				continue
			}
			name := cmp.Or(c.heading, columnName(c))
			if p.personal(c) {
				add(&private, name)
			} else {
				add(&ignored, name)
			}
		}
	}
	if len(private) > 0 {
		w.decide(1, "is it right that these columns hold people's names or numbers? What is private goes nowhere, "+
			"into no message either")
		w.line(1, "private: "+list(private), "")
	}
	w.ignore(ignored)
}

// ignore writes the headings that are not loaded, in a line or in a list.
func (w *writer) ignore(ignored []string) {
	switch line := "  ignore: " + list(ignored); {
	case len(ignored) == 0:
	case len(line) <= widest:
		w.line(1, strings.TrimSpace(line), "nothing in the dataset looks like these")
	default:
		w.line(1, "ignore:", "nothing in the dataset looks like these")
		for _, text := range ignored {
			w.line(2, "- "+quote(text), "")
		}
	}
}

// uses tells whether the draft uses a column of a sheet.
func (p *proposal) uses(t *table, c *column) bool {
	if t == p.tables[0] && c.taken {
		return true
	}
	if p.across != nil {
		if own := findAcross(t, p.dataset); own != nil && slices.Contains(own.columns, c.Index) {
			return true
		}
	}
	i := p.tables[0].find(c.heading)
	return c.heading != "" && i >= 0 && p.tables[0].columns[i].taken
}

// personal tells whether a column seems to hold people's names, or their numbers.
func (p *proposal) personal(c *column) bool {
	if 2*c.Personal > c.filled() {
		return true
	}
	heading := fold(c.heading)
	return !p.dataset.Dimension() && slices.ContainsFunc(personWords, func(word string) bool { return fold(word) == heading })
}
