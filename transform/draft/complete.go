package draft

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// complete adds to a guess what its cells say.
func (p *proposal) complete(g *guess) {
	if g.at < 0 {
		return
	}
	c := p.first(g)
	if f := p.formats[g]; f != nil {
		p.dated(g, f)
	}
	if n := p.numbers[g]; n != nil {
		p.numeric(g, n)
	}
	if words := p.words[g]; words != nil {
		p.translate(g, words)
	}
	if g.target.Name == "indicator" {
		g.decide = "indicator: the words must be codes of indicators in the catalogue; translate them by values"
	}
	if c.twice {
		g.decide = "the heading stands in several columns; is this the right one?"
	}
	if 2*c.Personal > c.filled() && g.target.Type != record.Person && g.keys[len(g.keys)-1].name != "derive" {
		g.decide = fmt.Sprintf("%s here look like personal identity numbers; name the heading under privacy: {allow: …} "+
			"if they are none", plural(c.Personal, "cell"))
	}
	if g.target.Name == "counterpart" && !c.numeric() && c.Distinct > 20 {
		g.decide = "suppliers may be private persons, whose names must not be loaded; if so, take this line out and name " +
			"the heading under private"
	}
	if g.target.Type == record.Person {
		g.why = plural(c.Personal, "cell") + " look like personal identity numbers; only keyed pseudonyms are stored"
	}
}

// dated adds the formats of dates, times and periods.
func (p *proposal) dated(g *guess, f *formats) {
	chosen, swapped := f.choose()
	if i := slices.Index(chosen, ""); i >= 0 && len(chosen) > 1 {
		chosen[i] = days[0] + clocks[0]
	} else if i >= 0 {
		chosen = nil
	}
	switch isPeriod := g.target.Type == record.Period; {
	case isPeriod && f.cells-f.unread == 0 && f.dates > 0:
		g.set("format", "date")
		g.why += "; " + plural(f.dates, "cell") + " are dates"
	case len(chosen) > 0 && (isPeriod || len(chosen) > 1 || chosen[0] != days[0]):
		g.set("format", list(chosen))
		g.why += fmt.Sprintf("; %s are written so", plural(f.cells-f.unread, "cell"))
		if f.dates > 0 {
			g.why += ", " + count(f.dates) + " are dates"
		}
	case f.dates > 0:
		g.why += "; " + plural(f.dates, "cell") + " are dates"
	}
	if swapped {
		g.decide = "is the day written first, or the month? The cells can be read in both ways"
	}
	if f.unread > 0 {
		g.decide = plural(f.unread, "cell") + " are written in no known way; give their format, or words for nothing under null"
	}
}

// numeric adds unit, sign, words for nothing and what else numbers need.
func (p *proposal) numeric(g *guess, n *numbers) {
	var reasons []string
	if unit := p.unitOf(g.target.Name); unit != "" && unit != "%" && g.target.Name != "share" {
		g.set("unit", unit)
		reasons = append(reasons, p.unitWhy(g, unit))
	}
	if money(p.dataset.Name, g.target.Name) {
		reasons = append(reasons, p.sign(g)...)
	}
	if len(n.nulls) > 0 {
		words := slices.Sorted(maps.Keys(n.nulls))
		g.set("null", list(words))
		reasons = append(reasons, "these words stand for nothing")
	}
	if n.fine > 0 {
		g.set("round", "true")
		g.decide = fmt.Sprintf("%s have more than %d decimals; may they be rounded?", plural(n.fine, "cell"), n.scale)
	}
	if n.unread > 0 {
		g.decide = n.refused()
	}
	for _, reason := range reasons {
		g.why = strings.TrimPrefix(g.why+"; "+reason, "; ")
	}
}

// unitWhy says where the unit was found.
func (p *proposal) unitWhy(g *guess, unit string) string {
	titles := &p.tables[0].titles
	switch {
	case unit == "hours":
		return "some are written as hours and minutes"
	case g.at >= 0 && unitIn(p.first(g).heading) == unit:
		return "the heading says " + unit
	case titles.unit == unit:
		return fmt.Sprintf("row %d says %s", titles.unitRow, unit)
	}
	return "the texts say " + unit
}

// sign guesses the sign of amounts: the ledger has revenue negative and cost positive.
func (p *proposal) sign(g *guess) []string {
	if row := p.tables[0].titles.flipped; row > 0 {
		g.set("sign", "-1")
		return []string{fmt.Sprintf("row %d says that revenue is positive, against the ledger's sign", row)}
	}
	if g.decide == "" && p.find("account") != nil {
		g.decide = "is revenue negative and cost positive, as in the ledger? If not, add sign: -1"
	}
	return nil
}

// mostShown is how many words are shown of a column in which none is known.
const mostShown = 12

// translate adds what the words of a column stand for.
func (p *proposal) translate(g *guess, words map[string]int) {
	allowed := strings.Join(g.target.Allowed, ", ")
	known, unknown := map[string]string{}, []string{}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if to, ok := allowedWord(word, g.target.Allowed); ok {
			known[word] = to
		} else {
			unknown = append(unknown, word)
		}
	}
	switch {
	case len(unknown) > mostShown && len(known) == 0:
		g.decide = fmt.Sprintf("%s: what do the words of this column stand for (%s)? Give values", g.target.Name, allowed)
	case len(unknown) > 0:
		g.decide = fmt.Sprintf("%s: what do these words stand for (%s)? %s", g.target.Name, allowed, list(unknown))
	}
	if len(known) > 0 {
		g.set("values", pairs(known))
	}
}

// columnName returns the letters of a column.
func columnName(c *column) string { return cell.Column(c.Index) }
