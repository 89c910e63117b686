package contribution

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// Set is the contributions to one sum. They stay in the warehouse until they are asked for.
type Set struct {
	Side  Side
	views *Views
	name  string // of the figure, in errors
	parts []statement

	// Of a value of kpi_values: which months it is of.
	figure *Figure
	span   string
	months []measured

	// cuts tells whether the figure is the sum as the views cut it; see Rest. It is nil where they cut nothing.
	cuts func(ctx context.Context, figure, sum decimal.Decimal) (bool, error)
}

// statement is SQL that is ready to be sent, with its arguments.
type statement struct {
	sql  string
	args []any
}

// add adds a part to the set.
func (s *Set) add(sql string, args ...any) { s.parts = append(s.parts, statement{sql, args}) }

// columns are what a part of a set selects from the view contributions, after measure, factor and value.
const columns = `
			c.scenario AS scenario, c.span AS span, c.period AS period, c.organisation AS organisation, c.area AS area,
			c.branch AS branch, c.customer AS customer, c.service AS service, c.version AS version, c.dataset AS dataset,
			c.key AS key, if(c.origin = 0, c.load_id, c.origin) AS came, c.load_id AS shown, c.sheet AS sheet, c.row AS row,
			c.cell AS cell, c.records AS records`

// all is the set as a table expression.
func (s *Set) all() statement {
	var sql []string
	var args []any
	for _, part := range s.parts {
		sql, args = append(sql, part.sql), append(args, part.args...)
	}
	return statement{"(" + strings.Join(sql, " UNION ALL ") + ")", args}
}

// ask asks about the whole set.
func (s *Set) ask(ctx context.Context, head, tail string) (driver.Rows, error) {
	all := s.all()
	return s.views.conn.Query(ctx, head+" FROM "+all.sql+" "+tail, all.args...)
}

// Groups returns the sums per sheet and term, in the order of the loads.
func (s *Set) Groups(ctx context.Context) ([]Group, error) {
	if len(s.parts) == 0 {
		return nil, nil
	}
	rows, err := s.ask(ctx, "SELECT came, sheet, measure, factor, count(), sum(records), sum(value * factor)",
		"GROUP BY came, sheet, measure, factor ORDER BY came, sheet, measure, factor")
	return collect(rows, err, "contributions", func(rows driver.Rows) (Group, error) {
		var g Group
		var count, records uint64
		err := rows.Scan(&g.Load, &g.Sheet, &g.Measure, &g.Factor, &count, &records, &g.Sum)
		g.Count, g.Records = int(count), int(records)
		return g, err
	})
}

// Each calls do with every contribution: in the order of the loads, sheets and rows, or, when most is above 0, with that
// many of the largest of every sheet, the largest first. The contribution is the callee's to keep.
func (s *Set) Each(ctx context.Context, most int, do func(*Contribution) error) error {
	if len(s.parts) == 0 {
		return nil
	}
	var rows driver.Rows
	var err error
	if most > 0 {
		rows, err = s.largest(ctx, most)
	} else {
		rows, err = s.ask(ctx, "SELECT *", "ORDER BY came, sheet, row, cell, period, measure, key")
	}
	if err != nil {
		return fmt.Errorf("view contributions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		c, err := scan(rows)
		if err != nil {
			return fmt.Errorf("view contributions: %w", err)
		}
		if err := do(c); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("view contributions: %w", err)
	}
	return nil
}

// selected are the columns of a set, in their order.
var selected = []string{
	"measure", "factor", "value", "scenario", "span", "period", "organisation", "area", "branch", "customer", "service",
	"version", "dataset", "key", "came", "shown", "sheet", "row", "cell", "records",
}

// largest asks for the largest contributions of every sheet. The warehouse keeps no more than these while it looks: a
// sheet may have millions.
func (s *Set) largest(ctx context.Context, most int) (driver.Rows, error) {
	order := []string{"-abs(value * factor)", "row", "cell", "period", "measure", "key"}
	var columns []string
	for i, name := range selected {
		columns = append(columns, fmt.Sprintf("one.%d AS %s", len(order)+i+1, name))
	}
	all := s.all()
	return s.views.conn.Query(ctx, fmt.Sprintf(`
		SELECT %s
		FROM (SELECT came, sheet, arrayJoin(groupArraySorted(%d)((%s, %s))) AS one FROM %s GROUP BY came, sheet) AS f
		ORDER BY f.came, f.sheet, one`,
		strings.Join(columns, ", "), most, strings.Join(order, ", "), strings.Join(selected, ", "), all.sql), all.args...)
}

func scan(rows driver.Rows) (*Contribution, error) {
	c := &Contribution{}
	var at, row uint32
	var records uint64
	err := rows.Scan(&c.Measure, &c.Factor, &c.Value, &c.Scenario, &c.Span, &at, &c.Organisation, &c.Area, &c.Branch,
		&c.Customer, &c.Service, &c.Version, &c.Dataset, &c.Key, &c.Load, &c.Published, &c.Sheet, &row, &c.Cell, &records)
	c.Period, c.Row, c.Records = period.Period(at), int(row), int(records)
	return c, err
}

// Rest returns what a figure differs from the sum of its contributions by, because the views cut it: measures to ten
// decimals, shared costs to öre. The error is a *MismatchError when it differs by anything else.
func (s *Set) Rest(ctx context.Context, figure, sum decimal.Decimal) (decimal.Decimal, error) {
	rest := figure.Sub(sum)
	if rest.IsZero() {
		return rest, nil
	}
	if s.cuts != nil {
		cut, err := s.cuts(ctx, figure, sum)
		if cut || err != nil {
			return rest, err
		}
	}
	return rest, &MismatchError{Figure: s.name, Side: s.Side, Want: figure, Have: sum}
}

// toTenDecimals tells whether the figure is the sum as the view measures cuts it, per month, scenario and dimension.
func (s *Set) toTenDecimals(ctx context.Context, figure, _ decimal.Decimal) (bool, error) {
	if len(s.parts) == 0 {
		return false, nil
	}
	rows, err := s.ask(ctx, "SELECT sum(toDecimal128(whole, 10)) FROM (SELECT sum(value * factor) AS whole",
		"GROUP BY scenario, span, period, organisation, area, branch, customer, service)")
	cut, err := collect(rows, err, "contributions", one[decimal.Decimal])
	return len(cut) == 1 && cut[0].Equal(figure), err
}

// Deliveries returns what the registry knows of loads.
func (v *Views) Deliveries(ctx context.Context, loads []uint64) (map[uint64]*Delivery, error) {
	found := make(map[uint64]*Delivery, len(loads))
	for _, load := range loads {
		found[load] = &Delivery{Load: load}
	}
	if len(loads) == 0 {
		return found, nil
	}
	rows, err := v.query(ctx, "SELECT load_id, file, delivery, job, loaded_at FROM deliveries WHERE load_id IN (?)",
		loads)
	all, err := collect(rows, err, "deliveries", func(rows driver.Rows) (*Delivery, error) {
		d := &Delivery{}
		return d, rows.Scan(&d.Load, &d.File, &d.SHA256, &d.Job, &d.Loaded)
	})
	for _, d := range all {
		d.Loaded = d.Loaded.UTC()
		found[d.Load] = d
	}
	return found, err
}
