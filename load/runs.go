package load

import (
	"context"
	"fmt"
	"time"
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
	batch, err := w.conn.PrepareBatch(writing(ctx), "INSERT INTO runs")
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
