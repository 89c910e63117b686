package site

import (
	"context"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/contribution"
)

// indicators lists the catalogue.
func (s *Site) indicators(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	v, err := views(ctx, w, time.Time{})
	if err != nil {
		return err
	}
	all, err := v.Indicators(ctx)
	if err != nil {
		return err
	}
	var view []indicatorView
	for _, i := range all {
		view = append(view, p.indicatorView(i))
	}
	return p.show("indicators", p.text("Indicators"), view)
}

// indicatorView is an indicator, on its own page with its history.
type indicatorView struct {
	ID, Name, Definition, Unit string
	Months                     []historyRow // newest first
	Line                       *line
}

type historyRow struct{ Month, Actual, Year string }

func (p *page) indicatorView(i *contribution.Indicator) indicatorView {
	return indicatorView{ID: i.ID, Name: i.Name.In(p.locale.Language), Definition: i.Definition.In(p.locale.Language), Unit: p.locale.Unit(i.Unit)}
}

// historyMonths is how many months of history are shown.
const historyMonths = 36

// indicator shows what an indicator is, and its months.
func (s *Site) indicator(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	v, err := views(ctx, w, time.Time{})
	if err != nil {
		return err
	}
	i, err := v.Indicator(ctx, p.request.FormValue("id"))
	if err != nil {
		return err
	}
	months, err := history(ctx, w, i.ID)
	if err != nil {
		return err
	}
	view := p.indicatorView(i)
	var values []*decimal.Decimal // the oldest first
	var labels []string
	for _, m := range slices.Backward(months) {
		values, labels = append(values, m.actual), append(labels, m.at.String())
	}
	for _, m := range months {
		view.Months = append(view.Months, historyRow{m.at.String(), p.value(m.actual, i.Decimals, i.Unit), p.value(m.year, i.Decimals, i.Unit)})
	}
	view.Line = draw(values, labels, func(v float64) string {
		return p.locale.Value(decimal.NewFromFloat(v), i.Decimals, i.Unit)
	})
	return p.show("indicator", view.Name, view)
}

// month is the actual value of an indicator in a month, and in the twelve that end with it; nil where there is none.
type month struct {
	at           period.Period
	actual, year *decimal.Decimal
}

// history reads the months of an indicator, the newest first.
func history(ctx context.Context, w Warehouse, indicator string) ([]month, error) {
	return query(ctx, w, func(rows driver.Rows) (m month, err error) {
		var at uint32
		err = rows.Scan(&at, &m.actual, &m.year)
		m.at = period.Period(at)
		return m, err
	}, `SELECT toUInt32(period), anyIf(value, window = 'month'), anyIf(value, window = 'r12') FROM kpi_values
		WHERE indicator = ? AND scenario = 'actual' AND slice_kind = 'total' AND window IN ('month', 'r12')
		GROUP BY period ORDER BY period DESC LIMIT ?`, indicator, historyMonths)
}
