package load

import (
	"context"
	"time"

	"nyckeltal/ingest/period"
)

// What the history calls publications.
const (
	actionLoad     = "load"
	actionRemap    = "remap"
	actionRollback = "rollback"
	actionReopen   = "reopen"
	actionRestate  = "restate"
)

// publication is a row of publications.
type publication struct {
	dataset, source string
	period          period.Period
	load            uint64
	run             string
	records         uint64
	action          string
	replaces        uint64 // of a rollback: the load that is withdrawn
}

// publish makes loads current from a time on, all at once: one insert of one block is atomic. Where the reply is lost, it
// asks whether the rows are there: nothing else is published at that time. Load ids grow, so that of several loads of one
// scope the last one is the newest.
func (w *Warehouse) publish(ctx context.Context, at time.Time, rows []publication) error {
	if len(rows) == 0 {
		return nil
	}
	return w.retry(ctx, "publish", func(ctx context.Context) error {
		err := w.insertPublications(ctx, at, rows)
		if err == nil {
			return nil
		}
		var there uint64
		asked := w.conn.QueryRow(ctx, "SELECT count() FROM publications WHERE published_at = toDateTime64(?, 6, 'UTC')", sqlTime(at)).Scan(&there)
		if asked == nil && there == uint64(len(rows)) {
			return nil
		}
		return err
	})
}

// publishVersion registers what the home's own files hold, a version that is known by its hash, and makes it current.
func (w *Warehouse) publishVersion(ctx context.Context, p publication, job, hash, file string) error {
	w.publishing.RLock()
	defer w.publishing.RUnlock()
	m, err := w.moment(ctx)
	if err != nil {
		return err
	}
	err = w.conn.Exec(ctx, `INSERT INTO loads (load_id, run_id, job, dataset, source, series, delivery, file, state, records, loaded_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'checked', ?, toDateTime64(?, 6, 'UTC'))`,
		p.load, p.run, job, p.dataset, p.source, p.source, hash, file, p.records, sqlTime(m.at))
	if err != nil {
		return err
	}
	p.action = actionLoad
	return w.publish(ctx, m.at, []publication{p})
}

func (w *Warehouse) insertPublications(ctx context.Context, at time.Time, rows []publication) error {
	batch, err := w.conn.PrepareBatch(ctx,
		"INSERT INTO publications (dataset, source, period, load_id, published_at, run_id, records, action, replaces)")
	if err != nil {
		return err
	}
	defer batch.Close()
	for _, p := range rows {
		err := batch.Append(p.dataset, p.source, uint32(p.period), p.load, at, p.run, p.records, p.action, p.replaces)
		if err != nil {
			return err
		}
	}
	return batch.Send()
}
