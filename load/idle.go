package load

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/load/catalogue"
)

// IdleTerm is a term of an indicator to which nothing that is published can ever add anything, because it names what nothing
// has. The catalogue or the dimension is then probably misspelt, and the figure lacks what the term should give.
type IdleTerm struct {
	Indicator string
	Measure   string
	Missing   string   // what is not there, in words, such as: no account has the report group "it"
	Name      string   // the name in it
	Known     []string // the names that there are instead, sorted; never empty
}

// namedAtMost is how many of the names that there are a message names.
const namedAtMost = 12

// String says what is wrong and what there is instead.
func (t IdleTerm) String() string {
	names := t.Known[:min(len(t.Known), namedAtMost)]
	text := fmt.Sprintf("the indicator %s counts %s, but %s%s; there are: %s",
		t.Indicator, t.Measure, t.Missing, match.DidYouMean(t.Name, t.Known), strings.Join(names, ", "))
	if more := len(t.Known) - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// IdleTerms returns the terms of a catalogue that nothing which is published can add anything to, in the order of the
// catalogue. What is not delivered yet is no reason: nothing is judged by a dimension without any row, and an item without
// records only where other measures of the indicator have some, for then there is a figure, and it is one without the item.
func (w *Warehouse) IdleTerms(ctx context.Context, c *catalogue.Catalogue) ([]IdleTerm, error) {
	known, err := w.namesInUse(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for indicators that nothing can give: %w", err)
	}
	var idle []IdleTerm
	for i := range c.Indicators {
		terms := slices.Concat(c.Indicators[i].Numerator, c.Indicators[i].Denominator)
		figured := slices.ContainsFunc(terms, func(t catalogue.Term) bool {
			item, counts := strings.CutPrefix(t.Measure, "volume.")
			return !counts || slices.Contains(known.items, item)
		})
		for _, t := range terms {
			for _, found := range known.idle(c.Indicators[i].ID, t, figured) {
				if !slices.ContainsFunc(idle, found.same) {
					idle = append(idle, found)
				}
			}
		}
	}
	return idle, nil
}

// same tells whether the two say the same.
func (t IdleTerm) same(other IdleTerm) bool { return t.String() == other.String() }

// namesInUse are the names that terms of indicators can count by.
type namesInUse struct{ groups, areas, services, items, kinds []string }

func (w *Warehouse) namesInUse(ctx context.Context) (n namesInUse, err error) {
	err = w.conn.QueryRow(ctx, `SELECT
			(SELECT arraySort(groupUniqArrayArray(groups)) FROM account),
			(SELECT arraySort(groupUniqArray(toString(area))) FROM organisation),
			(SELECT arraySort(groupUniqArray(toString(service))) FROM service),
			(SELECT arraySort(groupUniqArray(toString(item))) FROM volume),
			(SELECT arraySort(groupUniqArray(toString(kind))) FROM project)`).
		Scan(&n.groups, &n.areas, &n.services, &n.items, &n.kinds)
	return n, err
}

// idle returns what of an indicator's term nothing has; figured tells whether the indicator has a figure of other measures.
func (n *namesInUse) idle(indicator string, t catalogue.Term, figured bool) (idle []IdleTerm) {
	judge := func(name, missing string, known []string) {
		if name != "" && len(known) > 0 && !slices.Contains(known, name) {
			idle = append(idle, IdleTerm{indicator, t.Measure, fmt.Sprintf(missing, name), name, known})
		}
	}
	judge(t.Area, "no unit of the organisation reports under the area %q", n.areas)
	judge(t.Service, "there is no service %q", n.services)
	switch kind, name, _ := strings.Cut(t.Measure, "."); {
	case kind == "volume" && figured:
		judge(name, "no record of volumes has the item %q", n.items)
	case kind == "ledger":
		group, development := strings.CutSuffix(name, ".development")
		judge(group, "no account has the report group %q", n.groups)
		if development {
			judge("development", "no project is of the kind %q", n.kinds)
		}
	}
	return idle
}
