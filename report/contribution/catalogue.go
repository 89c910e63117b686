package contribution

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/report/definition"
)

// Indicator is a key figure as the catalogue describes it.
type Indicator struct {
	ID                  string
	Name                definition.Text
	Definition          definition.Text
	Unit                string
	Decimals            int // shown
	Multiplier, Divisor decimal.Decimal
}

// Side is a part of a figure that contributions add up to.
type Side string

// The sides.
const (
	Numerator   Side = "numerator"
	Denominator Side = "denominator"
	Cost        Side = "cost"  // of a service, or a customer's part of it
	Share       Side = "share" // of a customer in a service
)

// Term is a measure that a side adds.
type Term struct {
	Measure string
	Factor  decimal.Decimal
	Area    string // only of this area; empty for all
	Service string // only of this service; empty for all
}

// Indicators reads the catalogue, in its order.
func (v *Views) Indicators(ctx context.Context) ([]*Indicator, error) {
	rows, err := v.query(ctx,
		"SELECT indicator, name_sv, name_en, definition_sv, definition_en, unit, decimals, multiplier, "+
			"divisor FROM indicators ORDER BY position")
	return collect(rows, err, "indicators", func(rows driver.Rows) (*Indicator, error) {
		i := &Indicator{}
		var decimals uint8
		err := rows.Scan(&i.ID, &i.Name.Swedish, &i.Name.English, &i.Definition.Swedish, &i.Definition.English, &i.Unit,
			&decimals, &i.Multiplier, &i.Divisor)
		i.Decimals = int(decimals)
		return i, err
	})
}

// Indicator reads one. Its error is a *NotFoundError when the catalogue does not have it.
func (v *Views) Indicator(ctx context.Context, id string) (*Indicator, error) {
	all, err := v.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	missing := &NotFoundError{Kind: "indicator", Asked: id}
	for _, i := range all {
		if i.ID == id {
			return i, nil
		}
		missing.There = append(missing.There, i.ID)
	}
	return nil, missing
}

// term is a term of an indicator's side.
type term struct {
	Term
	indicator string
	side      Side
}

// Terms reads what a side of an indicator adds.
func (v *Views) Terms(ctx context.Context, indicator string, side Side) ([]Term, error) {
	return v.termsAt(ctx, v.at, indicator, side)
}

// termsAt reads what a side of an indicator added at a time.
func (v *Views) termsAt(ctx context.Context, at time.Time, indicator string, side Side) ([]Term, error) {
	v.known.Lock()
	defer v.known.Unlock()
	all, ok := v.terms[at]
	if !ok {
		var err error
		if all, err = v.readTerms(ctx, at); err != nil {
			return nil, err
		}
		v.terms[at] = all
	}
	var terms []Term
	for _, t := range all {
		if t.indicator == indicator && t.side == side {
			terms = append(terms, t.Term)
		}
	}
	return terms, nil
}

func (v *Views) readTerms(ctx context.Context, at time.Time) ([]term, error) {
	sql, _ := v.asOf("SELECT indicator, side, measure, factor, area, service FROM indicator_terms WHERE factor != 0 "+
		"ORDER BY indicator, measure, area, service", at)
	rows, err := v.conn.Query(ctx, sql)
	return collect(rows, err, "indicator_terms", func(rows driver.Rows) (t term, err error) {
		var side string
		err = rows.Scan(&t.indicator, &side, &t.Measure, &t.Factor, &t.Area, &t.Service)
		t.side = Side(side)
		return t, err
	})
}
