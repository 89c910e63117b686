package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Why rows are removed.
const (
	removedOrphan      = "orphan"      // the run was killed before it registered the load
	removedUnpublished = "unpublished" // the load was refused, or the run was killed before it published it; its rejects stay
	removedExpired     = "expired"     // such a load's rejects, when it is older than the horizon
	removedSuperseded  = "superseded"  // other loads took its place before the horizon
	removedDamaged     = "damaged"     // it had lost rows, and was given up
)

// Retention says what is kept.
type Retention struct {
	// Horizon is the time from which on every as-of question can be answered. Loads that were superseded before may go;
	// the zero time lets none go.
	Horizon time.Time
	// Left is the time before which a load that was not published by then never will be.
	Left time.Time
}

// Removal is a load whose rows are to be removed, or are.
type Removal struct {
	LoadID    uint64            `json:"load_id"`
	Reason    string            `json:"reason"`
	Dataset   string            `json:"dataset"` // "" for orphans, as the two that follow
	Job       string            `json:"job"`
	File      string            `json:"file"`
	Rows      map[string]uint64 `json:"rows"` // by table
	Announced bool              `json:"-"`    // an earlier removal that was interrupted has begun with it
}

// Count is the number of rows in all tables.
func (r Removal) Count() uint64 {
	var n uint64
	for _, rows := range r.Rows {
		n += rows
	}
	return n
}

// standing is what the registry knows of a load.
type standing struct {
	job, dataset, file          string
	registered, published, kept bool
	removed                     []string // reasons
}

// Removable returns what a retention would remove, oldest first: never a load that is current, waits for a closed month,
// carries certified figures of a closing, or is needed as of any time after the horizon.
func (w *Warehouse) Removable(ctx context.Context, r Retention) ([]Removal, error) {
	stored, err := w.storedRows(ctx)
	if err != nil {
		return nil, fmt.Errorf("see what may be removed: %w", err)
	}
	known, err := w.standings(ctx, r.Horizon)
	if err != nil {
		return nil, fmt.Errorf("see what may be removed: %w", err)
	}
	var removals []Removal
	for _, id := range slices.Sorted(maps.Keys(stored)) {
		s := known[id]
		removal := Removal{LoadID: id, Reason: r.reason(id, s), Dataset: s.dataset, Job: s.job, File: s.file, Rows: stored[id]}
		removal.Announced = slices.Contains(s.removed, removal.Reason)
		if removal.Reason == removedUnpublished {
			maps.DeleteFunc(removal.Rows, func(table string, _ uint64) bool { return slices.Contains(uncountedRecords, table) })
		}
		if removal.Reason != "" && len(removal.Rows) > 0 {
			removals = append(removals, removal)
		}
	}
	return removals, nil
}

// reason says why a load may be removed; "" keeps it.
func (r Retention) reason(id uint64, s standing) string {
	for _, reason := range s.removed { // what has begun is finished
		if reason != removedUnpublished {
			return reason
		}
	}
	old, left := id < loadIDAt(r.Horizon), id < loadIDAt(r.Left)
	switch {
	case s.kept:
		return ""
	case s.published && !r.Horizon.IsZero():
		return removedSuperseded
	case s.published:
		return ""
	case !s.registered && left:
		return removedOrphan
	case s.registered && old:
		return removedExpired
	case s.registered && left:
		return removedUnpublished
	}
	return ""
}

// storedRows counts the rows of every load in every table.
func (w *Warehouse) storedRows(ctx context.Context) (map[uint64]map[string]uint64, error) {
	var parts []string
	for _, table := range recordTables() {
		parts = append(parts, fmt.Sprintf("SELECT %s AS name, load_id, count() FROM %s GROUP BY load_id", quoteText(table), table))
	}
	rows, err := w.conn.Query(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, err
	}
	stored := make(map[uint64]map[string]uint64)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var name string
		var id, n uint64
		err := rows.Scan(&name, &id, &n)
		if stored[id] == nil {
			stored[id] = make(map[string]uint64)
		}
		stored[id][name] = n
		return struct{}{}, err
	})
	return stored, err
}

// recordTables are all tables whose rows belong to loads, in order.
func recordTables() []string {
	return append(slices.Sorted(maps.Keys(countedTables())), uncountedRecords...)
}

// standings reads what the registry knows of all loads. Of what was held back for a source and period the newest is kept,
// also when it would change nothing: later loads build on it.
func (w *Warehouse) standings(ctx context.Context, horizon time.Time) (map[uint64]standing, error) {
	rows, err := w.conn.Query(ctx, fmt.Sprintf(`
		WITH
			spans AS (%s),
			kept AS (
				SELECT load_id FROM spans WHERE needed OR pinned OR until > toDateTime64('%s', 6, 'UTC')
				UNION ALL SELECT argMax(load_id, (held_at, load_id)) FROM held_publications GROUP BY dataset, source, period
			),
			known AS (SELECT load_id FROM loads UNION DISTINCT SELECT load_id FROM publications UNION DISTINCT SELECT load_id FROM removed_loads)
		SELECT k.load_id, l.job, if(l.dataset = '' AND p.load_id != 0, 'measures', l.dataset), l.file,
			l.load_id != 0, p.load_id != 0, k.load_id IN (SELECT load_id FROM kept), r.reasons
		FROM known AS k
		LEFT JOIN loads AS l ON l.load_id = k.load_id
		LEFT JOIN (SELECT DISTINCT load_id FROM publications) AS p ON p.load_id = k.load_id
		LEFT JOIN (SELECT load_id, groupUniqArray(toString(reason)) AS reasons FROM removed_loads GROUP BY load_id) AS r ON r.load_id = k.load_id`,
		spansSQL, sqlTime(later(horizon, time.Unix(0, 0)))))
	if err != nil {
		return nil, err
	}
	known := make(map[uint64]standing)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var id uint64
		var s standing
		var registered, published, kept uint8
		err := rows.Scan(&id, &s.job, &s.dataset, &s.file, &registered, &published, &kept, &s.removed)
		s.registered, s.published, s.kept = registered == 1, published == 1, kept == 1
		known[id] = s
		return struct{}{}, err
	})
	return known, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// loadIDAt is the least id of a load that begins at a time; 0 for the zero time.
func loadIDAt(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	stamp, _ := strconv.ParseUint(t.UTC().Format("20060102150405"), 10, 64) // digits only
	return stamp * 100_000
}
