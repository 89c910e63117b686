package report

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// cost is a row of the view cost_per_service or cost_per_customer.
type cost struct {
	year     int
	scenario string
	version  string
	service  string
	code     string // the service or the customer
	name     string
	amount   *decimal.Decimal // kr; nil when it cannot be told
}

// costs reads the costs of the years, by service or by customer.
func (v views) costs(ctx context.Context, by string, years map[int]bool) ([]cost, error) {
	view, columns := "cost_per_service", "service, service_name"
	if by == "customer" {
		view, columns = "cost_per_customer", "customer, customer_name"
	}
	rows, err := v.conn.Query(ctx, "SELECT year, scenario, version, service, "+columns+", cost FROM "+view+
		" WHERE year IN (?)", slices.Sorted(maps.Keys(years)))
	if err != nil {
		return nil, fmt.Errorf("view %s: %w", view, err)
	}
	defer func() { _ = rows.Close() }()
	var found []cost
	for rows.Next() {
		var c cost
		var year uint16
		if err := rows.Scan(&year, &c.scenario, &c.version, &c.service, &c.code, &c.name, &c.amount); err != nil {
			return nil, fmt.Errorf("view %s: %w", view, err)
		}
		c.year = int(year)
		found = append(found, c)
	}
	return found, rows.Err()
}
