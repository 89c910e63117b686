package schedules

import (
	"sync"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// Observer is told of a run's progress. For each run its methods are called from one goroutine.
type Observer interface {
	JobStarted(job *home.Job, files int)
	FileStarted(job *home.Job, file string)
	Rows(n int)               // so many rows of the current file have been read in all
	FileDone(result Delivery) // also for files that failed
	JobDone(result Result)
	Idle(term load.IdleTerm) // what an indicator counts and nothing has, whenever key figures have changed
}

// Unobserved is the observer of runs that nobody looks at.
type Unobserved struct{}

var _ Observer = Unobserved{}

// JobStarted does nothing.
func (Unobserved) JobStarted(*home.Job, int) {}

// FileStarted does nothing.
func (Unobserved) FileStarted(*home.Job, string) {}

// Rows does nothing.
func (Unobserved) Rows(int) {}

// FileDone does nothing.
func (Unobserved) FileDone(Delivery) {}

// JobDone does nothing.
func (Unobserved) JobDone(Result) {}

// Idle does nothing.
func (Unobserved) Idle(load.IdleTerm) {}

// watch hands what happens to an observer, one thing at a time.
type watch struct {
	mu sync.Mutex
	to Observer
}

var _ Observer = (*watch)(nil)

// JobStarted hands it on.
func (w *watch) JobStarted(job *home.Job, files int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to.JobStarted(job, files)
}

// FileStarted hands it on.
func (w *watch) FileStarted(job *home.Job, file string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to.FileStarted(job, file)
}

// Rows hands it on.
func (w *watch) Rows(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to.Rows(n)
}

// FileDone hands it on.
func (w *watch) FileDone(d Delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to.FileDone(d)
}

// JobDone hands it on.
func (w *watch) JobDone(r Result) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to.JobDone(r)
}

// Idle hands it on.
func (w *watch) Idle(term load.IdleTerm) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to.Idle(term)
}
