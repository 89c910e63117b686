package report

import (
	"nyckeltal/ingest/period"
	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

// wanted is everything that a definition needs from the views.
type wanted struct {
	figures []figure
	// decisive are the figures of the period itself; without any of them the report has nothing to tell. Actual
	// figures decide when the report has any, otherwise every scenario does.
	decisive []figure
	statuses map[string]bool // kinds of the slices whose statuses are shown
	items    bool
	years    map[string]map[int]bool // of the costs by service and by customer
}

// wanted goes through the definition.
func (b *builder) wanted() wanted {
	w := wanted{statuses: map[string]bool{}, years: map[string]map[int]bool{}}
	for _, s := range b.def.Sections {
		for _, block := range s.Content {
			b.want(&w, block)
		}
	}
	var actual, current []figure
	for _, f := range w.decisive {
		if f.scenario == "actual" {
			actual = append(actual, f)
		}
		current = append(current, f)
	}
	if w.decisive = actual; len(actual) == 0 {
		w.decisive = current
	}
	return w
}

func (b *builder) want(w *wanted, block definition.Block) {
	switch {
	case block.Table != nil:
		b.wantRows(w, block.Table, block.Table.Rows)
	case block.Breakdown != nil:
		b.wantCosts(w, block.Breakdown)
	case block.List != nil:
		w.items = true
	case block.Chart != nil:
		b.wantChart(w, block.Chart)
	}
}

func (b *builder) wantChart(w *wanted, chart *definition.Chart) {
	if model.ChartKind(chart.Kind) == model.Shares {
		for _, by := range []string{byService, byCustomer} {
			w.cost(by, b.at.Year()+chart.Shift)
		}
		return
	}
	for _, id := range chart.Indicators {
		for _, s := range b.seriesOf(chart) {
			for _, p := range s.periods {
				w.figures = append(w.figures, s.figure(id, p))
			}
		}
	}
}

func (b *builder) wantRows(w *wanted, t *definition.Table, rows []definition.Row) {
	for i := range rows {
		row := &rows[i]
		b.wantRows(w, t, row.Rows)
		if row.IsGroup() {
			continue
		}
		for _, column := range t.Columns {
			switch {
			case column.Status != "":
				w.statuses[b.sliceOf(row.Slice).Kind] = true
			case column.Trend != "":
				w.figures = append(w.figures, b.trend(t, row, column)...)
			case column.IsFigure():
				f := b.figure(t, row, column)
				w.figures = append(w.figures, f)
				if column.Shift == 0 {
					w.decisive = append(w.decisive, f)
				}
			}
		}
	}
}

func (b *builder) wantCosts(w *wanted, breakdown *definition.Breakdown) {
	for _, column := range breakdown.Columns {
		w.cost(breakdown.By, b.at.Year()+column.Shift)
	}
}

// cost asks for the costs of a year, by service or by customer.
func (w *wanted) cost(by string, year int) {
	if w.years[by] == nil {
		w.years[by] = map[int]bool{}
	}
	w.years[by][year] = true
}

// figure returns the value that the cell shows.
func (b *builder) figure(t *definition.Table, row *definition.Row, column definition.Column) figure {
	return figure{
		indicator: row.IndicatorIn(t),
		slice:     b.sliceOf(row.Slice),
		scenario:  column.Scenario,
		window:    column.Window,
		period:    b.at.Add(column.Shift),
	}
}

// trendMonths is how many months a trend shows.
const trendMonths = 12

// trend returns the values that the cell of a trend shows.
func (b *builder) trend(t *definition.Table, row *definition.Row, column definition.Column) []figure {
	var figures []figure
	for _, p := range months(b.at.Add(1-trendMonths), trendMonths) {
		figures = append(figures, figure{row.IndicatorIn(t), b.sliceOf(row.Slice), "actual", column.Trend, p})
	}
	return figures
}

// series is what a chart draws as one line or row of bars.
type series struct {
	role     model.SeriesRole
	name     string
	slice    model.Slice
	scenario string
	window   string
	periods  []period.Period
	newest   string // the window of the last period, when it is another one
}

func (s series) figure(indicator string, p period.Period) figure {
	window := s.window
	if s.newest != "" && p == s.periods[len(s.periods)-1] {
		window = s.newest
	}
	return figure{indicator: indicator, slice: s.slice, scenario: s.scenario, window: window, period: p}
}
