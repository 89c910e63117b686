package schedules

import (
	"errors"
	"strings"
	"time"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// Outcome is what became of a job or of one of its deliveries.
type Outcome string

// The outcomes. A job is the worst of its deliveries: Failed, Partly, Loaded, Unchanged.
const (
	Loaded    Outcome = "loaded"
	Unchanged Outcome = "unchanged" // the warehouse held all of it already
	Partly    Outcome = "partly"    // loaded, and some rows were refused
	Failed    Outcome = "failed"
	Skipped   Outcome = "skipped" // not run, because something before it failed
)

// Delivery is what became of one file of a job.
type Delivery struct {
	Job     *home.Job
	File    string // its name
	Outcome Outcome
	Counts  load.Counts
	Records int
	Rejects int // refused cells and rows, as listed by `nyckeltal rejects`
	Err     error
}

// Result is what became of a job.
type Result struct {
	Job               *home.Job
	Outcome           Outcome
	Started, Finished time.Time
	Deliveries        []Delivery
	Ignored           []string // files that a newer one of the same scope replaced
	Err               error    // why the job as a whole failed or was skipped, or the errors of its deliveries, joined
}

func (r *Result) skip(reason string) {
	r.Outcome = Skipped
	r.Err = errors.New("not run: " + reason)
}

// Counts are the rows of all deliveries of the job.
func (r *Result) Counts() load.Counts {
	var sum load.Counts
	for _, d := range r.Deliveries {
		sum.Rows += d.Counts.Rows
		sum.Mapped += d.Counts.Mapped
		sum.Rejected += d.Counts.Rejected
		sum.Skipped += d.Counts.Skipped
	}
	return sum
}

// Records is the number of records that were loaded.
func (r *Result) Records() int {
	n := 0
	for _, d := range r.Deliveries {
		n += d.Records
	}
	return n
}

// Loaded is the number of deliveries that were loaded.
func (r *Result) Loaded() int {
	n := 0
	for _, d := range r.Deliveries {
		if d.Outcome == Loaded || d.Outcome == Partly {
			n++
		}
	}
	return n
}

// Message is the text of the job's error, in one line.
func (r *Result) Message() string {
	if r.Err == nil {
		return ""
	}
	return strings.ReplaceAll(r.Err.Error(), "\n", "; ")
}

// conclude takes the outcome from the deliveries.
func (r *Result) conclude() {
	r.Outcome = Unchanged
	var faults []error
	rank := map[Outcome]int{Unchanged: 0, Loaded: 1, Partly: 2, Failed: 3}
	for _, d := range r.Deliveries {
		if rank[d.Outcome] > rank[r.Outcome] {
			r.Outcome = d.Outcome
		}
		faults = append(faults, d.Err)
	}
	r.Err = errors.Join(faults...)
}
