package load

import (
	"bytes"
	"context"
	"fmt"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/transform/record"
)

// blockRows is the number of rows that are sent at a time. One insert of one block is all or nothing in ClickHouse;
// the default limit of a block is a little over a million rows.
const blockRows = 65_536

// block collects records column by column, in the bytes in which ClickHouse takes them. It can be used again when it has
// been sent.
type block struct {
	table   *table
	rows    int
	lineage [4]record.Value // of the last record, see lineage
	columns []column
	wire    []byte // of the last send, kept for its memory
}

// newBlock returns an empty block for records of a load.
func newBlock(t *table, loadID uint64) (*block, error) {
	b := &block{table: t}
	b.lineage[0].Int = int64(loadID)
	for i := range t.columns {
		c, err := newColumn(&t.columns[i], t.types[i].Type)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", t.name, err)
		}
		b.columns = append(b.columns, c)
	}
	return b, nil
}

// add appends a record, which may be reused by the caller afterwards. The error is a *ValueError, after which the block is
// of no use.
func (b *block) add(r *record.Record) error {
	b.rows++
	b.lineage[1].Str, b.lineage[2].Int, b.lineage[3].Str = r.Sheet, int64(r.Row), r.Cell
	if err := b.addValues(r, b.columns[:len(b.lineage)], b.lineage[:]); err != nil {
		return err
	}
	return b.addValues(r, b.columns[len(b.lineage):], r.Values)
}

func (b *block) addValues(r *record.Record, columns []column, values []record.Value) error {
	for i, c := range columns {
		if problem := c.add(&values[i]); problem != "" {
			name := b.table.columns[len(b.columns)-len(columns)+i].Name
			return &ValueError{Dataset: b.table.dataset.Name, Column: name, Sheet: r.Sheet, Row: r.Row, Problem: problem}
		}
	}
	return nil
}

// ValueError says that a column of the warehouse cannot hold the value of a record. The value itself, which may be
// private, is not told.
type ValueError struct {
	Dataset, Column string
	Sheet           string
	Row             int    // of the sheet, from 1
	Problem         string // what is wrong with the value
}

// Error tells where the value stands.
func (e *ValueError) Error() string {
	return fmt.Sprintf("sheet %s, row %d: the value for %s of the dataset %s %s", e.Sheet, e.Row, e.Column, e.Dataset, e.Problem)
}

// reset empties the block for other records of its load.
func (b *block) reset() {
	b.rows = 0
	for _, c := range b.columns {
		c.reset()
	}
}

// send inserts the block's rows with one insert. The columns of the batch, which belong to clickhouse-go, take the bytes
// as they would from a server; that goes for every protocol, and no value is touched by itself.
func (b *block) send(ctx context.Context, conn driver.Conn) error {
	t := b.table
	ctx = clickhouse.Context(ctx, clickhouse.WithColumnNamesAndTypes(t.types))
	batch, err := conn.PrepareBatch(ctx, t.insert)
	if err != nil {
		return fmt.Errorf("begin to write %s: %w", t.name, err)
	}
	defer batch.Close()
	b.wire = b.wire[:0]
	for _, c := range b.columns {
		b.wire = c.encode(b.wire)
	}
	bytes := proto.NewReader(bytes.NewReader(b.wire))
	for i, c := range batch.Columns() {
		if c.Name() != t.types[i].Name || string(c.Type()) != t.types[i].Type {
			return fmt.Errorf("write %s: it was changed during the load: run the job again", t.name)
		}
		if err := c.Decode(bytes, b.rows); err != nil {
			return fmt.Errorf("write column %s of %s: %w", c.Name(), t.name, err)
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("write %d rows to %s: %w", b.rows, t.name, err)
	}
	return nil
}
