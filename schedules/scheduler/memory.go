package scheduler

import (
	"context"
	"sync"
	"time"
)

// Memory is a store that lasts as long as its process: for trying things out, and for tests. It keeps every settlement.
type Memory struct {
	clock Clock

	mu      sync.Mutex
	lease   Lease
	until   time.Duration // elapsed, when the lease runs out
	settled map[string]map[int64]Settlement
	last    map[string]Settlement // of the greatest slot
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty store, whose time is that of a clock.
func NewMemory(clock Clock) *Memory {
	return &Memory{clock: clock, settled: map[string]map[int64]Settlement{}, last: map[string]Settlement{}}
}

// Acquire gives owner the lease, or returns a *HeldError.
func (m *Memory) Acquire(_ context.Context, owner string, ttl time.Duration) (Lease, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	left := m.until - m.clock.Elapsed()
	if left > 0 && m.lease.Owner != owner {
		return Lease{}, &HeldError{Owner: m.lease.Owner, Until: m.clock.Now().Add(left)}
	}
	m.lease = Lease{Owner: owner, Fence: m.lease.Fence + 1}
	m.until = m.clock.Elapsed() + ttl
	return m.lease, nil
}

// Renew prolongs the lease.
func (m *Memory) Renew(_ context.Context, lease Lease, ttl time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.valid(lease); err != nil {
		return err
	}
	m.until = m.clock.Elapsed() + ttl
	return nil
}

// Release ends the lease.
func (m *Memory) Release(_ context.Context, lease Lease) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.valid(lease) == nil {
		m.until = m.clock.Elapsed()
	}
	return nil
}

// Valid tells whether the lease is in force.
func (m *Memory) Valid(_ context.Context, lease Lease) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.valid(lease)
}

func (m *Memory) valid(lease Lease) error {
	if lease != m.lease {
		return ErrStale
	}
	return nil
}

// Last returns the latest settlement of each job.
func (m *Memory) Last(_ context.Context, now time.Time) (map[string]Settlement, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	last := make(map[string]Settlement, len(m.last))
	for job, s := range m.last {
		if s.Slot.After(now) {
			s = m.lastBefore(job, now)
		}
		if s.Job != "" {
			last[job] = s
		}
	}
	return last, nil
}

// lastBefore looks through all settlements of a job.
func (m *Memory) lastBefore(job string, now time.Time) Settlement {
	var last Settlement
	for _, s := range m.settled[job] {
		if !s.Slot.After(now) && (last.Job == "" || s.Slot.After(last.Slot)) {
			last = s
		}
	}
	return last
}

// Claim checks that the slot may be run.
func (m *Memory) Claim(_ context.Context, lease Lease, job string, slot time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open(lease, job, slot)
}

func (m *Memory) open(lease Lease, job string, slot time.Time) error {
	if err := m.valid(lease); err != nil {
		return err
	}
	if _, settled := m.settled[job][slot.Unix()]; settled {
		return ErrSettled
	}
	return nil
}

// Settle keeps the settlement.
func (m *Memory) Settle(_ context.Context, lease Lease, s Settlement) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.open(lease, s.Job, s.Slot); err != nil {
		return err
	}
	if m.settled[s.Job] == nil {
		m.settled[s.Job] = map[int64]Settlement{}
	}
	m.settled[s.Job][s.Slot.Unix()] = s
	if last, known := m.last[s.Job]; !known || s.Slot.After(last.Slot) {
		m.last[s.Job] = s
	}
	return nil
}
