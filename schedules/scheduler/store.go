package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Store keeps what must outlive a scheduler, once per warehouse: who acts, and which slots are settled. Package storetest
// holds the tests that every implementation must pass. Its methods are safe for concurrent use, by several processes.
//
// A lease is in force as long as no later one has been given, even when its time has run out: its end only decides when
// another owner may be given one. Claim and Settle must compare the fencing number and write in one step, so that nothing
// of a stale lease is ever written.
type Store interface {
	// Acquire gives owner a lease for ttl, with a fencing number greater than any before. The time is the store's own, so that
	// the clocks of hosts do not count. It returns a *HeldError while the lease of another owner has not run out.
	Acquire(ctx context.Context, owner string, ttl time.Duration) (Lease, error)
	// Renew prolongs a lease to ttl from now. It returns ErrStale when another one has been given since.
	Renew(ctx context.Context, lease Lease, ttl time.Duration) error
	// Release ends a lease, so that another owner need not wait. Of a stale lease nothing is changed.
	Release(ctx context.Context, lease Lease) error
	// Valid returns ErrStale when another lease has been given since this one.
	Valid(ctx context.Context, lease Lease) error
	// Last returns, by job, the settlement with the latest slot that is not after now. Later ones are of a clock that was
	// wrong.
	Last(ctx context.Context, now time.Time) (map[string]Settlement, error)
	// Claim records that a run of a slot begins. It returns ErrStale, or ErrSettled when the slot has a settlement. A slot may
	// be claimed again as long as it has none.
	Claim(ctx context.Context, lease Lease, job string, slot time.Time) error
	// Settle records what became of a slot, for good. It returns ErrStale, or ErrSettled when the slot has a settlement
	// already.
	Settle(ctx context.Context, lease Lease, s Settlement) error
}

// Lease is the right to act. Fence is its fencing number: the lease with the greatest one is in force.
type Lease struct {
	Owner string
	Fence uint64
}

// Errors of stores.
var (
	ErrStale   = errors.New("another scheduler has taken over: the lease is stale")
	ErrSettled = errors.New("the slot has been settled before")
)

// HeldError says that another scheduler has the lease.
type HeldError struct {
	Owner string
	Until time.Time // when it runs out, by the store's clock
}

// Error names the owner.
func (e *HeldError) Error() string {
	return fmt.Sprintf("the scheduler %s acts; its lease runs until %s", e.Owner, e.Until.UTC().Format(time.RFC3339))
}

// Result is what became of a slot.
type Result string

// The results of slots. Enrolled is no slot: it marks from when on the slots of a job, or of its changed schedule, count.
const (
	Succeeded Result = "succeeded"
	Failed    Result = "failed"    // also after its retries, or at its deadline
	Skipped   Result = "skipped"   // an earlier run was under way
	Cancelled Result = "cancelled" // a later slot ended it, or took its place
	Blocked   Result = "blocked"   // a job that it comes after did not succeed
	Missed    Result = "missed"    // nobody was there to run it in time, and catch-up does not make up for it
	Enrolled  Result = "enrolled"
)

// failure tells whether jobs that come after are held back.
func (r Result) failure() bool { return r == Failed || r == Blocked }

// Settlement says what became of a slot.
type Settlement struct {
	Job      string
	Slot     time.Time // of Enrolled: the instant, in whole seconds
	Result   Result
	Missed   int    // how many earlier slots are settled with it, which were not run
	Attempts int    // 0 when it was not run
	Reason   string // why it did not succeed, for people
	Schedule string // the job's schedule, see timetable.Schedule.String
	// Started and Finished are when the run began and ended; zero when it was not run.
	Started, Finished time.Time
}
