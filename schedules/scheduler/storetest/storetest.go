// Package storetest holds the tests that every store of the scheduler must pass.
package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"nyckeltal/schedules/scheduler"
)

// Store is a store under test.
type Store struct {
	scheduler.Store
	// Pass lets so much of the store's time pass.
	Pass func(time.Duration)
}

var slot = time.Date(2023, 11, 30, 1, 30, 0, 0, time.UTC)

// Run tests the stores that open makes, each of which is empty.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"one holder": oneHolder, "released": released, "stale": stale, "settled once": settledOnce, "last": last, "whole": whole,
		"many at once": manyAtOnce,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func acquire(t *testing.T, s Store, owner string) scheduler.Lease {
	t.Helper()
	lease, err := s.Acquire(t.Context(), owner, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return lease
}

func expect(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || want == nil && got != nil {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// oneHolder gives the lease to another owner only when it has run out, which renewing puts off.
func oneHolder(t *testing.T, s Store) {
	first := acquire(t, s, "a")
	var held *scheduler.HeldError
	if _, err := s.Acquire(t.Context(), "b", time.Minute); !errors.As(err, &held) || held.Owner != "a" {
		t.Fatalf("b gets the lease of a: %v", err)
	}
	s.Pass(40 * time.Second)
	expect(t, "renew", s.Renew(t.Context(), first, time.Minute), nil)
	s.Pass(40 * time.Second)
	if _, err := s.Acquire(t.Context(), "b", time.Minute); !errors.As(err, &held) {
		t.Fatalf("b gets the lease that a renewed: %v", err)
	}
	s.Pass(30 * time.Second)
	expect(t, "renew a lease that has run out and that nobody took", s.Renew(t.Context(), first, time.Minute), nil)
	s.Pass(61 * time.Second)
	if second := acquire(t, s, "b"); second.Fence <= first.Fence || second.Owner != "b" {
		t.Errorf("%+v after %+v", second, first)
	}
}

// released gives a lease that was given back to the next at once, and to the same owner always.
func released(t *testing.T, s Store) {
	first := acquire(t, s, "a")
	again := acquire(t, s, "a")
	if again.Fence <= first.Fence {
		t.Errorf("%+v after %+v", again, first)
	}
	expect(t, "release a stale lease", s.Release(t.Context(), first), nil)
	if _, err := s.Acquire(t.Context(), "b", time.Minute); err == nil {
		t.Error("a stale lease was released, and b got the lease in force")
	}
	expect(t, "release", s.Release(t.Context(), again), nil)
	if acquire(t, s, "b").Fence <= again.Fence {
		t.Error("the fencing number did not grow")
	}
}

// stale refuses everything of a holder that another one has followed.
func stale(t *testing.T, s Store) {
	first := acquire(t, s, "a")
	expect(t, "valid", s.Valid(t.Context(), first), nil)
	expect(t, "claim", s.Claim(t.Context(), first, "bok", slot), nil)
	s.Pass(61 * time.Second)
	second := acquire(t, s, "b")
	expect(t, "stale valid", s.Valid(t.Context(), first), scheduler.ErrStale)
	expect(t, "stale renew", s.Renew(t.Context(), first, time.Minute), scheduler.ErrStale)
	expect(t, "stale claim", s.Claim(t.Context(), first, "bok", slot.Add(time.Hour)), scheduler.ErrStale)
	expect(t, "stale settle", s.Settle(t.Context(), first, settlement("bok", slot)), scheduler.ErrStale)
	if last, err := s.Last(t.Context(), slot); err != nil || len(last) != 0 {
		t.Errorf("a stale holder wrote %v, %v", last, err)
	}
	expect(t, "claim of an interrupted slot", s.Claim(t.Context(), second, "bok", slot), nil)
	expect(t, "settle", s.Settle(t.Context(), second, settlement("bok", slot)), nil)
}

// settledOnce lets no slot be run or settled after it was.
func settledOnce(t *testing.T, s Store) {
	lease := acquire(t, s, "a")
	expect(t, "claim", s.Claim(t.Context(), lease, "bok", slot), nil)
	expect(t, "claim again", s.Claim(t.Context(), lease, "bok", slot), nil)
	expect(t, "settle", s.Settle(t.Context(), lease, settlement("bok", slot)), nil)
	expect(t, "settle again", s.Settle(t.Context(), lease, settlement("bok", slot)), scheduler.ErrSettled)
	expect(t, "claim what is settled", s.Claim(t.Context(), lease, "bok", slot), scheduler.ErrSettled)
	expect(t, "the slot in another zone", s.Claim(t.Context(), lease, "bok", slot.In(time.FixedZone("", 3600))), scheduler.ErrSettled)
	expect(t, "another job", s.Claim(t.Context(), lease, "lon", slot), nil)
	expect(t, "another slot", s.Claim(t.Context(), lease, "bok", slot.Add(time.Minute)), nil)
}

func settlement(job string, at time.Time) scheduler.Settlement {
	return scheduler.Settlement{
		Job: job, Slot: at, Result: scheduler.Succeeded, Attempts: 1, Schedule: "at 02:30", Started: at, Finished: at,
	}
}

// last finds the latest slot that is not after now, in whatever order they were settled.
func last(t *testing.T, s Store) {
	lease := acquire(t, s, "a")
	if found, err := s.Last(t.Context(), slot); err != nil || len(found) != 0 {
		t.Errorf("an empty store knows %v, %v", found, err)
	}
	for _, hours := range []int{0, 24, 12, 10 * 365 * 24} {
		expect(t, "settle", s.Settle(t.Context(), lease, settlement("bok", slot.Add(time.Duration(hours)*time.Hour))), nil)
	}
	expect(t, "settle", s.Settle(t.Context(), lease, settlement("lon", slot)), nil)
	for hours, want := range map[int]int{0: 0, 1: 0, 12: 12, 23: 12, 24: 24, 1000: 24, 11 * 365 * 24: 10 * 365 * 24} {
		found, err := s.Last(t.Context(), slot.Add(time.Duration(hours)*time.Hour))
		if err != nil || len(found) != 2 || !found["bok"].Slot.Equal(slot.Add(time.Duration(want)*time.Hour)) {
			t.Errorf("after %d hours: %v, %v; want %d hours", hours, found, err, want)
		}
	}
	if found, err := s.Last(t.Context(), slot.Add(-time.Second)); err != nil || len(found) != 0 {
		t.Errorf("before the first slot: %v, %v", found, err)
	}
}

// whole gives a settlement back as it was written.
func whole(t *testing.T, s Store) {
	lease := acquire(t, s, "a")
	want := scheduler.Settlement{
		Job: "bok", Slot: slot, Result: scheduler.Failed, Missed: 3, Attempts: 4, Reason: "servern \"svarar\" inte;\n'x'",
		Schedule: "cron 30 2 * * *, UTC",
		Started:  slot.Add(5 * time.Second), Finished: slot.Add(65 * time.Second),
	}
	expect(t, "settle", s.Settle(t.Context(), lease, want), nil)
	found, err := s.Last(t.Context(), slot)
	got := found["bok"]
	got.Slot, got.Started, got.Finished = got.Slot.UTC(), got.Started.UTC(), got.Finished.UTC()
	if err != nil || got != want {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
}

// manyAtOnce has owners race for the lease: no two of them get the same number, and of those that settle a slot one does.
func manyAtOnce(t *testing.T, s Store) {
	var mu sync.Mutex
	var wait sync.WaitGroup
	fences, wrote := map[uint64]bool{}, 0
	for i := range 8 {
		wait.Go(func() {
			lease, err := s.Acquire(t.Context(), fmt.Sprint("owner", i), time.Nanosecond)
			if err != nil {
				return // another one was faster
			}
			err = s.Settle(t.Context(), lease, settlement("bok", slot))
			mu.Lock()
			defer mu.Unlock()
			if fences[lease.Fence] {
				t.Errorf("two leases with the number %d", lease.Fence)
			}
			fences[lease.Fence] = true
			if err == nil {
				wrote++
			}
		})
	}
	wait.Wait()
	if len(fences) == 0 || wrote > 1 {
		t.Errorf("%d leases, %d settlements of one slot", len(fences), wrote)
	}
}
