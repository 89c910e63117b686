package report

import (
	"context"
	"maps"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
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
func (v views) costs(ctx context.Context, by string, years map[int]bool) (found []cost, err error) {
	view, columns := "cost_per_service", "service, service_name"
	if by == byCustomer {
		view, columns = "cost_per_customer", "customer, customer_name"
	}
	err = v.read(ctx, view, func(rows driver.Rows) error {
		var c cost
		var year uint16
		err := rows.Scan(&year, &c.scenario, &c.version, &c.service, &c.code, &c.name, &c.amount)
		c.year = int(year)
		found = append(found, c)
		return err
	}, "SELECT year, scenario, version, service, "+columns+", cost FROM "+view+" WHERE year IN (?)", slices.Sorted(maps.Keys(years)))
	return found, err
}
