package load

import (
	"context"
	"fmt"
	"time"
)

// measuresDataset is the name under which measures are published.
const measuresDataset = "measures"

// PublishMeasures computes the measures of all indicators from what is published, and makes them the ones that key
// figures are computed from, all at once. It does nothing and returns false when nothing has been published since the
// last time. Until then, and when it is interrupted, key figures stay those of the run before.
func (w *Warehouse) PublishMeasures(ctx context.Context, runID string) (bool, error) {
	ctx = writing(ctx)
	var computed, changed time.Time
	row := w.conn.QueryRow(ctx, "SELECT maxIf(published_at, dataset = ?), maxIf(published_at, dataset NOT IN (?, ?)) FROM publications",
		measuresDataset, measuresDataset, acceptancesDataset)
	if err := row.Scan(&computed, &changed); err != nil {
		return false, fmt.Errorf("see whether the measures are up to date: %w", err)
	}
	if !changed.After(computed) {
		return false, nil
	}
	at := w.now() // what is published from here on belongs to the next time
	id := newLoadID(at)
	if err := w.conn.Exec(ctx, "INSERT INTO measure_records SELECT ? AS load_id, * FROM current_measures", id); err != nil {
		return false, fmt.Errorf("compute the measures: %w", err)
	}
	err := w.conn.Exec(ctx, "INSERT INTO publications SELECT ?, ?, 0, ?, toDateTime64(?, 6, 'UTC'), ?, count() "+
		"FROM measure_records WHERE load_id = ?",
		measuresDataset, measuresDataset, id, at.UTC().Format("2006-01-02 15:04:05.000000"), runID, id)
	if err != nil {
		return false, fmt.Errorf("publish the measures: %w", err)
	}
	return true, nil
}
