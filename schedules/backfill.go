package schedules

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"nyckeltal/ingest/period"
	"nyckeltal/ingest/source"
	"nyckeltal/load"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/timetable"
)

// Range is what a backfill is to take in.
type Range struct {
	Jobs     []*home.Job          // in an order in which each comes after those it depends on
	From, To period.Period        // deliveries are taken that touch these months, and those without periods
	Done     func(id string) bool // tells by timetable.Task.ID what an earlier, interrupted backfill has taken; nil when there was none
	RunID    string               // names the run; "" names it by the time
}

// BackfillPlan is the deliveries that a backfill takes, and the way to take them. It must be closed.
type BackfillPlan struct {
	Tasks []timetable.Task // in the order in which they are taken

	runner  *Runner
	runID   string
	jobs    []*backfilled
	byName  map[string]*backfilled
	codes   *codes
	watch   *watch
	stopped error
}

// backfilled is a job of a backfill.
type backfilled struct {
	execution
	files  map[string]source.File // by name
	done   func() error           // closes the source; nil when it could not be opened
	result Result
}

// PlanBackfill lists what is to be taken: first the deliveries without periods, then month by month. What hinders a job is in
// its result, and hinders the jobs that come after it.
func (r *Runner) PlanBackfill(ctx context.Context, within Range) (*BackfillPlan, error) {
	key, err := r.Home.PseudonymKey()
	if err != nil {
		return nil, err
	}
	b := &BackfillPlan{runner: r, runID: cmp.Or(within.RunID, NewRunID(r.Now())), byName: map[string]*backfilled{}, codes: &codes{}, watch: &watch{to: r.Observer}}
	var order []*timetable.Job
	var deliveries []timetable.Task
	own := *r
	own.Observer = b.watch
	for _, job := range within.Jobs {
		one := &backfilled{execution: execution{Runner: &own, job: job, runID: b.runID, key: key, codes: b.codes}}
		one.result = one.execution.result()
		b.jobs, b.byName[job.Name] = append(b.jobs, one), one
		order = append(order, &timetable.Job{Name: job.Name, After: job.After})
		deliveries = append(deliveries, one.list(ctx)...)
	}
	b.Tasks = timetable.Backfill(deliveries, order, within.From, within.To, within.Done)
	return b, nil
}

// list opens the source of the job and returns a task for each of its deliveries.
func (b *backfilled) list(ctx context.Context) []timetable.Task {
	files, done, err := b.openSource(ctx)
	if err != nil {
		b.result.Outcome, b.result.Err = Failed, err
		return nil
	}
	b.done = done
	files, b.result.Ignored = newest(b.job, files)
	b.files = make(map[string]source.File, len(files))
	tasks := make([]timetable.Task, len(files))
	for i, f := range files {
		b.files[f.Name] = f
		scope := scopeOf(b.job, f)
		tasks[i] = timetable.Task{Job: b.job.Name, File: f.Name, From: scope.From, To: scope.To}
	}
	return tasks
}

// Hindrance returns what hinders the jobs of the plan whose deliveries could not be listed; nil when that is nothing.
func (b *BackfillPlan) Hindrance() error {
	var faults []error
	for _, one := range b.jobs {
		faults = append(faults, one.result.Err)
	}
	return errors.Join(faults...)
}

// Known tells whether the warehouse is known to hold what a task would take, so that it costs next to nothing. The error is
// the warehouse's.
func (b *BackfillPlan) Known(ctx context.Context, t timetable.Task) (bool, error) {
	one := b.byName[t.Job]
	_, standing, err := one.standing(ctx, one.files[t.File])
	return standing != load.New, err
}

// Size is how many bytes a task is to read; -1 when that is not known.
func (b *BackfillPlan) Size(t timetable.Task) int64 { return b.byName[t.Job].files[t.File].Size }

// Close closes the sources.
func (b *BackfillPlan) Close() error {
	var faults []error
	for _, one := range b.jobs {
		if one.done != nil {
			faults = append(faults, one.done())
			one.done = nil
		}
	}
	return errors.Join(faults...)
}

// Run takes the deliveries in the order of the plan, up to parallel at a time: those go side by side that do not depend on each
// other and whose scopes do not meet. taken is told of each that has been taken or found to be known, and of none that waits or failed;
// its error ends the backfill. At the end the measures are published. The results and the error are those of Runner.Run.
func (b *BackfillPlan) Run(ctx context.Context, parallel int, taken func(timetable.Task, Delivery) error) ([]Result, error) {
	r := b.runner
	if _, err := r.publishCatalogue(ctx, b.runID); err != nil {
		return nil, err
	}
	for tasks := b.Tasks; len(tasks) > 0 && b.stopped == nil; {
		n := b.together(tasks, parallel)
		if err := b.codes.read(ctx, r.Warehouse); err != nil {
			b.stopped = err
			break
		}
		b.take(ctx, tasks[:n], taken)
		tasks = tasks[n:]
	}
	results := b.conclude()
	if b.stopped == nil {
		b.stopped = r.publishMeasures(ctx, b.runID)
	}
	return results, r.end(ctx, b.runID, Backfill, results, b.stopped)
}

// together is how many of the first tasks may be under way at a time.
func (b *BackfillPlan) together(tasks []timetable.Task, parallel int) int {
	for n := 1; n < min(len(tasks), parallel); n++ {
		if slices.ContainsFunc(tasks[:n], func(earlier timetable.Task) bool { return b.conflict(earlier, tasks[n]) }) {
			return n
		}
	}
	return min(len(tasks), parallel)
}

// conflict tells whether a task must wait for the end of an earlier one.
func (b *BackfillPlan) conflict(earlier, t timetable.Task) bool {
	if earlier.Job != t.Job {
		return slices.Contains(b.byName[t.Job].job.After, earlier.Job)
	}
	job := b.byName[t.Job]
	f, g := job.files[earlier.File].Captures, job.files[t.File].Captures
	meets := earlier.From == 0 || t.From == 0 || earlier.From <= t.To && t.From <= earlier.To
	return replace(job.job).Mode == load.ReplaceKey || meets && f.Key(t.Job) == g.Key(t.Job)
}

// take takes deliveries side by side.
func (b *BackfillPlan) take(ctx context.Context, tasks []timetable.Task, taken func(timetable.Task, Delivery) error) {
	deliveries := make([]*Delivery, len(tasks))
	var under sync.WaitGroup
	for i, t := range tasks {
		one := b.byName[t.Job]
		if one.skipped(b.jobs) || !b.begin(ctx, one) {
			continue
		}
		under.Go(func() {
			b.watch.FileStarted(one.job, t.File)
			d := one.take(ctx, one.files[t.File])
			b.watch.FileDone(d)
			deliveries[i] = &d
		})
	}
	under.Wait()
	for i, d := range deliveries {
		if d == nil {
			continue
		}
		one := b.byName[tasks[i].Job]
		one.result.Deliveries = append(one.result.Deliveries, *d)
		if one.job.Schema().Dimension() && (d.Outcome == Loaded || d.Outcome == Partly) {
			b.codes.forget()
		}
		switch {
		case d.Err != nil && d.Outcome == Failed:
			b.stopped = cmp.Or(b.stopped, b.runner.fatal(ctx, d.Err))
		case b.stopped == nil && d.Outcome != Waiting:
			b.stopped = taken(tasks[i], *d)
		}
	}
}

// begin puts the acceptances of a job in force before its first delivery. It tells whether the job can go on.
func (b *BackfillPlan) begin(ctx context.Context, one *backfilled) bool {
	if len(one.result.Deliveries) > 0 || one.result.Err != nil {
		return one.result.Err == nil
	}
	b.watch.JobStarted(one.job, len(one.files))
	if err := one.signOff(ctx); err != nil {
		one.result.Outcome, one.result.Err = Failed, err
		b.stopped = cmp.Or(b.stopped, b.runner.fatal(ctx, err))
	}
	return one.result.Err == nil
}

// skipped tells whether a job cannot be run, because one that it comes after has failed.
func (b *backfilled) skipped(jobs []*backfilled) bool {
	for _, earlier := range jobs {
		failed := earlier.result.Err != nil || earlier.result.count(Failed) > 0
		if failed && slices.Contains(b.job.After, earlier.job.Name) && b.result.Err == nil {
			b.result.skipAfter(earlier.job.Name)
		}
	}
	return b.result.Err != nil
}

// conclude makes the results of the jobs.
func (b *BackfillPlan) conclude() []Result {
	results := make([]Result, len(b.jobs))
	for i, one := range b.jobs {
		if one.result.Err == nil {
			one.result.conclude()
		}
		one.result.Finished = b.runner.Now()
		b.watch.JobDone(one.result)
		results[i] = one.result
	}
	return results
}
