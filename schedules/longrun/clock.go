package main

import (
	"sync"
	"time"

	"nyckeltal/schedules/scheduler"
)

// clock goes as the host's does, from another time on, and can be put forward: timers that are due then fire at once. The lease
// of the scheduler lasts by the host's clock, so what elapses is what the host's clock and the jumps add up to.
type clock struct {
	began time.Time // by the host's clock
	start time.Time // what the clock showed then

	mu     sync.Mutex
	ahead  time.Duration // sum of the jumps
	timers map[chan time.Time]time.Duration
}

var _ scheduler.Clock = (*clock)(nil)

func newClock(start time.Time) *clock {
	return &clock{began: time.Now(), start: start, timers: map[chan time.Time]time.Duration{}}
}

// Now is what the clock shows.
func (c *clock) Now() time.Time { return c.start.Add(c.Elapsed()) }

// Elapsed is the time since the clock was made, with the jumps.
func (c *clock) Elapsed() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.elapsed()
}

func (c *clock) elapsed() time.Duration { return time.Since(c.began) + c.ahead }

// After starts a timer.
func (c *clock) After(d time.Duration) (passed <-chan time.Time, stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := make(chan time.Time, 1)
	c.timers[timer] = c.elapsed() + d
	host := time.AfterFunc(d, func() { c.fire(timer) })
	return timer, func() {
		host.Stop()
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, timer)
	}
}

// fire lets a timer fire, unless it has.
func (c *clock) fire(timer chan time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, waits := c.timers[timer]; waits {
		delete(c.timers, timer)
		timer <- c.start.Add(c.elapsed())
	}
}

// until puts the clock forward to a time. A clock that is past it stays as it is.
func (c *clock) until(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.start.Add(c.elapsed())
	if !at.After(now) {
		return
	}
	c.ahead += at.Sub(now)
	for timer, due := range c.timers {
		if due <= c.elapsed() {
			delete(c.timers, timer)
			timer <- at
		}
	}
}
