package load_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// shared is the warehouse that all tests use, one after the other: creating its views takes most of a second.
var shared = sync.OnceValues(func() (*load.Warehouse, error) {
	ctx := context.Background()
	w, err := load.Open(ctx, enginetest.Endpoint().DSN("shared"))
	if err != nil {
		return nil, err
	}
	return w, w.Migrate(ctx)
})

// remembers tells that the shared warehouse remembers damage that a test did to it.
var remembers bool

// open returns a migrated warehouse in which nothing is loaded.
func open(t *testing.T) *load.Warehouse {
	t.Helper()
	w, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range ask(t, w, "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MergeTree' AND total_rows > 0") {
		if table == "schema_versions" || strings.HasPrefix(table, "goose") {
			continue
		}
		if err := w.Conn().Exec(t.Context(), "TRUNCATE TABLE "+table); err != nil {
			t.Fatal(err)
		}
	}
	if remembers {
		inspected(t, w, load.Sound{})
		remembers = false
	}
	return w
}
