package slots_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/schedules/scheduler/storetest"
	"nyckeltal/schedules/slots"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// TestStore runs the tests of all stores. The warehouse's time passes by putting back what was written.
func TestStore(t *testing.T) {
	w, err := load.Open(t.Context(), enginetest.Endpoint().DSN("slots"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	do := func(t *testing.T, statement string) {
		t.Helper()
		if err := w.Conn().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Run(t, func(t *testing.T) storetest.Store {
		do(t, "TRUNCATE TABLE scheduler_leases")
		do(t, "TRUNCATE TABLE slots")
		return storetest.Store{
			Store: &slots.Store{Warehouse: func(context.Context) (*load.Warehouse, error) { return w, nil }},
			Pass: func(d time.Duration) {
				do(t, fmt.Sprintf("ALTER TABLE scheduler_leases UPDATE until = until - toIntervalMillisecond(%d) WHERE true SETTINGS mutations_sync = 2",
					d.Milliseconds()))
			},
		}
	})
}
