package site

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/report/contribution"
	"nyckeltal/report/explanation"
	"nyckeltal/report/locale"
)

// readKey reads the figure that is asked for.
func (p *page) readKey() (contribution.Key, error) {
	r := p.request
	at, err := period.Parse(r.FormValue("month"))
	k := contribution.Key{Indicator: r.FormValue("indicator"), Period: at, Window: r.FormValue("window"), Scenario: r.FormValue("scenario")}
	slice, known := contribution.SliceOf(r.FormValue("kind"), r.FormValue("slice"))
	k.Slice = slice
	if err != nil || !at.IsMonth() || !known || !slices.Contains(contribution.Windows(), k.Window) ||
		!slices.Contains(contribution.Scenarios(), k.Scenario) {
		return k, errNotFound
	}
	return k, nil
}

// figureView is the page of a figure.
type figureView struct {
	Name, Definition, Value, Unit string
	Facts                         []fact
	Formula                       string
	AsOf                          string
	Sides                         []sideView
	Report                        string // the way back; empty where there is none
	Sums                          bool   // only sums are shown
}

type fact struct{ Name, Text string }

// figure shows a figure and, to auditors, what it is made of.
func (s *Site) figure(p *page) error {
	if p.isCost() {
		return s.cost(p)
	}
	key, err := p.readKey()
	if err != nil {
		return err
	}
	return s.figureOf(p, key.Period, func(ctx context.Context, v *contribution.Views, view *figureView) (*explanation.Explanation, error) {
		f, err := v.Figure(ctx, key)
		if err != nil {
			return nil, err
		}
		i, err := v.Indicator(ctx, key.Indicator)
		if err != nil {
			return nil, err
		}
		view.Name, view.Definition, view.Unit = i.Name.In(p.locale.Language), i.Definition.In(p.locale.Language), p.locale.Unit(i.Unit)
		view.Value, view.Facts = p.value(f.Value, i.Decimals, i.Unit), p.facts(f)
		if view.Sums {
			return nil, nil
		}
		return explanation.Explain(ctx, v, key, p.locale)
	})
}

// cost shows what a service costs in a year, or a customer's part of it.
func (s *Site) cost(p *page) error {
	key, err := p.readCostKey()
	if err != nil {
		return err
	}
	return s.figureOf(p, period.New(key.Year, 12), func(ctx context.Context, v *contribution.Views, view *figureView) (*explanation.Explanation, error) {
		c, err := v.Cost(ctx, key)
		if err != nil {
			return nil, err
		}
		const unit = "kr"
		view.Name, view.Definition, view.Unit = c.ServiceName, p.locale.Text(locale.CostPerService), p.locale.Unit(unit)
		view.Value = p.value(c.Cost, 2, unit)
		view.Facts = []fact{
			{p.text("Year"), strconv.Itoa(c.Year)},
			{p.text("Scenario"), strings.TrimSpace(p.locale.Scenario(c.Scenario) + " " + c.Version)},
			{p.locale.SliceKind("service"), c.Service},
		}
		if c.Customer != "" {
			view.Name, view.Definition = view.Name+", "+c.CustomerName, p.locale.Text(locale.CostPerCustomer)
			view.Facts = append(view.Facts, fact{p.locale.SliceKind("customer"), c.Customer})
		}
		if view.Sums {
			return nil, nil
		}
		return explanation.ExplainCost(ctx, v, key, p.locale)
	})
}

// figureOf shows the page of a figure of a month. fill fills in what everybody may see, and explains the figure unless only sums are to be
// seen.
func (s *Site) figureOf(
	p *page, month period.Period, fill func(context.Context, *contribution.Views, *figureView) (*explanation.Explanation, error),
) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	at, err := p.timeOf(ctx, w, month)
	if err != nil {
		return err
	}
	v, err := views(ctx, w, at)
	if err != nil {
		return err
	}
	view := figureView{Sums: !p.session.user.Role.covers(Auditor), AsOf: p.moment(v.At()), Report: p.wayBack()}
	e, err := fill(ctx, v, &view)
	if err != nil {
		return err
	}
	if e != nil {
		if err := p.compose(ctx, e, &view); err != nil {
			return err
		}
	}
	return p.show("figure", view.Name, view)
}

// timeOf is the time whose figures are asked for: that of the closing of a closed month, unless another one is. For analysts it is the
// present; see asked.
func (p *page) timeOf(ctx context.Context, w Warehouse, month period.Period) (time.Time, error) {
	at, current := p.request.FormValue("at"), p.request.FormValue("current")
	if (at != "" || current != "") && !p.session.user.Role.covers(Auditor) {
		return time.Time{}, errForbidden
	}
	if at != "" {
		t, err := time.ParseInLocation(minutes, at, p.site.Now().Location())
		if err != nil {
			return t, errNotFound
		}
		return t, nil
	}
	if current != "" || !p.session.user.Role.covers(Auditor) {
		return time.Time{}, nil
	}
	if of, err := period.Parse(p.request.FormValue("of")); err == nil {
		month = of // figures of a year before stand in the report of this month as well
	} else if year, err := strconv.Atoi(p.request.FormValue("of")); err == nil && period.New(year, 12).IsMonth() {
		month = period.New(year, 12)
	}
	closing, _, err := w.Closing(ctx, month)
	return closing.At, err
}

// facts say which figure it is, and its sums.
func (p *page) facts(f *contribution.Figure) []fact {
	slice := p.locale.SliceKind(f.Slice.Kind)
	if f.Slice.Name != "" {
		slice += ": " + f.Slice.Name
	}
	facts := []fact{
		{p.text("Period"), f.Period.String()},
		{p.text("Window"), p.locale.Window(f.Window)},
		{p.text("Scenario"), p.locale.Scenario(f.Scenario)},
		{p.text("Part"), slice},
		{p.text("Numerator"), p.plain(f.Numerator)},
	}
	if f.Denominator != nil {
		facts = append(facts, fact{p.text("Denominator"), p.plain(*f.Denominator)})
	}
	if !f.Complete {
		facts = append(facts, fact{p.text("Months delivered"), p.textf("%d of %d", f.Months, f.Expected)})
	}
	return facts
}
