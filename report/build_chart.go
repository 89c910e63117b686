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
	var err error
	switch chart.Kind {
	case model.Shares:
		chart.Panels, err = b.shares(c)
	case model.Budget:
		chart.Panels, err = b.budgets(c)
	default:
		chart.Panels, err = b.panels(c)
	}
	return chart, err
}

// panels returns a panel per indicator.
func (b *builder) panels(c *definition.Chart) ([]model.Panel, error) {
	var panels []model.Panel
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
			panels = append(panels, panel)
		}
	}
	return panels, nil
}

// budgets returns a single panel with a point per indicator.
func (b *builder) budgets(c *definition.Chart) ([]model.Panel, error) {
	var panel model.Panel
	for i, s := range b.seriesOf(c) {
		panel.Series = append(panel.Series, model.Series{Role: s.role, Name: s.name})
		for n, id := range c.Indicators {
			m, err := b.measure("chart "+c.ID, id, c.Unit, c.Decimals)
			if err != nil {
				return nil, err
			}
			if i+n == 0 {
				panel.Unit, panel.Decimals = m.unit, m.decimals
			} else if m.unit != panel.Unit {
				return nil, &MixedUnitsError{File: b.def.File, Where: "chart " + c.ID, Units: [2]string{panel.Unit, m.unit}}
			}
			value, found := b.values[s.figure(id, s.periods[0])]
			panel.Series[i].Points = append(panel.Series[i].Points,
				model.Point{Name: m.label, Value: m.cell(value, found).Value, Valid: found})
		}
	}
	if !panel.HasValues() {
		return nil, nil
	}
	return []model.Panel{panel}, nil
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
	year, before := period.New(b.at.Year(), 1), period.New(b.at.Year()-1, 1)
	slice := b.sliceOf(nil)
	plan, name := b.planOf(c)
	switch model.ChartKind(c.Kind) {
	case model.Rolling:
		back := months(b.at.Add(1-rollingMonths), rollingMonths)
		return []series{{role: model.R12, name: b.locale.Text(locale.RollingSeries), slice: slice, scenario: "actual", window: "r12", periods: back}}
	case model.Budget:
		window, now := cmp.Or(c.Window, "ytd"), []period.Period{b.at}
		return []series{
			{role: model.Current, name: b.locale.Text(locale.ActualScenario), slice: slice, scenario: "actual", window: window, periods: now},
			{role: model.Target, name: name, slice: slice, scenario: plan, window: window, periods: now},
		}
	case model.Tertials:
		return []series{
			{role: model.Prior, name: strconv.Itoa(before.Year()), slice: slice, scenario: "actual", window: "tertial_full", periods: tertials(before)},
			{
				role: model.Current, name: strconv.Itoa(year.Year()), slice: slice, scenario: "actual", window: "tertial_full",
				periods: append(tertials(year)[:b.at.Tertial()-1], b.at), newest: "tertial",
			},
			{role: model.Target, name: name, slice: slice, scenario: plan, window: "tertial_full", periods: tertials(year)},
		}
	default:
		return []series{
			{role: model.Prior, name: strconv.Itoa(before.Year()), slice: slice, scenario: "actual", window: "month", periods: months(before, 12)},
			{role: model.Current, name: strconv.Itoa(year.Year()), slice: slice, scenario: "actual", window: "month", periods: months(year, b.at.Month())},
			{role: model.Target, name: name, slice: slice, scenario: plan, window: "month", periods: months(year, 12)},
		}
	}
}

// planOf returns the scenario that the chart sets actual values against, and what it is called.
func (b *builder) planOf(c *definition.Chart) (scenario, name string) {
	scenario = c.Target
	if scenario == "" {
		scenario = "target"
		if model.ChartKind(c.Kind) == model.Budget {
			scenario = "budget"
		}
	}
	if scenario == "budget" {
		return scenario, b.locale.Text(locale.BudgetSeries)
	}
	return scenario, b.locale.Text(locale.TargetSeries)
}

// tertials returns the last month of each tertial of the year.
func tertials(year period.Period) []period.Period {
	return []period.Period{year.Add(3), year.Add(7), year.Add(11)}
}

// months returns n months from the first.
func months(first period.Period, n int) []period.Period {
	all := make([]period.Period, n)
	for i := range all {
		all[i] = first.Add(i)
	}
	return all
}
