package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Remapping are the deliveries of a job that are mapped again, to be published together: the loads in which Meta names it.
// They take the place of everything that their sources have published, in every period. It is not safe for concurrent use.
type Remapping struct {
	loads map[string]map[period.Period]uint64 // of each source the newest load of a period
}

// NewRemapping returns an empty one.
func NewRemapping() *Remapping { return &Remapping{loads: make(map[string]map[period.Period]uint64)} }

// prepared makes a load the newest one of its source in its periods.
func (r *Remapping) prepared(l *Load) {
	if r.loads[l.meta.Source] == nil {
		r.loads[l.meta.Source] = make(map[period.Period]uint64)
	}
	for _, p := range l.controls.sorted() {
		r.loads[l.meta.Source][p] = l.id
	}
}

// current is the condition that a row belongs to the newest load of its period.
func (r *Remapping) current(l *Load) string {
	newest := r.loads[l.meta.Source]
	if len(newest) == 0 {
		return "false"
	}
	var pairs []string
	for _, p := range slices.Sorted(maps.Keys(newest)) {
		pairs = append(pairs, fmt.Sprintf("(%d, %d)", newest[p], p))
	}
	return fmt.Sprintf("(load_id, %s) IN (%s)", l.periodColumn(), strings.Join(pairs, ", "))
}

// Replay is a delivery of which the warehouse shows records, so that they change when it is mapped again.
type Replay struct {
	Source, Delivery, File string
	Scope                  Scope
	At                     time.Time // when it was loaded
}

// Replays returns the deliveries of a job of which the warehouse shows records, or holds some back, in the order in which
// they were loaded. Where a job replaces by key and one of its loads has lost rows, so that nothing tells any more which
// deliveries it kept records of, these are all that its source has ever published and not rolled back.
func (w *Warehouse) Replays(ctx context.Context, job string, d *record.Dataset, mode Mode) ([]Replay, error) {
	rows, err := w.conn.Query(ctx, fmt.Sprintf(`
		WITH shown AS
		(
			SELECT load_id FROM current_publications WHERE dataset = '%[1]s'
			UNION DISTINCT SELECT load_id FROM late_deliveries WHERE dataset = '%[1]s'
		)
		SELECT source, delivery, file, scope_from, scope_to, loaded_at FROM loads
		WHERE job = ? AND dataset = '%[1]s' AND (load_id IN (SELECT load_id FROM shown)
			OR load_id IN (SELECT DISTINCT origin FROM %[1]s_records WHERE load_id IN (SELECT load_id FROM shown))%[2]s)
		ORDER BY load_id`, d.Name, w.keptByLost(mode)), job)
	if err != nil {
		return nil, fmt.Errorf("read what is published: %w", err)
	}
	return collect(rows, func(rows driver.Rows) (Replay, error) {
		var r Replay
		var from, to uint32
		err := rows.Scan(&r.Source, &r.Delivery, &r.File, &from, &to, &r.At)
		r.Scope = Scope{From: period.Period(from), To: period.Period(to)}
		return r, err
	})
}

// keptByLost is the condition, with OR in front, that the source of a load has lost rows which it had kept of others; it is
// empty where there are none.
func (w *Warehouse) keptByLost(mode Mode) string {
	if mode != ReplaceKey {
		return ""
	}
	return `
			OR source IN (SELECT source FROM loads WHERE load_id IN (` + w.lostIDs() + `)) AND load_id IN (SELECT load_id FROM publications)
				AND load_id NOT IN (SELECT replaces FROM publications WHERE action = 'rollback')`
}
