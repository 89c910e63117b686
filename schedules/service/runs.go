package service

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"nyckeltal/ingest/source/remote"
	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/scheduler"
)

// execute runs a slot of a job.
func (s *Service) execute(ctx context.Context, run scheduler.Run) scheduler.Outcome {
	result, err := s.run(ctx, run)
	if err == nil {
		err = result.Err
	}
	s.results.put(run.Job, result)
	if err == nil {
		s.metrics.loaded(&result)
		s.tellRejects(ctx, run)
		return scheduler.Outcome{}
	}
	s.warehouse.Suspect()
	return scheduler.Outcome{Err: err, Transient: transient(err)}
}

// run executes the job.
func (s *Service) run(ctx context.Context, run scheduler.Run) (result schedules.Result, err error) {
	request := schedules.Request{
		Jobs: []*home.Job{s.job(run.Job)}, Trigger: schedules.Scheduled, RunID: run.ID, Valid: run.Valid, LeaveMeasures: true,
	}
	if run.CaughtUp {
		request.Trigger = schedules.CaughtUp
	}
	leave, err := s.demand.enter(ctx, run.Job)
	if err != nil {
		return result, err
	}
	defer leave()
	return s.perform(ctx, request, s.live.begin(run.Job, run.ID, s.Log))
}

// perform runs the one job of a request.
func (s *Service) perform(ctx context.Context, request schedules.Request, o *observer) (result schedules.Result, err error) {
	defer s.live.end(o.progress)
	err = s.exclusively(ctx, func(w *load.Warehouse) error {
		all, err := s.runner(w, o).Run(ctx, request)
		if len(all) == 1 {
			result = all[0]
		}
		return err
	})
	return result, err
}

// runner is what runs of the service have in common, with what is a run's own.
func (s *Service) runner(w *load.Warehouse, o schedules.Observer) *schedules.Runner {
	runner := s.Runner
	runner.Warehouse, runner.Observer, runner.Seen = w, o, &s.seen
	return &runner
}

// exclusively calls do with the warehouse, while no other process changes what the home publishes.
func (s *Service) exclusively(ctx context.Context, do func(*load.Warehouse) error) (err error) {
	if err := s.lock.take(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.lock.give()) }()
	w, err := s.warehouse.Get(ctx)
	if err != nil {
		return err
	}
	return do(w)
}

// job returns the job of that name; nil when there is none.
func (s *Service) job(name string) *home.Job { return home.Named(s.Jobs, name) }

// transient tells whether a run that failed may succeed a little later, without anybody mending anything.
func transient(err error) bool {
	for _, passing := range []error{remote.ErrCut, remote.ErrStalled, remote.ErrUnreachable, remote.ErrDeadline, schedules.ErrWarehouseGone} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return load.Transient(err)
}

// publish publishes the measures when something has changed since the last time, and looks whether all is sound. What fails is
// logged; the next time does it again.
func (s *Service) publish(ctx context.Context) {
	err := s.exclusively(ctx, func(w *load.Warehouse) error { return s.publishMeasures(ctx, w) })
	if err != nil {
		s.warehouse.Suspect()
		s.metrics.measures.WithLabelValues("failed").Inc()
		s.Log.Error("the measures could not be published; key figures stay those of before", "error", err)
	}
}

func (s *Service) publishMeasures(ctx context.Context, w *load.Warehouse) error {
	start := time.Now()
	changed, err := w.PublishMeasures(ctx, schedules.NewRunID(start))
	if err != nil || !changed {
		return err
	}
	s.metrics.measures.WithLabelValues("published").Inc()
	s.Log.Info("measures published", "duration", time.Since(start))
	if s.Published != nil {
		s.Published()
	}
	if err := s.tellIdle(ctx, w); err != nil {
		return err
	}
	return s.Settle(ctx, w)
}

// tellIdle logs what indicators count and nothing has: once, until something else does.
func (s *Service) tellIdle(ctx context.Context, w *load.Warehouse) error {
	terms, err := w.IdleTerms(ctx, s.Runner.Catalogue)
	if err != nil {
		return err
	}
	var said []string
	for _, term := range terms {
		what := term.String()
		if said = append(said, what); !slices.Contains(s.idle, what) {
			s.Log.Warn("an indicator counts what nothing has", "what", what)
		}
	}
	s.idle = said
	return nil
}

// results are the last ones of the jobs. It is safe for concurrent use.
type results struct {
	mu  sync.Mutex
	all map[string]schedules.Result
}

func (r *results) put(job string, result schedules.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = map[string]schedules.Result{}
	}
	r.all[job] = result
}

// any tells whether there are any.
func (r *results) any() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.all) > 0
}

func (r *results) of(job string) schedules.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all[job]
}
