package site

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/report"
	"nyckeltal/report/contribution"
)

// Warehouse is where the views are read.
type Warehouse interface {
	report.History
	Conn() driver.Conn                                                // the present
	AsOf(sql string, at time.Time) (statement string, rewritten bool) // see contribution.Rewriter
	// State names the state of all that views show: it is another one as soon as anything is published, closed or removed. It costs little.
	State(ctx context.Context) (string, error)
}

// What making pages may take of the warehouse.
const (
	patience = time.Minute // for one page, with the wait for its turn
	together = 8           // pages at a time
)

// warehouse returns the warehouse, and a context for what is asked of it, when it is the page's turn. done must be called at the end.
func (p *page) warehouse() (w Warehouse, ctx context.Context, done context.CancelFunc, err error) {
	ctx, cancel := context.WithTimeout(p.request.Context(), patience)
	select {
	case p.site.turns <- struct{}{}:
	case <-ctx.Done():
		cancel()
		return nil, nil, nil, ctx.Err()
	}
	done = func() {
		cancel()
		<-p.site.turns
	}
	if w, err = p.site.Warehouse(ctx); err != nil {
		done()
		return nil, nil, nil, err
	}
	return w, ctx, done, nil
}

// views are the views as they were at a time; the zero time is the present.
func views(ctx context.Context, w Warehouse, at time.Time) (*contribution.Views, error) {
	return contribution.Open(ctx, w.Conn(), w.AsOf, at)
}

// query reads all rows of a statement.
func query[T any](ctx context.Context, w Warehouse, scan func(driver.Rows) (T, error), sql string, args ...any) ([]T, error) {
	rows, err := w.Conn().Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
