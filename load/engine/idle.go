package engine

import (
	"sync"
	"time"
)

// activity counts the requests under way and notices when there have been none for a while.
type activity struct {
	timeout time.Duration

	mu      sync.Mutex
	running int
	kept    int       // what else must not be lost, such as sessions
	since   time.Time // when both last became 0
	ended   bool
	timer   *time.Timer
	idle    chan struct{}
}

// newActivity starts counting, idle at first.
func newActivity(timeout time.Duration) *activity {
	a := &activity{timeout: timeout, since: time.Now(), idle: make(chan struct{})}
	a.timer = time.AfterFunc(timeout, a.expire)
	return a
}

// begin tells of a new request; it returns false when the engine is already ending.
func (a *activity) begin() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended {
		return false
	}
	a.running++
	a.timer.Stop()
	return true
}

func (a *activity) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.running--
	a.rest()
}

// keep has the engine stay as long as something lives that would be lost with it; free ends that.
func (a *activity) keep() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept++
	a.timer.Stop()
}

func (a *activity) free() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept--
	a.rest()
}

// rest begins to wait when there is nothing left to do. The lock must be held.
func (a *activity) rest() {
	if a.running == 0 && a.kept == 0 && !a.ended {
		a.since = time.Now()
		a.timer.Reset(a.timeout)
	}
}

func (a *activity) expire() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.running == 0 && a.kept == 0 && !a.ended && time.Since(a.since) >= a.timeout {
		a.ended = true
		close(a.idle)
	}
}

// stop refuses further requests.
func (a *activity) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended = true
	a.timer.Stop()
}

// now returns the number of requests under way and, if there are none, for how long.
func (a *activity) now() (running int, idle time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.running == 0 {
		idle = time.Since(a.since)
	}
	return a.running, idle
}
