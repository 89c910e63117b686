// Package schedules drives the flow: it decides which jobs run on which files, takes each file through ingest,
// transform and load, and keeps the history of runs.
//
// What does not belong here: how a workbook is read, what a cell means, what the warehouse looks like.
package schedules

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/match"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/schedules/feedback"
	"nyckeltal/schedules/home"
)

// Trigger says why a run was started.
type Trigger string

// The triggers of runs.
const (
	OnDemand  Trigger = "demand"
	Backfill  Trigger = "backfill"
	Scheduled Trigger = "schedule"
	CaughtUp  Trigger = "catch-up" // a slot of the schedule that was missed
)

// Runner executes jobs. It executes several runs at a time where these are of different jobs and its Observer can stand it.
type Runner struct {
	Home      *home.Home
	Warehouse *load.Warehouse
	Archive   *archive.Archive
	Catalogue *catalogue.Catalogue
	Observer  Observer
	Feedback  *feedback.Sender // nil when departments get nothing back
	Seen      *Seen            // what earlier runs of this process have seen; nil when that is not to be relied on
	Now       func() time.Time
}

// Request says what is to be run.
type Request struct {
	Jobs    []*home.Job // in an order in which each comes after those it depends on
	Trigger Trigger
	// Remap takes the deliveries from the archive instead of the source, and maps again what a mapping that has changed since
	// would map otherwise.
	Remap bool
	// RunID names the run; "" names it by the time.
	RunID string
	// Valid is asked as each delivery is published, and prevents it by an error: because another scheduler has taken over. nil
	// lets all.
	Valid func(context.Context) error
	// LeaveMeasures leaves the measures as they are, for runs that are not the last of several; see load.PublishMeasures.
	LeaveMeasures bool
}

// Select picks the named jobs from an ordered list, keeping its order. The error says which name is unknown.
func Select(jobs []*home.Job, names []string) ([]*home.Job, error) {
	var known []string
	for _, j := range jobs {
		known = append(known, j.Name)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("there is no job %q%s; the jobs are %s", name, match.DidYouMean(name, known), strings.Join(known, ", "))
		}
	}
	return slices.DeleteFunc(slices.Clone(jobs), func(j *home.Job) bool { return !slices.Contains(names, j.Name) }), nil
}

// NewRunID names a run by its time.
func NewRunID(now time.Time) string {
	return now.UTC().Format("20060102T150405") + "-" + strings.ToLower(rand.Text()[:6])
}

// Run executes the jobs one after the other and returns a result for each. At the end it publishes the measures that key
// figures are computed from, so that these change all at once. A job that fails does not stop the others,
// except those that come after it. The error is that of the run as a whole: the warehouse is gone, or the context is
// done; the jobs that were not reached are then marked as skipped.
func (r *Runner) Run(ctx context.Context, request Request) ([]Result, error) {
	runID := cmp.Or(request.RunID, NewRunID(r.Now()))
	published, err := r.publishCatalogue(ctx, runID)
	if err != nil {
		return nil, err
	}
	key, err := r.Home.PseudonymKey()
	if err != nil {
		return nil, err
	}
	var results []Result
	var stopped error
	known := &codes{}
	for _, job := range request.Jobs {
		execution := &execution{Runner: r, job: job, request: request, runID: runID, key: key, codes: known, published: published}
		result := execution.result()
		switch earlier := failedBefore(job, results); {
		case stopped != nil:
			result.skip("the run was stopped before")
		case earlier != "":
			result.skipAfter(earlier)
		case request.Remap:
			result = execution.remap(ctx)
			stopped = r.fatal(ctx, result.Err)
		default:
			result = execution.run(ctx)
			stopped = r.fatal(ctx, result.Err)
		}
		if result.Loaded() > 0 {
			published = "" // the next job must see what this one has published
		}
		r.Observer.JobDone(result)
		results = append(results, result)
	}
	if stopped == nil && !request.LeaveMeasures {
		stopped = r.publishMeasures(ctx, runID)
	}
	return results, r.end(ctx, runID, request.Trigger, results, stopped)
}

// publishMeasures makes the key figures those of what is loaded, and tells the observer of indicators that nothing can give.
func (r *Runner) publishMeasures(ctx context.Context, runID string) error {
	changed, err := r.Warehouse.PublishMeasures(ctx, runID)
	if err != nil || !changed {
		return err
	}
	idle, err := r.Warehouse.IdleTerms(ctx, r.Catalogue)
	for _, term := range idle {
		r.Observer.Idle(term)
	}
	return err
}

// publishCatalogue makes the catalogue the one in force, unless it is. It returns the state that the warehouse was in before, where
// that is what it is in now and what earlier runs have seen counts; otherwise "".
func (r *Runner) publishCatalogue(ctx context.Context, runID string) (before load.Generation, err error) {
	if r.Seen != nil {
		if before, err = r.Warehouse.Generation(ctx); err != nil || r.Seen.published(before) {
			return before, err
		}
	}
	changed, err := r.Warehouse.PublishCatalogue(ctx, r.Catalogue, runID)
	if err != nil || changed {
		return "", err
	}
	// A state that was asked for afterwards could be one with a catalogue that somebody else has published since.
	r.Seen.publish(before)
	return before, nil
}

// lastWords is how long a run that was stopped may take to write its history.
const lastWords = 5 * time.Second

// end writes the history of a run, also of one that was stopped, and returns the error of the run as a whole.
func (r *Runner) end(ctx context.Context, runID string, trigger Trigger, results []Result, stopped error) error {
	if stopped == nil {
		return r.remember(ctx, runID, trigger, results)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	_ = r.remember(ctx, runID, trigger, results) // why it was stopped matters more
	return stopped
}

// fatal returns the error that ends the whole run: the context's, or the warehouse's when it answers no more.
func (r *Runner) fatal(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if gone := r.Warehouse.Conn().Ping(ctx); gone != nil {
		return fmt.Errorf("%w: %w", ErrWarehouseGone, gone)
	}
	return nil
}

// ErrWarehouseGone says that the warehouse stopped answering during a run. Nothing of the delivery under way is visible;
// the next run loads it.
var ErrWarehouseGone = errors.New("the warehouse stopped answering; nothing half-loaded is visible, run again to finish the work")

// failedBefore returns the name of a job of this run that the job comes after and that did not succeed.
func failedBefore(job *home.Job, results []Result) string {
	for _, earlier := range results {
		if slices.Contains(job.After, earlier.Job.Name) && (earlier.Outcome == Failed || earlier.Outcome == Skipped) {
			return earlier.Job.Name
		}
	}
	return ""
}

// remember writes the history of the run.
func (r *Runner) remember(ctx context.Context, runID string, trigger Trigger, results []Result) error {
	var rows []load.Run
	for _, result := range results {
		counts := result.Counts()
		rows = append(rows, load.Run{
			RunID: runID, Job: result.Job.Name, Trigger: string(trigger), Started: result.Started, Finished: result.Finished,
			Outcome: string(result.Outcome), Deliveries: result.Loaded(), Counts: counts, Records: result.Records(), Message: result.Message(),
		})
	}
	return r.Warehouse.RememberRuns(ctx, rows)
}
