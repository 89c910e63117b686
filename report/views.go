package report

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/model"
)

// views reads the warehouse's views. Its methods return errors that name the view.
type views struct{ conn Connection }

// read asks a view and calls take with every row of the answer.
func (v views) read(ctx context.Context, view string, take func(driver.Rows) error, sql string, args ...any) error {
	rows, err := v.conn.Query(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("view %s: %w", view, err)
	}
	defer func() { _ = rows.Close() }()
	for err == nil && rows.Next() {
		err = take(rows)
	}
	if err == nil {
		err = rows.Err()
	}
	if err != nil {
		return fmt.Errorf("view %s: %w", view, err)
	}
	return nil
}

// figure names one value of kpi_values.
type figure struct {
	indicator string
	slice     model.Slice
	scenario  string
	window    string
	period    period.Period
}

// kind is what figures that are read by one condition have in common.
type kind struct{ slice, scenario, window string }

// figures reads the values that there are of those wanted, unrounded and in the indicators' units.
func (v views) figures(ctx context.Context, wanted []figure) (map[figure]decimal.Decimal, error) {
	found := make(map[figure]decimal.Decimal, len(wanted))
	if len(wanted) == 0 {
		return found, nil
	}
	condition, args := conditions(wanted)
	err := v.read(ctx, "kpi_values", func(rows driver.Rows) error {
		var f figure
		var month uint32
		var value *decimal.Decimal
		if err := rows.Scan(&f.indicator, &f.slice.Kind, &f.slice.Name, &f.scenario, &f.window, &month, &value); err != nil {
			return err
		}
		f.period = period.Period(month)
		if before, twice := found[f]; twice && !before.Equal(*value) {
			return fmt.Errorf("%s of %s has two values, %s and %s", f.indicator, f.period, before, value)
		}
		found[f] = *value
		return nil
	}, "SELECT indicator, slice_kind, slice, scenario, window, period, value FROM kpi_values "+
		"WHERE value IS NOT NULL AND ("+condition+")", args...)
	return found, err
}

// conditions returns one condition per kind of figures, joined by OR, and its arguments. It may let through figures
// that are not wanted, never fewer.
func conditions(wanted []figure) (string, []any) {
	type set = map[string]bool
	indicators, slicesOf, periods := map[kind]set{}, map[kind]set{}, map[kind]map[uint32]bool{}
	for _, f := range wanted {
		k := kind{f.slice.Kind, f.scenario, f.window}
		if indicators[k] == nil {
			indicators[k], slicesOf[k], periods[k] = set{}, set{}, map[uint32]bool{}
		}
		indicators[k][f.indicator], slicesOf[k][f.slice.Name], periods[k][uint32(f.period)] = true, true, true
	}
	var parts []string
	var args []any
	for _, k := range slices.SortedFunc(maps.Keys(indicators), compareKinds) {
		parts = append(parts, "(slice_kind = ? AND scenario = ? AND window = ? AND indicator IN (?) AND slice IN (?) AND "+
			"period IN (?))")
		args = append(args, k.slice, k.scenario, k.window, slices.Sorted(maps.Keys(indicators[k])),
			slices.Sorted(maps.Keys(slicesOf[k])), slices.Sorted(maps.Keys(periods[k])))
	}
	// The views narrow their work by the first conditions, which say nothing more than the others.
	cuts, all := set{}, set{}
	for k := range indicators {
		cuts[k.slice] = true
		maps.Copy(all, indicators[k])
	}
	condition := "slice_kind IN (?) AND indicator IN (?) AND (" + strings.Join(parts, " OR ") + ")"
	return condition, append([]any{slices.Sorted(maps.Keys(cuts)), slices.Sorted(maps.Keys(all))}, args...)
}

func compareKinds(a, b kind) int {
	return cmp.Or(cmp.Compare(a.slice, b.slice), cmp.Compare(a.scenario, b.scenario), cmp.Compare(a.window, b.window))
}

// available reads the periods that have a value for an indicator of the kinds of the figures, ascending.
func (v views) available(ctx context.Context, decisive []figure) (periods []period.Period, err error) {
	indicators, kinds := map[string]bool{}, map[kind]bool{}
	for _, f := range decisive {
		indicators[f.indicator], kinds[kind{f.slice.Kind, f.scenario, f.window}] = true, true
	}
	var parts []string
	args := []any{slices.Sorted(maps.Keys(indicators))}
	for _, k := range slices.SortedFunc(maps.Keys(kinds), compareKinds) {
		parts = append(parts, "(slice_kind = ? AND scenario = ? AND window = ?)")
		args = append(args, k.slice, k.scenario, k.window)
	}
	err = v.read(ctx, "kpi_values", func(rows driver.Rows) error {
		var month uint32
		err := rows.Scan(&month)
		periods = append(periods, period.Period(month))
		return err
	}, "SELECT DISTINCT period FROM kpi_values WHERE value IS NOT NULL AND indicator IN (?) "+
		"AND ("+strings.Join(parts, " OR ")+") ORDER BY period", args...)
	return periods, err
}

// parts reads the slices of the kind that have actual values in the period, ascending.
func (v views) parts(ctx context.Context, sliceKind string, at period.Period) (found []string, err error) {
	err = v.read(ctx, "kpi_values", func(rows driver.Rows) error {
		var name string
		err := rows.Scan(&name)
		found = append(found, name)
		return err
	}, "SELECT DISTINCT slice FROM kpi_values WHERE slice_kind = ? AND period = ? AND "+
		"scenario = 'actual' AND value IS NOT NULL ORDER BY slice", sliceKind, uint32(at))
	return found, err
}

// light names one status of kpi_status.
type light struct {
	indicator string
	slice     model.Slice
	window    string
}

// statuses reads the statuses of the period for slices of the kinds.
func (v views) statuses(ctx context.Context, at period.Period, kinds []string) (map[light]model.Status, error) {
	found := map[light]model.Status{}
	err := v.read(ctx, "kpi_status", func(rows driver.Rows) error {
		var l light
		var status string
		err := rows.Scan(&l.indicator, &l.slice.Kind, &l.slice.Name, &l.window, &status)
		found[l] = model.Status(status)
		return err
	}, "SELECT indicator, slice_kind, slice, window, status FROM kpi_status "+
		"WHERE period = ? AND slice_kind IN (?)", uint32(at), kinds)
	return found, err
}
