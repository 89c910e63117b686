package draft

import (
	"slices"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/record"
)

// proposal is how the sheets may fill a dataset.
type proposal struct {
	book    Book
	name    name
	dataset *record.Dataset
	tables  []*table // the first is the one that is looked at; the others have the same headings
	guesses []*guess
	sides   []*guess // debit and credit, when the amount is computed from them
	across  *across
	missing []string // required columns that nothing fills
	score   float64
	matched int
	given   bool   // the dataset was given
	second  string // the dataset that fits second best
	*facts
}

// guess is how one column of the dataset may be filled.
type guess struct {
	target *record.Column
	at     int   // index into table.columns; -1 when the value comes from elsewhere
	keys   []key // of the column in the mapping, in order
	why    string
	decide string
	unsure bool   // nothing speaks for it
	field  string // the field of the mapping that it fills, instead of a column
}

// key is a key of the mapping with its value, written as YAML.
type key struct{ name, value string }

// set replaces a key, or adds it.
func (g *guess) set(name, value string) {
	for i := range g.keys {
		if g.keys[i].name == name {
			g.keys[i].value = value
			return
		}
	}
	g.keys = append(g.keys, key{name, value})
}

// choose finds the sheet and the dataset that fit best; nil when there is no table.
func choose(tables []*table, book Book, n name, given *record.Dataset) *proposal {
	datasets := record.Datasets()
	if given != nil {
		datasets = []*record.Dataset{given}
	}
	var best *proposal
	second, secondScore := "", 0.0
	for _, d := range datasets {
		var of *proposal
		for _, t := range tables {
			p := propose(book, n, t, d)
			if of == nil || p.score > of.score || p.score == of.score && t.Profile.Rows > of.tables[0].Profile.Rows {
				of = p
			}
		}
		switch {
		case of == nil:
		case best == nil || of.score > best.score:
			if best != nil {
				second, secondScore = best.dataset.Name, best.score
			}
			best = of
		case second == "" || of.score > secondScore:
			second, secondScore = of.dataset.Name, of.score
		}
	}
	if best == nil {
		return nil
	}
	best.given = given != nil
	if secondScore > 1 {
		best.second = second
	}
	best.gather(tables)
	best.finish()
	return best
}

// propose pairs the columns of a table with those of a dataset and says how well they fit.
func propose(book Book, n name, t *table, d *record.Dataset) *proposal {
	p := &proposal{book: book, name: n, dataset: d, tables: []*table{t}}
	p.across = findAcross(t, d)
	if d.Index("version") >= 0 {
		p.name.fitPlan(p.across != nil && p.across.span == "year")
	} else {
		p.name.fitOther()
	}
	for _, pair := range pair(t, d, p.across) {
		target := &d.Columns[pair.target]
		if !p.identifies(target, &t.columns[pair.sheet]) {
			continue
		}
		p.guesses = append(p.guesses, &guess{target: target, at: pair.sheet, why: "the heading is a word for " + target.Name})
		p.matched++
		weight := 1.0
		if target.Required {
			weight = 1.5
		}
		p.score += weight * float64(pair.score) / same
	}
	p.score += 1.2 * float64(n.speaksFor(d.Name, p.tables))
	if p.across != nil {
		p.matched++
		p.score += 2
	} else if len(monthsOf(t)) >= fewestMonths {
		p.score -= 3 // the months would be ignored
	}
	p.fill()
	p.score -= 2 * float64(len(p.missing))
	for _, g := range p.guesses {
		if g.unsure {
			p.score--
		}
	}
	return p
}

// identifies tells whether a column can be what it is paired with: the key of a dimension differs from row to row.
func (p *proposal) identifies(target *record.Column, c *column) bool {
	if !p.dataset.Dimension() || target.Name != p.dataset.Key[0] {
		return true
	}
	return c.More || 10*c.Distinct >= 7*c.filled()
}

// find returns the guess for a column of the dataset, or nil.
func (p *proposal) find(column string) *guess {
	i := slices.IndexFunc(p.guesses, func(g *guess) bool { return g.target.Name == column })
	if i < 0 {
		return nil
	}
	return p.guesses[i]
}

// gather adds the sheets that have the headings of the first one.
func (p *proposal) gather(tables []*table) {
	if p.dataset.Dimension() {
		return
	}
	first := p.tables[0]
	for _, t := range tables {
		if t == first || len(monthsOf(t)) != len(monthsOf(first)) {
			continue
		}
		has := func(g *guess) bool { return t.find(first.columns[g.at].heading) >= 0 }
		if !slices.ContainsFunc(p.looked(), func(g *guess) bool { return !has(g) }) {
			p.tables = append(p.tables, t)
		}
	}
}

// find returns the index of the column with the heading, or -1.
func (t *table) find(heading string) int {
	folded := match.Fold(heading)
	return slices.IndexFunc(t.columns, func(c column) bool { return c.heading != "" && match.Fold(c.heading) == folded })
}

// first returns the column of the first table that a guess looks at.
func (p *proposal) first(g *guess) *column { return &p.tables[0].columns[g.at] }
