package service_test

import (
	"context"
	"testing"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/schedules/service"
)

// TestConnection keeps a connection that somebody asked for who has gone, and makes another one when it has broken.
func TestConnection(t *testing.T) {
	dsn := enginetest.DSN(t)
	made, ended := 0, 0
	c := service.Connection{Connect: func(ctx context.Context) (*load.Warehouse, func() error, error) {
		w, err := load.Open(ctx, dsn)
		made++
		return w, func() error { ended++; return w.Close() }, err
	}}
	get := func(ctx context.Context, connections int) *load.Warehouse {
		t.Helper()
		w, err := c.Get(ctx)
		if err != nil || made != connections || ended != 0 {
			t.Fatalf("%d connections made and %d ended, want %d: %v", made, ended, connections, err)
		}
		return w
	}
	w := get(t.Context(), 1)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	c.Suspect()
	get(gone, 1)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	get(t.Context(), 1) // it answered a moment ago
	c.Suspect()
	get(t.Context(), 2)
	if err := c.Close(); err != nil || ended != 2 {
		t.Errorf("%d ended: %v", ended, err)
	}
}
