package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// warehouse is a database with tables in the place of the views that the report reads.
type warehouse struct {
	t    *testing.T
	conn driver.Conn
}

var tables = []string{
	`kpi_values (indicator LowCardinality(String), period UInt32, scenario String, slice_kind String, slice String,
		window String, value Nullable(Decimal(38, 10)))`,
	`kpi_status (indicator LowCardinality(String), period UInt32, slice_kind String, slice String, window String,
		actual Nullable(Decimal(38, 10)), target Nullable(Decimal(38, 10)), status String)`,
	`indicators (indicator LowCardinality(String), name_sv String, name_en String, definition_sv String,
		definition_en String, unit String, decimals UInt8, direction String)`,
	`project_status (period UInt32, kind LowCardinality(String), area LowCardinality(String), position Nullable(Int32),
		item String, status LowCardinality(String), cause String, action String)`,
	`catalogue_version (version String, published_at DateTime64(3, 'UTC'))`,
	`cost_per_service (year UInt16, service LowCardinality(String), service_name String, provider String,
		scenario LowCardinality(String), version LowCardinality(String), cost Decimal(38, 4))`,
	`cost_per_customer (year UInt16, service LowCardinality(String), customer LowCardinality(String),
		customer_name String, scenario LowCardinality(String), version LowCardinality(String),
		cost Nullable(Decimal(38, 2)))`,
}

// emptyWarehouse returns a database where nothing has been published.
func emptyWarehouse(t *testing.T) *warehouse {
	t.Helper()
	name := fmt.Sprintf("report_%x", time.Now().UnixNano())
	exec(t, open(t, "default"), "CREATE DATABASE "+name)
	w := &warehouse{t, open(t, name)}
	for _, table := range tables {
		exec(t, w.conn, "CREATE TABLE "+table+" ENGINE = MergeTree ORDER BY tuple()")
	}
	return w
}

// insert adds rows to the table. The rows are lines with columns separated by |; NULL stands for itself.
func (w *warehouse) insert(table, rows string) {
	w.t.Helper()
	var values []string
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		for i, field := range fields {
			if field = strings.TrimSpace(field); field != "NULL" {
				field = "'" + strings.ReplaceAll(field, "'", "\\'") + "'"
			}
			fields[i] = field
		}
		values = append(values, "("+strings.Join(fields, ", ")+")")
	}
	exec(w.t, w.conn, "INSERT INTO "+table+" VALUES "+strings.Join(values, ", "))
}
