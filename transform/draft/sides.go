package draft

import (
	"strings"

	"nyckeltal/transform/record"
)

// sideWords are the words that headings have for the two sides of a ledger.
var sideWords = []struct {
	field string
	words []string
}{
	{"debit", []string{"debet", "debit", "debet kr", "dr"}},
	{"credit", []string{"kredit", "credit", "kredit kr", "cr"}},
}

// amountOfSides guesses that the amount stands under two headings, as debit and credit; nil when it does not. Each side becomes a
// field of the mapping.
func (p *proposal) amountOfSides(target *record.Column) *guess {
	var sides []*guess
	for _, side := range sideWords {
		for i := range p.tables[0].columns {
			c := &p.tables[0].columns[i]
			if c.heading != "" && !c.twice && c.numeric() && fits(c.heading, side.words) > holding {
				sides = append(sides, &guess{target: target, at: i, field: side.field})
				break
			}
		}
	}
	if len(sides) < len(sideWords) {
		return nil
	}
	p.sides = sides
	p.matched++
	p.score++
	return &guess{at: -1, keys: []key{{"expression", "(debit ?? 0) - (credit ?? 0)"}}, why: "debit and credit stand side by side"}
}

// fields writes the columns that the amount is computed from.
func (w *writer) fields(p *proposal) {
	if len(p.sides) == 0 {
		return
	}
	w.line(1, "fields:", "")
	for _, g := range p.sides {
		g.set("type", "decimal")
		var reasons []string
		if unit := p.unitOfSide(g); unit != "" {
			g.set("unit", unit)
			reasons = append(reasons, p.unitWhy(g, unit))
		}
		if n := p.numbers[g]; n.unread > 0 {
			w.decide(2, n.refused())
		}
		w.line(2, g.field+": "+flow(g.keys), strings.Join(reasons, "; "))
	}
}

// unitOfSide returns the unit that the heading of a side, or a row above it, names, or "".
func (p *proposal) unitOfSide(g *guess) string {
	if unit := unitIn(p.first(g).heading); unit != "" {
		return unit
	}
	return p.tables[0].titles.unit
}

// looked returns the guesses that look at columns of the sheet, those of the two sides included.
func (p *proposal) looked() []*guess {
	var all []*guess
	for _, g := range append(p.guesses[:len(p.guesses):len(p.guesses)], p.sides...) {
		if g.at >= 0 {
			all = append(all, g)
		}
	}
	return all
}
