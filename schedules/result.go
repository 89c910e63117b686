package schedules

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// Outcome is what became of a job or of one of its deliveries.
type Outcome string

// The outcomes. A job is the worst of its deliveries: Failed, Partly, Loaded, Waiting, Unchanged.
const (
	Loaded    Outcome = "loaded"
	Unchanged Outcome = "unchanged" // the warehouse held all of it already
	Waiting   Outcome = "waiting"   // left for the next run, because the file is still being written
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
	Carried int // records of earlier deliveries that were kept, see home.Replace
	Rejects int // refused cells and rows, as listed by `nyckeltal rejects`
	// Warnings is how many warnings there are, and Open how many of them nobody has accepted, see `nyckeltal warnings`.
	Warnings, Open int
	Withdrawn      bool            // left alone, because it has been rolled back
	Held           []period.Period // closed months, for which it waits, see `nyckeltal close`
	Marked         string          // where the copy with the faults marked went, in words; "" when there is none
	Left           string          // why the original was left as it is although something was to be done with it after its load, in words
	Err            error           // why it failed or waits
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

// skipAfter skips a job that comes after one that failed.
func (r *Result) skipAfter(earlier string) {
	r.skip(fmt.Sprintf("it comes after the job %s, which did not succeed", earlier))
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

// sum adds a number of each delivery up.
func (r *Result) sum(of func(*Delivery) int) int {
	n := 0
	for i := range r.Deliveries {
		n += of(&r.Deliveries[i])
	}
	return n
}

// count counts the deliveries with one of the outcomes.
func (r *Result) count(outcomes ...Outcome) int {
	return r.sum(func(d *Delivery) int {
		if slices.Contains(outcomes, d.Outcome) {
			return 1
		}
		return 0
	})
}

// Records is the number of records that were loaded.
func (r *Result) Records() int {
	return r.sum(func(d *Delivery) int { return d.Records })
}

// Warnings is the number of warnings of all deliveries.
func (r *Result) Warnings() int {
	return r.sum(func(d *Delivery) int { return d.Warnings })
}

// Open is the number of warnings that nobody has accepted.
func (r *Result) Open() int {
	return r.sum(func(d *Delivery) int { return d.Open })
}

// Loaded is the number of deliveries that were loaded.
func (r *Result) Loaded() int { return r.count(Loaded, Partly) }

// Waiting is the number of deliveries that were left for the next run.
func (r *Result) Waiting() int { return r.count(Waiting) }

// Held is the number of deliveries that wait, in whole or in part, because their months are closed.
func (r *Result) Held() int {
	return r.sum(func(d *Delivery) int { return min(len(d.Held), 1) })
}

// Message says in one line why the job failed, or its deliveries failed or wait.
func (r *Result) Message() string {
	var texts []string
	if r.Err != nil {
		texts = append(texts, r.Err.Error())
	}
	for _, d := range r.Deliveries {
		if d.Outcome == Waiting {
			texts = append(texts, "left for the next run: "+d.Err.Error())
		}
	}
	return strings.ReplaceAll(strings.Join(texts, "; "), "\n", "; ")
}

// conclude takes the outcome from the deliveries.
func (r *Result) conclude() {
	r.Outcome = Unchanged
	var faults []error
	rank := map[Outcome]int{Unchanged: 0, Waiting: 1, Loaded: 2, Partly: 3, Failed: 4}
	for _, d := range r.Deliveries {
		if rank[d.Outcome] > rank[r.Outcome] {
			r.Outcome = d.Outcome
		}
		if d.Outcome == Failed {
			faults = append(faults, d.Err)
		}
	}
	r.Err = errors.Join(faults...)
}
