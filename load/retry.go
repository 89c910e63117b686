package load

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/sethvargo/go-retry"
)

// How often a transient error is met by trying again: after 100 ms, then twice as long each time up to 5 s, and a fifth more
// or less, so that many clients do not come back at once.
const (
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
	pauseJitter  = 20 // percent
)

// DefaultPatience is how long transient errors are retried unless the connection says otherwise.
const DefaultPatience = 30 * time.Second

// retry calls f until it succeeds, fails for good, or the pauses after transient errors add up to the warehouse's patience. So f is
// called again although the statement before may have been executed: it reads, or it may be repeated. what begins the error.
func (w *Warehouse) retry(ctx context.Context, what string, f func(context.Context) error) error {
	if err := w.patiently(ctx, f); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

type patient struct{} // key of a context within patiently

func (w *Warehouse) patiently(ctx context.Context, f func(context.Context) error) error {
	if ctx.Value(patient{}) != nil {
		return f(ctx) // the outer one is patient already
	}
	pauses := retry.WithJitterPercent(pauseJitter, retry.WithCappedDuration(longestPause, retry.NewExponential(firstPause)))
	left := w.patience
	within := context.WithValue(ctx, patient{}, true)
	for {
		err := f(within)
		if err == nil || !Transient(err) || ctx.Err() != nil {
			return err
		}
		pause, _ := pauses.Next()
		if left -= pause; left < 0 || w.sleep(ctx, pause) != nil {
			return err
		}
	}
}

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// patientConn tries again where that changes nothing: when a query, or the beginning of an insert, fails before anything
// has come or gone. It never repeats Exec or the sending of rows, nor Ping, which asks whether the server is there now.
type patientConn struct {
	driver.Conn
	warehouse *Warehouse
}

func (c patientConn) Query(ctx context.Context, query string, args ...any) (rows driver.Rows, err error) {
	err = c.warehouse.patiently(ctx, func(context.Context) error {
		rows, err = c.Conn.Query(ctx, query, args...)
		return err
	})
	return rows, err
}

func (c patientConn) QueryRow(ctx context.Context, query string, args ...any) (row driver.Row) {
	_ = c.warehouse.patiently(ctx, func(context.Context) error {
		row = c.Conn.QueryRow(ctx, query, args...)
		return row.Err()
	})
	return row
}

func (c patientConn) PrepareBatch(ctx context.Context, query string, opts ...driver.PrepareBatchOption) (batch driver.Batch, err error) {
	err = c.warehouse.patiently(ctx, func(context.Context) error {
		batch, err = c.Conn.PrepareBatch(ctx, query, opts...)
		return err
	})
	return batch, err
}
