package schedules_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nyckeltal/schedules"
	"nyckeltal/schedules/timetable"
)

// monthly gives the office a second job, whose deliveries are of months and are moved after their load.
func (o *office) monthly(t *testing.T) {
	t.Helper()
	write(t, filepath.Join(o.Home.Dir, "jobs", "volymer.yaml"), `
job: volymer
dataset: volume
after: [kunder]
from: {path: inbox, pattern: "volymer_{period:200601}.csv", after_load: {move: loaded}}
mapping:
  sheets: {all: true}
  columns:
    period: {file: true}
    item: {heading: Post}
    quantity: {heading: Antal}
`)
	var err error
	if o.jobs, err = o.Home.Jobs(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(o.inbox, "kunder.csv"), customers(3))
	for month := 1; month <= 6; month++ {
		write(t, filepath.Join(o.inbox, fmt.Sprintf("volymer_2023%02d.csv", month)), fmt.Sprintf("Post;Antal\nbrev;%d\n", month))
	}
}

// plan plans a backfill of some months.
func (o *office) plan(t *testing.T, within schedules.Range) *schedules.BackfillPlan {
	t.Helper()
	within.Jobs, within.From, within.To = o.jobs, 202302, 202305
	plan, err := o.PlanBackfill(t.Context(), within)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := plan.Close(); err != nil {
			t.Error(err)
		}
	})
	return plan
}

func files(tasks []timetable.Task) string {
	var names []string
	for _, task := range tasks {
		names = append(names, strings.TrimSuffix(task.File, ".csv"))
	}
	return strings.Join(names, " ")
}

// inTheInbox lists what lies in the inbox.
func (o *office) inTheInbox(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(o.inbox, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		found[i] = strings.TrimSuffix(filepath.Base(found[i]), ".csv")
	}
	return strings.Join(found, " ")
}

// TestBackfill takes four of six months, two of which an interrupted backfill has taken.
func TestBackfill(t *testing.T) {
	o := newOffice(t)
	o.monthly(t)
	all := o.inTheInbox(t)
	plan := o.plan(t, schedules.Range{})
	if got := files(plan.Tasks); got != "kunder volymer_202302 volymer_202303 volymer_202304 volymer_202305" {
		t.Errorf("planned: %s", got)
	}
	for _, task := range plan.Tasks {
		if known, err := plan.Known(t.Context(), task); known || err != nil {
			t.Errorf("%s is known: %v", task.File, err)
		}
	}
	if got := o.inTheInbox(t); got != all {
		t.Errorf("a plan has changed the inbox: %s", got)
	}

	half := o.plan(t, schedules.Range{Done: func(id string) bool { return id == "volymer/volymer_202302.csv" || id == "volymer/volymer_202303.csv" }})
	var taken []string
	results, err := half.Run(t.Context(), 3, func(task timetable.Task, d schedules.Delivery) error {
		taken = append(taken, string(d.Outcome)+" "+task.ID())
		return nil
	})
	slices.Sort(taken)
	if got := strings.Join(taken, ", "); err != nil || got != "loaded kunder/kunder.csv, loaded volymer/volymer_202304.csv, loaded volymer/volymer_202305.csv" {
		t.Errorf("taken: %s; %v", got, err)
	}
	if len(results) != 2 || results[0].Outcome != schedules.Loaded || results[1].Loaded() != 2 {
		t.Errorf("%+v", results)
	}
	if got := o.inTheInbox(t); got != "kunder volymer_202301 volymer_202302 volymer_202303 volymer_202306" {
		t.Errorf("left in the inbox: %s", got)
	}
}

// TestBackfillStops ends a backfill by an error of who is told, and fails the jobs that come after one that has failed.
func TestBackfillStops(t *testing.T) {
	o := newOffice(t)
	o.monthly(t)
	full := errors.New("disk full")
	plan := o.plan(t, schedules.Range{})
	results, err := plan.Run(t.Context(), 1, func(task timetable.Task, _ schedules.Delivery) error {
		if task.From == 202303 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || len(results) != 2 || results[1].Loaded() != 2 {
		t.Errorf("%v, %+v", err, results)
	}

	if err := os.Remove(filepath.Join(o.inbox, "kunder.csv")); err != nil {
		t.Fatal(err)
	}
	results, err = o.plan(t, schedules.Range{}).Run(t.Context(), 2, func(timetable.Task, schedules.Delivery) error { return nil })
	if err != nil || results[0].Outcome != schedules.Failed || results[1].Outcome != schedules.Skipped || len(results[1].Deliveries) != 0 {
		t.Errorf("%v, %+v", err, results)
	}
}

// TestBackfillWaits does not count a file as taken that is still being written, so that a backfill that goes on looks at it again.
func TestBackfillWaits(t *testing.T) {
	o := newOffice(t)
	o.monthly(t)
	write(t, filepath.Join(o.inbox, "volymer_202304.csv"), "")
	taken := map[string]bool{}
	note := func(task timetable.Task, _ schedules.Delivery) error {
		taken[task.ID()] = true
		return nil
	}
	results, err := o.plan(t, schedules.Range{}).Run(t.Context(), 1, note)
	if err != nil || results[1].Waiting() != 1 || results[1].Loaded() != 3 || len(taken) != 4 {
		t.Errorf("%v, %v, %+v", err, taken, results)
	}
	rest := o.plan(t, schedules.Range{Done: func(id string) bool { return taken[id] }})
	if got := files(rest.Tasks); got != "volymer_202304" {
		t.Errorf("left to take: %s", got)
	}
}
