package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
)

// check compares all figures of the warehouse with the truth, exactly.
func (t *truth) check(ctx context.Context, w *load.Warehouse) error {
	want := t.figures()
	got, err := readFigures(ctx, w, "measures", "1")
	if err != nil {
		return err
	}
	if err := difference(want.nonzero(), got); err != nil {
		return fmt.Errorf("measures: %w", err)
	}
	return checkValues(ctx, w, values(want))
}

// checkHistory compares what was certified at any time with what is told as of that time.
func (t *truth) checkHistory(ctx context.Context, w *load.Warehouse) error {
	for _, c := range t.history {
		view := fmt.Sprintf("measures_as_of(at = '%s')", c.at.UTC().Format("2006-01-02 15:04:05.000000"))
		got, err := readFigures(ctx, w, view, fmt.Sprintf("period = %d", c.period))
		if err == nil {
			err = difference(c.figures.nonzero(), got)
		}
		if err != nil {
			return fmt.Errorf("what was certified of %s at %s: %w", c.period, c.at.Format(time.DateTime), err)
		}
	}
	return nil
}

// readFigures reads measures of a view, without those that are zero.
func readFigures(ctx context.Context, w *load.Warehouse, view, condition string) (figures, error) {
	rows, err := w.Conn().Query(ctx, `SELECT toString(indicator), toString(scenario), period, toString(organisation), toString(area), toString(customer),
			sum(numerator) AS n, sum(denominator) AS d
		FROM `+view+` WHERE `+condition+` GROUP BY ALL HAVING n != 0 OR d != 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	got := figures{}
	for rows.Next() {
		var c cell
		var p uint32
		var n, d decimal.Decimal
		if err := rows.Scan(&c.indicator, &c.scenario, &p, &c.unit, &c.area, &c.customer, &n, &d); err != nil {
			return nil, err
		}
		c.period = period.Period(p)
		if !n.Shift(2).IsInteger() || !d.Shift(2).IsInteger() {
			return nil, fmt.Errorf("%+v is %s / %s, with more than two decimals", c, n, d)
		}
		got[c] = amounts{n.Shift(2).IntPart(), d.Shift(2).IntPart()}
	}
	return got, rows.Err()
}

// difference says where figures differ; some of the places when there are many.
func difference[K comparable, V comparable](want, got map[K]V) error {
	const most = 5
	var faults []error
	for key := range merged(want, got) {
		w, wanted := want[key]
		g, found := got[key]
		if w == g && wanted == found {
			continue
		}
		if len(faults) == most {
			faults = append(faults, errors.New("and more"))
			break
		}
		faults = append(faults, fmt.Errorf("%+v is %+v (there at all: %t) and must be %+v (%t)", key, g, found, w, wanted))
	}
	return errors.Join(faults...)
}

func merged[K comparable, V any](a, b map[K]V) map[K]V {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// figure names a key figure of a month; the slice is an area, or "" for the whole.
type figure struct {
	indicator string
	area      string
	period    period.Period
	budget    bool
}

// values computes key figures, as texts with ten decimals.
func values(measures figures) map[figure]string {
	sums := map[figure]amounts{}
	for c, a := range measures {
		for _, area := range slices.Compact([]string{"", c.area}) {
			f := figure{c.indicator, area, c.period, c.scenario == "budget"}
			s := sums[f]
			sums[f] = amounts{s.numerator + a.numerator, s.denominator + a.denominator}
		}
	}
	texts := map[figure]string{}
	for f, s := range sums {
		value := decimal.New(s.numerator, -2)
		if f.indicator == "sickness" {
			value, _ = decimal.New(100*s.numerator, 0).QuoRem(decimal.New(s.denominator, 0), decimals)
		}
		texts[f] = value.StringFixed(decimals)
	}
	return texts
}

// decimals are those of the warehouse's values.
const decimals = 10

// checkValues compares key figures of the months, of the whole and per area.
func checkValues(ctx context.Context, w *load.Warehouse, want map[figure]string) error {
	rows, err := w.Conn().Query(ctx, `SELECT toString(indicator), toString(slice), toUInt32(period), tupleElement(told, 1) = 'budget', tupleElement(told, 2)
		FROM kpi_monthly ARRAY JOIN [('actual', actual), ('budget', budget)] AS told
		WHERE slice_kind IN ('total', 'area') AND tupleElement(told, 2) IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	got := map[figure]string{}
	for rows.Next() {
		var f figure
		var p uint32
		var value *decimal.Decimal
		if err := rows.Scan(&f.indicator, &f.area, &p, &f.budget, &value); err != nil {
			return err
		}
		f.period = period.Period(p)
		got[f] = value.StringFixed(decimals)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := difference(want, got); err != nil {
		return fmt.Errorf("kpi_monthly: %w", err)
	}
	return nil
}
