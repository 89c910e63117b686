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

// TestSeenInARun expects that a job is looked at anew when one before it in the same run has changed what it is checked against.
func TestSeenInARun(t *testing.T) {
	o := newOffice(t)
	o.Seen = &schedules.Seen{}
	write(t, filepath.Join(o.Home.Dir, "jobs", "volymer.yaml"), `
job: volymer
dataset: volume
after: [kunder]
from: {path: inbox, pattern: "volymer_{period:200601}.csv"}
max_rejects: 90%
mapping:
  sheets: {all: true}
  columns:
    period: {file: true}
    item: {heading: Post}
    customer: {heading: Kund}
    quantity: {heading: Antal}
`)
	var err error
	if o.jobs, err = o.Home.Jobs(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(o.inbox, "volymer_202311.csv"), "Post;Kund;Antal\nbrev;K00000;1\nbrev;K00003;2\n")
	expect := func(customersToo, volumes schedules.Outcome) {
		t.Helper()
		results, err := o.Run(t.Context(), schedules.Request{Jobs: o.jobs, Trigger: schedules.OnDemand})
		if err != nil || len(results) != 2 || results[0].Outcome != customersToo || results[1].Outcome != volumes {
			t.Errorf("%v, %+v", err, results)
		}
	}
	write(t, filepath.Join(o.inbox, "kunder.csv"), customers(3))
	expect(schedules.Loaded, schedules.Partly)
	for range 3 {
		expect(schedules.Unchanged, schedules.Unchanged)
	}
	write(t, filepath.Join(o.inbox, "kunder.csv"), customers(4))
	expect(schedules.Loaded, schedules.Loaded)
}
