package load_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func TestExport(t *testing.T) {
	w, err := load.Open(t.Context(), enginetest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	const late = "SELECT number, throwIf(number = 150000) FROM numbers(200000) SETTINGS max_threads = 1, max_block_size = 10000"
	tests := []struct {
		name, sql, format string
		params            map[string]string
		begins            string
		code              int32
	}{
		{name: "rows", sql: "SELECT number FROM numbers(2)", format: "CSV", begins: "0\n1\n"},
		{name: "a clause goes before", sql: "SELECT 1 AS n FORMAT JSONEachRow", format: "CSV", begins: "{\"n\":1}\n"},
		{name: "parameters", sql: "SELECT {a:String}, {b:UInt8}", format: "TSV", params: map[string]string{"a": "x\ty\\", "b": "3"}, begins: "x\\ty\\\\\t3\n"},
		{name: "refused", sql: "SELECT * FROM nosuch", format: "CSV", code: 60},
		{name: "writing", sql: "CREATE TABLE t (a UInt8) ENGINE = Memory", format: "CSV", code: 164},
		{name: "fails late", sql: late, format: "CSV", begins: "0,0\n1,0\n", code: 395},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			err := w.Export(t.Context(), test.sql, test.format, test.params, &out)
			e, failed := errors.AsType[*clickhouse.Exception](err)
			if err != nil && !failed || failed != (test.code != 0) || failed && e.Code != test.code {
				t.Fatalf("got %v", err)
			}
			if got := out.String(); !strings.HasPrefix(got, test.begins) || strings.Contains(got, "__exception__") {
				t.Errorf("got %.200q", got)
			}
		})
	}
}
