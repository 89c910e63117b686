package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/transform/record"
)

// blockRows is the number of rows that are sent at a time. One insert of one block is all or nothing in ClickHouse;
// the default limit of a block is a little over a million rows.
const blockRows = 65_536

// block collects records column by column, as ClickHouse stores them.
type block struct {
	dataset *record.Dataset
	rows    int
	loadID  []uint64
	sheet   []string
	row     []uint32
	cell    []string
	columns []column
}

// column takes the values of one column.
type column interface {
	add(record.Value)
	// values returns a slice with one element per row, of a type that clickhouse-go takes for the column.
	values() any
}

func newBlock(d *record.Dataset) *block {
	b := &block{dataset: d}
	for _, c := range d.Columns {
		b.columns = append(b.columns, newColumn(c))
	}
	return b
}

func newColumn(c record.Column) column {
	switch {
	case c.Type == record.Decimal && c.Required:
		return &slice[decimal.Decimal]{of: func(v record.Value) decimal.Decimal { return scaled(v.Int, c.Scale) }}
	case c.Type == record.Decimal:
		return &slice[*decimal.Decimal]{of: nullable(func(v record.Value) decimal.Decimal { return scaled(v.Int, c.Scale) })}
	case c.Type == record.DateTime && c.Required:
		return &slice[time.Time]{of: func(v record.Value) time.Time { return v.Time }}
	case c.Type == record.Date, c.Type == record.DateTime:
		return &slice[*time.Time]{of: nullable(func(v record.Value) time.Time { return v.Time })}
	case c.Type == record.Int:
		return &slice[*int32]{of: nullable(func(v record.Value) int32 { return int32(v.Int) })}
	case c.Type == record.Period:
		return &slice[uint32]{of: func(v record.Value) uint32 { return uint32(v.Int) }}
	case c.Type == record.Codes:
		return &slice[[]string]{of: func(v record.Value) []string { return record.SplitCodes(strings.Clone(v.Str)) }}
	case c.Type == record.Code:
		known := make(map[string]string)
		return &slice[string]{of: func(v record.Value) string { return intern(known, v.Str) }}
	default:
		return &slice[string]{of: func(v record.Value) string { return strings.Clone(v.Str) }}
	}
}

// slice is a column whose values are of type T.
type slice[T any] struct {
	of  func(record.Value) T
	all []T
}

func (s *slice[T]) add(v record.Value) { s.all = append(s.all, s.of(v)) }
func (s *slice[T]) values() any        { return s.all }

// nullable makes a pointer of a value, nil for NULL.
func nullable[T any](of func(record.Value) T) func(record.Value) *T {
	return func(v record.Value) *T {
		if v.Null {
			return nil
		}
		value := of(v)
		return &value
	}
}

// scaled is the decimal of units with scale decimals.
func scaled(units int64, scale int) decimal.Decimal { return decimal.New(units, -int32(scale)) }

// intern returns one copy for equal texts, which may stand in a buffer of the reader.
func intern(known map[string]string, s string) string {
	if copied, ok := known[s]; ok {
		return copied
	}
	copied := strings.Clone(s)
	known[copied] = copied
	return copied
}

// add appends a record, which may be reused by the caller afterwards.
func (b *block) add(loadID uint64, r *record.Record) {
	b.rows++
	b.loadID = append(b.loadID, loadID)
	b.sheet = append(b.sheet, r.Sheet)
	b.row = append(b.row, uint32(r.Row))
	b.cell = append(b.cell, strings.Clone(r.Cell))
	for i, c := range b.columns {
		c.add(r.Values[i])
	}
}

// send inserts the block's rows with one insert.
func (b *block) send(ctx context.Context, conn driver.Conn) error {
	names := []string{"load_id", "sheet", "row", "cell"}
	for _, c := range b.dataset.Columns {
		names = append(names, c.Name)
	}
	table := b.dataset.Name + "_records"
	batch, err := conn.PrepareBatch(ctx, fmt.Sprintf("INSERT INTO %s (%s)", table, strings.Join(names, ", ")))
	if err != nil {
		return fmt.Errorf("begin to write %s: %w", table, err)
	}
	defer batch.Close()
	columns := []any{b.loadID, b.sheet, b.row, b.cell}
	for _, c := range b.columns {
		columns = append(columns, c.values())
	}
	for i, values := range columns {
		if err := batch.Column(i).Append(values); err != nil {
			return fmt.Errorf("write column %s of %s: %w", names[i], table, err)
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("write %d rows to %s: %w", b.rows, table, err)
	}
	return nil
}
