package gateway

import (
	"sync"

	"nyckeltal/load/engine"
)

// codeTooManyQueries is TOO_MANY_SIMULTANEOUS_QUERIES.
const codeTooManyQueries = 202

// places bound how many requests are under way. It is safe for concurrent use.
type places struct {
	all, each int // of everybody, and of one user

	mu    sync.Mutex
	taken int
	by    map[string]int
}

func newPlaces(all, each int) *places { return &places{all: all, each: each, by: map[string]int{}} }

// take takes a place for the user, who gives it back by leave.
func (p *places) take(user string) (leave func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by[user] >= p.each {
		return nil, engine.Errorf(codeTooManyQueries, "Too many simultaneous queries for user %s: %d are under way; ask again when one has ended", user, p.each)
	}
	if p.taken >= p.all {
		return nil, engine.Errorf(codeTooManyQueries, "Too many simultaneous queries: %d are under way; ask again when one has ended", p.all)
	}
	p.taken++
	p.by[user]++
	return func() { p.leave(user) }, nil
}

func (p *places) leave(user string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.by[user]--; p.by[user] == 0 {
		delete(p.by, user)
	}
}
