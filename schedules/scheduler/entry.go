package scheduler

import (
	"context"
	"time"

	"nyckeltal/schedules/timetable"
)

// entry is what a term knows of a job.
type entry struct {
	job  *timetable.Job
	seen time.Time // slots up to here are in hand or settled
	next time.Time // the first slot after seen; zero when there is none
	hand []item    // slots that wait, in their order
	run  *running  // nil when none is under way
	last Settlement
	// unwritten are settlements that the store has not taken yet, in their order.
	unwritten []verdict
}

// verdict is a settlement with the error that led to it, if one did.
type verdict struct {
	Settlement
	err error
}

// item is a slot in hand. One with a verdict is not run, but settled with it when its turn comes.
type item struct {
	timetable.Slot
	verdict Result
	reason  string
}

// running is a run under way, or between two attempts.
type running struct {
	item
	attempt int
	started time.Time     // by the wall clock
	until   time.Duration // elapsed, when its deadline passes
	again   time.Duration // elapsed, when the next attempt begins; 0 during an attempt
	cancel  context.CancelCauseFunc
	ctx     context.Context
	overdue bool // its context is done because of the deadline; it may not have noticed
}

// active tells whether an attempt is under way.
func (r *running) active() bool { return r != nil && r.again == 0 }

// busy tells whether a run is under way or waits.
func (e *entry) busy() bool {
	if e.run != nil {
		return true
	}
	for i := range e.hand {
		if e.hand[i].verdict == "" {
			return true
		}
	}
	return false
}

// newest returns the latest slot in hand or under way; the zero time when there is none.
func (e *entry) newest() time.Time {
	if n := len(e.hand); n > 0 {
		return e.hand[n-1].At
	}
	if e.run != nil {
		return e.run.At
	}
	return time.Time{}
}

// plan takes the slots up to now in hand. When the clock has gone back, the slots since then come again, and the store says
// which of them are settled.
func (e *entry) plan(now time.Time) {
	if now.Before(e.seen) {
		e.seen = now
		e.next = e.job.Schedule.Next(now)
	}
	if e.next.IsZero() || e.next.After(now) {
		return
	}
	pending := e.job.Pending(e.seen, now)
	e.seen, e.next = now, e.job.Schedule.Next(now)
	for _, slot := range pending.Run {
		e.take(slot)
	}
	if pending.Given > 0 {
		e.put(item{
			Slot: timetable.Slot{At: pending.Last, Missed: pending.Given - 1}, verdict: Missed,
			reason: "nobody was there to run it in time",
		})
	}
}

// take takes a slot in hand as the job's overlap says.
func (e *entry) take(slot timetable.Slot) {
	it := item{Slot: slot}
	if slot.CaughtUp || !e.busy() || e.job.Overlap == timetable.OverlapQueue {
		e.put(it)
		return
	}
	if !slot.At.After(e.newest()) {
		return // the clock went back while it was under way
	}
	if e.job.Overlap == timetable.OverlapSkip {
		it.verdict, it.reason = Skipped, "an earlier run was under way"
		e.put(it)
		return
	}
	for i := range e.hand {
		if e.hand[i].verdict == "" {
			e.hand[i].verdict, e.hand[i].reason = Cancelled, ErrSuperseded.Error()
		}
	}
	if e.run != nil {
		e.run.cancel(ErrSuperseded)
	}
	e.put(it)
}

// put appends an item, unless its slot is in hand. Slots that are left out one after the other become one.
func (e *entry) put(it item) {
	if (e.run != nil || len(e.hand) > 0) && !it.At.After(e.newest()) {
		return
	}
	if n := len(e.hand); n > 0 && it.verdict != "" && e.hand[n-1].verdict == it.verdict {
		it.Missed += e.hand[n-1].Missed + 1
		e.hand = e.hand[:n-1]
	}
	e.hand = append(e.hand, it)
}

// holds tells whether the job has something to do at or before a slot of a job that comes after it.
func (e *entry) holds(slot time.Time) bool {
	switch {
	case e.run != nil:
		return !e.run.At.After(slot)
	case len(e.unwritten) > 0:
		return true
	case len(e.hand) > 0:
		return !e.hand[0].At.After(slot)
	}
	return false
}
