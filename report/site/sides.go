package site

import (
	"context"
	"net/url"
	"strconv"

	"github.com/shopspring/decimal"

	"nyckeltal/report/contribution"
	"nyckeltal/report/explanation"
)

// sideView is a sum with what it is made of.
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
