package service

import (
	"context"
	"errors"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/timetable"
)

// Planned is a delivery that a backfill would take.
type Planned struct {
	From, To period.Period // its months; 0 for a delivery without a period
	File     string
	Size     int64 // in bytes; -1 when it is not known
	Known    bool  // the warehouse holds it already, so it would not be read
}

// PlanBackfill lists what a backfill of the job would take of the months, in its order, and takes nothing. The error says why that cannot
// be listed.
func (s *Service) PlanBackfill(ctx context.Context, job *home.Job, from, to period.Period) (planned []Planned, err error) {
	w, err := s.warehouse.Get(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := s.plan(ctx, w, schedules.Unobserved{}, schedules.Range{Jobs: []*home.Job{job}, From: from, To: to})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, plan.Close()) }()
	for _, t := range plan.Tasks {
		known, err := plan.Known(ctx, t)
		if err != nil {
			return nil, err
		}
		planned = append(planned, Planned{From: t.From, To: t.To, File: t.File, Size: plan.Size(t), Known: known})
	}
	return planned, nil
}

// plan plans a backfill of one job whose deliveries can be listed.
func (s *Service) plan(ctx context.Context, w *load.Warehouse, o schedules.Observer, within schedules.Range) (*schedules.BackfillPlan, error) {
	plan, err := s.runner(w, o).PlanBackfill(ctx, within)
	if err != nil {
		return nil, err
	}
	if err := plan.Hindrance(); err != nil {
		return nil, errors.Join(err, plan.Close())
	}
	return plan, nil
}

// StartBackfill begins to take what PlanBackfill lists, one delivery at a time, and returns the id of the run, without waiting for its end.
// The error is ErrUnderWay or ErrStopped. A slot of the timetable that comes meanwhile waits for it.
func (s *Service) StartBackfill(job *home.Job, from, to period.Period) (run string, err error) {
	return s.start("backfill", job, func(ctx context.Context, run string, o *observer) (schedules.Result, error) {
		return s.backfill(ctx, o, schedules.Range{Jobs: []*home.Job{job}, From: from, To: to, RunID: run})
	})
}

// backfill takes the deliveries of one job.
func (s *Service) backfill(ctx context.Context, o *observer, within schedules.Range) (result schedules.Result, err error) {
	defer s.live.end(o.progress)
	err = s.exclusively(ctx, func(w *load.Warehouse) (err error) {
		plan, err := s.plan(ctx, w, planned{o}, within)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, plan.Close()) }()
		o.note(func(p *Progress) { p.Files = len(plan.Tasks) })
		all, err := plan.Run(ctx, 1, func(timetable.Task, schedules.Delivery) error { return nil })
		if len(all) == 1 {
			result = all[0]
		}
		return err
	})
	return result, err
}

// planned observes a run whose files are those of a plan, and not all of its job.
type planned struct{ *observer }

// JobStarted does nothing.
func (planned) JobStarted(*home.Job, int) {}
