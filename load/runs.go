package load

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Run is a job of a run, for the history.
type Run struct {
	RunID             string
	Job               string
	Trigger           string
	Started, Finished time.Time
	Outcome           string
	Deliveries        int // loaded ones
	Counts            Counts
	Records           int
	Message           string
}

// RememberRuns appends to the history of runs.
func (w *Warehouse) RememberRuns(ctx context.Context, runs []Run) error {
	if len(runs) == 0 {
		return nil
	}
	batch, err := w.conn.PrepareBatch(Durable(ctx), "INSERT INTO runs")
	if err != nil {
		return fmt.Errorf("write the history of runs: %w", err)
	}
	defer batch.Close()
	for _, r := range runs {
		err := batch.Append(r.RunID, r.Job, r.Trigger, r.Started.UTC(), r.Finished.UTC(), r.Outcome, uint32(r.Deliveries),
			uint64(r.Counts.Rows), uint64(r.Records), uint64(r.Counts.Rejected), uint64(r.Counts.Skipped), r.Message)
		if err != nil {
			return fmt.Errorf("write the history of runs: %w", err)
		}
	}
	return batch.Send()
}

// LastRuns returns the last run of each job.
func (w *Warehouse) LastRuns(ctx context.Context) (map[string]Run, error) {
	rows, err := w.conn.Query(ctx, "SELECT job, run_id, trigger, started_at, finished_at, outcome, message FROM runs ORDER BY started_at DESC LIMIT 1 BY job")
	if err != nil {
		return nil, fmt.Errorf("read the history of runs: %w", err)
	}
	last := make(map[string]Run)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var r Run
		err := rows.Scan(&r.Job, &r.RunID, &r.Trigger, &r.Started, &r.Finished, &r.Outcome, &r.Message)
		last[r.Job] = r
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the history of runs: %w", err)
	}
	return last, nil
}
