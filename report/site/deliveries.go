package site

import (
	"context"
	"maps"
	"slices"
	"strconv"
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
type refusedFile struct{ Source, File, When string }

// heldFile is a delivery of a closed month that waits.
type heldFile struct{ Month, Job, File, When, Records string }

// sourceRow is a source with a state per month.
type sourceRow struct {
	Name   string
	States []monthState

	job string
}

// monthState is what became of a month: its class names it for the style, its text for readers.
type monthState struct {
	Class, Mark, Text string
	Closed            bool
}

// calendarStates are how the states of the view delivery_calendar are shown: by a class, and by a mark so that colour does not stand alone.
var calendarStates = map[string]struct{ class, mark string }{
	"delivered": {"good", "●"}, "came late": {"fair", "◐"}, "late": {"bad", "!"}, "held": {"held", "■"}, "expected": {"open", "·"},
}

// rejectedMark stands beside the mark of a month with rejects.
const rejectedMark = "✕"

// calendarMonths is how many months are shown.
const calendarMonths = 12

// deliveries shows who has delivered which month.
func (s *Site) deliveries(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	entries, err := calendar(ctx, w)
	if err != nil {
		return err
	}
	var view deliveriesView
	year := p.deliveryYear(entries, &view)
	if year == 0 {
		return p.show("deliveries", p.text("Deliveries"), view)
	}
	first := period.New(year, 1)
	for n := range calendarMonths {
		view.Months = append(view.Months, p.locale.Month(first.Add(n).Month()))
	}
	if view.Sources, err = p.sources(ctx, w, entries, year); err != nil {
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

// calendarEntry is what became of a month of a source.
type calendarEntry struct {
	job, source string
	month       period.Period
	state       string
	rejected    uint64
	came        bool
}

// calendar reads the view delivery_calendar, source by source. It is read as a whole, for the years that there are to pick: a single year
// takes the view as long.
func calendar(ctx context.Context, w Warehouse) ([]calendarEntry, error) {
	return query(ctx, w, func(rows driver.Rows) (e calendarEntry, err error) {
		var at uint32
		err = rows.Scan(&e.job, &e.source, &at, &e.state, &e.rejected, &e.came)
		e.month = period.Period(at)
		return e, err
	}, `SELECT job, source, period, state, toUInt64(rejected_rows), delivered_at IS NOT NULL FROM delivery_calendar
		WHERE period % 100 BETWEEN 1 AND 12 ORDER BY job, source, period`)
}

// deliveryYear fills the picker of years and returns the one that is asked for, else the newest with deliveries, else the newest; 0
// when there is none.
func (p *page) deliveryYear(entries []calendarEntry, view *deliveriesView) int {
	came := map[int]bool{} // by year: whether anything did
	for _, e := range entries {
		came[e.month.Year()] = came[e.month.Year()] || e.came
	}
	years := slices.Sorted(maps.Keys(came))
	slices.Reverse(years)
	year := 0
	for _, y := range years {
		text := strconv.Itoa(y)
		chosen := p.request.FormValue("year") == text || p.request.FormValue("year") == "" && year == 0 && came[y]
		if chosen {
			year = y
		}
		view.Years = append(view.Years, choice{text, text, chosen})
	}
	if year == 0 && len(years) > 0 {
		year = years[0]
	}
	return year
}

// sources is what became of the months of a year, source by source.
func (p *page) sources(ctx context.Context, w Warehouse, entries []calendarEntry, year int) ([]sourceRow, error) {
	closed, err := query(ctx, w, func(rows driver.Rows) (period.Period, error) {
		var at uint32
		err := rows.Scan(&at)
		return period.Period(at), err
	}, "SELECT period FROM closed_periods WHERE intDiv(period, 100) = ?", year)
	if err != nil {
		return nil, err
	}
	var all []sourceRow
	for _, e := range entries {
		if e.month.Year() != year {
			continue
		}
		if n := len(all); n == 0 || all[n-1].Name != e.source || all[n-1].job != e.job {
			all = append(all, sourceRow{Name: e.source, States: make([]monthState, calendarMonths), job: e.job})
		}
		all[len(all)-1].States[e.month.Month()-1] = p.state(e.state, e.rejected, slices.Contains(closed, e.month))
	}
	return all, nil
}

// refusedFiles lists what was refused as a whole, the newest first. It is of no month, for nothing of it was taken in.
func (p *page) refusedFiles(ctx context.Context, w Warehouse) ([]refusedFile, error) {
	return query(ctx, w, func(rows driver.Rows) (f refusedFile, err error) {
		var at time.Time
		err = rows.Scan(&f.Source, &f.File, &at)
		f.When = p.moment(at)
		return f, err
	}, `SELECT source, file, max(loaded_at) AS at FROM deliveries GROUP BY job, source, file HAVING argMax(state, load_id) = 'refused'
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
	shown := calendarStates[state]
	m := monthState{Class: shown.class, Mark: shown.mark, Text: p.text(state), Closed: closed}
	if rejected > 0 {
		m.Text += ", " + p.textf("%d rows refused", rejected)
		m.Mark += rejectedMark
	}
	if closed {
		m.Text += ", " + p.text("month closed")
	}
	return m
}
