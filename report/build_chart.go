package report

import (
	"cmp"
	"strconv"

	"nyckeltal/ingest/period"
	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

func (b *builder) chart(c *definition.Chart) (*model.Chart, error) {
	chart := &model.Chart{ID: c.ID, Kind: model.ChartKind(c.Kind), Caption: b.text(c.Caption)}
	for _, id := range c.Indicators {
		m, err := b.measure("chart "+c.ID, id, c.Unit, c.Decimals)
		if err != nil {
			return nil, err
		}
		panel := model.Panel{Indicator: id, Label: m.label, Unit: m.unit, Decimals: m.decimals}
		for _, s := range b.seriesOf(c) {
			if points := b.points(m, s); points != nil {
				panel.Series = append(panel.Series, model.Series{Role: s.role, Name: s.name, Points: points})
			}
		}
		if len(panel.Series) > 0 {
			chart.Panels = append(chart.Panels, panel)
		}
	}
	return chart, nil
}

// points returns one point per period, or nil when none of them has a value.
func (b *builder) points(m measure, s series) []model.Point {
	points := make([]model.Point, len(s.periods))
	drawn := false
	for i, p := range s.periods {
		cell := m.cell(b.values[s.figure(m.id, p)], b.has(s.figure(m.id, p)))
		points[i] = model.Point{Period: p, Value: cell.Value, Valid: cell.Absence == model.Present}
		drawn = drawn || points[i].Valid
	}
	if !drawn {
		return nil
	}
	return points
}

func (b *builder) has(f figure) bool {
	_, found := b.values[f]
	return found
}

// rollingMonths is how far back a chart of rolling values goes.
const rollingMonths = 24

// seriesOf returns the series of the chart.
func (b *builder) seriesOf(c *definition.Chart) []series {
	if model.ChartKind(c.Kind) == model.Rolling {
		back := b.at.Add(1 - rollingMonths)
		return []series{{model.R12, b.locale.Text(locale.RollingSeries), "actual", "r12", months(back, rollingMonths)}}
	}
	year, before := period.New(b.at.Year(), 1), period.New(b.at.Year()-1, 1)
	plan := cmp.Or(c.Target, "target")
	name := b.locale.Text(locale.TargetSeries)
	if plan == "budget" {
		name = b.locale.Text(locale.BudgetSeries)
	}
	return []series{
		{model.Prior, strconv.Itoa(before.Year()), "actual", "month", months(before, 12)},
		{model.Current, strconv.Itoa(year.Year()), "actual", "month", months(year, b.at.Month())},
		{model.Target, name, plan, "month", months(year, 12)},
	}
}

// months returns n months from the first.
func months(first period.Period, n int) []period.Period {
	all := make([]period.Period, n)
	for i := range all {
		all[i] = first.Add(i)
	}
	return all
}
