package load_test

import (
	"testing"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// open returns a migrated warehouse of the test's own.
func open(t *testing.T) *load.Warehouse {
	t.Helper()
	w, err := load.Open(t.Context(), enginetest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}
