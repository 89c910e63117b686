package load

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/load/engine/lexer"
)

// Mode says what a load takes the place of.
type Mode uint8

// The modes.
const (
	// ReplaceDelivery takes the place of everything that the source has published within the load's scope: what the new
	// delivery no longer holds is gone.
	ReplaceDelivery Mode = iota
	// ReplacePeriod takes the place of the periods that the load has records of. Others stay, within the scope too.
	ReplacePeriod
	// ReplaceKey takes the place of the source's records that have a key of the load's records, in any period. The others
	// are carried over: they become rows of the load, and remember which load they came in by.
	ReplaceKey
)

// Replace says what a load takes the place of.
type Replace struct {
	Mode Mode
	Key  []string // of ReplaceKey: columns of the dataset
}

// replaced makes the controls have every period that is to be published: besides those of the load's own records those
// whose earlier records are gone.
func (l *Load) replaced(ctx context.Context) error {
	scope := l.meta
	switch {
	case l.meta.Remapping != nil && l.meta.Remapping.loads[l.meta.Source] == nil:
		scope.Scope = Scope{}
	case l.meta.Replace.Mode == ReplacePeriod:
		return nil
	case l.meta.Replace.Mode == ReplaceKey:
		return l.carry(ctx)
	}
	earlier, err := l.warehouse.published(ctx, scope)
	for _, p := range earlier {
		l.controls.of(p)
	}
	return err
}

// carry copies into the load those earlier records of its source that stay, in the periods in which a record is added or
// replaced, and counts them among what the warehouse must hold of the load.
func (l *Load) carry(ctx context.Context) error {
	if l.meta.Remapping == nil && l.warehouse.lostBy(l.meta.Source) {
		return &CheckError{Problem: "earlier records of the source are damaged, which the load would keep: " +
			"map all of its deliveries anew with `nyckeltal run --remap " + l.meta.Job + "`"}
	}
	touched, err := l.touched(ctx)
	if err != nil {
		return fmt.Errorf("find what the load replaces: %w", err)
	}
	for _, p := range touched {
		l.controls.of(p)
	}
	staying := l.current() + " AND " + l.inPeriods() + " AND " + l.key() + " NOT IN (" + l.ownKeys() + ")"
	carried, err := l.totals(ctx, staying)
	if err != nil {
		return fmt.Errorf("count what the load keeps: %w", err)
	}
	d := l.meta.Dataset
	columns := []string{"sheet", "row", "cell"}
	for _, c := range d.Columns {
		columns = append(columns, c.Name)
	}
	names := strings.Join(columns, ", ")
	sql := fmt.Sprintf("INSERT INTO %[1]s_records (load_id, origin, %[2]s) SELECT %[3]d, if(origin = 0, load_id, origin), %[2]s FROM %[1]s_records WHERE %[4]s",
		d.Name, names, l.id, staying)
	if err := l.warehouse.conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("keep earlier records: %w", err)
	}
	l.carried = carried.records()
	l.controls.join(carried)
	return nil
}

// touched returns the periods in which the load replaces a record.
func (l *Load) touched(ctx context.Context) ([]period.Period, error) {
	rows, err := l.warehouse.conn.Query(ctx, fmt.Sprintf("SELECT DISTINCT %s FROM %s_records WHERE %s AND %s IN (%s)",
		l.periodColumn(), l.meta.Dataset.Name, l.current(), l.key(), l.ownKeys()))
	if err != nil {
		return nil, err
	}
	return collect(rows, scanPeriod)
}

func scanPeriod(rows driver.Rows) (period.Period, error) {
	var p uint32
	err := rows.Scan(&p)
	return period.Period(p), err
}

// periodColumn is the period of a row in SQL.
func (l *Load) periodColumn() string {
	if l.meta.Dataset.Index("period") < 0 {
		return "toUInt32(0)"
	}
	return "period"
}

// current is the condition that a row is published by the load's source, or held back for a closed month.
func (l *Load) current() string {
	if l.meta.Remapping != nil {
		return l.meta.Remapping.current(l)
	}
	of := fmt.Sprintf("WHERE dataset = %s AND source = %s", quoteText(l.meta.Dataset.Name), quoteText(l.meta.Source))
	return fmt.Sprintf(`(load_id, %s) IN (SELECT argMax(load_id, (at, load_id)), period FROM (
		SELECT period, load_id, published_at AS at FROM publications %[2]s
		UNION ALL SELECT period, load_id, held_at FROM held_publications %[2]s) GROUP BY period)`, l.periodColumn(), of)
}

// inPeriods is the condition that a row lies in a period of the controls.
func (l *Load) inPeriods() string {
	return l.periodColumn() + " IN (" + joinPeriods(l.controls.sorted()) + ")"
}

// key is the key of a row. What is NULL is the same as an empty text.
func (l *Load) key() string {
	parts := make([]string, len(l.meta.Replace.Key))
	for i, name := range l.meta.Replace.Key {
		parts[i] = "ifNull(toString(" + name + "), '')"
	}
	return "tuple(" + strings.Join(parts, ", ") + ")"
}

// ownKeys selects the keys of the load's own rows.
func (l *Load) ownKeys() string {
	return fmt.Sprintf("SELECT %s FROM %s_records WHERE load_id = %d AND origin = 0", l.key(), l.meta.Dataset.Name, l.id)
}

// totals returns the control totals of the rows that fulfil a condition.
func (l *Load) totals(ctx context.Context, where string) (*controls, error) {
	d := l.meta.Dataset
	var sums []string
	for _, name := range d.Control {
		sums = append(sums, "toDecimal256(ifNull(sum("+name+"), 0), 10)")
	}
	rows, err := l.warehouse.conn.Query(ctx, fmt.Sprintf("SELECT %s AS key, count(), [%s]::Array(Decimal(76, 10)) FROM %s_records WHERE %s GROUP BY key",
		l.periodColumn(), strings.Join(sums, ", "), d.Name, where))
	if err != nil {
		return nil, err
	}
	found := newControls(d)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var p uint32
		var count uint64
		var totals []decimal.Decimal
		err := rows.Scan(&p, &count, &totals)
		total := found.of(period.Period(p))
		total.records = count
		for i, sum := range totals {
			total.sums[i] = units(sum, d.Columns[found.columns[i]].Scale)
		}
		return struct{}{}, err
	})
	return found, err
}

// quoteText writes a text of SQL.
func quoteText(text string) string {
	return lexer.Quote(text, '\'')
}
