package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// writeWarnings stores what checks noticed.
func (l *Load) writeWarnings(ctx context.Context, warnings []record.Warning) error {
	if len(warnings) == 0 {
		return nil
	}
	batch, err := l.warehouse.conn.PrepareBatch(ctx, "INSERT INTO warning_records")
	if err != nil {
		return fmt.Errorf("store the warnings: %w", err)
	}
	defer batch.Close()
	for _, w := range warnings {
		err := batch.Append(l.id, w.Check, w.Sheet, uint32(w.Row), w.Cell, w.Column, uint32(w.Period), w.Message, uint64(w.Count))
		if err != nil {
			return fmt.Errorf("store the warnings: %w", err)
		}
	}
	return batch.Send()
}

// acceptancesDataset is the name under which acceptances are published, with the job as their source.
const acceptancesDataset = "acceptances"

// Acceptance signs the warnings of a check off.
type Acceptance struct {
	Check    string
	Delivery string        // name of the file, or SHA-256 or the beginning of it; "" for any
	Period   period.Period // 0 for any
	By       string
	On       time.Time // a day
	Comment  string
}

// PublishAcceptances makes a job's acceptances the ones in force, all at once. file is the name of the file that they stand
// in. It does nothing and returns false when they are in force already.
func (w *Warehouse) PublishAcceptances(ctx context.Context, job, file string, list []Acceptance, runID string) (bool, error) {
	ctx = Durable(ctx)
	var current string
	row := w.conn.QueryRow(ctx, `SELECT max(delivery) FROM loads WHERE load_id = (
		SELECT argMax(load_id, (published_at, load_id)) FROM publications WHERE dataset = ? AND source = ?)`, acceptancesDataset, job)
	if err := row.Scan(&current); err != nil {
		return false, fmt.Errorf("read the acceptances: %w", err)
	}
	hash := versionOf(list)
	if current == hash || current == "" && len(list) == 0 {
		return false, nil
	}
	id := w.newLoadID()
	if err := w.writeAcceptances(ctx, id, job, list); err != nil {
		return false, fmt.Errorf("store the acceptances: %w", err)
	}
	version := publication{dataset: acceptancesDataset, source: job, load: id, run: runID, records: uint64(len(list))}
	if err := w.publishVersion(ctx, version, job, hash, file); err != nil {
		return false, fmt.Errorf("publish the acceptances: %w", err)
	}
	return true, nil
}

// versionOf is a hash of acceptances.
func versionOf(list []Acceptance) string {
	hash := sha256.New()
	for _, a := range list {
		fmt.Fprintf(hash, "%q %q %d %q %s %q\n", a.Check, a.Delivery, a.Period, a.By, a.On.Format(time.DateOnly), a.Comment)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// writeAcceptances stores acceptances under a load id.
func (w *Warehouse) writeAcceptances(ctx context.Context, id uint64, job string, list []Acceptance) error {
	if len(list) == 0 {
		return nil
	}
	batch, err := w.conn.PrepareBatch(ctx, "INSERT INTO acceptance_records")
	if err != nil {
		return err
	}
	defer batch.Close()
	for _, a := range list {
		if err := batch.Append(id, job, a.Check, a.Delivery, uint32(a.Period), a.By, a.On, a.Comment); err != nil {
			return err
		}
	}
	return batch.Send()
}
