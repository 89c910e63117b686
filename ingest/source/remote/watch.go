package remote

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Limits bound how long a remote may take.
type Limits struct {
	// Stall is how long a remote may be without progress: an answer, or minProgress bytes of a file. 0 means DefaultStall.
	Stall time.Duration
	// Deadline is how long one listing or the fetching of one file may take in all. 0 means DefaultDeadline.
	Deadline time.Duration
}

// The limits that hold when none are given.
const (
	DefaultStall    = time.Minute
	DefaultDeadline = time.Hour
)

// minProgress is the number of bytes that must come within Limits.Stall for a transfer to go on, so that one that
// trickles ends as one that hangs does.
const minProgress = 64 << 10

// answered is the progress that an answer of the remote stands for.
const answered = minProgress

// complete fills in what is absent.
func (l Limits) complete() Limits {
	if l.Stall <= 0 {
		l.Stall = DefaultStall
	}
	if l.Deadline <= 0 {
		l.Deadline = DefaultDeadline
	}
	return l
}

// watch does some work with a remote in a goroutine of its own, and returns what it returns, or the reason as soon as
// the work stalls, takes too long, or the context ends. Work is told so by its context; work that does not heed it is left
// behind, to end when its connection does (which the limits bound too), and late is then given what it returned. The work
// reports progress by beat.
func watch[T any](
	ctx context.Context, limits Limits, late func(T), work func(ctx context.Context, beat func(n int64)) (T, error),
) (T, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := &pulse{limits: limits, stop: cancel}
	defer p.rest()
	p.start()
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := work(ctx, p.beat)
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		if o.err != nil && ctx.Err() != nil {
			return o.value, ended(ctx) // the error is only its consequence
		}
		return o.value, o.err
	case <-ctx.Done():
		go func() {
			if o := <-done; o.err == nil {
				late(o.value)
			}
		}()
		var none T
		return none, ended(ctx)
	}
}

// pulse stops work that makes no progress.
type pulse struct {
	limits   Limits
	stop     context.CancelCauseFunc
	mu       sync.Mutex
	since    int64 // progress in bytes since the stall timer was set
	resting  bool
	stall    *time.Timer
	deadline *time.Timer
}

// start sets the timers.
func (p *pulse) start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deadline = time.AfterFunc(p.limits.Deadline, func() {
		p.stop(&endedError{ErrDeadline, fmt.Sprintf("it was not through within %s", p.limits.Deadline)})
	})
	p.stall = time.AfterFunc(p.limits.Stall, p.check)
}

// rest ends the watch.
func (p *pulse) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.resting = true
	p.stall.Stop()
	p.deadline.Stop()
}

// beat reports progress.
func (p *pulse) beat(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.since += n
}

// check stops the work when there was too little progress, and looks again later otherwise.
func (p *pulse) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.resting {
		return
	}
	if p.since < minProgress {
		p.stop(&endedError{ErrStalled, fmt.Sprintf("%d bytes came within %s", p.since, p.limits.Stall)})
		return
	}
	p.since = 0
	p.stall.Reset(p.limits.Stall)
}

// endedError says why work was stopped from here: which limit was passed, or why the context of the work ended. It tells
// this from what backends say when their own time is out.
type endedError struct {
	kind   error
	detail string
}

func (e *endedError) Error() string { return e.detail }

func (e *endedError) Unwrap() error { return e.kind }

// ended says why a context has ended.
func ended(ctx context.Context) error {
	cause := context.Cause(ctx)
	var passed *endedError
	if errors.As(cause, &passed) {
		return passed
	}
	return &endedError{cause, cause.Error()}
}
