package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// mostShares is how many customers the bars of a chart tell apart; the others are one part together.
const mostShares = 6

// shares returns a single panel with a point per service and a series per customer, the costliest first. A service whose
// parts are not known is left out.
func (b *builder) shares(c *definition.Chart) ([]model.Panel, error) {
	unit := "kr"
	if c.Unit != nil {
		unit = cmp.Or(*c.Unit, unit)
	}
	m := measure{unit: unit, thousands: moneyUnits[unit]}
	if c.Decimals != nil {
		m.decimals = *c.Decimals
	}
	of := choice{byCustomer, c.Scenario, c.Version, c.Shift, "chart " + c.ID}
	costs, err := b.costsOf(of)
	if err != nil {
		return nil, err
	}
	parts := newPartition(costs)
	if len(parts.services) == 0 {
		return nil, nil
	}
	names := map[string]string{}
	for _, s := range b.costs[byService] {
		names[s.service] = cmp.Or(s.name, s.service)
	}
	return []model.Panel{{Unit: unit, Decimals: m.decimals, Series: b.shareSeries(parts, names, m)}}, nil
}

// partition is costs by service and customer.
type partition struct {
	parts               map[[2]string]decimal.Decimal
	services, customers []string // the costliest first
	names               map[string]string
}

func newPartition(costs []cost) partition {
	unknown := map[string]bool{}
	for _, c := range costs {
		unknown[c.service] = unknown[c.service] || c.amount == nil
	}
	p := partition{parts: map[[2]string]decimal.Decimal{}, names: map[string]string{}}
	services, customers := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, c := range costs {
		if unknown[c.service] {
			continue
		}
		key := [2]string{c.service, c.code}
		p.parts[key] = p.parts[key].Add(*c.amount)
		services[c.service], customers[c.code] = services[c.service].Add(*c.amount), customers[c.code].Add(*c.amount)
		p.names[c.code] = cmp.Or(c.name, c.code)
	}
	p.services, p.customers = byCost(services), byCost(customers)
	return p
}

// byCost returns the codes, the costliest first.
func byCost(costs map[string]decimal.Decimal) []string {
	return slices.SortedFunc(maps.Keys(costs), func(x, y string) int {
		return cmp.Or(costs[y].Cmp(costs[x]), cmp.Compare(x, y))
	})
}

func (b *builder) shareSeries(p partition, names map[string]string, m measure) []model.Series {
	var all []model.Series
	for i, customer := range p.customers {
		if i > mostShares {
			addShares(&all[mostShares], p, customer, m)
			continue
		}
		s := model.Series{Role: model.Share, Name: p.names[customer]}
		if i == mostShares && len(p.customers) > mostShares+1 {
			s.Name = b.locale.Text(locale.OtherCustomers)
		}
		for _, service := range p.services {
			s.Points = append(s.Points, model.Point{Name: names[service], Valid: true})
		}
		addShares(&s, p, customer, m)
		all = append(all, s)
	}
	return all
}

// addShares adds the customer's parts to the points of the series.
func addShares(s *model.Series, p partition, customer string, m measure) {
	for i, service := range p.services {
		part := p.parts[[2]string{service, customer}]
		s.Points[i].Value = s.Points[i].Value.Add(m.cell(part, true).Value)
	}
}
