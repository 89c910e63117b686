package draft

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// fill fills the columns that no heading was found for, as far as something else says what they hold, and notes the
// required ones that remain.
func (p *proposal) fill() {
	for i := range p.dataset.Columns {
		target := &p.dataset.Columns[i]
		if p.find(target.Name) != nil || p.across.fills(target.Name) {
			continue
		}
		if g := p.elsewhere(target); g != nil {
			g.target = target
			p.guesses = append(p.guesses, g)
			continue
		}
		if target.Required {
			p.missing = append(p.missing, target.Name)
		}
	}
	slices.SortFunc(p.guesses, func(a, b *guess) int {
		return p.dataset.Index(a.target.Name) - p.dataset.Index(b.target.Name)
	})
}

// elsewhere guesses a column for which there is no heading; nil when nothing is known.
func (p *proposal) elsewhere(target *record.Column) *guess {
	switch {
	case target.Name == "period":
		return p.periodElsewhere()
	case len(target.Allowed) > 0 && (target.Name == "sex" || target.Name == "age_group"):
		return p.derived(target)
	case target.Name == "span":
		return p.span()
	case target.Name == "scenario" || target.Name == "kind":
		return p.word(target)
	case target.Name == "item" && p.dataset.Name == "volume":
		return &guess{at: -1} // see item
	case target.Name == "version" && p.name.version:
		return &guess{at: -1, keys: []key{{"capture", "version"}}, why: "the file's name has it"}
	case target.Name == "organisation" && p.dataset.Name == "ledger":
		return &guess{
			at: -1, keys: []key{{"constant", "all"}}, why: "no heading looks like a unit", unsure: true,
			decide: "organisation: is there one unit for all rows? Name it here, or give the heading that holds it",
		}
	case target.Name == "amount" && p.dataset.Name == "ledger":
		return p.amountOfSides(target)
	case target.Name == "account" && !p.dataset.Dimension() && p.find("indicator") == nil:
		return p.account()
	}
	return nil
}

// periodElsewhere guesses where the period comes from when there is no heading for it.
func (p *proposal) periodElsewhere() *guess {
	if p.name.period {
		why := "no heading looks like a period, and the file's name has a month"
		return &guess{at: -1, keys: []key{{"file", "true"}}, why: why}
	}
	for _, column := range []string{"opened_at", "posted_on"} {
		if g := p.find(column); g != nil {
			return &guess{at: g.at, why: "no heading looks like a period; the month of " + column + " counts"}
		}
	}
	if c := p.dateColumn(); c >= 0 {
		return &guess{at: c, why: "no heading looks like a period; this column holds dates, whose month counts"}
	}
	if p.name.year {
		return &guess{at: -1, keys: []key{{"file", "true"}}, why: "no heading looks like a period, and the file's name has a year"}
	}
	return nil
}

// dateColumn returns the first column with a heading that holds dates and fills nothing else, or -1.
func (p *proposal) dateColumn() int {
	for i := range p.tables[0].columns {
		c := &p.tables[0].columns[i]
		used := slices.ContainsFunc(p.guesses, func(g *guess) bool { return g.at == i })
		if !used && c.heading != "" && 2*c.dates() > c.filled() {
			return i
		}
	}
	return -1
}

// derived guesses what a personal identity number says of its holder.
func (p *proposal) derived(target *record.Column) *guess {
	person := p.find("person")
	if person == nil {
		return nil
	}
	return &guess{at: person.at, keys: []key{{"derive", target.Name}}, why: "from the personal identity number"}
}

// span guesses what the values of a plan cover when no across table says so.
func (p *proposal) span() *guess {
	g := &guess{at: -1, keys: []key{{"constant", "month"}}, why: "the period is a month"}
	if period := p.find("period"); period == nil || period.at < 0 && p.name.year || period.at >= 0 && p.first(period).years() {
		g = &guess{at: -1, keys: []key{{"constant", "year"}}, why: "the period is a year"}
	}
	return g
}

// word guesses a column of certain words from the names of the file and the sheet.
func (p *proposal) word(target *record.Column) *guess {
	if len(target.Allowed) == 0 {
		return nil
	}
	word, ok := p.name.says(target.Allowed, p.tables[0])
	if !ok {
		return nil
	}
	return &guess{at: -1, keys: []key{{"constant", word}}, why: "the name of the file or the sheet says so"}
}

// account guesses that a column of texts without heading, left of everything else, names what the amounts are for.
func (p *proposal) account() *guess {
	for i := range p.tables[0].columns {
		c := &p.tables[0].columns[i]
		if c.heading == "" && 2*c.Kinds[cell.Text] > c.filled() && !c.numeric() && c.Distinct > 1 {
			return &guess{
				at: i, why: "a column of texts without heading, and no heading looks like an account",
				decide: "account: do the texts of this column say what the amounts are for? They must be codes of the chart of accounts",
			}
		}
		if c.heading != "" {
			break
		}
	}
	if p.dataset.Name != "ledger" {
		return nil
	}
	return &guess{
		at: -1, keys: []key{{"constant", "all"}}, why: "no heading looks like an account", unsure: true,
		decide: "account: is there one account for all rows? Name it here, or give the heading that holds it",
	}
}

// finish completes what depends on the sheets that were gathered.
func (p *proposal) finish() {
	if g := p.find("item"); g != nil && g.at < 0 && p.dataset.Name == "volume" {
		p.item(g)
	}
	for _, g := range p.looked() {
		c := p.first(g)
		c.taken = true
		place := key{"heading", quote(c.heading)}
		if c.heading == "" || c.twice {
			place = key{"column", letters(c.Index)}
		}
		g.keys = append([]key{place}, g.keys...)
	}
	if g := p.find("share"); g != nil && g.at >= 0 {
		g.set("unit", "share")
		g.why += "; a share is a part of 1"
	}
}

// item names what is counted: by the sheets when there are several, or by one word.
func (p *proposal) item(g *guess) {
	g.decide = "item: which codes have these volumes? They are what indicators in the catalogue count"
	if len(p.tables) == 1 {
		g.keys, g.why = []key{{"constant", quote(code(p.tables[0].Name))}}, "from the name of the sheet"
		if p.book.Plain || len(p.book.Sheets) == 1 && !p.book.Given {
			g.keys, g.why = []key{{"constant", quote(code(p.name.title))}}, "from the file's name"
		}
		return
	}
	var pairs []string
	for _, t := range p.tables {
		pairs = append(pairs, fmt.Sprintf("%s: %s", quote(t.Name), quote(code(t.Name))))
	}
	g.keys = []key{{"sheet", "true"}, {"values", "{" + strings.Join(pairs, ", ") + "}"}}
	g.why = "there is a sheet for each"
}

// code makes a code of a name.
func code(name string) string { return strings.Join(split(name), "_") }
