package load

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// ErrNoEarlier says that a source has nothing to return to.
var ErrNoEarlier = errors.New("there is no earlier publication to return to")

// Source names what one series of deliveries fills.
type Source struct {
	Dataset string
	Name    string // the job, and what the file name says besides period and year
}

// Move is a period of a source that a rollback gives back to an earlier load.
type Move struct {
	Period   period.Period
	From, To uint64 // the loads
	Records  uint64 // of the load To in this period
}

// Sources returns the sources of a job that have published something, in order.
func (w *Warehouse) Sources(ctx context.Context, job string) ([]Source, error) {
	rows, err := w.conn.Query(ctx, `SELECT DISTINCT dataset, source FROM loads
		WHERE job = ? AND load_id IN (SELECT load_id FROM publications) AND dataset != 'acceptances' ORDER BY dataset, source`, job)
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	return collect(rows, func(rows driver.Rows) (Source, error) {
		var s Source
		return s, rows.Scan(&s.Dataset, &s.Name)
	})
}

// Rollback returns a source to its previous publication, in every period that its newest load is current in; a period that
// had none before becomes empty. The load that is withdrawn is not loaded again until something else has been. Calling it
// again goes back further. ErrNoEarlier says that there is nothing before, ErrClosed that a closed month would change.
func (w *Warehouse) Rollback(ctx context.Context, s Source, runID string) ([]Move, error) {
	moves, err := w.back(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("roll %s back: %w", s.Name, err)
	}
	return moves, w.move(ctx, s, moves, runID)
}

// RollbackTo returns a source to what it had published at a time, be it forth or back. The errors are those of Rollback.
func (w *Warehouse) RollbackTo(ctx context.Context, s Source, at time.Time, runID string) ([]Move, error) {
	moves, err := w.moves(ctx, s, fmt.Sprintf(`
		SELECT period, argMax(load_id, (published_at, load_id)) AS newest,
			argMaxIf(load_id, (published_at, load_id), published_at <= toDateTime64('%[1]s', 6, 'UTC')) AS target
		FROM publications WHERE dataset = ? AND source = ? GROUP BY period
		HAVING newest != target AND (SELECT min(published_at) FROM publications WHERE dataset = ? AND source = ?) <= toDateTime64('%[1]s', 6, 'UTC')`,
		sqlTime(at)), s.Dataset, s.Name, s.Dataset, s.Name)
	if err != nil {
		return nil, fmt.Errorf("roll %s back: %w", s.Name, err)
	}
	return moves, w.move(ctx, s, moves, runID)
}

// back finds what the newest load has taken the place of: of each period the newest load before it was first published
// there, and for new periods the load that was the newest of the source then, which has no records of them.
func (w *Warehouse) back(ctx context.Context, s Source) ([]Move, error) {
	return w.moves(ctx, s, `
		WITH
			history AS (SELECT period, load_id, published_at FROM publications WHERE dataset = ? AND source = ?),
			(SELECT argMax(load_id, (published_at, load_id)) FROM history) AS withdrawn,
			(SELECT min(published_at) FROM history WHERE load_id = withdrawn) AS since,
			(SELECT argMaxIf(load_id, (published_at, load_id), published_at < since) FROM history) AS former
		SELECT period, argMax(load_id, (published_at, load_id)) AS newest,
			argMaxIf(load_id, (published_at, load_id), published_at < since) AS target
		FROM history GROUP BY period HAVING newest = withdrawn AND former != 0`, s.Dataset, s.Name)
}

// moves runs a statement that gives periods, the loads that are current in them and those that are to be; 0 is none.
func (w *Warehouse) moves(ctx context.Context, s Source, sql string, args ...any) ([]Move, error) {
	rows, err := w.conn.Query(ctx, `SELECT m.period, m.newest, m.target, r.records FROM (`+sql+`) AS m
		LEFT JOIN (SELECT period, load_id, max(records) AS records FROM publications WHERE dataset = ? AND source = ? GROUP BY period, load_id) AS r
		ON r.period = m.period AND r.load_id = m.target ORDER BY m.period`, append(args, s.Dataset, s.Name)...)
	if err != nil {
		return nil, err
	}
	moves, err := collect(rows, func(rows driver.Rows) (Move, error) {
		var p uint32
		var m Move
		err := rows.Scan(&p, &m.From, &m.To, &m.Records)
		m.Period = period.Period(p)
		return m, err
	})
	if err == nil && len(moves) == 0 {
		err = ErrNoEarlier
	}
	return moves, err
}

// move publishes earlier loads again, and computes the measures anew.
func (w *Warehouse) move(ctx context.Context, s Source, moves []Move, runID string) error {
	m, err := w.moment(ctx)
	if err != nil {
		return fmt.Errorf("roll %s back: %w", s.Name, err)
	}
	if err := w.checkKept(ctx, moves); err != nil {
		return fmt.Errorf("roll %s back: %w", s.Name, err)
	}
	var rows []publication
	for _, back := range moves {
		if _, closed := m.split([]period.Period{back.Period}); len(closed) > 0 {
			return fmt.Errorf("roll %s back in %s: %w: reopen it first", s.Name, back.Period, ErrClosed)
		}
		rows = append(rows, publication{
			dataset: s.Dataset, source: s.Name, period: back.Period, load: back.To, run: runID, records: back.Records,
			action: actionRollback, replaces: back.From,
		})
	}
	if err := w.publish(Durable(ctx), m.at, rows); err != nil {
		return fmt.Errorf("roll %s back: %w", s.Name, err)
	}
	_, err = w.PublishMeasures(ctx, runID)
	return err
}

// ErrRemoved says that the rows of an earlier load have been removed, or are damaged.
var ErrRemoved = errors.New("the earlier records are gone: retention has removed them, or they are damaged")

// checkKept returns ErrRemoved when the rows of a load that is to be current again are gone.
func (w *Warehouse) checkKept(ctx context.Context, moves []Move) error {
	for _, m := range moves {
		var removed uint64
		row := w.conn.QueryRow(ctx, "SELECT count() FROM removed_loads WHERE load_id = ?", m.To)
		if err := row.Scan(&removed); err != nil {
			return err
		}
		if removed > 0 || slices.Contains(w.lost(), m.To) {
			return fmt.Errorf("load %d of %s: %w", m.To, m.Period, ErrRemoved)
		}
	}
	return nil
}
