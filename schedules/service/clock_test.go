package service_test

import (
	"sync"
	"time"

	"nyckeltal/schedules/scheduler"
)

// steps is a clock that stands still until it is put forward.
type steps struct {
	mu     sync.Mutex
	now    time.Time
	past   time.Duration
	timers map[chan time.Time]time.Duration // when they are due
}

var _ scheduler.Clock = (*steps)(nil)

func newSteps(now time.Time) *steps {
	return &steps{now: now, timers: map[chan time.Time]time.Duration{}}
}

// Now is what the clock shows.
func (c *steps) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Elapsed is how far it has been put.
func (c *steps) Elapsed() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.past
}

// After starts a timer.
func (c *steps) After(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := make(chan time.Time, 1)
	c.timers[timer] = c.past + d
	return timer, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, timer)
	}
}

// wake lets all timers fire: one that was started right after the clock was put forward would wait for the next time.
func (c *steps) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for timer := range c.timers {
		timer <- c.now
		delete(c.timers, timer)
	}
}

// until puts the clock to an instant.
func (c *steps) until(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.past += at.Sub(c.now)
	c.now = at
	for timer, due := range c.timers {
		if due <= c.past {
			timer <- at
			delete(c.timers, timer)
		}
	}
}
