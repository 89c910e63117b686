package site

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

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

type sideView struct {
	Name, Sum string
	Rest      string // what the views have cut; empty for nothing
	Sheets    []sheetView
}

type sheetView struct {
	File, Job, Loaded, Name, Sum string
	Count                        string
	Cells                        []cellLink
	More                         string // how many contributions are not listed; empty for none
}

type cellLink struct {
	Where, Key, Amount, Href string

	amount decimal.Decimal
}

// mostCells is how many contributions of a sheet are listed.
const mostCells = 25

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

// value writes a figure as reports do; a dash stands for none.
func (p *page) value(d *decimal.Decimal, decimals int, unit string) string {
	if d == nil {
		return "–"
	}
	return p.locale.Value(*d, decimals, unit)
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

// plain writes a sum with the decimals that it has, at most ten.
func (p *page) plain(d decimal.Decimal) string { return p.locale.Number(d, decimals(d)) }

// decimals is how many decimals a number has, at most ten.
func decimals(d decimal.Decimal) int { return max(0, min(10, -int(normal(d).Exponent()))) }

// normal takes zeros from the end of the decimals.
func normal(d decimal.Decimal) decimal.Decimal {
	short, err := decimal.NewFromString(d.String())
	if err != nil {
		return d
	}
	return short
}

// compose fills in what the figure is made of.
func (p *page) compose(ctx context.Context, e *explanation.Explanation, view *figureView) error {
	view.Formula = e.Formula
	for _, s := range e.Sides {
		side, err := p.side(ctx, e, s)
		if err != nil {
			return err
		}
		view.Sides = append(view.Sides, side)
	}
	return nil
}

// side lists the sheets of a sum with their largest contributions.
func (p *page) side(ctx context.Context, e *explanation.Explanation, s *explanation.Side) (sideView, error) {
	view := sideView{Name: s.Name(e.Locale), Sum: p.plain(s.Sum)}
	if !s.Rest.IsZero() {
		view.Rest = p.plain(s.Rest)
	}
	type place struct {
		delivery int
		sheet    string
	}
	index := map[place]int{}
	for i, sheet := range s.Sheets {
		index[place{sheet.Delivery, sheet.Name}] = i
		one := sheetView{Name: sheet.Name, Sum: p.plain(sheet.Sum), Count: p.count(uint64(sheet.Count))}
		if d := e.Deliveries; sheet.Delivery > 0 {
			one.File, one.Job, one.Loaded = d[sheet.Delivery-1].File, d[sheet.Delivery-1].Job, p.moment(d[sheet.Delivery-1].Loaded)
		}
		view.Sheets = append(view.Sheets, one)
	}
	err := s.Each(ctx, mostCells, func(c *contribution.Contribution) error {
		i, known := index[place{e.Delivery(c.Load), c.Sheet}]
		if !known || c.Row == 0 {
			return nil
		}
		view.Sheets[i].Cells = append(view.Sheets[i].Cells, p.cell(e, c))
		return nil
	})
	for i := range view.Sheets {
		p.align(view.Sheets[i].Cells)
		if more := s.Sheets[i].Count - len(view.Sheets[i].Cells); more > 0 {
			view.Sheets[i].More = p.count(uint64(more))
		}
	}
	return view, err
}

// align writes the amounts of a table with the decimals that all of them need.
func (p *page) align(cells []cellLink) {
	most := 0
	for _, c := range cells {
		most = max(most, decimals(c.amount))
	}
	for i := range cells {
		cells[i].Amount = p.locale.Number(cells[i].amount, most)
	}
}

// cell is a contribution with the way to the cells around it.
func (p *page) cell(e *explanation.Explanation, c *contribution.Contribution) cellLink {
	where := c.Cell
	if where == "" {
		where = p.textf("row %d", c.Row)
	}
	v := url.Values{"load": {strconv.FormatUint(c.Load, 10)}, "sheet": {c.Sheet}, "row": {strconv.Itoa(c.Row)}, "cell": {c.Cell}}
	one := cellLink{Where: where, Key: c.Key, amount: c.Amount()}
	if n := e.Delivery(c.Load); n > 0 && e.Deliveries[n-1].SHA256 != "" {
		one.Href = "/cells?" + v.Encode() + "#cell"
	}
	return one
}
