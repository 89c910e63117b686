package load_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

// clock is a warehouse of its own time on the emptied tables.
func clock(t *testing.T) (w *load.Warehouse, now *time.Time) {
	t.Helper()
	open(t)
	w, err := load.Open(t.Context(), enginetest.Endpoint().DSN("shared"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	start := time.Date(2022, 1, 1, 12, 0, 0, 0, time.UTC)
	w.SetClock(func() time.Time { return start }, func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
	return w, &start
}

// remove applies a retention.
func remove(t *testing.T, w *load.Warehouse, r load.Retention) []load.Removal {
	t.Helper()
	removals, err := w.Removable(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Remove(t.Context(), r, removals); err != nil {
		t.Fatal(err)
	}
	return removals
}

func reasons(removals []load.Removal) []string {
	var all []string
	for _, r := range removals {
		all = append(all, fmt.Sprintf("%s %s %d", r.Reason, r.File, r.Count()))
	}
	slices.Sort(all)
	return all
}

func TestRetentionRemovesWhatNobodySees(t *testing.T) {
	w, now := clock(t)
	begin := func(delivery string) *load.Load {
		*now = now.Add(time.Hour)
		l := w.Begin(t.Context(), meta("volume", "v", delivery))
		for range 3 {
			if err := l.Record(volume(t, 202301, "x", 1)); err != nil {
				t.Fatal(err)
			}
		}
		return l
	}
	if err := w.Conn().Exec(t.Context(), "INSERT INTO volume_records (load_id, period, item, quantity) VALUES (2022010112000000000, 202301, 'x', 1)"); err != nil {
		t.Fatal(err)
	}
	if err := w.Conn().Exec(t.Context(), "INSERT INTO reject_records (load_id, sheet) VALUES (2022010112000000000, 's')"); err != nil {
		t.Fatal(err)
	}
	prepared := begin("killed")
	if err := prepared.Prepare(t.Context(), load.Counts{}); err != nil {
		t.Fatal(err)
	}
	publish(t, w, meta("volume", "v", "good"), volume(t, 202301, "x", 2))
	*now = now.Add(30 * time.Minute)
	if r := reasons(remove(t, w, load.Retention{Left: now.Add(-24 * time.Hour)})); len(r) != 0 {
		t.Errorf("of today: %v", r)
	}
	*now = now.AddDate(0, 0, 3)
	want := []string{"orphan  2", "unpublished killed.xlsx 3"}
	if diff := cmp.Diff(want, reasons(remove(t, w, load.Retention{Left: now.Add(-24 * time.Hour)}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	expect(t, w, "SELECT count() FROM volume_records", "1")
	inspected(t, w, load.Sound{})
	if horizon, err := w.Horizon(t.Context()); err != nil || !horizon.IsZero() {
		t.Errorf("the horizon is %v, %v", horizon, err)
	}
}

// TestRetentionKeepsTheHistoryFromTheHorizonOn makes histories of loads, closings and rollbacks, removes what is older than
// some time, and compares what every later time, and every closing, showed before and after.
func TestRetentionKeepsTheHistoryFromTheHorizonOn(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w, now := clock(t)
			random := rand.New(rand.NewPCG(seed, 1))
			times, closings := history(t, w, now, random)
			horizon := times[random.IntN(len(times))].Add(time.Minute)
			before := make(map[time.Time][]string)
			for _, at := range append(slices.DeleteFunc(times, horizon.After), closings...) {
				before[at] = volumesAsOf(t, w, at)
			}
			r := load.Retention{Horizon: horizon, Left: horizon}
			removed := remove(t, w, r)
			if again, err := w.Removable(t.Context(), r); err != nil || len(again) > 0 {
				t.Errorf("there is more to remove: %v, %v", again, err)
			}
			for at, want := range before {
				if err := w.CheckAsOf(t.Context(), at); err != nil {
					t.Errorf("as of %s: %v", at, err)
				}
				if diff := cmp.Diff(want, volumesAsOf(t, w, at)); diff != "" {
					t.Errorf("as of %s (-before +after):\n%s", at, diff)
				}
			}
			var gone *load.HorizonError
			if err := w.CheckAsOf(t.Context(), horizon.Add(-time.Second)); len(removed) > 0 && !errors.As(err, &gone) {
				t.Errorf("before the horizon, from which %d loads are gone: %v", len(removed), err)
			}
			if v := verified(t, w); len(v.Findings) > 0 {
				t.Errorf("damage after retention: %+v", v.Findings)
			}
		})
	}
}

// history makes a random history and returns the times of all changes, and those of closings.
func history(t *testing.T, w *load.Warehouse, now *time.Time, random *rand.Rand) (times, closings []time.Time) {
	t.Helper()
	for i := range 14 {
		*now = now.AddDate(0, 0, 20)
		p := period.Period(202301 + random.IntN(3))
		switch random.IntN(6) {
		case 0:
			closing, err := w.CloseMonth(t.Context(), load.Decision{Period: p})
			if err == nil {
				closings = append(closings, closing.At)
			} else if !errors.Is(err, load.ErrClosed) && !errors.Is(err, load.ErrNothing) {
				t.Fatal(err)
			}
		case 1:
			_, err := w.Rollback(t.Context(), load.Source{Dataset: "volume", Name: "v"}, "run")
			if err != nil && !errors.Is(err, load.ErrNoEarlier) && !errors.Is(err, load.ErrClosed) {
				t.Fatal(err)
			}
		default:
			publish(t, w, meta("volume", "v", fmt.Sprint(i)), volume(t, p, "x", i), volume(t, 202303, "y", random.IntN(9)))
			if _, err := w.PublishMeasures(t.Context(), "run"); err != nil {
				t.Fatal(err)
			}
		}
		times = append(times, now.Add(time.Hour))
	}
	return times, closings
}

func volumesAsOf(t *testing.T, w *load.Warehouse, at time.Time) []string {
	t.Helper()
	sql, _ := load.AsOf("SELECT period, item, quantity FROM volume ORDER BY period, item, quantity", at)
	return ask(t, w, sql)
}

func TestAnInterruptedRemovalIsFinished(t *testing.T) {
	w, now := clock(t)
	for i := range 3 {
		*now = now.AddDate(0, 1, 0)
		publish(t, w, meta("volume", "v", fmt.Sprint(i)), volume(t, 202301, "x", i))
	}
	r := load.Retention{Horizon: now.Add(time.Hour)}
	removals, err := w.Removable(t.Context(), r)
	if err != nil || len(removals) != 2 {
		t.Fatalf("%v, %v", removals, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.SetClock(func() time.Time { cancel(); return *now }, func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
	if err := w.Remove(ctx, r, removals); !errors.Is(err, context.Canceled) {
		t.Fatalf("the removal was not interrupted: %v", err)
	}
	w.SetClock(func() time.Time { return *now }, func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
	if v := verified(t, w); len(v.Findings) > 0 {
		t.Errorf("what was interrupted counts as damage: %+v", v.Findings)
	}
	remove(t, w, r)
	expect(t, w, "SELECT count() FROM volume_records", "1")
	if v := verified(t, w); len(v.Findings) > 0 {
		t.Errorf("damage: %+v", v.Findings)
	}
}
