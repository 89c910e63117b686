package schedules

import (
	"context"
	"strings"
	"sync"

	"nyckeltal/ingest/source"
	"nyckeltal/load"
)

// Seen remembers for which files, and in which state of the warehouse, jobs had nothing to do, so that a run that changes
// nothing costs little more than the listing. It is safe for concurrent use; the zero value remembers nothing.
type Seen struct {
	mu        sync.Mutex
	jobs      map[string]string // what nothing was to be done for
	catalogue load.Generation   // when the catalogue was found to be the published one
}

// quiet tells whether nothing was to be done the last time, and is nothing now.
func (s *Seen) quiet(job, state string) bool {
	if s == nil || state == "" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.jobs[job] == state
}

// remember notes that nothing was to be done.
func (s *Seen) remember(job, state string) {
	if s == nil || state == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.jobs == nil {
		s.jobs = make(map[string]string)
	}
	s.jobs[job] = state
}

// published tells whether the catalogue is known to be the published one.
func (s *Seen) published(now load.Generation) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.catalogue == now
}

// publish notes that the catalogue is the published one.
func (s *Seen) publish(now load.Generation) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue = now
}

// state names the files and all that decides what is to be done with them; "" when that cannot be told. What others publish while the
// run goes on may be left to the next one, for which it is another state: none ever comes back.
func (e *execution) state(ctx context.Context, files []source.File) (string, error) {
	if e.Seen == nil {
		return "", nil
	}
	if e.published == "" {
		var err error
		if e.published, err = e.Warehouse.Generation(ctx); err != nil {
			return "", err
		}
	}
	var state strings.Builder
	state.WriteString(string(e.published))
	for _, f := range files {
		sha, known := e.known(f)
		if !known {
			return "", nil
		}
		state.WriteString("\n" + f.Name + " " + sha)
	}
	return state.String(), nil
}

// untouched is the result of a job that has nothing to do.
func (e *execution) untouched(files []source.File, ignored []string) Result {
	result := e.result()
	result.Ignored = ignored
	for _, f := range files {
		result.Deliveries = append(result.Deliveries, Delivery{Job: e.job, File: f.Name, Outcome: Unchanged})
	}
	result.conclude()
	result.Finished = e.Now()
	return result
}
