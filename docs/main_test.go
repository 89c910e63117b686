package docs_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"nyckeltal/examples/sampletest"
	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// sample returns a warehouse with everything of the sample organisation.
var sample = sync.OnceValues(func() (*load.Warehouse, error) {
	dir, err := os.MkdirTemp("", "nyckeltal-sample")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	return sampletest.Load(context.Background(), dir, enginetest.Endpoint().DSN("sample"))
})

// ask returns the rows that a statement gives on the sample, as texts.
func ask(t *testing.T, sql string) [][]string {
	t.Helper()
	w, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Conn().Query(t.Context(), "SELECT [COLUMNS('.*') APPLY(x -> ifNull(toString(x), 'NULL'))] FROM ("+sql+"\n)")
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	defer rows.Close()
	var all [][]string
	for rows.Next() {
		var row []string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return all
}
