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

// points returns one point per period from the first on that has a value, or nil when none has. Series that are set
// beside each other by calendar month keep all their months.
func (b *builder) points(m measure, s series) []model.Point {
	points := make([]model.Point, len(s.periods))
	first := len(points)
	for i, p := range s.periods {
		value, found := b.values[s.figure(m.id, p)]
		points[i] = model.Point{Period: p, Value: m.cell(value, found).Value, Valid: found}
		if found {
			first = min(first, i)
		}
	}
	switch {
	case first == len(points):
		return nil
	case s.role == model.R12:
		return points[first:]
	default:
		return points
	}
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
