// Package service is what `nyckeltal serve` does: it runs the jobs by their timetable, publishes the measures when a while's
// work is done, tells people what goes wrong, and answers those who watch over it.
//
// What does not belong here: which instants are slots (timetable), who acts and what is settled (scheduler), what a run does
// (schedules).
package service

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/notice"
	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/slots"
	"nyckeltal/schedules/timetable"
)

// Options say what a service works with.
type Options struct {
	// Runner is what all runs have in common; Warehouse, Observer and Seen are the service's own.
	Runner  schedules.Runner
	Jobs    []*home.Job // in an order in which each comes after those it depends on
	Notices *notice.Notifier
	// Connect connects to the warehouse, and starts it where that is to be done. close ends the connection.
	Connect func(ctx context.Context) (w *load.Warehouse, close func() error, err error)
	// Lock waits until no other process changes what the home publishes, and keeps others from it until unlock is called.
	Lock func(ctx context.Context) (unlock func() error, err error)
	// Settle looks through the warehouse after a while's work; the error is a *load.DamagedError when it has been damaged.
	Settle func(ctx context.Context, w *load.Warehouse) error
	// Published is called when new measures have been published; nil when nobody needs to know.
	Published func()
	Clock     scheduler.Clock
	Log       *slog.Logger
	Version   string
	Parallel  int           // runs that may be under way at a time
	Drain     time.Duration // how long runs may go on when the service is stopped
}

// Service runs jobs by their timetable. Use New.
type Service struct {
	Options
	warehouse Connection
	lock      sharedLock
	metrics   *metrics
	state     state
	results   results
	seen      schedules.Seen
	live      live
	demand    demand
	looked    time.Time     // when late deliveries were last looked for
	idle      []string      // what was last seen that indicators count and nothing has
	quiet     chan struct{} // has a value when measures are to be published
}

// New returns a service that has not begun.
func New(o Options) *Service {
	s := &Service{Options: o, quiet: make(chan struct{}, 1)}
	s.warehouse.Connect, s.lock.lock = o.Connect, o.Lock
	s.metrics = newMetrics(o.Version, s.timetable())
	return s
}

// timetable are the jobs that have a schedule, or whose deliveries are waited for.
func (s *Service) timetable() []*timetable.Job {
	var jobs []*timetable.Job
	for _, j := range s.Jobs {
		if t := j.Timetable(); t != nil {
			jobs = append(jobs, t)
		}
	}
	return jobs
}

// Run runs the jobs by their timetable until the context is done; then runs under way get the time of Drain to end. The error
// says which jobs did not end (*scheduler.AbandonedError), or why the connection did not close well.
func (s *Service) Run(ctx context.Context) error {
	timetable, err := scheduler.New(scheduler.Options{
		Jobs: s.timetable(), Store: &slots.Store{Warehouse: s.warehouse.Get}, Clock: s.Clock,
		Execute: s.execute, Observe: s.observe, Owner: owner(), Parallel: s.Parallel, Drain: s.Drain,
	})
	if err != nil {
		return err
	}
	s.recall(ctx)
	s.demand.open(context.WithoutCancel(ctx))
	ticking, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.tick(ticking)
	}()
	err = timetable.Run(ctx)
	s.demand.close(s.Drain)
	stop()
	<-ended
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Drain+lastWords)
	defer cancel()
	return errors.Join(err, s.finish(last), s.warehouse.Close())
}

// lastWords is how long telling people may take when the service ends.
const lastWords = 30 * time.Second

// owner names this process among all that share a warehouse.
func owner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:6])
}

// beat is how often it is looked whether there is something to tell or to publish.
const beat = 30 * time.Second

// tick does what is to be done from time to time until the context is done.
func (s *Service) tick(ctx context.Context) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.quiet:
			s.publish(ctx)
			s.tellLate(ctx)
		case now := <-ticker.C:
			s.recheck(ctx)
			s.tellHourly(ctx, now)
		}
		s.flush(ctx)
	}
}

// finish publishes what runs have left to publish, and tells what is left to tell.
func (s *Service) finish(ctx context.Context) error {
	if s.results.any() {
		s.publish(ctx)
	}
	_, err := s.Notices.FlushAll(ctx, time.Now())
	return err
}

// wake has the measures published soon.
func (s *Service) wake() {
	select {
	case s.quiet <- struct{}{}:
	default: // it is about to be done
	}
}
