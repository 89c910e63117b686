package site

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// deliveriesView is the calendar of deliveries.
type deliveriesView struct {
	Months  []string
	Sources []sourceRow
	Years   []choice
	Refused []refusedFile
	Held    []heldFile
}

// refusedFile is a delivery that was refused as a whole, and that no other delivery of the file has followed.
type refusedFile struct{ Job, Source, File, When string }

// heldFile is a delivery of a closed month that waits.
type heldFile struct{ Month, Job, File, When, Records string }

// sourceRow is a source with a state per month.
type sourceRow struct {
	Name, Job string
	States    []monthState
}

// monthState is what became of a month: its class names it for the style, its text for readers.
type monthState struct {
	Class, Mark, Text string
	Closed            bool
}

// marks are signs for the states of the view delivery_calendar, so that colour does not stand alone.
var marks = map[string]string{"delivered": "●", "came late": "◐", "late": "!", "held": "■", "expected": "·", "rejected": "✕"}

// calendarMonths is how many months are shown.
const calendarMonths = 12

// deliveries shows who has delivered which month.
func (s *Site) deliveries(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	var view deliveriesView
	year, err := p.deliveryYear(ctx, w, &view)
	if err != nil {
		return err
	}
	if year == 0 {
		return p.show("deliveries", p.text("Deliveries"), view)
	}
	first := period.New(year, 1)
	for n := range calendarMonths {
		view.Months = append(view.Months, p.locale.Month(first.Add(n).Month()))
	}
	if view.Sources, err = p.calendar(ctx, w, year); err != nil {
		return err
	}
	if view.Refused, err = p.refusedFiles(ctx, w); err != nil {
		return err
	}
	if p.session.user.Role.covers(Auditor) {
		if view.Held, err = p.heldFiles(ctx, w, year); err != nil {
			return err
		}
	}
	return p.show("deliveries", p.text("Deliveries"), view)
}

// deliveryYear fills the picker of years and returns the one that is asked for, else the newest with deliveries, else the newest; 0
// when there is none.
func (p *page) deliveryYear(ctx context.Context, w Warehouse, view *deliveriesView) (int, error) {
	type known struct {
		year uint32
		came bool
	}
	years, err := query(ctx, w, func(rows driver.Rows) (y known, err error) { return y, rows.Scan(&y.year, &y.came) },
		`SELECT toUInt32(intDiv(period, 100)) AS year, toBool(countIf(delivered_at IS NOT NULL) > 0) FROM delivery_calendar
		WHERE period % 100 BETWEEN 1 AND 12 GROUP BY year ORDER BY year DESC`)
	if err != nil {
		return 0, err
	}
	year := 0
	for _, y := range years {
		text := fmt.Sprint(y.year)
		chosen := p.request.FormValue("year") == text || p.request.FormValue("year") == "" && year == 0 && y.came
		if chosen {
			year = int(y.year)
		}
		view.Years = append(view.Years, choice{text, text, chosen})
	}
	if year == 0 && len(years) > 0 {
		year = int(years[0].year)
	}
	return year, nil
}

// calendar is what became of the months of a year, source by source.
func (p *page) calendar(ctx context.Context, w Warehouse, year int) ([]sourceRow, error) {
	closed, err := query(ctx, w, func(rows driver.Rows) (m uint32, err error) { return m, rows.Scan(&m) },
		"SELECT period FROM closed_periods WHERE intDiv(period, 100) = ?", year)
	if err != nil {
		return nil, err
	}
	type entry struct {
		job, source, state string
		at                 uint32
		rejected           uint64
	}
	entries, err := query(ctx, w, func(rows driver.Rows) (e entry, err error) {
		return e, rows.Scan(&e.job, &e.source, &e.at, &e.state, &e.rejected)
	}, `SELECT job, source, period, state, toUInt64(rejected_rows) FROM delivery_calendar
		WHERE intDiv(period, 100) = ? AND period % 100 BETWEEN 1 AND 12 ORDER BY job, source, period`, year)
	if err != nil {
		return nil, err
	}
	var sources []sourceRow
	for _, e := range entries {
		if n := len(sources); n == 0 || sources[n-1].Name != e.source || sources[n-1].Job != e.job {
			sources = append(sources, sourceRow{e.source, e.job, make([]monthState, calendarMonths)})
		}
		month := period.Period(e.at).Month()
		sources[len(sources)-1].States[month-1] = p.state(e.state, e.rejected, slices.Contains(closed, e.at))
	}
	return sources, nil
}

// refusedFiles lists what was refused as a whole, the newest first. It is of no month, for nothing of it was taken in.
func (p *page) refusedFiles(ctx context.Context, w Warehouse) ([]refusedFile, error) {
	return query(ctx, w, func(rows driver.Rows) (f refusedFile, err error) {
		var at time.Time
		err = rows.Scan(&f.Job, &f.Source, &f.File, &at)
		f.When = p.moment(at)
		return f, err
	}, `SELECT job, source, file, max(loaded_at) AS at FROM deliveries GROUP BY job, source, file HAVING argMax(state, load_id) = 'refused'
		ORDER BY at DESC LIMIT ?`, mostRefused)
}

// heldFiles lists what waits because its month is closed.
func (p *page) heldFiles(ctx context.Context, w Warehouse, year int) ([]heldFile, error) {
	return query(ctx, w, func(rows driver.Rows) (f heldFile, err error) {
		var month uint32
		var at time.Time
		var records uint64
		err = rows.Scan(&month, &f.Job, &f.File, &at, &records)
		f.Month, f.When, f.Records = period.Period(month).String(), p.moment(at), p.count(records)
		return f, err
	}, "SELECT period, job, file, held_at, toUInt64(records) FROM late_deliveries WHERE intDiv(period, 100) = ? ORDER BY period, job, file", year)
}

// state is a month of a source in the reader's words.
func (p *page) state(state string, rejected uint64, closed bool) monthState {
	classes := map[string]string{"delivered": "good", "came late": "fair", "late": "bad", "held": "held", "expected": "open"}
	m := monthState{Class: classes[state], Mark: marks[state], Text: p.text(state), Closed: closed}
	if rejected > 0 {
		m.Text += ", " + p.textf("%d rows refused", rejected)
		m.Mark += marks["rejected"]
	}
	if closed {
		m.Text += ", " + p.text("month closed")
	}
	return m
}
