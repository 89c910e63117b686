package contribution

import (
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// Change is what became of a contribution between two times. Old is nil for one that was added, New for one that was
// removed; with both, it changed.
type Change struct{ Old, New *Contribution }

// Difference is what the change adds to the sum.
func (c Change) Difference() decimal.Decimal {
	var d decimal.Decimal
	if c.New != nil {
		d = c.New.Amount()
	}
	if c.Old != nil {
		d = d.Sub(c.Old.Amount())
	}
	return d
}

// Compare returns which contributions to a sum differ between two figures, the largest difference first, and checks that
// they are the difference of the sums; the error is a *MismatchError when they are not. The figures are of the same
// indicator, slice, window and scenario; nil is one that there was not. Contributions that say the same are the same,
// in whichever delivery and place they stand. Those that are about the same but of another amount have changed.
func Compare(ctx context.Context, from, to *Views, before, after *Figure, side Side) ([]Change, error) {
	first, err := from.setOf(ctx, before, side)
	if err != nil {
		return nil, err
	}
	second, err := to.setOf(ctx, after, side)
	if err != nil {
		return nil, err
	}
	changes, err := compare(ctx, first, second)
	if err != nil {
		return nil, err
	}
	var sum decimal.Decimal
	for _, c := range changes {
		sum = sum.Add(c.Difference())
	}
	if want := after.sum(side).Sub(before.sum(side)); !sum.Equal(want) {
		cut, err := cutOf(ctx, from, before, side)
		if err != nil {
			return nil, err
		}
		cutNow, err := cutOf(ctx, to, after, side)
		if err != nil {
			return nil, err
		}
		if !sum.Equal(want.Sub(cutNow.Sub(cut))) {
			return nil, &MismatchError{Figure: "the change of " + second.name, Side: side, Want: want, Have: sum}
		}
	}
	return changes, nil
}

// cutOf is what the views have cut of a figure.
func cutOf(ctx context.Context, v *Views, f *Figure, side Side) (decimal.Decimal, error) {
	if f == nil {
		return decimal.Zero, nil
	}
	set, err := v.Contributions(ctx, f, side)
	if err != nil {
		return decimal.Zero, err
	}
	groups, err := set.Groups(ctx)
	if err != nil {
		return decimal.Zero, err
	}
	return set.Rest(ctx, f.sum(side), Total(groups))
}

// setOf is choose for a figure that may be nil.
func (v *Views) setOf(ctx context.Context, f *Figure, side Side) (*Set, error) {
	if f == nil {
		return &Set{views: v, Side: side}, nil
	}
	return v.choose(ctx, f, side)
}

// sum is the numerator or the denominator; that of no figure is 0.
func (f *Figure) sum(side Side) decimal.Decimal {
	switch {
	case f == nil || side == Denominator && f.Denominator == nil:
		return decimal.Zero
	case side == Denominator:
		return *f.Denominator
	}
	return f.Numerator
}

// content is what a contribution says, without where it stands and what it is worth.
type content struct {
	measure, scenario, span             string
	period                              period.Period
	organisation, customer, service     string
	dataset, key                        string
	hoursArea, hoursSheet, area, branch string
}

// found is contributions that say the same at both times, and how often they do at each.
type found struct {
	content
	factor, value decimal.Decimal
	old, new      []spot
}

// spot is where a contribution stands.
type spot struct {
	came, shown uint64
	sheet       string
	row         uint32
	cell        string
	records     uint64
}

// sameContent are the columns that make contributions the same. The version of a plan is none: a new version that says
// the same changes nothing. Hours are told apart by area and sheet, for want of a key.
const sameContent = "measure, scenario, span, period, organisation, customer, service, dataset, key, " +
	"if(dataset = 'payroll', area, ''), if(dataset = 'payroll', sheet, '')"

// compare asks the warehouse which contents the sets hold in different numbers. Months whose measures are the same in
// both are left out.
func compare(ctx context.Context, first, second *Set) ([]Change, error) {
	first.leaveOut(second)
	if err := first.read(ctx); err != nil {
		return nil, err
	}
	if err := second.read(ctx); err != nil {
		return nil, err
	}
	var parts []statement
	for now, set := range []*Set{first, second} {
		if len(set.parts) > 0 {
			all := set.all()
			parts = append(parts, statement{fmt.Sprintf("SELECT *, %d AS now FROM %s", now, all.sql), all.args})
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	both := (&Set{parts: parts}).all()
	const spots = "(came, shown, toString(sheet), row, cell, records)"
	rows, err := second.views.conn.Query(ctx, `
		SELECT
			`+sameContent+`, any(area), any(branch), factor, value,
			groupArrayIf(`+spots+`, now = 0), groupArrayIf(`+spots+`, now = 1)
		FROM `+both.sql+`
		GROUP BY `+sameContent+`, factor, value
		HAVING countIf(now = 0) != countIf(now = 1)`, both.args...)
	all, err := collect(rows, err, "contributions", scanFound)
	if err != nil {
		return nil, err
	}
	return pair(all), nil
}

// leaveOut takes out of both sets the months that are the same in them.
func (s *Set) leaveOut(o *Set) {
	if s.span != o.span {
		return
	}
	mine, others := s.months, o.months
	same := func(a measured, of []measured) bool {
		return slices.ContainsFunc(of, func(b measured) bool { return a.period == b.period && a.at.Equal(b.at) })
	}
	s.months = slices.DeleteFunc(slices.Clone(mine), func(m measured) bool { return same(m, others) })
	o.months = slices.DeleteFunc(slices.Clone(others), func(m measured) bool { return same(m, mine) })
}

func scanFound(rows driver.Rows) (*found, error) {
	f := &found{}
	var at uint32
	var old, now [][]any
	err := rows.Scan(&f.measure, &f.scenario, &f.span, &at, &f.organisation, &f.customer, &f.service, &f.dataset, &f.key,
		&f.hoursArea, &f.hoursSheet, &f.area, &f.branch, &f.factor, &f.value, &old, &now)
	if err != nil {
		return nil, err
	}
	f.period = period.Period(at)
	f.old, f.new = scanSpots(old), scanSpots(now)
	return f, nil
}

func scanSpots(tuples [][]any) []spot {
	spots := make([]spot, len(tuples))
	for i, t := range tuples {
		spots[i] = spot{t[0].(uint64), t[1].(uint64), t[2].(string), t[3].(uint32), t[4].(string), t[5].(uint64)}
	}
	return spots
}
