package load

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// DueDate says from when on the delivery of a month is late.
type DueDate struct {
	Job    string
	Period period.Period
	Due    time.Time // in whole seconds
}

// PublishDueDates makes the due dates those of the view delivery_calendar, unless they are already.
func (w *Warehouse) PublishDueDates(ctx context.Context, dates []DueDate) error {
	known, err := w.dueDates(ctx)
	if err != nil {
		return fmt.Errorf("read the due dates: %w", err)
	}
	same := func(a, b DueDate) bool { return a.Job == b.Job && a.Period == b.Period && a.Due.Equal(b.Due) }
	if slices.EqualFunc(known, dates, same) || len(dates) == 0 && len(known) == 0 {
		return nil
	}
	if len(dates) == 0 {
		dates = []DueDate{{}} // of no job: it takes the place of those of before
	}
	if err := w.writeDueDates(ctx, dates); err != nil {
		return fmt.Errorf("write the due dates: %w", err)
	}
	return nil
}

// dueDates are those that hold, by job and period.
func (w *Warehouse) dueDates(ctx context.Context) ([]DueDate, error) {
	rows, err := w.conn.Query(ctx, `SELECT job, period, due_at FROM due_dates
		WHERE written_at = (SELECT max(written_at) FROM due_dates) AND job != '' ORDER BY job, period`)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows driver.Rows) (DueDate, error) {
		var d DueDate
		var p uint32
		err := rows.Scan(&d.Job, &p, &d.Due)
		d.Period = period.Period(p)
		return d, err
	})
}

func (w *Warehouse) writeDueDates(ctx context.Context, dates []DueDate) error {
	batch, err := w.conn.PrepareBatch(Durable(ctx), "INSERT INTO due_dates")
	if err != nil {
		return err
	}
	defer batch.Close()
	now := w.now().UTC()
	for _, d := range dates {
		if d.Due.IsZero() {
			d.Due = time.Unix(0, 0)
		}
		if err := batch.Append(d.Job, uint32(d.Period), d.Due.UTC(), now); err != nil {
			return err
		}
	}
	return batch.Send()
}

// Late is the delivery of a month that should have come.
type Late struct {
	Job, Source string
	Period      period.Period
	Due         time.Time // since when it is late
}

// LateDeliveries lists what is late now, by job, source and month, see the view delivery_calendar.
func (w *Warehouse) LateDeliveries(ctx context.Context) ([]Late, error) {
	rows, err := w.conn.Query(ctx, `SELECT job, source, period, assumeNotNull(due_at) FROM delivery_calendar WHERE state = 'late'
		ORDER BY job, source, period`)
	if err != nil {
		return nil, fmt.Errorf("see what is late: %w", err)
	}
	late, err := collect(rows, func(rows driver.Rows) (Late, error) {
		var l Late
		var p uint32
		err := rows.Scan(&l.Job, &l.Source, &p, &l.Due)
		l.Period = period.Period(p)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("see what is late: %w", err)
	}
	return late, nil
}

// Refused is how many rows of a job's current deliveries were refused.
func (w *Warehouse) Refused(ctx context.Context, job string) (int, error) {
	var rows uint64
	err := w.conn.QueryRow(ctx, "SELECT sum(rejected_rows) FROM loads WHERE job = ? AND load_id IN (SELECT load_id FROM current_publications)", job).
		Scan(&rows)
	if err != nil {
		return 0, fmt.Errorf("see how many rows are refused: %w", err)
	}
	return int(rows), nil
}
