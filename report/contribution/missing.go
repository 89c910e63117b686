package contribution

import (
	"context"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// missing says why there is no such value, and what there is.
func (v *Views) missing(ctx context.Context, k Key) error {
	if _, err := v.Indicator(ctx, k.Indicator); err != nil {
		return err
	}
	where, args := "indicator = ?", []any{k.Indicator}
	steps := []struct{ kind, column, asked, of string }{
		{"scenario", "scenario", k.Scenario, k.Indicator},
		{"kind of slice", "slice_kind", k.Slice.Kind, k.Indicator},
		{k.Slice.Kind, "slice", k.Slice.Name, k.Indicator},
	}
	for _, s := range steps {
		there, err := v.texts(ctx, "kpi_cube",
			"SELECT DISTINCT toString("+s.column+") AS one FROM kpi_cube WHERE "+where+" ORDER BY one", args...)
		if err != nil {
			return err
		}
		if !slices.Contains(there, s.asked) {
			return &NotFoundError{Kind: s.kind, Asked: s.asked, Of: s.of, There: there}
		}
		where, args = where+" AND "+s.column+" = ?", append(args, s.asked)
	}
	return v.missingTime(ctx, k, where, args)
}

// missingTime says which windows the period has, or else which periods there are.
func (v *Views) missingTime(ctx context.Context, k Key, where string, args []any) error {
	windows, err := v.texts(ctx, "kpi_values",
		"SELECT DISTINCT window FROM kpi_values WHERE "+where+" AND period = ? ORDER BY window",
		append(slices.Clone(args), uint32(k.Period))...)
	if err != nil {
		return err
	}
	if len(windows) > 0 {
		of := k.Indicator + " " + k.Period.String() + " " + k.Scenario
		return &NotFoundError{Kind: "window", Asked: k.Window, Of: of, There: windows}
	}
	rows, err := v.query(ctx, "SELECT DISTINCT period FROM kpi_values WHERE "+where+" ORDER BY period", args...)
	periods, err := collect(rows, err, "kpi_values", func(rows driver.Rows) (period.Period, error) {
		var p uint32
		err := rows.Scan(&p)
		return period.Period(p), err
	})
	if err != nil {
		return err
	}
	return &NotFoundError{
		Kind: "period", Asked: k.Period.String(), Of: k.Indicator + " " + k.Scenario,
		There: spans(periods),
	}
}

// spans writes months as ranges: 2022-01–2023-11, 2024-02.
func spans(months []period.Period) []string {
	var all []string
	for i := 0; i < len(months); {
		first, last := i, i
		for last+1 < len(months) && months[last+1] == months[last].Add(1) {
			last++
		}
		span := months[first].String()
		if last > first {
			span += "–" + months[last].String()
		}
		all = append(all, span)
		i = last + 1
	}
	return all
}
