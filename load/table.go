package load

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/transform/record"
)

// table is where the records of a dataset go.
type table struct {
	dataset *record.Dataset
	name    string
	columns []record.Column                // the lineage, then those of the dataset
	types   []clickhouse.ColumnNameAndType // of the same columns, as the warehouse has them
	insert  string
}

// lineage are the columns that tell where a record came from, in the order of block.lineage.
func lineage() []record.Column {
	return []record.Column{
		{Name: "load_id", Type: record.Int, Required: true},
		{Name: "sheet", Type: record.Code},
		{Name: "row", Type: record.Int, Required: true},
		{Name: "cell", Type: record.Text},
	}
}

// table asks the warehouse for the types of a dataset's columns.
func (w *Warehouse) table(ctx context.Context, d *record.Dataset) (*table, error) {
	t := &table{dataset: d, name: d.Name + "_records", columns: append(lineage(), d.Columns...)}
	rows, err := w.conn.Query(ctx, "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = ?", t.name)
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", t.name, err)
	}
	found, err := collect(rows, func(rows driver.Rows) (c clickhouse.ColumnNameAndType, err error) {
		return c, rows.Scan(&c.Name, &c.Type)
	})
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", t.name, err)
	}
	var names []string
	for _, c := range t.columns {
		i := slices.IndexFunc(found, func(f clickhouse.ColumnNameAndType) bool { return f.Name == c.Name })
		if i < 0 {
			return nil, fmt.Errorf("table %s has no column %s: run `nyckeltal migrate`", t.name, c.Name)
		}
		t.types = append(t.types, found[i])
		names = append(names, c.Name)
	}
	t.insert = fmt.Sprintf("INSERT INTO %s (%s)", t.name, strings.Join(names, ", "))
	return t, nil
}
