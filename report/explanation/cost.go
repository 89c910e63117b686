package explanation

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// ExplainCost builds the explanation of a value of cost_per_service or cost_per_customer. Its errors are those of
// Explain.
func ExplainCost(
	ctx context.Context, views *contribution.Views, key contribution.CostKey, l *locale.Locale,
) (*Explanation, error) {
	c, err := views.Cost(ctx, key)
	if err != nil {
		return nil, err
	}
	e := &Explanation{
		Locale: l, ID: c.View(), Name: c.ServiceName, Unit: "kr", Decimals: 2,
		Period: fmt.Sprint(c.Year), First: period.New(c.Year, 1), Last: period.New(c.Year, 12),
		Scenario: c.Scenario, Version: c.Version, Slices: []Slice{{"service", c.Service}},
		Value: c.Cost, AsOf: views.At(), Formula: "service.cost", Multiplier: one, Divisor: one,
		Definition: l.Text(locale.CostPerService),
	}
	if c.Customer != "" {
		e.Name += ", " + c.CustomerName
		e.Formula, e.Definition = "service.cost * allocation.share", l.Text(locale.CostPerCustomer)
		e.Slices = append(e.Slices, Slice{"customer", c.Customer})
	}
	if err := e.addCosts(ctx, views, c); err != nil {
		return nil, err
	}
	return e, e.name(ctx, views)
}

// addCosts adds the statements of cost, and the share when the cost is a customer's.
func (e *Explanation) addCosts(ctx context.Context, views *contribution.Views, c *contribution.ServiceCost) error {
	set := views.CostContributions(c)
	var cost decimal.Decimal
	if c.Cost == nil {
		e.Absence = NoShares
		groups, err := set.Groups(ctx)
		if err != nil {
			return err
		}
		cost = contribution.Total(groups)
	} else {
		cost = *c.Cost
	}
	if err := e.add(ctx, set, cost, "kr"); err != nil || c.Customer == "" {
		return err
	}
	return e.add(ctx, views.ShareContributions(c), c.Share, "")
}
