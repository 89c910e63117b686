package load

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"nyckeltal/ingest/period"
)

// moment is a time at which something is published or decided, and what is closed then.
type moment struct {
	at     time.Time
	closed []period.Period
}

// moment returns the present. It is later than everything that was published or decided before, also when the clock has
// been set back meanwhile: the newest publication must be the last one.
func (w *Warehouse) moment(ctx context.Context) (moment, error) {
	var last time.Time
	var closed []uint32
	row := w.conn.QueryRow(ctx, `SELECT greatest((SELECT max(published_at) FROM publications), (SELECT max(decided_at) FROM closings)),
		(SELECT groupArray(period) FROM closed_periods)`)
	if err := row.Scan(&last, &closed); err != nil {
		return moment{}, err
	}
	m := moment{at: w.now().UTC().Truncate(time.Microsecond)}
	if !m.at.After(last) {
		m.at = last.Add(time.Microsecond)
	}
	for _, p := range closed {
		m.closed = append(m.closed, period.Period(p))
	}
	return m, nil
}

// split tells open from closed periods.
func (m moment) split(periods []period.Period) (open, closed []period.Period) {
	for _, p := range periods {
		if slices.Contains(m.closed, p) {
			closed = append(closed, p)
		} else {
			open = append(open, p)
		}
	}
	return open, closed
}

// newLoadID makes an id that grows with time and reads as one: 20231130023001 and the second's fraction in steps of
// 10 µs. No two loads of a warehouse's connection have the same.
func (w *Warehouse) newLoadID() uint64 {
	now := w.now().UTC()
	stamp, _ := strconv.ParseUint(now.Format("20060102150405"), 10, 64)
	id := stamp*100_000 + uint64(now.Nanosecond()/10_000)
	w.ids.Lock()
	defer w.ids.Unlock()
	w.lastID = max(id, w.lastID+1)
	return w.lastID
}

// sqlTime writes a time as ClickHouse reads it for DateTime64(6, 'UTC'). Times that are bound to a statement lose their
// fractions of a second.
func sqlTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000000") }

// Generation names a state of what is published. It stays the same as long as nothing is published, held back, decided or lost.
type Generation string

// Generation returns the present one.
func (w *Warehouse) Generation(ctx context.Context) (Generation, error) {
	var state string
	row := w.conn.QueryRow(ctx, `SELECT concat(toString((SELECT (count(), max(published_at)) FROM publications)),
		toString((SELECT (count(), max(held_at)) FROM held_publications)), toString((SELECT (count(), max(decided_at)) FROM closings)),
		toString((SELECT count() FROM removed_loads)))`)
	if err := row.Scan(&state); err != nil {
		return "", fmt.Errorf("see what is published: %w", err)
	}
	return Generation(state + w.lostIDs()), nil
}
