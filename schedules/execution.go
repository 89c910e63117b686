package schedules

import (
	"context"
	"errors"
	"slices"
	"strings"

	"nyckeltal/ingest/source"
	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// execution is one job of a run.
type execution struct {
	*Runner
	job     *home.Job
	request Request
	runID   string
	key     []byte
	codes   *codes // shared by the run's executions
	// published is the state of the warehouse that the run began in; "" when it is not known, or has changed by the run itself.
	published load.Generation
	source    *source.Source
	memory    *source.Memory
}

func (e *execution) result() Result {
	now := e.Now()
	return Result{Job: e.job, Started: now, Finished: now}
}

// run executes the job.
func (e *execution) run(ctx context.Context) (result Result) {
	result = e.result()
	fail := func(err error) Result {
		result.Outcome, result.Err, result.Finished = Failed, err, e.Now()
		return result
	}
	files, done, err := e.openSource(ctx)
	if err != nil {
		return fail(err)
	}
	defer func() {
		if err := done(); err != nil {
			result.Outcome, result.Err = Failed, errors.Join(result.Err, err)
		}
	}()
	files, result.Ignored = newest(e.job, files)
	state, err := e.state(ctx, files)
	if err != nil {
		return fail(err)
	}
	if e.Seen.quiet(e.job.Name, state) {
		return e.untouched(files, result.Ignored)
	}
	e.codes.begin(ctx, e.Warehouse)
	if err := e.signOff(ctx); err != nil {
		return fail(err)
	}
	e.Observer.JobStarted(e.job, len(files))
	for _, file := range files {
		e.Observer.FileStarted(e.job, file.Name)
		delivery := e.take(ctx, file)
		e.Observer.FileDone(delivery)
		result.Deliveries = append(result.Deliveries, delivery)
		if delivery.Err != nil && e.fatal(ctx, delivery.Err) != nil {
			break
		}
	}
	result.conclude()
	result.Finished = e.Now()
	if result.Outcome == Unchanged && !slices.ContainsFunc(result.Deliveries, func(d Delivery) bool { return d.Left != "" || d.Withdrawn }) {
		e.Seen.remember(e.job.Name, state)
	}
	if e.job.Schema().Dimension() && result.Loaded() > 0 {
		e.codes.forget()
	}
	return result
}

// newest keeps, of several files that speak for the same source and periods, the one that was changed last; the names
// of the others are returned beside it.
func newest(job *home.Job, files []source.File) (kept []source.File, ignored []string) {
	type place struct {
		key   string
		scope source.Scope
	}
	at := make(map[place]int)
	for _, file := range files {
		p := place{file.Captures.Key(job.Name), scopeOf(job, file)}
		i, taken := at[p]
		if !taken {
			at[p] = len(kept)
			kept = append(kept, file)
			continue
		}
		if file.ModTime.Before(kept[i].ModTime) {
			ignored = append(ignored, file.Name)
			continue
		}
		ignored = append(ignored, kept[i].Name)
		kept[i] = file
	}
	return kept, ignored
}

// scopeOf returns what a file speaks for. A dimension has no periods: its newest file speaks for all of it, also when the name has
// a year.
func scopeOf(job *home.Job, file source.File) source.Scope {
	if job.Schema().Dimension() {
		return source.Scope{}
	}
	return file.Captures.Scope()
}

// series is the source of a file without the version of a plan, which its name may capture as {version}: versions of
// one plan stand beside each other, and the newest counts.
func series(job *home.Job, c source.Captures) string {
	version := c.Values["version"]
	key := c.Key(job.Name)
	if version == "" {
		return key
	}
	parts := strings.Split(key, "/")
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == version }), "/")
}
