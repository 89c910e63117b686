package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nyckeltal/schedules/timetable"
)

// Options say what a scheduler runs, and how.
type Options struct {
	// Jobs are in an order in which each comes after those that it names in After. Jobs without a schedule are left out.
	Jobs  []*timetable.Job
	Store Store
	Clock Clock
	// Execute runs a slot. It is called from several goroutines at a time, never twice at a time for one job. It returns soon
	// after its context is done. A panic is a failure of the run alone.
	Execute func(ctx context.Context, run Run) Outcome
	// Observe is told of events, from one goroutine. It must not block. It may be nil.
	Observe func(Event)
	Owner   string // names this process among all that share the store; another one each time it starts
	// Parallel is how many runs may be under way at a time; at least 1.
	Parallel int
	// Drain is how long runs may go on when the scheduler is stopped, before they are cancelled.
	Drain time.Duration
}

// Times of the loop.
const (
	// TTL is how long a lease lasts that is not renewed. It is renewed three times as often. It is shorter than
	// timetable.Grace, so that slots are on time when another scheduler takes over.
	TTL = 3 * time.Minute
	// Poll is how long the loop waits at most: so late it notices that the host slept, or that the clock was put.
	Poll = time.Minute
	// abandon is how long cancelled runs are waited for when the scheduler is stopped.
	abandon = 10 * time.Second
)

// Run is one execution of a slot.
type Run struct {
	ID       string // see timetable.RunID; the same for every attempt
	Job      string
	Slot     time.Time
	Attempt  int  // 1 for the first
	CaughtUp bool // the slot was missed and is made up for
	Missed   int  // how many earlier slots this run makes up for
	Lease    Lease

	store Store
}

// Valid returns ErrStale when another scheduler has taken over. A run asks it right before it makes its work visible.
func (r Run) Valid(ctx context.Context) error { return r.store.Valid(ctx, r.Lease) }

// Outcome is what came of an attempt: a success when Err is nil.
type Outcome struct {
	Err error
	// Transient tells that the fault may pass, such as a server that does not answer, so that the run is tried again.
	Transient bool
}

// Why the context of a run is done, see context.Cause.
var (
	ErrDeadline   = errors.New("the deadline of the run has passed")
	ErrSuperseded = errors.New("a later slot of the job takes the place of the run")
	ErrStopped    = errors.New("the scheduler was stopped or replaced")
)

// PanicError is the failure of a run that panicked.
type PanicError struct {
	Value any
	Stack string
}

// Error does not hold the value, which may be of a file's contents.
func (e *PanicError) Error() string {
	return fmt.Sprintf("the job panicked (%T): a fault of the program", e.Value)
}

// AbandonedError says that runs did not end although they were cancelled.
type AbandonedError struct{ Jobs []string }

// Error names the jobs.
func (e *AbandonedError) Error() string {
	return fmt.Sprintf("stopped without the end of runs that do not react: %v", e.Jobs)
}

// Scheduler runs jobs by their timetable.
type Scheduler struct{ Options }

// New returns a scheduler. The error says which option is missing.
func New(o Options) (*Scheduler, error) {
	if o.Store == nil || o.Clock == nil || o.Execute == nil || o.Owner == "" || o.Parallel < 1 {
		return nil, errors.New("a scheduler needs Store, Clock, Execute, Owner and Parallel")
	}
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	return &Scheduler{Options: o}, nil
}

// Run acts, or stands by while another scheduler does, until the context is done. Then nothing more is started, runs under
// way get the time of Drain to end, and the rest is cancelled and left to the next scheduler. It returns nil, or an
// *AbandonedError.
func (s *Scheduler) Run(ctx context.Context) error {
	standing := false
	for ctx.Err() == nil {
		call, cancel := context.WithTimeout(ctx, TTL/3)
		lease, err := s.Store.Acquire(call, s.Owner, TTL)
		cancel()
		if err == nil {
			standing = false
			err = s.act(ctx, lease)
			var abandoned *AbandonedError
			if errors.As(err, &abandoned) {
				return err
			}
			continue
		}
		if !standing && ctx.Err() == nil {
			s.observe(Event{Kind: Standby, Err: err})
		}
		standing = true
		s.wait(ctx, TTL/3)
	}
	return nil
}

// act holds the lease for as long as it can.
func (s *Scheduler) act(ctx context.Context, lease Lease) error {
	s.observe(Event{Kind: Leading})
	t := newTerm(s, lease)
	err := t.run(ctx)
	s.observe(Event{Kind: Deposed, Err: err})
	if err != nil && ctx.Err() == nil {
		s.wait(ctx, TTL/9) // the store may be what is faulty
	}
	return err
}

func (s *Scheduler) observe(e Event) {
	e.At = s.Clock.Now()
	s.Observe(e)
}

// wait waits until the time has elapsed or the context is done.
func (s *Scheduler) wait(ctx context.Context, d time.Duration) {
	passed, stop := s.Clock.After(d)
	defer stop()
	select {
	case <-passed:
	case <-ctx.Done():
	}
}
