package site

import (
	"fmt"
	"math"
	"strings"
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
	view := p.indicatorView(i)
	type month struct {
		at           period.Period
		actual, year *decimal.Decimal
	}
	months, err := query(ctx, w, func(rows driver.Rows) (m month, err error) {
		var at uint32
		err = rows.Scan(&at, &m.actual, &m.year)
		m.at = period.Period(at)
		return m, err
	}, `SELECT toUInt32(period), anyIf(value, window = 'month'), anyIf(value, window = 'r12') FROM kpi_values
		WHERE indicator = ? AND scenario = 'actual' AND slice_kind = 'total' AND window IN ('month', 'r12')
		GROUP BY period ORDER BY period DESC LIMIT ?`, i.ID, historyMonths)
	if err != nil {
		return err
	}
	show := func(d *decimal.Decimal) string {
		if d == nil {
			return "–"
		}
		return p.locale.Value(*d, i.Decimals, i.Unit)
	}
	var values []*decimal.Decimal
	var labels []string
	for n := len(months) - 1; n >= 0; n-- {
		values, labels = append(values, months[n].actual), append(labels, months[n].at.String())
	}
	for _, m := range months {
		view.Months = append(view.Months, historyRow{m.at.String(), show(m.actual), show(m.year)})
	}
	view.Line = draw(values, labels, func(v float64) string {
		return p.locale.Value(decimal.NewFromFloat(v), i.Decimals, i.Unit)
	})
	return p.show("indicator", view.Name, view)
}

// line is a drawing of values over months. Its coordinates are those of the template's view box.
type line struct {
	Path         string
	Low, High    string // the least and the greatest value
	LowY, HighY  string
	First, Last  string // months
	ZeroY        string // of the axis; empty when 0 lies outside
	Width, Right string
}

const (
	lineWidth, lineHeight = 640.0, 200.0
	lineLeft, lineRight   = 84.0, 12.0
	lineTop, lineBottom   = 16.0, 28.0
)

// draw lays the line out; it is nil for fewer than two values. Where one is missing the line has a gap.
func draw(values []*decimal.Decimal, labels []string, write func(float64) string) *line {
	low, high, count := math.Inf(1), math.Inf(-1), 0
	for _, v := range values {
		if v != nil {
			f := v.InexactFloat64()
			low, high, count = min(low, f), max(high, f), count+1
		}
	}
	if count < 2 {
		return nil
	}
	span := high - low
	if span == 0 {
		span = 1
	}
	y := func(v float64) float64 { return lineTop + (high-v)/span*(lineHeight-lineTop-lineBottom) }
	step := (lineWidth - lineLeft - lineRight) / float64(len(values)-1)
	var path strings.Builder
	pen := "M"
	for i, v := range values {
		if v == nil {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", pen, lineLeft+step*float64(i), y(v.InexactFloat64()))
		pen = "L"
	}
	at := func(v float64) string { return fmt.Sprintf("%.1f", v) }
	l := &line{
		Path: path.String(), Low: write(low), High: write(high), LowY: at(y(low)), HighY: at(y(high)),
		First: labels[0], Last: labels[len(labels)-1], Width: at(lineWidth), Right: at(lineWidth - lineRight),
	}
	if low < 0 && high > 0 {
		l.ZeroY = at(y(0))
	}
	return l
}
