package load

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// The checks of a dataset: a query that returns one row with a sentence for each problem of the load {load:UInt64}.
//
//go:embed checks/*.sql
var checks embed.FS

// Publish checks that the warehouse holds exactly the records that were taken, and makes them the truth for their
// scope, all at once. A *CheckError says that they are not, or break a rule of their dataset.
func (l *Load) Publish(ctx context.Context, counts Counts) (Publication, error) {
	if err := l.Prepare(ctx, counts); err != nil {
		return Publication{}, err
	}
	published, err := l.warehouse.PublishTogether(ctx, l)
	if err != nil {
		return Publication{}, err
	}
	return published[0], nil
}

// Prepare checks the load as Publish does and leaves it invisible, ready for PublishTogether.
func (l *Load) Prepare(ctx context.Context, counts Counts) error {
	if l.block != nil {
		if err := l.flush(); err != nil {
			return err
		}
	}
	if err := l.sender.finish(); err != nil {
		return err
	}
	ctx = Durable(ctx)
	if err := l.replaced(ctx); err != nil {
		return err
	}
	if err := l.check(ctx); err != nil {
		var problem *CheckError
		if errors.As(err, &problem) {
			err = errors.Join(err, l.register(ctx, counts, "refused", problem.Problem))
		}
		return err
	}
	if err := l.register(ctx, counts, "checked", ""); err != nil {
		return err
	}
	if l.meta.Remapping != nil {
		l.meta.Remapping.prepared(l)
	}
	return nil
}

// PublishTogether makes prepared loads the truth for their scopes, all at once; where scopes meet, the later load wins. It
// returns a publication for each.
func (w *Warehouse) PublishTogether(ctx context.Context, loads ...*Load) ([]Publication, error) {
	ctx = Durable(ctx)
	w.publishing.RLock()
	defer w.publishing.RUnlock()
	now, err := w.moment(ctx)
	if err != nil {
		return nil, fmt.Errorf("publish the load: %w", err)
	}
	if err := valid(ctx, loads); err != nil {
		return nil, err
	}
	var rows []publication
	all := make([]Publication, len(loads))
	for i, l := range loads {
		p := Publication{LoadID: l.id, Records: l.controls.records() - l.carried, Carried: l.carried}
		p.Periods, p.Held = now.split(l.controls.sorted())
		if err := l.hold(ctx, now.at, p.Held); err != nil {
			return nil, fmt.Errorf("hold the load back for closed months: %w", err)
		}
		rows = append(rows, l.publications(p.Periods)...)
		all[i] = p
	}
	return all, w.publish(ctx, now.at, rows)
}

// valid asks whether the loads may be published.
func valid(ctx context.Context, loads []*Load) error {
	for _, l := range loads {
		if l.meta.Valid == nil {
			continue
		}
		if err := l.meta.Valid(ctx); err != nil {
			return err
		}
	}
	return nil
}

// publications are the rows that make the load current in some of its periods.
func (l *Load) publications(periods []period.Period) []publication {
	rows := make([]publication, len(periods))
	for i, p := range periods {
		rows[i] = publication{
			dataset: l.meta.Dataset.Name, source: l.meta.Source, period: p, load: l.id, run: l.meta.RunID,
			records: l.controls.of(p).records, action: l.meta.action(),
		}
	}
	return rows
}

// check compares what the warehouse holds of the load with what was sent, and asks the dataset's own rule.
func (l *Load) check(ctx context.Context) error {
	found, err := l.stored(ctx)
	if err != nil {
		return fmt.Errorf("check the load: %w", err)
	}
	if difference := l.controls.difference(found); difference != "" {
		return &CheckError{Problem: difference}
	}
	sql, err := fs.ReadFile(checks, "checks/"+l.meta.Dataset.Name+".sql")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return l.checkRule(ctx, string(sql))
}

// checkRule runs the dataset's check.
func (l *Load) checkRule(ctx context.Context, sql string) error {
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(clickhouse.Parameters{"load": fmt.Sprint(l.id)}))
	rows, err := l.warehouse.conn.Query(ctx, sql)
	if err != nil {
		return fmt.Errorf("check the load: %w", err)
	}
	problems, err := collect(rows, func(rows driver.Rows) (string, error) {
		var problem string
		return problem, rows.Scan(&problem)
	})
	if err != nil {
		return fmt.Errorf("check the load: %w", err)
	}
	if len(problems) > 0 {
		return &CheckError{Problem: strings.Join(problems, "; ")}
	}
	return nil
}

// stored returns the control totals of the load as the warehouse computes them.
func (l *Load) stored(ctx context.Context) (*controls, error) {
	return l.totals(ctx, fmt.Sprintf("load_id = %d", l.id))
}

// units is a decimal as a whole number of units with scale decimals.
func units(d decimal.Decimal, scale int) *big.Int { return d.Shift(int32(scale)).BigInt() }

// inScope is the condition that a publication of the source lies within a scope; it takes the arguments of scopeArgs.
const inScope = `dataset = ? AND source = ? AND (? = 0 OR period BETWEEN ? AND ?)`

func scopeArgs(m Meta) []any {
	from, to := int64(m.Scope.From), int64(m.Scope.To)
	return []any{m.Dataset.Name, m.Source, to, from, to}
}

// published returns the periods of the scope that the source has published before.
func (w *Warehouse) published(ctx context.Context, m Meta) ([]period.Period, error) {
	rows, err := w.conn.Query(ctx, "SELECT DISTINCT period FROM publications WHERE "+inScope, scopeArgs(m)...)
	if err != nil {
		return nil, fmt.Errorf("read the publications: %w", err)
	}
	return collect(rows, scanPeriod)
}

// Standing is what a delivery is to the warehouse.
type Standing uint8

// The standings.
const (
	// New deliveries would change something.
	New Standing = iota
	// Current ones are what the newest load within their scope was made of, by the same mapping: loading them again would
	// change nothing. A delivery of which rows were rejected is only current as long as the codes are those that they
	// were checked against: once a missing code is there, the rows can be loaded. One that has lost rows, see Inspect, is
	// never current.
	Current
	// Withdrawn ones have been rolled back, and nothing has been loaded since.
	Withdrawn
)

// newestLoads selects what was loaded within a scope, with the time at which it was published or held back.
const newestLoads = `SELECT period, load_id, published_at AS at, action, replaces FROM publications WHERE ` + inScope + `
	UNION ALL SELECT period, load_id, held_at, 'hold', 0 FROM held_publications WHERE ` + inScope

// Standing tells whether the delivery has to be loaded.
func (w *Warehouse) Standing(ctx context.Context, m Meta) (Standing, error) {
	candidates := `SELECT argMax(load_id, (at, load_id)) AS current,
		groupArrayIf(replaces, action = 'rollback' AND at > loaded_at) AS withdrawn
		FROM (SELECT *, max(if(action = 'rollback', toDateTime64(0, 6, 'UTC'), at)) OVER () AS loaded_at FROM (` + newestLoads + `))`
	args := append(scopeArgs(m), scopeArgs(m)...)
	if m.Replace.Mode == ReplaceKey { // a load of another scope may have taken the place of some of its periods
		candidates = `SELECT max(load_id) AS current, []::Array(UInt64) AS withdrawn FROM loads
			WHERE dataset = ? AND source = ? AND scope_from = ? AND scope_to = ?
			AND (load_id IN (SELECT load_id FROM publications) OR load_id IN (SELECT load_id FROM held_publications))`
		args = []any{m.Dataset.Name, m.Source, uint32(m.Scope.From), uint32(m.Scope.To)}
	}
	sql := `SELECT countIf(l.load_id = c.current AND l.load_id NOT IN (` + w.lostIDs() + `)), countIf(has(c.withdrawn, l.load_id)) FROM loads AS l CROSS JOIN (` + candidates + `) AS c
		WHERE l.delivery = ? AND l.mapping = ? AND l.job = ? AND (l.rejected_rows = 0 OR l.codes = ?)`
	args = append(args, m.Delivery, m.Mapping, m.Job, m.Codes)
	var current, withdrawn uint64
	if err := w.conn.QueryRow(ctx, sql, args...).Scan(&current, &withdrawn); err != nil {
		return New, fmt.Errorf("look the delivery up: %w", err)
	}
	switch {
	case current > 0:
		return Current, nil
	case withdrawn > 0:
		return Withdrawn, nil
	}
	return New, nil
}

// Previous returns how many rows of the last delivery that the source published gave records; 0 when there was none.
func (w *Warehouse) Previous(ctx context.Context, m Meta) (int, error) {
	var rows uint64
	err := w.conn.QueryRow(ctx, `SELECT sum(mapped_rows) FROM loads WHERE load_id = (
		SELECT argMax(load_id, (published_at, load_id)) FROM publications WHERE dataset = ? AND source = ?)`, m.Dataset.Name, m.Source).Scan(&rows)
	if err != nil {
		return 0, fmt.Errorf("look the last delivery up: %w", err)
	}
	return int(rows), nil
}

// Tried tells whether the same delivery has been loaded or refused before by the same mapping and codes, so that its
// rejects are known.
func (w *Warehouse) Tried(ctx context.Context, m Meta) (bool, error) {
	var n uint64
	err := w.conn.QueryRow(ctx, "SELECT count() FROM loads WHERE delivery = ? AND mapping = ? AND job = ? AND codes = ?",
		m.Delivery, m.Mapping, m.Job, m.Codes).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look the delivery up: %w", err)
	}
	return n > 0, nil
}

// collect reads all rows and closes them.
func collect[T any](rows driver.Rows, scan func(driver.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, rows.Err()
}
