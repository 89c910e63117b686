package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// What can be said of a month.
const (
	decisionClose   = "close"
	decisionReopen  = "reopen"
	decisionRestate = "restate"
)

// Errors of closing.
var (
	// ErrClosed says that a month is closed already, or that something would change a closed month.
	ErrClosed = errors.New("the month is closed")
	// ErrNotClosed says that a month is not closed.
	ErrNotClosed = errors.New("the month is not closed")
	// ErrNothing says that there is nothing to close or to take in.
	ErrNothing = errors.New("there is nothing")
)

// Decision closes a month, or opens one.
type Decision struct {
	Period  period.Period
	Name    string // of the closing; "" for the month itself
	By      string // who decides it
	Comment string
	RunID   string // what the history calls the publications that follow
}

// Closing is what a decision has done.
type Closing struct {
	Name    string
	Periods []period.Period // the months that it changed, in order
	At      time.Time       // the certified figures are those as of this time
	Taken   []LateDelivery  // what had waited and has been published
}

// LateDelivery is a delivery that waits for a closed month.
type LateDelivery struct {
	Dataset, Source, File string
	Period                period.Period
	Load, Records         uint64
}

// CloseMonth closes a month and every earlier one that is still open, with the opening balances and yearly figures of
// earlier years (and of the same year, from December on): their figures are certified as they are now, and what is loaded
// for them later waits. ErrClosed says that the month is closed already, ErrNothing that there is nothing to close.
func (w *Warehouse) CloseMonth(ctx context.Context, d Decision) (Closing, error) {
	if _, err := w.PublishMeasures(ctx, d.RunID); err != nil {
		return Closing{}, err
	}
	m, err := w.moment(ctx)
	if err != nil {
		return Closing{}, fmt.Errorf("close %s: %w", d.Period, err)
	}
	if _, closed := m.split([]period.Period{d.Period}); len(closed) > 0 {
		return Closing{}, fmt.Errorf("close %s: %w", d.Period, ErrClosed)
	}
	first, err := w.firstYear(ctx, d.Period)
	if err != nil {
		return Closing{}, fmt.Errorf("close %s: %w", d.Period, err)
	}
	open, _ := m.split(upTo(first, d.Period))
	return w.decide(ctx, d, decisionClose, m.at, open)
}

// ReopenMonth opens a closed month: what waited for it is published, and what comes later changes it. Other months stay
// as they are. ErrNotClosed says that it is open.
func (w *Warehouse) ReopenMonth(ctx context.Context, d Decision) (Closing, error) {
	return w.open(ctx, d, actionReopen)
}

// open publishes what waits for a closed month, and then opens it: in this order nothing that waits is ever forgotten.
func (w *Warehouse) open(ctx context.Context, d Decision, action string) (Closing, error) {
	taken, err := w.takeLate(ctx, d, action)
	if err != nil {
		return Closing{}, fmt.Errorf("reopen %s: %w", d.Period, err)
	}
	m, err := w.moment(ctx)
	if err != nil {
		return Closing{}, fmt.Errorf("reopen %s: %w", d.Period, err)
	}
	closing, err := w.decide(ctx, d, decisionReopen, m.at, []period.Period{d.Period})
	if err != nil {
		return Closing{}, err
	}
	closing.Taken = taken
	_, err = w.PublishMeasures(ctx, d.RunID)
	return closing, err
}

// RestateMonth takes in what waits for a closed month and closes it anew, so that its certified figures are those with the
// late deliveries. The former ones stay to be had as of their time. ErrNotClosed says that it is open, ErrNothing that
// nothing waits. When it is interrupted, the month is either as before or open; closing it finishes the work.
func (w *Warehouse) RestateMonth(ctx context.Context, d Decision) (Closing, error) {
	late, err := w.Late(ctx, d.Period)
	if err == nil && len(late) == 0 {
		err = w.nothingLate(ctx, d.Period)
	}
	if err != nil {
		return Closing{}, fmt.Errorf("restate %s: %w", d.Period, err)
	}
	opened, err := w.open(ctx, d, actionRestate)
	if err != nil {
		return Closing{}, err
	}
	m, err := w.moment(ctx)
	if err != nil {
		return Closing{}, fmt.Errorf("restate %s: %w", d.Period, err)
	}
	closing, err := w.decide(ctx, d, decisionRestate, m.at, []period.Period{d.Period})
	closing.Taken = opened.Taken
	return closing, err
}

// ClosedAt returns the closing of a month; ok is false when the month is open.
func (w *Warehouse) ClosedAt(ctx context.Context, p period.Period) (c Closing, ok bool, err error) {
	return w.closingOf(ctx, p, "SELECT name, closed_at FROM closed_periods WHERE period = ?")
}

// FormerClosing returns the closing of a month before the one that counts: that of figures which have been restated since.
// ok is false when there was none.
func (w *Warehouse) FormerClosing(ctx context.Context, p period.Period) (c Closing, ok bool, err error) {
	return w.closingOf(ctx, p, `SELECT name, decided_at FROM closings WHERE period = ? AND action != 'reopen'
		ORDER BY decided_at DESC LIMIT 1 OFFSET 1`)
}

// closingOf reads a closing of the month, by a statement that gives name and time; ok is false when it gives none.
func (w *Warehouse) closingOf(ctx context.Context, p period.Period, sql string) (c Closing, ok bool, err error) {
	rows, err := w.conn.Query(ctx, sql, uint32(p))
	if err != nil {
		return Closing{}, false, fmt.Errorf("look for the closing of %s: %w", p, err)
	}
	found, err := collect(rows, func(rows driver.Rows) (Closing, error) {
		c := Closing{Periods: []period.Period{p}}
		return c, rows.Scan(&c.Name, &c.At)
	})
	if err != nil || len(found) == 0 {
		return Closing{}, false, err
	}
	return found[0], true, nil
}

// ClosingNamed returns the newest closing with a name; ok is false when there is none. Its Periods hold the last month only.
func (w *Warehouse) ClosingNamed(ctx context.Context, name string) (c Closing, ok bool, err error) {
	rows, err := w.conn.Query(ctx, `SELECT name, max(period), decided_at FROM closings WHERE name = ? AND action != 'reopen'
		GROUP BY name, decided_at ORDER BY decided_at DESC LIMIT 1`, name)
	if err != nil {
		return Closing{}, false, fmt.Errorf("look for the closing %s: %w", name, err)
	}
	found, err := collect(rows, func(rows driver.Rows) (Closing, error) {
		var c Closing
		var p uint32
		err := rows.Scan(&c.Name, &p, &c.At)
		c.Periods = []period.Period{period.Period(p)}
		return c, err
	})
	if err != nil || len(found) == 0 {
		return Closing{}, false, err
	}
	return found[0], true, nil
}

// decide writes a decision about months.
func (w *Warehouse) decide(ctx context.Context, d Decision, action string, at time.Time, periods []period.Period) (Closing, error) {
	if d.Name == "" {
		d.Name = d.Period.String()
	}
	batch, err := w.conn.PrepareBatch(Durable(ctx), "INSERT INTO closings (name, period, action, decided_at, decided_by, comment)")
	if err != nil {
		return Closing{}, fmt.Errorf("%s %s: %w", action, d.Period, err)
	}
	defer batch.Close()
	for _, p := range periods {
		if err := batch.Append(d.Name, uint32(p), action, at, d.By, d.Comment); err != nil {
			return Closing{}, fmt.Errorf("%s %s: %w", action, d.Period, err)
		}
	}
	if err := batch.Send(); err != nil {
		return Closing{}, fmt.Errorf("%s %s: %w", action, d.Period, err)
	}
	return Closing{Name: d.Name, Periods: periods, At: at}, nil
}

// firstYear returns the first year for which facts have been published. The month itself must have some.
func (w *Warehouse) firstYear(ctx context.Context, p period.Period) (int, error) {
	var here, first uint64
	err := w.conn.QueryRow(ctx, `SELECT countIf(period = ? AND records > 0), toUInt64(min(intDiv(period, 100)))
		FROM publications WHERE period > 0`, uint32(p)).Scan(&here, &first)
	if err == nil && here == 0 {
		err = ErrNothing
	}
	return int(first), err
}

// upTo returns the periods from a year on that a closing of the last one closes.
func upTo(year int, last period.Period) []period.Period {
	var periods []period.Period
	for ; year <= last.Year(); year++ {
		for month := range 14 {
			p := period.New(year, month)
			if p > last || month == 0 && year == last.Year() && last.Month() < 12 {
				continue
			}
			periods = append(periods, p)
		}
	}
	return periods
}

// takeLate publishes what waits for a closed month.
func (w *Warehouse) takeLate(ctx context.Context, d Decision, action string) ([]LateDelivery, error) {
	late, err := w.Late(ctx, d.Period)
	if err != nil {
		return nil, err
	}
	if len(late) == 0 {
		if err := w.nothingLate(ctx, d.Period); !errors.Is(err, ErrNothing) {
			return nil, err
		}
	}
	m, err := w.moment(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]publication, len(late))
	for i, l := range late {
		rows[i] = publication{
			dataset: l.Dataset, source: l.Source, period: l.Period, load: l.Load, run: d.RunID, records: l.Records, action: action,
		}
	}
	return late, w.publish(Durable(ctx), m.at, rows)
}

// Late returns what waits for a closed month.
func (w *Warehouse) Late(ctx context.Context, p period.Period) ([]LateDelivery, error) {
	rows, err := w.conn.Query(ctx, "SELECT dataset, source, file, load_id, records FROM late_deliveries WHERE period = ? ORDER BY dataset, source",
		uint32(p))
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows driver.Rows) (LateDelivery, error) {
		l := LateDelivery{Period: p}
		return l, rows.Scan(&l.Dataset, &l.Source, &l.File, &l.Load, &l.Records)
	})
}

// nothingLate says why nothing waits for a month.
func (w *Warehouse) nothingLate(ctx context.Context, p period.Period) error {
	_, closed, err := w.ClosedAt(ctx, p)
	switch {
	case err != nil:
		return err
	case !closed:
		return ErrNotClosed
	}
	return ErrNothing
}
