package contribution

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Views are the warehouse's views as they were at a time. They are safe for concurrent use.
type Views struct {
	conn  driver.Conn
	asOf  Rewriter
	at    time.Time
	known sync.Mutex // guards what has been read once and does not change: the time stands still
	terms map[time.Time][]term
	when  []measured
}

// Rewriter rewrites a statement so that its views show what they showed at a time. rewritten is false for a statement
// without views.
type Rewriter func(sql string, at time.Time) (statement string, rewritten bool)

// Open returns the views as they were at a time; the zero time is that of the newest publication, which later ones do
// not change. The connection stays the caller's.
func Open(ctx context.Context, conn driver.Conn, asOf Rewriter, at time.Time) (*Views, error) {
	v := &Views{conn: conn, asOf: asOf, at: at, terms: map[time.Time][]term{}}
	if !at.IsZero() {
		return v, nil
	}
	row := conn.QueryRow(ctx, "SELECT max(published_at) FROM current_publications")
	if err := row.Scan(&v.at); err != nil {
		return nil, fmt.Errorf("view current_publications: %w", err)
	}
	return v, nil
}

// At is the time that the views show.
func (v *Views) At() time.Time { return v.at }

// query asks the views as they were at the time.
func (v *Views) query(ctx context.Context, sql string, args ...any) (driver.Rows, error) {
	sql, _ = v.asOf(sql, v.at)
	return v.conn.Query(ctx, sql, args...)
}

// collect reads all rows of a question about a view, and closes them.
func collect[T any](rows driver.Rows, err error, view string, scan func(driver.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, fmt.Errorf("view %s: %w", view, err)
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("view %s: %w", view, err)
		}
		all = append(all, value)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("view %s: %w", view, err)
	}
	return all, nil
}

// one scans a row of one column.
func one[T any](rows driver.Rows) (value T, err error) {
	err = rows.Scan(&value)
	return value, err
}

// texts reads a question whose answer is one column of texts.
func (v *Views) texts(ctx context.Context, view, sql string, args ...any) ([]string, error) {
	rows, err := v.query(ctx, sql, args...)
	return collect(rows, err, view, one[string])
}
