package rows

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"
)

// scan returns the values of the current row as plain makes them.
func scan(rows Rows, types []driver.ColumnType) ([]any, error) {
	values := make([]any, len(types))
	for i, t := range types {
		values[i] = reflect.New(t.ScanType()).Interface()
	}
	if err := rows.Scan(values...); err != nil {
		return nil, err
	}
	for i, value := range values {
		values[i] = plain(reflect.ValueOf(value).Elem())
	}
	return values, nil
}

// plain makes of a scanned value what is printed: nil for NULL, text for numbers that are exact and for times.
func plain(v reflect.Value) any {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	}
	switch value := v.Interface().(type) {
	case decimal.Decimal:
		return json.Number(value.String())
	case time.Time:
		if value.Equal(value.Truncate(24 * time.Hour)) {
			return value.Format(time.DateOnly)
		}
		return value.Format(time.DateTime)
	default:
		return value
	}
}

// valueText is a value as text, and nothing for NULL.
func valueText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// numeric tells whether a column of this type holds numbers.
func numeric(typ string) bool {
	for _, around := range []string{"LowCardinality(", "Nullable("} {
		typ = strings.TrimPrefix(typ, around)
	}
	for _, prefix := range []string{"Int8", "Int16", "Int32", "Int64", "Int128", "Int256", "UInt", "Float", "BFloat", "Decimal"} {
		if strings.HasPrefix(typ, prefix) {
			return true
		}
	}
	return false
}
