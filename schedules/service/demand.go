package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// The reasons for which a run that somebody asks for does not begin.
var (
	ErrUnderWay = errors.New("the job is under way: wait until it has ended")
	ErrStopped  = errors.New("the service does not run jobs: it is starting or stopping")
)

// demand is runs that somebody asks for beside the timetable, and what keeps two runs of a job apart. It is safe for concurrent use.
type demand struct {
	mu     sync.Mutex
	busy   map[string]chan struct{} // by job; closed when the run that is under way ends
	ctx    context.Context          // of runs; nil when none may begin
	cancel context.CancelFunc
	under  sync.WaitGroup
}

// open lets runs begin.
func (d *demand) open(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ctx, d.cancel = context.WithCancel(ctx)
}

// close lets no more runs begin, and gives those under way the time to end.
func (d *demand) close(drain time.Duration) {
	d.mu.Lock()
	cancel := d.cancel
	d.ctx = nil
	d.mu.Unlock()
	timer := time.AfterFunc(drain, cancel)
	d.under.Wait()
	timer.Stop()
	cancel()
}

// enter waits until no other run of the job is under way; leave lets the next one in.
func (d *demand) enter(ctx context.Context, job string) (leave func(), err error) {
	for {
		leave, other := d.try(job)
		if leave != nil {
			return leave, nil
		}
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// try is enter without waiting: leave is nil when another run is under way, and other is closed when that one ends.
func (d *demand) try(job string) (leave func(), other <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[job] != nil {
		return nil, d.busy[job]
	}
	if d.busy == nil {
		d.busy = map[string]chan struct{}{}
	}
	ended := make(chan struct{})
	d.busy[job] = ended
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.busy, job)
		close(ended)
	}, nil
}

// begin returns the context of a run that somebody asks for, and done for its end.
func (d *demand) begin() (ctx context.Context, done func(), err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx == nil {
		return nil, nil, ErrStopped
	}
	d.under.Add(1)
	return d.ctx, d.under.Done, nil
}

// Start begins a run of a job beside the timetable and returns its id, without waiting for its end, which run history and log tell. The
// error is ErrUnderWay or ErrStopped. A slot of the timetable that comes meanwhile waits for it.
func (s *Service) Start(job *home.Job) (run string, err error) {
	return s.start("run", job, func(ctx context.Context, run string, o *observer) (schedules.Result, error) {
		return s.perform(ctx, schedules.Request{Jobs: []*home.Job{job}, Trigger: schedules.OnDemand, RunID: run, LeaveMeasures: true}, o)
	})
}

// start begins what somebody asks for of a job, beside the timetable, and returns its id. do is called in a goroutine of its own.
func (s *Service) start(
	what string, job *home.Job, do func(ctx context.Context, run string, o *observer) (schedules.Result, error),
) (run string, err error) {
	leave, _ := s.demand.try(job.Name)
	if leave == nil {
		return "", ErrUnderWay
	}
	ctx, done, err := s.demand.begin()
	if err != nil {
		leave()
		return "", err
	}
	run = schedules.NewRunID(time.Now())
	o := s.live.begin(job.Name, run, s.Log)
	go func() {
		defer done()
		defer leave()
		defer s.wake() // for the measures
		result, err := do(ctx, run, o)
		s.ended(what, run, job, result, err)
	}()
	return run, nil
}

// ended notes what became of a run or backfill that somebody asked for.
func (s *Service) ended(what, run string, job *home.Job, result schedules.Result, err error) {
	if err == nil {
		err = result.Err
	}
	s.results.put(job.Name, result)
	if err != nil {
		s.warehouse.Suspect()
		s.Log.Error("a "+what+" that was asked for failed", "run", run, "job", job.Name, "error", err)
		return
	}
	s.metrics.loaded(&result)
	s.Log.Info("a "+what+" that was asked for ended", "run", run, "job", job.Name, "outcome", string(result.Outcome))
}
