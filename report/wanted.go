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
		for _, id := range block.Chart.Indicators {
			for _, s := range b.seriesOf(block.Chart) {
				for _, p := range s.periods {
					w.figures = append(w.figures, s.figure(id, p))
				}
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
			if column.Status != "" {
				w.statuses[sliceOf(row.Slice).Kind] = true
				continue
			}
			f := b.figure(t, row, column)
			w.figures = append(w.figures, f)
			if column.Shift == 0 {
				w.decisive = append(w.decisive, f)
			}
		}
	}
}

func (b *builder) wantCosts(w *wanted, breakdown *definition.Breakdown) {
	if w.years[breakdown.By] == nil {
		w.years[breakdown.By] = map[int]bool{}
	}
	for _, column := range breakdown.Columns {
		w.years[breakdown.By][b.at.Year()+column.Shift] = true
	}
}

// figure returns the value that the cell shows.
func (b *builder) figure(t *definition.Table, row *definition.Row, column definition.Column) figure {
	return figure{
		indicator: row.IndicatorIn(t),
		slice:     sliceOf(row.Slice),
		scenario:  column.Scenario,
		window:    column.Window,
		period:    b.at.Add(column.Shift),
	}
}

// series is what a chart draws as one line or row of bars.
type series struct {
	role     model.SeriesRole
	name     string
	scenario string
	window   string
	periods  []period.Period
}

func (s series) figure(indicator string, p period.Period) figure {
	return figure{indicator: indicator, slice: model.Slice{Kind: total}, scenario: s.scenario, window: s.window, period: p}
}
