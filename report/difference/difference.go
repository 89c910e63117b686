// Package difference says what has changed between two times: which figures of a period, and down to the cells, which
// contributions were added, removed or changed. It reads the views as they were at both times, and writes text, JSON and
// TSV. The changes of contributions that it lists add up exactly to the change of the figure, or there is an error.
package difference

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// Request says what is compared.
type Request struct {
	Period    period.Period // a calendar month
	Slice     model.Slice
	Indicator string // all when empty
	Window    string // all when empty
	Scenario  string // all when empty
	Cells     bool   // down to the cells
}

// Difference is what differs between two times.
type Difference struct {
	Request
	Locale     *locale.Locale
	From, To   time.Time                         // what was published then
	Figures    []*Figure                         // those that differ, in the order of the catalogue
	Deliveries map[uint64]*contribution.Delivery // of the cells, by load
}

// Figure is a value that differs.
type Figure struct {
	contribution.Key
	Name     string
	Unit     string
	Decimals int
	Old, New *decimal.Decimal // nil when there was none
	Cells    []Cell           // what has changed, the largest difference first; nil unless asked for
}

// Difference is the new value less the old one; nil where one of them is missing.
func (f *Figure) Difference() *decimal.Decimal {
	if f.Old == nil || f.New == nil {
		return nil
	}
	d := f.New.Sub(*f.Old)
	return &d
}

// Cell is the change of one contribution to the numerator or the denominator.
type Cell struct {
	contribution.Change
	Side contribution.Side
}

// Compare reads what differs. Its errors are *contribution.NotFoundError for an indicator that neither time has, and
// *contribution.MismatchError when the cells are not the difference; others come from the warehouse.
func Compare(ctx context.Context, from, to *contribution.Views, r Request, l *locale.Locale) (*Difference, error) {
	d := &Difference{
		Request: r, Locale: l, From: from.At(), To: to.At(),
		Deliveries: map[uint64]*contribution.Delivery{},
	}
	if r.Indicator != "" {
		if _, err := to.Indicator(ctx, r.Indicator); err != nil {
			if _, before := from.Indicator(ctx, r.Indicator); before != nil {
				return nil, err
			}
		}
	}
	pairs, err := d.pairs(ctx, from, to)
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		f := p.figure()
		if r.Cells {
			if f.Cells, err = p.cells(ctx, from, to); err != nil {
				return nil, err
			}
		}
		d.Figures = append(d.Figures, f)
	}
	if err := d.describe(ctx, from, to); err != nil {
		return nil, err
	}
	if from.At().After(to.At()) { // the registry of the later time knows the loads of both
		to = from
	}
	return d, d.register(ctx, to)
}

// pair is a figure at both times; nil where there was none.
type pair struct{ old, new *contribution.Figure }

// pairs reads the figures of both times and returns those that differ.
func (d *Difference) pairs(ctx context.Context, from, to *contribution.Views) ([]pair, error) {
	old, err := from.Figures(ctx, d.Indicator, d.Period, d.Slice)
	if err != nil {
		return nil, err
	}
	now, err := to.Figures(ctx, d.Indicator, d.Period, d.Slice)
	if err != nil {
		return nil, err
	}
	both := map[contribution.Key]pair{}
	var order []contribution.Key
	for _, f := range now {
		both[f.Key] = pair{new: f}
		order = append(order, f.Key)
	}
	for _, f := range old {
		p, known := both[f.Key]
		p.old = f
		both[f.Key] = p
		if !known {
			order = append(order, f.Key)
		}
	}
	var differ []pair
	for _, k := range order {
		wanted := (d.Window == "" || k.Window == d.Window) && (d.Scenario == "" || k.Scenario == d.Scenario)
		if p := both[k]; wanted && !same(p.value()) {
			differ = append(differ, p)
		}
	}
	return differ, nil
}

// value returns the values at both times.
func (p pair) value() (old, now *decimal.Decimal) {
	if p.old != nil {
		old = p.old.Value
	}
	if p.new != nil {
		now = p.new.Value
	}
	return old, now
}

func same(a, b *decimal.Decimal) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

func (p pair) figure() *Figure {
	f := &Figure{}
	f.Old, f.New = p.value()
	if p.new != nil {
		f.Key = p.new.Key
	} else {
		f.Key = p.old.Key
	}
	return f
}

// cells compares what the figures are made of.
func (p pair) cells(ctx context.Context, from, to *contribution.Views) ([]Cell, error) {
	sides := []contribution.Side{contribution.Numerator}
	if p.old != nil && p.old.Denominator != nil || p.new != nil && p.new.Denominator != nil {
		sides = append(sides, contribution.Denominator)
	}
	cells := []Cell{}
	for _, side := range sides {
		changes, err := contribution.Compare(ctx, from, to, p.old, p.new, side)
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			cells = append(cells, Cell{c, side})
		}
	}
	return cells, nil
}

// describe fills in what the figures are called, and puts them in the order of the catalogue.
func (d *Difference) describe(ctx context.Context, from, to *contribution.Views) error {
	known, err := to.Indicators(ctx)
	if err != nil {
		return err
	}
	earlier, err := from.Indicators(ctx)
	if err != nil {
		return err
	}
	place := map[string]int{}
	all := slices.Concat(known, earlier)
	for n, i := range all {
		if _, ok := place[i.ID]; !ok {
			place[i.ID] = n
		}
	}
	for _, f := range d.Figures {
		if n, ok := place[f.Indicator]; ok {
			f.Name, f.Unit, f.Decimals = all[n].Name.In(d.Locale.Language), all[n].Unit, all[n].Decimals
		}
	}
	slices.SortStableFunc(d.Figures, func(a, b *Figure) int { return place[a.Indicator] - place[b.Indicator] })
	return nil
}

// register reads what the registry knows of the deliveries.
func (d *Difference) register(ctx context.Context, views *contribution.Views) (err error) {
	var loads []uint64
	for _, f := range d.Figures {
		for _, c := range f.Cells {
			for _, one := range []*contribution.Contribution{c.Old, c.New} {
				if one != nil && one.Load != 0 && !slices.Contains(loads, one.Load) {
					loads = append(loads, one.Load)
				}
			}
		}
	}
	d.Deliveries, err = views.Deliveries(ctx, loads)
	return err
}

// delivery is the delivery of a contribution; nil when several are not told apart.
func (d *Difference) delivery(c *contribution.Contribution) *contribution.Delivery {
	if c == nil {
		return nil
	}
	return d.Deliveries[c.Load]
}
