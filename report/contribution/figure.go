package contribution

import (
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/model"
)

// Key names a value of the view kpi_values.
type Key struct {
	Indicator string
	Period    period.Period // a calendar month
	Window    string        // month, ytd, r12, tertial, tertial_full or year
	Scenario  string        // actual, budget, forecast or target
	Slice     model.Slice
}

// Name says which figure it is, in messages.
func (k Key) Name() string {
	name := fmt.Sprintf("%s %s (%s, %s", k.Indicator, k.Period, k.Window, k.Scenario)
	if k.Slice.Name != "" {
		name += fmt.Sprintf(", %s %s", k.Slice.Kind, k.Slice.Name)
	}
	return name + ")"
}

// SliceOf returns the slice of a kind and a name as people give them; with neither it is the whole. ok is false for a kind that is none of
// SliceKinds, and for one without a name.
func SliceOf(kind, name string) (s model.Slice, ok bool) {
	if kind == "" && name == "" {
		return model.Slice{Kind: "total"}, true
	}
	return model.Slice{Kind: kind, Name: name}, slices.Contains(SliceKinds(), kind) && name != ""
}

// SliceKinds are the kinds of slices besides the whole.
func SliceKinds() []string {
	return []string{"organisation", "area", "branch", "branch_area", "customer", "service"}
}

// Windows are the names of the windows.
func Windows() []string { return []string{"month", "ytd", "r12", "tertial", "tertial_full", "year"} }

// Scenarios are the names of the scenarios.
func Scenarios() []string { return []string{"actual", "budget", "forecast", "target"} }

// Figure is a value of kpi_values, unrounded and in the indicator's unit.
type Figure struct {
	Key
	Value       *decimal.Decimal // nil when there is none: the window is incomplete, or the denominator 0
	Numerator   decimal.Decimal
	Denominator *decimal.Decimal // nil where the indicator, or the plan for it, has none
	Rule        string           // how months make the numerator: sum, last, newest or whole
	Months      int              // delivered
	Expected    int
	Complete    bool
}

// Figure reads a value. Its error is a *NotFoundError when there is none, also no incomplete one.
func (v *Views) Figure(ctx context.Context, k Key) (*Figure, error) {
	found, err := v.figures(ctx,
		"indicator = ? AND period = ? AND window = ? AND scenario = ? AND slice_kind = ? AND slice = ?",
		k.Indicator, uint32(k.Period), k.Window, k.Scenario, k.Slice.Kind, k.Slice.Name)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, v.missing(ctx, k)
	}
	return found[0], nil
}

// Figures reads the values of a period and slice in all windows and scenarios, of one indicator, or of all when it is
// empty, in the order of the catalogue.
func (v *Views) Figures(
	ctx context.Context, indicator string, at period.Period, slice model.Slice,
) ([]*Figure, error) {
	where, args := "period = ? AND slice_kind = ? AND slice = ?", []any{uint32(at), slice.Kind, slice.Name}
	if indicator != "" {
		where, args = where+" AND indicator = ?", append(args, indicator)
	}
	return v.figures(ctx, where, args...)
}

// figures reads the values that fulfil a condition.
func (v *Views) figures(ctx context.Context, where string, args ...any) ([]*Figure, error) {
	rows, err := v.query(ctx, `
		SELECT
			indicator, period, window, scenario, slice_kind, slice, value, numerator, denominator, rule,
			toInt64(months), toInt64(expected), toBool(complete)
		FROM kpi_values
		WHERE `+where+`
		ORDER BY indicator, indexOf(?, scenario), indexOf(?, window)`, append(args, Scenarios(), Windows())...)
	return collect(rows, err, "kpi_values", func(rows driver.Rows) (*Figure, error) {
		f := &Figure{}
		var at uint32
		var months, expected int64
		err := rows.Scan(&f.Indicator, &at, &f.Window, &f.Scenario, &f.Slice.Kind, &f.Slice.Name, &f.Value, &f.Numerator,
			&f.Denominator, &f.Rule, &months, &expected, &f.Complete)
		f.Period, f.Months, f.Expected = period.Period(at), int(months), int(expected)
		return f, err
	})
}
