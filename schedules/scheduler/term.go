package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// term is the time for which a scheduler holds a lease.
type term struct {
	*Scheduler
	lease   Lease
	entries []*entry // in the order of the jobs
	byName  map[string]*entry
	ended   chan ended
	renewed time.Duration // elapsed, when the lease was last renewed
	shown   time.Time     // by the wall clock, in the last round
	faulty  bool          // the store did not answer in this round
	worked  bool          // something was started since the last Quiet
}

// ended says that an attempt has ended.
type ended struct {
	entry   *entry
	run     *running
	outcome Outcome
}

func newTerm(s *Scheduler, lease Lease) *term {
	t := &term{Scheduler: s, lease: lease, byName: map[string]*entry{}, renewed: s.Clock.Elapsed()}
	for _, job := range s.Jobs {
		if job.Schedule == nil {
			continue
		}
		e := &entry{job: job}
		t.entries = append(t.entries, e)
		t.byName[job.Name] = e
	}
	t.ended = make(chan ended, len(t.entries)) // an attempt never waits for the loop
	return t
}

// run goes round until the context is done, or the lease is lost, which is the error.
func (t *term) run(ctx context.Context) error {
	base := context.WithoutCancel(ctx) // runs go on for a while when ctx is done
	err := t.load(base)
	for err == nil && ctx.Err() == nil {
		if err = t.round(base); err == nil {
			t.pause(ctx)
		}
	}
	return t.end(base, err)
}

// load learns from the store where each job stands.
func (t *term) load(ctx context.Context) error {
	now := t.Clock.Now()
	call, cancel := context.WithTimeout(ctx, TTL/3)
	defer cancel()
	last, err := t.Store.Last(call, now)
	if err != nil {
		return fmt.Errorf("what has been run: %w", err)
	}
	t.shown = now
	for _, e := range t.entries {
		known, found := last[e.job.Name]
		e.last = known
		if e.seen = known.Slot; !found || known.Schedule != e.job.Schedule.String() {
			e.seen = now.Truncate(time.Second)
			e.settle(Settlement{Slot: e.seen, Result: Enrolled}, nil)
		}
		e.next = e.job.Schedule.Next(e.seen)
	}
	return nil
}

// round does all that is to be done now. The error says that the lease is lost.
func (t *term) round(ctx context.Context) error {
	t.faulty = false
	if err := t.renew(ctx); err != nil {
		return err
	}
	now := t.Clock.Now()
	if now.Before(t.shown) {
		t.observe(Event{Kind: ClockBack, Wait: t.shown.Sub(now)})
	}
	t.shown = now
	for _, e := range t.entries {
		e.plan(now)
	}
	if err := t.tidy(ctx, now); err != nil {
		return err
	}
	if err := t.start(ctx, now); err != nil {
		return err
	}
	t.quiet()
	return nil
}

// renew prolongs the lease when it is time. When the store has not answered for as long as the lease lasts, the lease is
// given up.
func (t *term) renew(ctx context.Context) error {
	since := t.Clock.Elapsed() - t.renewed
	if since < TTL/3 {
		return nil
	}
	err := t.ask(ctx, func(ctx context.Context) error { return t.Store.Renew(ctx, t.lease, TTL) })
	switch {
	case errors.Is(err, ErrStale):
		return err
	case err == nil:
		t.renewed = t.Clock.Elapsed()
	case since >= TTL:
		return fmt.Errorf("the lease has run out: %w", err)
	}
	return nil
}

// ask asks the store something. After a fault nothing more is asked in the same round.
func (t *term) ask(ctx context.Context, question func(context.Context) error) error {
	if t.faulty {
		return errFaulty
	}
	call, cancel := context.WithTimeout(ctx, TTL/3)
	defer cancel()
	err := question(call)
	if err != nil && !errors.Is(err, ErrStale) && !errors.Is(err, ErrSettled) {
		t.faulty = true
		t.observe(Event{Kind: StoreFault, Err: err})
	}
	return err
}

var errFaulty = errors.New("the store did not answer a moment ago")

// pause waits for the next thing to do.
func (t *term) pause(ctx context.Context) {
	passed, stop := t.Clock.After(t.idle())
	defer stop()
	select {
	case <-passed:
	case <-ctx.Done():
	case e := <-t.ended:
		t.conclude(e)
	}
}

// idle is how long nothing is to be done.
func (t *term) idle() time.Duration {
	d := Poll
	now, elapsed := t.Clock.Now(), t.Clock.Elapsed()
	for _, e := range t.entries {
		if !e.next.IsZero() {
			d = min(d, e.next.Sub(now))
		}
		if e.run == nil {
			continue
		}
		if !e.run.overdue {
			d = min(d, e.run.until-elapsed)
		}
		if e.run.again > elapsed {
			d = min(d, e.run.again-elapsed)
		}
	}
	return max(d, time.Millisecond)
}

// quiet tells when the work of a while is done.
func (t *term) quiet() {
	for _, e := range t.entries {
		if e.run.active() || e.run == nil && e.busy() {
			return
		}
	}
	if t.worked {
		t.worked = false
		t.observe(Event{Kind: Quiet})
	}
}

// end lets the runs under way end, or cancels them at once when the lease is lost, and gives the lease back.
func (t *term) end(ctx context.Context, lost error) error {
	if lost == nil {
		lost = t.drain(ctx)
	}
	t.cancelAll()
	for limit := t.Clock.Elapsed() + abandon; t.active() > 0; {
		left := limit - t.Clock.Elapsed()
		if left <= 0 {
			return t.abandoned()
		}
		t.await(left)
	}
	t.faulty = false
	for _, e := range t.entries {
		e.run = nil // what waits for another attempt is left to the next scheduler
		if lost == nil {
			lost = t.write(ctx, e)
		}
	}
	if lost != nil {
		return lost
	}
	return t.ask(ctx, func(ctx context.Context) error { return t.Store.Release(ctx, t.lease) })
}

// drain lets the attempts under way go on for a while. The error says that the lease is lost.
func (t *term) drain(ctx context.Context) error {
	limit := t.Clock.Elapsed() + t.Drain
	for t.active() > 0 && t.Clock.Elapsed() < limit {
		t.faulty = false
		if err := t.renew(ctx); err != nil {
			return err
		}
		t.await(min(limit-t.Clock.Elapsed(), TTL/3))
	}
	return nil
}

// await waits for the end of an attempt.
func (t *term) await(d time.Duration) {
	passed, stop := t.Clock.After(d)
	defer stop()
	select {
	case <-passed:
	case e := <-t.ended:
		t.conclude(e)
	}
}

// active counts the attempts under way.
func (t *term) active() int {
	n := 0
	for _, e := range t.entries {
		if e.run.active() {
			n++
		}
	}
	return n
}

func (t *term) cancelAll() {
	for _, e := range t.entries {
		if e.run != nil {
			e.run.cancel(ErrStopped)
		}
	}
}

func (t *term) abandoned() error {
	var jobs []string
	for _, e := range t.entries {
		if e.run.active() {
			jobs = append(jobs, e.job.Name)
		}
	}
	return &AbandonedError{Jobs: jobs}
}
