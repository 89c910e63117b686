package scheduler

import (
	"sync/atomic"
	"time"
)

// Clock is the time as a scheduler sees it. Its methods are safe for concurrent use.
type Clock interface {
	// Now is what the wall clock shows, without a monotonic reading. It may jump either way.
	Now() time.Time
	// Elapsed is the time since some instant of the past. It never goes back, and may stand still while the host sleeps.
	Elapsed() time.Duration
	// After returns a channel that gets a value when so much time has elapsed, and a function that gives the timer up.
	After(d time.Duration) (passed <-chan time.Time, stop func())
}

// System is the host's clock.
type System struct{ began time.Time }

// NewSystem returns the host's clock.
func NewSystem() *System { return &System{began: time.Now()} }

// Now is what the host's wall clock shows.
func (s *System) Now() time.Time { return time.Now().Round(0) }

// Elapsed is the time since the clock was made.
func (s *System) Elapsed() time.Duration { return time.Since(s.began) }

// After starts a timer.
func (s *System) After(d time.Duration) (<-chan time.Time, func()) {
	timer := time.NewTimer(d)
	return timer.C, func() { timer.Stop() }
}

// Virtual is a clock whose wall clock can be put forward and back while time elapses as on the host, or, in a bubble of
// testing/synctest, as fast as the work allows.
type Virtual struct {
	*System
	ahead atomic.Int64 // in nanoseconds
}

// NewVirtual returns a clock that shows what the host's does until it is put.
func NewVirtual() *Virtual { return &Virtual{System: NewSystem()} }

// Now is what the virtual wall clock shows.
func (v *Virtual) Now() time.Time { return v.System.Now().Add(time.Duration(v.ahead.Load())) }

// Jump puts the wall clock forward, or back when d is negative.
func (v *Virtual) Jump(d time.Duration) { v.ahead.Add(int64(d)) }

var (
	_ Clock = (*System)(nil)
	_ Clock = (*Virtual)(nil)
)
