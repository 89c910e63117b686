package contribution

import (
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"
)

// CostKey names a value of the view cost_per_service, or of cost_per_customer when it has a customer.
type CostKey struct {
	Year     int
	Service  string
	Customer string
	Scenario string
	Version  string // may be empty where there is only one
}

// View is the view that the cost stands in.
func (k CostKey) View() string {
	if k.Customer != "" {
		return "cost_per_customer"
	}
	return "cost_per_service"
}

// ServiceCost is the cost of a service in a year, or a customer's part of it, in kr.
type ServiceCost struct {
	CostKey
	ServiceName  string
	CustomerName string
	Cost         *decimal.Decimal // nil when the shares of the service do not sum to 1
	Share        decimal.Decimal  // of the customer
}

// Name says which figure it is, in messages.
func (k CostKey) Name() string {
	name := fmt.Sprintf("%s %d (%s", k.View(), k.Year, k.Service)
	for _, more := range []string{k.Customer, k.Scenario, k.Version} {
		if more != "" {
			name += ", " + more
		}
	}
	return name + ")"
}

// Cost reads a cost. Its error is a *NotFoundError when there is none, or when there are several versions and none is
// named.
func (v *Views) Cost(ctx context.Context, k CostKey) (*ServiceCost, error) {
	steps := []struct{ kind, column, asked string }{
		{"year", "year", fmt.Sprint(k.Year)},
		{"service", "service", k.Service},
		{"customer", "customer", k.Customer},
		{"scenario", "scenario", k.Scenario},
		{"version", "version", k.Version},
	}
	where, args, of := "1", []any(nil), k.View()
	for _, s := range steps {
		if s.column == "customer" && k.Customer == "" {
			continue
		}
		there, err := v.texts(ctx, k.View(), "SELECT DISTINCT toString("+s.column+") AS one FROM "+k.View()+" WHERE "+where+
			" ORDER BY one", args...)
		if err != nil {
			return nil, err
		}
		if s.column == "version" && s.asked == "" && len(there) == 1 {
			s.asked = there[0]
		}
		if !slices.Contains(there, s.asked) {
			return nil, &NotFoundError{Kind: s.kind, Asked: s.asked, Of: of, There: there}
		}
		where, args, of = where+" AND toString("+s.column+") = ?", append(args, s.asked), of+" "+s.asked
		if s.column == "version" {
			k.Version = s.asked
		}
	}
	return v.cost(ctx, k, where, args)
}

func (v *Views) cost(ctx context.Context, k CostKey, where string, args []any) (*ServiceCost, error) {
	names := "'' AS customer_name, toDecimal64(1, 10) AS share"
	if k.Customer != "" {
		names = "customer_name, toDecimal64(share, 10)"
	}
	rows, err := v.query(ctx,
		"SELECT service_name, "+names+", CAST(cost AS Nullable(Decimal(38, 4))) FROM "+k.View()+" WHERE "+where, args...)
	found, err := collect(rows, err, k.View(), func(rows driver.Rows) (*ServiceCost, error) {
		c := &ServiceCost{CostKey: k}
		return c, rows.Scan(&c.ServiceName, &c.CustomerName, &c.Share, &c.Cost)
	})
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("view %s: %s has %d rows, expected one", k.View(), k.Name(), len(found))
	}
	return found[0], nil
}

// CostContributions returns the statements of cost, each times the customer's share.
func (v *Views) CostContributions(c *ServiceCost) *Set {
	sql, _ := v.asOf(`
		SELECT c.measure AS measure, toDecimal64(?, 10) AS factor, c.value AS value, `+columns+`
		FROM plan_contributions AS c
		WHERE c.measure = 'service.cost' AND intDiv(c.period, 100) = ? AND c.service = ? AND c.scenario = ? AND c.version = ?`, v.at)
	set := &Set{views: v, Side: Cost, name: c.Name()}
	set.add(sql, c.Share.String(), c.Year, c.Service, c.Scenario, c.Version)
	if c.Customer != "" {
		set.cuts = toOre
	}
	return set
}

// toOre tells whether the figure can be the sum in whole öre, by largest remainder: less than one öre beside it, and
// half an öre more where the cost that is shared is not in whole öre itself.
func toOre(_ context.Context, figure, sum decimal.Decimal) (bool, error) {
	return figure.Sub(sum).Abs().LessThan(decimal.New(15, -3)), nil
}

// ShareContributions returns the allocation keys that make the customer's share.
func (v *Views) ShareContributions(c *ServiceCost) *Set {
	sql, _ := v.asOf(`
		SELECT
			'allocation.share' AS measure, toDecimal64(1, 8) AS factor, c.share AS value, '' AS scenario, 'year' AS span,
			c.period AS period, '' AS organisation, '' AS area, '' AS branch, c.customer AS customer, c.service AS service,
			'' AS version, 'allocation' AS dataset, concat(c.service, '/', c.customer) AS key,
			if(c.origin = 0, c.load_id, c.origin) AS came, c.load_id AS shown, c.sheet AS sheet, c.row AS row, c.cell AS cell,
			toUInt64(1) AS records
		FROM allocation AS c
		WHERE intDiv(c.period, 100) = ? AND c.service = ? AND c.customer = ?`, v.at)
	set := &Set{views: v, Side: Share, name: c.Name()}
	set.add(sql, c.Year, c.Service, c.Customer)
	return set
}
