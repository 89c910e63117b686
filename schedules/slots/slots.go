// Package slots keeps in the warehouse what schedulers must remember: which of them acts, and what became of each slot.
// See the tables scheduler_leases and slots, and the view settlements.
//
// ClickHouse has no transactions, so a lease is taken in two steps: a claim is written, and then all claims are read. Whoever
// sees another claim with the same or a greater fencing number, or that the lease before was renewed meanwhile, withdraws.
// Of two that claim at the same time, the one whose claim was written last sees the other, so that at most one gets the
// lease; both may withdraw, and try again later. That rests on a claim being seen by everybody as soon as it is written,
// which is so on one server, and on a cluster by quorum and sequential consistency (load.Topology).
//
// Claims and settlements of slots are written by statements that compare the fencing number as they write. Should another
// lease be given in the very instant between, the settlement of the stale lease gives way to that of its successor.
package slots

import (
	"context"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/load"
	"nyckeltal/schedules/scheduler"
)

// Store keeps the memory of schedulers in a warehouse. It is safe for concurrent use, by several processes.
type Store struct {
	// Warehouse gives the warehouse, which may be another connection each time.
	Warehouse func(context.Context) (*load.Warehouse, error)
}

var _ scheduler.Store = (*Store)(nil)

// Parts of statements. The time is that of the warehouse.
const (
	now   = "now64(6, 'UTC')"
	until = "addNanoseconds(" + now + ", {ttl:Int64})"
	// leases are those that were not withdrawn.
	leases = `(SELECT fence, owner, max(until) AS until, countIf(action = 'release') > 0 OR until <= ` + now + ` AS over FROM scheduler_leases
		WHERE (fence, owner) NOT IN (SELECT fence, owner FROM scheduler_leases WHERE action = 'withdraw') GROUP BY fence, owner)`
	// stale tells whether another lease has been given since {fence} was given to {owner}.
	stale = `(SELECT count() FROM ` + leases + ` WHERE fence > {fence:UInt64} OR fence = {fence:UInt64} AND owner != {owner:String}) > 0`
	// settled tells whether the slot has a settlement.
	settled = `(SELECT count() FROM slots WHERE job = {job:String} AND slot = {slot:DateTime('UTC')} AND result != 'claimed') > 0`
)

// Acquire gives owner a lease, see scheduler.Store. Where several ask for it at the same time and all withdraw, it tries again a few
// times.
func (s *Store) Acquire(ctx context.Context, owner string, ttl time.Duration) (lease scheduler.Lease, err error) {
	for range attempts {
		var met bool
		if lease, met, err = s.try(ctx, owner, ttl); !met {
			break
		}
		select {
		case <-ctx.Done():
			return lease, ctx.Err()
		case <-time.After(rand.N(longestPause)):
		}
	}
	return lease, err
}

// Attempts at a lease that others ask for at the same time, and the longest pause between two.
const (
	attempts     = 8
	longestPause = 500 * time.Millisecond
)

// try asks for a lease once; met tells that others asked at the same time.
func (s *Store) try(ctx context.Context, owner string, ttl time.Duration) (lease scheduler.Lease, met bool, err error) {
	var last uint64
	lease = scheduler.Lease{Owner: owner}
	err = s.held(ctx, lease, "fence = (SELECT max(fence) FROM "+leases+") AND NOT over")
	if err == nil {
		err = s.read(ctx, nil, "SELECT max(fence) FROM scheduler_leases", &last)
	}
	if err != nil {
		return scheduler.Lease{}, false, err
	}
	lease.Fence = last + 1
	if err := s.note(ctx, lease, "claim", ttl, "true"); err != nil {
		return scheduler.Lease{}, false, err
	}
	before := "fence = (SELECT max(fence) FROM " + leases + " WHERE fence < {fence:UInt64})"
	if err := s.held(ctx, lease, "fence >= {fence:UInt64} OR NOT over AND "+before); err != nil {
		return scheduler.Lease{}, true, errors.Join(err, s.note(ctx, lease, "withdraw", 0, "true"))
	}
	return lease, false, nil
}

// held returns a *scheduler.HeldError when another owner has a lease such as where says.
func (s *Store) held(ctx context.Context, lease scheduler.Lease, where string) error {
	var count uint64
	var holder scheduler.HeldError
	err := s.read(ctx, of(lease), "SELECT count(), any(owner), any(until) FROM "+leases+" WHERE owner != {owner:String} AND ("+where+")",
		&count, &holder.Owner, &holder.Until)
	if err == nil && count > 0 {
		return &holder
	}
	return err
}

// Renew prolongs a lease, see scheduler.Store.
func (s *Store) Renew(ctx context.Context, lease scheduler.Lease, ttl time.Duration) error {
	if err := s.note(ctx, lease, "renew", ttl, "NOT "+stale); err != nil {
		return err
	}
	return s.Valid(ctx, lease)
}

// Release ends a lease, see scheduler.Store.
func (s *Store) Release(ctx context.Context, lease scheduler.Lease) error {
	return s.note(ctx, lease, "release", 0, "NOT "+stale)
}

// Valid tells whether a lease is in force, see scheduler.Store.
func (s *Store) Valid(ctx context.Context, lease scheduler.Lease) error {
	var other bool
	if err := s.read(ctx, of(lease), "SELECT "+stale, &other); err != nil {
		return err
	}
	if other {
		return scheduler.ErrStale
	}
	return nil
}

// Last returns the latest settlements, see scheduler.Store.
func (s *Store) Last(ctx context.Context, at time.Time) (map[string]scheduler.Settlement, error) {
	w, err := s.Warehouse(ctx)
	if err != nil {
		return nil, err
	}
	ctx = with(ctx, clickhouse.Parameters{"slot": instant(at)})
	rows, err := w.Conn().Query(ctx, `SELECT job, slot, result, missed, attempts, reason, schedule, started_at, finished_at
		FROM settlements WHERE slot <= {slot:DateTime('UTC')} ORDER BY job, slot DESC LIMIT 1 BY job`)
	if err != nil {
		return nil, fmt.Errorf("read what became of the slots: %w", err)
	}
	defer rows.Close()
	last := make(map[string]scheduler.Settlement)
	for rows.Next() {
		var l scheduler.Settlement
		var result string
		var missed, attempts uint32
		if err := rows.Scan(&l.Job, &l.Slot, &result, &missed, &attempts, &l.Reason, &l.Schedule, &l.Started, &l.Finished); err != nil {
			return nil, err
		}
		l.Result, l.Missed, l.Attempts = scheduler.Result(result), int(missed), int(attempts)
		l.Started, l.Finished = orZero(l.Started), orZero(l.Finished)
		last[l.Job] = l
	}
	return last, rows.Err()
}

// Claim records that a run begins, see scheduler.Store.
func (s *Store) Claim(ctx context.Context, lease scheduler.Lease, job string, slot time.Time) error {
	return s.enter(ctx, lease, scheduler.Settlement{Job: job, Slot: slot, Result: claimed})
}

// claimed stands in the place of the result until a slot is settled.
const claimed scheduler.Result = "claimed"

// Settle records what became of a slot, see scheduler.Store.
func (s *Store) Settle(ctx context.Context, lease scheduler.Lease, settlement scheduler.Settlement) error {
	return s.enter(ctx, lease, settlement)
}

// enter writes a row about a slot, unless the lease is stale or the slot settled.
func (s *Store) enter(ctx context.Context, lease scheduler.Lease, l scheduler.Settlement) error {
	token := cryptorand.Text()
	parameters := of(lease)
	for name, value := range map[string]string{
		"job": l.Job, "slot": instant(l.Slot), "result": string(l.Result), "missed": strconv.Itoa(l.Missed), "attempts": strconv.Itoa(l.Attempts),
		"reason": escaped.Replace(l.Reason), "schedule": l.Schedule, "started": millis(l.Started), "finished": millis(l.Finished), "token": token,
	} {
		parameters[name] = value
	}
	err := s.write(ctx, parameters, `INSERT INTO slots SELECT {job:String}, {slot:DateTime('UTC')}, {fence:UInt64}, {result:String},
		{missed:UInt32}, {attempts:UInt32}, {reason:String}, {schedule:String}, fromUnixTimestamp64Milli({started:Int64}, 'UTC'),
		fromUnixTimestamp64Milli({finished:Int64}, 'UTC'), `+now+`, {token:String} WHERE NOT `+stale+` AND NOT `+settled)
	if err != nil {
		return err
	}
	return s.entered(ctx, parameters)
}

// entered tells whether a row was written, and why it was not.
func (s *Store) entered(ctx context.Context, parameters clickhouse.Parameters) error {
	var other, written, done bool
	err := s.read(ctx, parameters, "SELECT "+stale+", (SELECT count() FROM slots WHERE job = {job:String} AND slot = {slot:DateTime('UTC')}"+
		" AND token = {token:String}) > 0, "+settled, &other, &written, &done)
	switch {
	case err != nil:
		return err
	case written && (!other || parameters["result"] != string(claimed)):
		return nil
	case other:
		return scheduler.ErrStale
	case done:
		return scheduler.ErrSettled
	}
	return errors.New("the slot was not written, and nothing says why")
}

// note writes a row about a lease, if a condition holds.
func (s *Store) note(ctx context.Context, lease scheduler.Lease, action string, ttl time.Duration, condition string) error {
	parameters := of(lease)
	parameters["action"], parameters["ttl"] = action, strconv.FormatInt(int64(ttl), 10)
	return s.write(ctx, parameters, "INSERT INTO scheduler_leases SELECT {fence:UInt64}, {owner:String}, {action:String}, "+now+", "+until+
		" WHERE "+condition)
}

func (s *Store) write(ctx context.Context, parameters clickhouse.Parameters, statement string) error {
	w, err := s.Warehouse(ctx)
	if err != nil {
		return err
	}
	if err := w.Conn().Exec(with(load.Durable(ctx), parameters), statement); err != nil {
		return fmt.Errorf("write the memory of the scheduler: %w", err)
	}
	return nil
}

func (s *Store) read(ctx context.Context, parameters clickhouse.Parameters, query string, into ...any) error {
	w, err := s.Warehouse(ctx)
	if err != nil {
		return err
	}
	if err := w.Conn().QueryRow(with(ctx, parameters), query).Scan(into...); err != nil {
		return fmt.Errorf("read the memory of the scheduler: %w", err)
	}
	return nil
}

func with(ctx context.Context, parameters clickhouse.Parameters) context.Context {
	return clickhouse.Context(ctx, clickhouse.WithParameters(parameters))
}

// of are the parameters that name a lease.
func of(lease scheduler.Lease) clickhouse.Parameters {
	return clickhouse.Parameters{"fence": strconv.FormatUint(lease.Fence, 10), "owner": lease.Owner}
}

// escaped writes a text as ClickHouse reads it in a parameter.
var escaped = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`)

// instant writes a time as ClickHouse reads it for DateTime.
func instant(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// millis writes a time as the milliseconds since 1970; the zero time is 1970.
func millis(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}

// orZero turns 1970, which millis writes, into the zero time.
func orZero(t time.Time) time.Time {
	if t.UnixMilli() == 0 {
		return time.Time{}
	}
	return t.UTC()
}

// LastSuccess returns, by job, the latest slot whose run succeeded.
func LastSuccess(ctx context.Context, w *load.Warehouse) (map[string]time.Time, error) {
	return slotsOf(ctx, w, "SELECT job, max(slot) FROM settlements WHERE result = 'succeeded' GROUP BY job")
}

// Running returns, by job, the slot whose run is under way: it was claimed by the scheduler that acts, and is not settled.
func Running(ctx context.Context, w *load.Warehouse) (map[string]time.Time, error) {
	return slotsOf(ctx, w, `SELECT job, max(slot) FROM slots WHERE result = 'claimed' AND (job, slot) NOT IN (SELECT job, slot FROM settlements)
		AND fence IN (SELECT fence FROM `+leases+` WHERE NOT over ORDER BY fence DESC LIMIT 1) GROUP BY job`)
}

// slotsOf returns the slot of each job that a statement gives.
func slotsOf(ctx context.Context, w *load.Warehouse, statement string) (map[string]time.Time, error) {
	rows, err := w.Conn().Query(ctx, statement)
	if err != nil {
		return nil, fmt.Errorf("read what became of the slots: %w", err)
	}
	defer rows.Close()
	found := make(map[string]time.Time)
	for rows.Next() {
		var job string
		var slot time.Time
		if err := rows.Scan(&job, &slot); err != nil {
			return nil, err
		}
		found[job] = slot
	}
	return found, rows.Err()
}
