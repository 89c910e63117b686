package scheduler

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"nyckeltal/schedules/timetable"
)

// tidy ends runs whose deadline has passed, settles what is not to be run, and writes settlements that the store did not
// take before. The error says that the lease is lost.
func (t *term) tidy(ctx context.Context, now time.Time) error {
	elapsed := t.Clock.Elapsed()
	for _, e := range t.entries {
		if r := e.run; r != nil && !r.overdue && r.until <= elapsed {
			r.overdue = true
			r.cancel(ErrDeadline)
		}
		if r := e.run; r != nil && !r.active() && r.ctx.Err() != nil {
			t.finish(e, context.Cause(r.ctx)) // between two attempts
		}
		if err := t.settleHand(ctx, e, now); err != nil {
			return err
		}
	}
	return nil
}

// settleHand settles the first slots in hand for as long as they are not to be run. Each is written before the next is
// looked at, which may depend on it.
func (t *term) settleHand(ctx context.Context, e *entry, now time.Time) error {
	for {
		if err := t.write(ctx, e); err != nil {
			return err
		}
		if e.run != nil || len(e.hand) == 0 || len(e.unwritten) > 0 || !t.judged(e, now) {
			return nil
		}
		it := e.hand[0]
		e.hand = slices.Delete(e.hand, 0, 1)
		e.settle(Settlement{Slot: it.At, Result: it.verdict, Missed: it.Missed, Reason: it.reason}, nil)
	}
}

// judged tells whether the first slot in hand is not to be run, and gives it its verdict.
func (t *term) judged(e *entry, now time.Time) bool {
	it := &e.hand[0]
	if it.verdict != "" {
		return true
	}
	if now.Sub(it.At) > e.job.Window {
		it.verdict, it.reason = Missed, "its turn did not come within the job's window"
		return true
	}
	if t.waits(e, it.At) {
		return false
	}
	if name := t.blocker(e, it.At); name != "" {
		it.verdict, it.reason = Blocked, fmt.Sprintf("it comes after the job %s, which did not succeed", name)
		return true
	}
	return false
}

// waits tells whether a job that this one comes after has something to do first.
func (t *term) waits(e *entry, slot time.Time) bool {
	return slices.ContainsFunc(e.job.After, func(name string) bool {
		earlier := t.byName[name]
		return earlier != nil && earlier.holds(slot)
	})
}

// blocker names a job that this one comes after, and that did not succeed since this one's last slot.
func (t *term) blocker(e *entry, slot time.Time) string {
	for _, name := range e.job.After {
		earlier := t.byName[name]
		if earlier == nil || !earlier.last.Result.failure() {
			continue
		}
		if failed := earlier.last.Slot; !failed.After(slot) && e.last.Slot.Before(failed) {
			return name
		}
	}
	return ""
}

// start begins runs and further attempts, those of the earliest slots first, as many as may be under way at a time. The error
// says that the lease is lost.
func (t *term) start(ctx context.Context, now time.Time) error {
	ready, free := t.ready()
	for _, e := range ready {
		if free == 0 {
			return nil
		}
		began, err := t.begin(ctx, e, now)
		if err != nil {
			return err
		}
		if began {
			free--
		}
	}
	return nil
}

// ready lists the jobs that have something to start, and counts the places for them. A run whose deadline has passed holds
// no place, in case that it never ends.
func (t *term) ready() (ready []*entry, free int) {
	free = t.Parallel
	elapsed := t.Clock.Elapsed()
	for _, e := range t.entries {
		switch {
		case e.run.active():
			if !e.run.overdue {
				free--
			}
		case e.run != nil && e.run.again <= elapsed:
			ready = append(ready, e)
		case e.run == nil && len(e.hand) > 0 && len(e.unwritten) == 0 && !t.waits(e, e.hand[0].At):
			ready = append(ready, e)
		}
	}
	slices.SortStableFunc(ready, func(a, b *entry) int { return a.first().Compare(b.first()) })
	return ready, max(free, 0)
}

// first is the slot that a job is to start.
func (e *entry) first() time.Time {
	if e.run != nil {
		return e.run.At
	}
	return e.hand[0].At
}

// begin claims the slot of a job and begins an attempt. began is false when the slot is settled already, or the store does
// not answer. The error says that the lease is lost.
func (t *term) begin(ctx context.Context, e *entry, now time.Time) (began bool, err error) {
	slot := e.first()
	err = t.ask(ctx, func(ctx context.Context) error { return t.Store.Claim(ctx, t.lease, e.job.Name, slot) })
	switch {
	case errors.Is(err, ErrStale):
		return false, err
	case errors.Is(err, ErrSettled):
		if e.run != nil {
			e.run.cancel(nil)
			e.run = nil
		} else {
			e.hand = slices.Delete(e.hand, 0, 1)
		}
		return false, nil
	case err != nil:
		return false, nil //nolint:nilerr // it is asked again in the next round
	}
	if e.run == nil {
		e.run = &running{item: e.hand[0], started: now, until: t.Clock.Elapsed() + e.job.Deadline}
		e.run.ctx, e.run.cancel = context.WithCancelCause(ctx)
		e.hand = slices.Delete(e.hand, 0, 1)
	}
	e.run.attempt++
	e.run.again = 0
	t.worked = true
	t.launch(e)
	return true, nil
}

// launch executes an attempt in a goroutine of its own.
func (t *term) launch(e *entry) {
	r := e.run
	run := Run{
		ID: timetable.RunID(e.job.Name, r.At), Job: e.job.Name, Slot: r.At, Attempt: r.attempt, CaughtUp: r.CaughtUp,
		Missed: r.Missed, Lease: t.lease, store: t.Store,
	}
	t.observe(Event{Kind: Started, Run: run})
	go func() {
		var outcome Outcome
		defer func() {
			if value := recover(); value != nil {
				outcome = Outcome{Err: &PanicError{Value: value, Stack: string(debug.Stack())}}
			}
			t.ended <- ended{entry: e, run: r, outcome: outcome}
		}()
		outcome = t.Execute(r.ctx, run)
	}()
}

// conclude takes the end of an attempt: it is settled, tried again, or, when the scheduler was stopped, left to the next one.
func (t *term) conclude(end ended) {
	e, r, outcome := end.entry, end.run, end.outcome
	cause := context.Cause(r.ctx)
	switch {
	case outcome.Err == nil:
		t.finish(e, nil)
	case errors.Is(cause, ErrStopped):
		e.run = nil
	case cause != nil:
		t.finish(e, cause)
	case outcome.Transient && t.again(e, outcome.Err):
	default:
		t.finish(e, outcome.Err)
	}
}

// again plans a further attempt, if there may be one before the deadline.
func (t *term) again(e *entry, err error) bool {
	r := e.run
	id := timetable.RunID(e.job.Name, r.At)
	pause := timetable.Pause(id, r.attempt)
	at := t.Clock.Elapsed() + pause
	if r.attempt > e.job.Retries || at >= r.until {
		return false
	}
	r.again = at
	t.observe(Event{Kind: Retrying, Wait: pause, Err: err, Run: Run{ID: id, Job: e.job.Name, Slot: r.At, Attempt: r.attempt}})
	return true
}

// finish settles the run of a job: as a success when err is nil.
func (t *term) finish(e *entry, err error) {
	r := e.run
	r.cancel(nil)
	e.run = nil
	s := Settlement{
		Slot: r.At, Result: Succeeded, Missed: r.Missed, Attempts: r.attempt, Started: r.started, Finished: t.Clock.Now(),
	}
	if err != nil {
		s.Result, s.Reason = Failed, err.Error()
	}
	if errors.Is(err, ErrSuperseded) {
		s.Result = Cancelled
	}
	e.settle(s, err)
}

// settle takes note of what became of a slot.
func (e *entry) settle(s Settlement, err error) {
	s.Job, s.Schedule = e.job.Name, e.job.Schedule.String()
	e.unwritten = append(e.unwritten, verdict{s, err})
}

// write has the store take the settlements of a job. The error says that the lease is lost.
func (t *term) write(ctx context.Context, e *entry) error {
	for len(e.unwritten) > 0 {
		s := e.unwritten[0]
		err := t.ask(ctx, func(ctx context.Context) error { return t.Store.Settle(ctx, t.lease, s.Settlement) })
		switch {
		case errors.Is(err, ErrStale):
			return err
		case err != nil && !errors.Is(err, ErrSettled):
			return nil // it is asked again in the next round
		}
		e.unwritten = slices.Delete(e.unwritten, 0, 1)
		if err == nil {
			e.last = s.Settlement
			t.observe(Event{Kind: Settled, Settlement: s.Settlement, Err: s.err})
		}
	}
	return nil
}
