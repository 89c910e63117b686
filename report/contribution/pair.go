package contribution

import (
	"cmp"
	"slices"
)

// pair makes changes of what there is more of at one time than at the other: contributions that are about the same are
// one that has changed, first those in the same cell.
func pair(all []*found) []Change {
	old, now := map[content][]*Contribution{}, map[content][]*Contribution{}
	var order []content
	for _, f := range all {
		about := f.content
		about.area, about.branch = "", ""
		if len(old[about])+len(now[about]) == 0 {
			order = append(order, about)
		}
		old[about] = append(old[about], f.contributions(without(f.old, f.new))...)
		now[about] = append(now[about], f.contributions(without(f.new, f.old))...)
	}
	var changes []Change
	for _, about := range order {
		changes = append(changes, couple(old[about], now[about])...)
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(b.Difference().Abs().Cmp(a.Difference().Abs()), compareAt(a.one(), b.one()))
	})
	return changes
}

// one is the contribution as it is now, or else as it was.
func (c Change) one() *Contribution {
	if c.New != nil {
		return c.New
	}
	return c.Old
}

// without returns as many spots as there are more of than others, those first that the others do not have.
func without(spots, others []spot) []spot {
	excess := len(spots) - len(others)
	if excess <= 0 {
		return nil
	}
	slices.SortStableFunc(spots, func(a, b spot) int {
		return cmp.Or(order(known(a, others), known(b, others)), cmp.Compare(a.sheet, b.sheet), cmp.Compare(a.row, b.row),
			cmp.Compare(a.cell, b.cell))
	})
	return spots[:excess]
}

func known(s spot, others []spot) bool {
	return slices.ContainsFunc(others, func(o spot) bool {
		return o.sheet == s.sheet && o.row == s.row && o.cell == s.cell
	})
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// contributions are those that stand in the spots.
func (f *found) contributions(spots []spot) []*Contribution {
	var all []*Contribution
	for _, s := range spots {
		all = append(all, &Contribution{
			Measure: f.measure, Factor: f.factor, Value: f.value, Scenario: f.scenario, Span: f.span, Period: f.period,
			Organisation: f.organisation, Area: f.area, Branch: f.branch, Customer: f.customer, Service: f.service,
			Dataset: f.dataset, Key: f.key, Load: s.came, Published: s.shown, Sheet: s.sheet, Row: int(s.row), Cell: s.cell,
			Records: int(s.records),
		})
	}
	return all
}

// couple pairs contributions about the same: those in the same cell, and then one after the other.
func couple(old, now []*Contribution) []Change {
	slices.SortStableFunc(old, compareAt)
	slices.SortStableFunc(now, compareAt)
	var changes []Change
	var left []*Contribution
	for _, o := range old {
		at := slices.IndexFunc(now, func(n *Contribution) bool { return compareAt(o, n) == 0 })
		if at < 0 {
			left = append(left, o)
			continue
		}
		changes = append(changes, Change{o, now[at]})
		now = slices.Delete(now, at, at+1)
	}
	for i := range max(len(left), len(now)) {
		var c Change
		if i < len(left) {
			c.Old = left[i]
		}
		if i < len(now) {
			c.New = now[i]
		}
		changes = append(changes, c)
	}
	return changes
}

// compareAt orders contributions by where they stand.
func compareAt(a, b *Contribution) int {
	return cmp.Or(cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Cell, b.Cell),
		cmp.Compare(a.Period, b.Period))
}
