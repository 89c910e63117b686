package draft

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// skip writes the rules for rows that are no data.
func (w *writer) skip(p *proposal) {
	if len(p.totals) == 0 && p.unnamed == 0 && p.alone == 0 {
		return
	}
	w.line(1, "skip:", "")
	if len(p.totals) > 0 {
		w.totals(p)
	}
	if column := p.nameColumn(); p.unnamed > 0 && column != "" {
		w.line(2, fmt.Sprintf("- {name: %s, heading: %s, pattern: %s}", p.unnamedRule(), column, double("^$")),
			rows(p.unnamed, "holds", "hold")+" numbers without any code or text")
	}
	if p.alone > 0 {
		if p.between > 0 {
			w.decide(2, fmt.Sprintf("%s and stand above details; do they name the group below? "+
				"Then give a rule with a group, as in (?P<area>.*)",
				rows(p.between, "has a single filled cell", "have a single filled cell")))
		}
		w.line(2, `- {name: note, first: ".", alone: true}`, rows(p.alone, "holds", "hold")+" a single filled cell")
	}
}

// totals writes the rule for rows that begin with a word for a sum.
func (w *writer) totals(p *proposal) {
	var words []string
	n := 0
	for _, word := range slices.Sorted(maps.Keys(p.totals)) {
		words = append(words, strings.ToLower(word))
		n += p.totals[word]
	}
	pattern := "(?i)^(" + strings.Join(words, "|") + ")"
	if !p.loose {
		pattern += `\s*([,:]|$)`
	} else {
		pattern += `\b`
	}
	if p.doubtful > 0 && p.loose {
		w.decide(2, rows(p.doubtful, "holds data and begins", "hold data and begin")+
			" with such a word as well; does the rule leave them alone?")
	}
	w.line(2, "- {name: total, first: "+double(pattern)+"}", rows(n, "sums", "sum")+" up")
}

// rows writes a number of rows with the verb that follows.
func rows(n int, one, many string) string {
	if n == 1 {
		return "1 row " + one
	}
	return plural(n, "row") + " " + many
}

// unnamedRule is the name of the rule for rows of numbers without text.
func (p *proposal) unnamedRule() string {
	if len(p.totals) > 0 {
		return "unnamed total"
	}
	return "total"
}

// nameColumn returns the heading of the first column of codes or texts, as YAML.
func (p *proposal) nameColumn() string {
	for _, g := range p.guesses {
		if g.at >= 0 && isText(g.target) && p.first(g).heading != "" && !p.first(g).twice {
			return quote(p.first(g).heading)
		}
	}
	return ""
}

// control writes the control total, when the last row that sums up equals the sum.
func (w *writer) control(p *proposal) {
	c := p.control
	if c == nil {
		return
	}
	if !c.equal {
		w.decide(1, "the last total does not equal the sum of the rows above it; which one does? "+
			"Give control: {rule: total, label: …, column: "+c.target+"}")
		return
	}
	rule := "total"
	if len(p.totals) == 0 {
		rule = p.unnamedRule()
	}
	w.line(1, fmt.Sprintf("control: {rule: %s, column: %s}", rule, c.target), "the last total equals the sum of the details")
}
