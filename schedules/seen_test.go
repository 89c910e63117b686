package schedules_test

import (
	"path/filepath"
	"testing"

	"nyckeltal/load"
	"nyckeltal/schedules"
)

// TestSeen expects that a job that had nothing to do has nothing to do again, until its files or the warehouse change.
func TestSeen(t *testing.T) {
	o := newOffice(t)
	o.Seen = &schedules.Seen{}
	path := filepath.Join(o.inbox, "kunder.csv")
	expect := func(outcome schedules.Outcome, withdrawn bool) {
		t.Helper()
		result, delivery := o.run(t)
		if result.Outcome != outcome || delivery.Outcome != outcome || delivery.Withdrawn != withdrawn || delivery.File != "kunder.csv" {
			t.Errorf("%s, withdrawn: %v, want %s: %v", delivery.Outcome, delivery.Withdrawn, outcome, delivery.Err)
		}
	}
	write(t, path, customers(5))
	expect(schedules.Loaded, false)
	for range 3 {
		expect(schedules.Unchanged, false)
	}
	write(t, path, customers(6))
	expect(schedules.Loaded, false)
	expect(schedules.Unchanged, false)
	if _, err := o.Warehouse.Rollback(t.Context(), load.Source{Dataset: "customer", Name: "kunder"}, "test"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		expect(schedules.Unchanged, true)
	}
}
