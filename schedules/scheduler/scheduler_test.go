package scheduler_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/scheduler/storetest"
	"nyckeltal/schedules/timetable"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Store {
		clock := &handClock{Virtual: scheduler.NewVirtual()}
		return storetest.Store{Store: scheduler.NewMemory(clock), Pass: clock.pass}
	})
}

// handClock is put on by hand.
type handClock struct {
	*scheduler.Virtual
	elapsed time.Duration
}

func (c *handClock) Elapsed() time.Duration { return c.elapsed }
func (c *handClock) pass(d time.Duration)   { c.elapsed += d }
func takes(d time.Duration) func(context.Context, *world, scheduler.Run) scheduler.Outcome {
	return func(ctx context.Context, w *world, _ scheduler.Run) scheduler.Outcome {
		select {
		case <-time.After(d):
			return scheduler.Outcome{}
		case <-ctx.Done():
			return scheduler.Outcome{Err: ctx.Err()}
		}
	}
}

var (
	quarterly = timetable.Spec{Cron: "*/15 * * * *"}
	nightly   = timetable.Spec{At: []string{"02:30"}}
)

func with(spec timetable.Spec, change func(*timetable.Spec)) timetable.Spec {
	change(&spec)
	return spec
}

func TestSlotsAreRunInTime(t *testing.T) {
	inBubble(t, one(t, quarterly), func(w *world) {
		p := w.begin(1, 0)
		w.until("2024-01-01T12:50:00Z")
		w.expect("runs", w.story("bok"), "01T12:15 succeeded, 01T12:30 succeeded, 01T12:45 succeeded")
		for _, x := range w.attempts() {
			if late := start.Add(x.began).Sub(x.Slot); late < 0 || late > time.Second {
				t.Errorf("%s began %s late", x.ID, late)
			}
		}
		if err := p.stop(); err != nil || w.count(scheduler.Quiet) != 3 {
			t.Errorf("%v, quiet %d times", err, w.count(scheduler.Quiet))
		}
	})
}

func TestDowntime(t *testing.T) {
	tests := []struct{ catchUp, want string }{
		{"none", "02T02:30 succeeded, 05T02:30 missed(+2), 06T02:30 succeeded"},
		{"one", "02T02:30 succeeded, 05T02:30 succeeded(+2), 06T02:30 succeeded"},
		{"all", "02T02:30 succeeded, 03T02:30 succeeded, 04T02:30 succeeded, 05T02:30 succeeded, 06T02:30 succeeded"},
	}
	for _, test := range tests {
		t.Run(test.catchUp, func(t *testing.T) {
			inBubble(t, one(t, with(nightly, func(s *timetable.Spec) { s.CatchUp = test.catchUp })), func(w *world) {
				p := w.begin(1, 0)
				w.until("2024-01-02T12:00:00Z")
				p.kill()
				<-p.done
				w.until("2024-01-05T12:00:00Z")
				p = w.begin(1, 0)
				w.until("2024-01-06T12:00:00Z")
				w.expect(test.catchUp, w.story("bok"), test.want)
				p.stop()
			})
		})
	}
}

// TestTheHostSleeps puts the wall clock forward while the process goes on, which is what waking up looks like.
func TestTheHostSleeps(t *testing.T) {
	inBubble(t, one(t, nightly), func(w *world) {
		p := w.begin(1, 0)
		w.until("2024-01-02T12:00:00Z")
		w.clock.Jump(72 * time.Hour)
		w.wait(time.Minute)
		w.expect("after waking up", w.story("bok"), "02T02:30 succeeded, 05T02:30 succeeded(+2)")
		w.until("2024-01-06T12:00:00Z")
		w.expect("then", w.story("bok"), "02T02:30 succeeded, 05T02:30 succeeded(+2), 06T02:30 succeeded")
		p.stop()
	})
}

// TestTheClockGoesBack neither stops the scheduler nor fires a slot twice, also when the clock was years ahead, and also
// across a restart.
func TestTheClockGoesBack(t *testing.T) {
	for _, ahead := range []time.Duration{time.Second, time.Hour, 24 * time.Hour, 10 * 365 * 24 * time.Hour} {
		for _, restart := range []bool{false, true} {
			inBubble(t, one(t, quarterly), func(w *world) {
				p := w.begin(1, 0)
				w.until("2024-01-01T18:00:00Z")
				w.clock.Jump(ahead)
				w.wait(time.Hour)
				w.clock.Jump(-ahead)
				w.wait(time.Minute)
				if noticed := w.count(scheduler.ClockBack) == 1; noticed != (ahead > scheduler.Poll) {
					t.Errorf("%s: the clock went back %d times", ahead, w.count(scheduler.ClockBack))
				}
				if restart {
					p.stop()
					p = w.begin(1, 0)
				}
				before := w.clock.Now()
				w.wait(48 * time.Hour)
				w.checkOnce()
				expected := 0
				for slot := range w.jobs[0].Schedule.Slots(before, w.clock.Now()) {
					if !w.ran(slot) {
						t.Errorf("%s, restart %v: %s was not run", ahead, restart, slot)
					}
					expected++
				}
				if expected < 48*4-1 {
					t.Error(expected)
				}
				p.stop()
			})
		}
	}
}

// TestTheClockGoesBackDuringARun leaves the run alone whose slot comes again, also where later slots end earlier runs.
func TestTheClockGoesBackDuringARun(t *testing.T) {
	for _, overlap := range []string{"skip", "queue", "cancel"} {
		inBubble(t, one(t, with(quarterly, func(s *timetable.Spec) { s.Overlap = overlap })), func(w *world) {
			w.does(takes(12 * time.Minute))
			p := w.begin(1, 0)
			w.until("2024-01-01T12:20:00Z")
			w.clock.Jump(-10 * time.Minute)
			w.until("2024-01-01T12:44:00Z")
			w.expect(overlap, w.story("bok"), "01T12:15 succeeded, 01T12:30 succeeded")
			w.expect(overlap, w.started("bok"), "01T12:15 01T12:30")
			p.stop()
		})
	}
}

// ran tells whether a slot of the only job was run.
func (w *world) ran(slot time.Time) bool {
	for _, s := range w.settled() {
		if s.Slot.Equal(slot) {
			return s.Attempts > 0
		}
	}
	return false
}

// checkOnce expects that no slot was run twice to its end.
func (w *world) checkOnce() {
	w.t.Helper()
	seen := map[string]bool{}
	for _, x := range w.attempts() {
		if x.effect && seen[x.ID] {
			w.t.Errorf("%s was run twice", x.ID)
		}
		seen[x.ID] = seen[x.ID] || x.effect
	}
}

func TestOverlap(t *testing.T) {
	tests := []struct{ overlap, want, started string }{
		{"skip", "01T12:15 succeeded, 01T12:45 skipped(+1), 01T13:00 succeeded, 01T13:30 skipped(+1)", "01T12:15 01T13:00 01T13:45"},
		{"queue", "01T12:15 succeeded, 01T12:30 succeeded", "01T12:15 01T12:30 01T12:45"},
		{
			"cancel", "01T12:15 cancelled, 01T12:30 cancelled, 01T12:45 cancelled, 01T13:00 cancelled, 01T13:15 cancelled, 01T13:30 cancelled",
			"01T12:15 01T12:30 01T12:45 01T13:00 01T13:15 01T13:30 01T13:45",
		},
	}
	for _, test := range tests {
		t.Run(test.overlap, func(t *testing.T) {
			inBubble(t, one(t, with(quarterly, func(s *timetable.Spec) { s.Overlap = test.overlap })), func(w *world) {
				w.does(takes(40 * time.Minute))
				p := w.begin(1, 0)
				w.until("2024-01-01T13:50:00Z")
				w.expect("settled", w.story("bok"), test.want)
				w.expect("started", w.started("bok"), test.started)
				p.stop()
			})
		})
	}
}

// TestQueueEndsWithTheWindow gives up what has waited for longer than the job looks back.
func TestQueueEndsWithTheWindow(t *testing.T) {
	inBubble(t, one(t, with(quarterly, func(s *timetable.Spec) { s.Overlap, s.Window = "queue", "1h" })), func(w *world) {
		w.does(takes(100 * time.Minute))
		p := w.begin(1, 0)
		w.until("2024-01-01T16:00:00Z")
		w.expect("started", w.started("bok"), "01T12:15 01T13:00 01T14:45")
		p.stop()
	})
}

func TestRetries(t *testing.T) {
	tests := []struct {
		name      string
		retries   string
		transient bool
		fails     int
		want      string
	}{
		{"passes", "3", true, 2, "02T02:30 succeeded x3"},
		{"does not pass", "3", true, 9, "02T02:30 failed x4"},
		{"cannot pass", "3", false, 9, "02T02:30 failed"},
		{"no retries", "0", true, 9, "02T02:30 failed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, one(t, with(nightly, func(s *timetable.Spec) { s.Retries = test.retries })), func(w *world) {
				w.does(func(_ context.Context, _ *world, run scheduler.Run) scheduler.Outcome {
					if run.Attempt <= test.fails {
						return scheduler.Outcome{Err: errors.New("no answer"), Transient: test.transient}
					}
					return scheduler.Outcome{}
				})
				p := w.begin(1, 0)
				w.until("2024-01-02T12:00:00Z")
				w.expect(test.name, w.story("bok"), test.want)
				all := w.attempts()
				for i := 1; i < len(all); i++ {
					pause := all[i].began - all[i-1].end
					if want := timetable.Pause(all[i].ID, i); pause < want || pause > want+time.Second {
						t.Errorf("pause %d is %s, want %s", i, pause, want)
					}
				}
				p.stop()
			})
		})
	}
}

// TestDeadline ends a run, and the retries, and lets a run that does not react hold no place.
func TestDeadline(t *testing.T) {
	jobs := []*timetable.Job{
		makeJob(t, "bok", with(nightly, func(s *timetable.Spec) { s.Deadline = "2h" })), makeJob(t, "lon", timetable.Spec{At: []string{"03:00"}}),
	}
	inBubble(t, jobs, func(w *world) {
		w.does(func(ctx context.Context, w *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "bok" {
				return takes(24*time.Hour)(ctx, w, run)
			}
			return scheduler.Outcome{}
		})
		p := w.begin(1, 0)
		w.until("2024-01-02T04:31:00Z")
		w.expect("a slow run", w.story("bok"), "02T02:30 failed")
		w.expect("the other job", w.story("lon"), "02T03:00 succeeded")
		i := slices.IndexFunc(w.settled(), func(s written) bool { return s.Result == scheduler.Failed })
		if s := w.settled()[i]; s.Reason != scheduler.ErrDeadline.Error() || s.Finished.Sub(s.Started) != 2*time.Hour {
			t.Errorf("%+v", s)
		}
		hang := make(chan struct{})
		w.does(func(_ context.Context, _ *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "bok" {
				<-hang
			}
			return scheduler.Outcome{}
		})
		w.until("2024-01-04T12:00:00Z")
		w.expect("a run that hangs", w.story("bok"), "02T02:30 failed")
		w.expect("the other job beside it", w.story("lon"), "02T03:00 succeeded, 03T03:00 succeeded, 04T03:00 succeeded")
		var abandoned *scheduler.AbandonedError
		if err := p.stop(); !errors.As(err, &abandoned) || abandoned.Jobs[0] != "bok" {
			t.Errorf("stopped beside a run that hangs: %v", err)
		}
		close(hang)
	})
}

func TestRetriesEndWithTheDeadline(t *testing.T) {
	inBubble(t, one(t, with(nightly, func(s *timetable.Spec) { s.Deadline, s.Retries = "5m", "10" })), func(w *world) {
		w.does(func(context.Context, *world, scheduler.Run) scheduler.Outcome {
			return scheduler.Outcome{Err: errors.New("no answer"), Transient: true}
		})
		p := w.begin(1, 0)
		w.until("2024-01-02T02:36:00Z")
		if story := w.story("bok"); !strings.HasPrefix(story, "02T02:30 failed x") {
			t.Error(story)
		}
		p.stop()
	})
}

// TestPanic makes one job fail, without its value in the reason.
func TestPanic(t *testing.T) {
	jobs := []*timetable.Job{makeJob(t, "bok", nightly), makeJob(t, "lon", nightly)}
	inBubble(t, jobs, func(w *world) {
		w.does(func(_ context.Context, _ *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "bok" {
				panic("811218-9876")
			}
			return scheduler.Outcome{}
		})
		p := w.begin(2, 0)
		w.until("2024-01-03T12:00:00Z")
		w.expect("it", w.story("bok"), "02T02:30 failed, 03T02:30 failed")
		w.expect("the other", w.story("lon"), "02T02:30 succeeded, 03T02:30 succeeded")
		for _, s := range w.settled() {
			if strings.Contains(s.Reason, "811218") || s.Result == scheduler.Failed && !strings.Contains(s.Reason, "panicked") {
				t.Error(s.Reason)
			}
		}
		p.stop()
	})
}

// TestDependencies runs dimensions before facts, and facts not at all when a dimension failed since.
func TestDependencies(t *testing.T) {
	jobs := []*timetable.Job{
		makeJob(t, "konto", nightly), makeJob(t, "bok", nightly, "konto", "saknas"),
		makeJob(t, "rapport", timetable.Spec{At: []string{"02:40"}}, "bok"), makeJob(t, "lon", nightly),
	}
	inBubble(t, jobs, func(w *world) {
		var mended atomic.Bool
		w.does(func(ctx context.Context, w *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "konto" && !mended.Load() {
				return scheduler.Outcome{Err: errors.New("no such column")}
			}
			return takes(20*time.Minute)(ctx, w, run)
		})
		p := w.begin(4, 0)
		w.until("2024-01-02T12:00:00Z")
		mended.Store(true)
		w.until("2024-01-03T12:00:00Z")
		w.expect("the dimension", w.story("konto"), "02T02:30 failed, 03T02:30 succeeded")
		w.expect("after it", w.story("bok"), "02T02:30 blocked, 03T02:30 succeeded")
		w.expect("after that", w.story("rapport"), "02T02:40 blocked, 03T02:40 succeeded")
		w.expect("beside it", w.story("lon"), "02T02:30 succeeded, 03T02:30 succeeded")
		ends := map[string]time.Duration{}
		for _, x := range w.attempts() {
			if earlier := ends[map[string]string{"bok": "konto", "rapport": "bok"}[x.Job]]; x.Slot.Day() == 3 && x.began < earlier {
				t.Errorf("%s began too early", x.ID)
			}
			ends[x.Job] = x.end
		}
		p.stop()
	})
}

// TestAFailureThatIsBeingMended holds nothing back: the job waits for the run of the other one that is under way.
func TestAFailureThatIsBeingMended(t *testing.T) {
	jobs := []*timetable.Job{makeJob(t, "konto", timetable.Spec{At: []string{"02:00", "14:00"}}), makeJob(t, "bok", nightly, "konto")}
	inBubble(t, jobs, func(w *world) {
		w.does(func(ctx context.Context, w *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "konto" && run.Slot.Hour() == 14 {
				return scheduler.Outcome{Err: errors.New("no file")}
			}
			return takes(time.Hour)(ctx, w, run)
		})
		p := w.begin(4, 0)
		w.until("2024-01-02T12:00:00Z")
		w.expect("after it", w.story("bok"), "02T02:30 succeeded")
		p.stop()
	})
}

// TestAFailureHoldsBackOneSlot lets a daily job go on when a weekly one that it comes after has failed.
func TestAFailureHoldsBackOneSlot(t *testing.T) {
	jobs := []*timetable.Job{makeJob(t, "konto", timetable.Spec{Cron: "0 1 * * tue"}), makeJob(t, "bok", nightly, "konto")}
	inBubble(t, jobs, func(w *world) {
		w.does(func(_ context.Context, _ *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "konto" {
				return scheduler.Outcome{Err: errors.New("no file")}
			}
			return scheduler.Outcome{}
		})
		p := w.begin(4, 0)
		w.until("2024-01-02T12:00:00Z")
		p.stop() // which it must remember
		p = w.begin(4, 0)
		w.until("2024-01-04T12:00:00Z")
		w.expect("daily", w.story("bok"), "02T02:30 blocked, 03T02:30 succeeded, 04T02:30 succeeded")
		p.stop()
	})
}

func TestSideBySideWithinLimits(t *testing.T) {
	var jobs []*timetable.Job
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		jobs = append(jobs, makeJob(t, name, nightly))
	}
	inBubble(t, jobs, func(w *world) {
		w.does(takes(time.Hour))
		p := w.begin(3, 0)
		w.until("2024-01-02T02:40:00Z")
		if n := len(w.attempts()); n != 3 {
			t.Errorf("%d are under way", n)
		}
		w.until("2024-01-02T05:31:00Z")
		for _, name := range []string{"a", "g"} {
			w.expect(name, w.story(name), "02T02:30 succeeded")
		}
		p.stop()
	})
}

// TestStop lets runs end for a while, and leaves the rest to the next scheduler, which need not wait for the lease.
func TestStop(t *testing.T) {
	jobs := []*timetable.Job{makeJob(t, "bok", nightly), makeJob(t, "lon", nightly)}
	inBubble(t, jobs, func(w *world) {
		w.does(func(ctx context.Context, w *world, run scheduler.Run) scheduler.Outcome {
			if run.Job == "bok" {
				return takes(30*time.Minute)(ctx, w, run)
			}
			return takes(3*time.Hour)(ctx, w, run)
		})
		p := w.begin(2, time.Hour)
		w.until("2024-01-02T02:40:00Z")
		if err := p.stop(); err != nil {
			t.Error(err)
		}
		if now := w.clock.Now().Format("15:04"); now != "03:40" {
			t.Errorf("stopped at %s", now)
		}
		w.expect("the short run", w.story("bok"), "02T02:30 succeeded")
		w.expect("the long run", w.story("lon"), "")
		p = w.begin(2, 0)
		w.wait(time.Second)
		w.expect("taken up again", w.started("lon"), "02T02:30 02T02:30")
		p.stop()
	})
}

// TestAStoppedHolderWakesUp freezes the scheduler that acts in the middle of a run. Another one takes over. What the first
// one does when it wakes up has no effect.
func TestAStoppedHolderWakesUp(t *testing.T) {
	inBubble(t, one(t, nightly), func(w *world) {
		w.does(takes(10 * time.Minute))
		first := w.begin(1, 0)
		w.until("2024-01-02T02:29:00Z")
		second := w.begin(1, 0)
		w.until("2024-01-02T02:31:00Z")
		w.expect("one of two acts", w.started("bok"), "02T02:30")
		first.freeze()
		w.until("2024-01-02T02:50:00Z")
		w.expect("the other has taken over", w.story("bok"), "02T02:30 succeeded")
		first.thaw()
		w.until("2024-01-03T12:00:00Z")
		w.expect("settled", w.story("bok"), "02T02:30 succeeded, 03T02:30 succeeded")
		for _, x := range w.attempts() {
			if x.effect != (x.process == second) {
				t.Errorf("%s of %s: effect %v", x.ID, x.process.name, x.effect)
			}
		}
		first.stop()
		second.stop()
	})
}

// TestTheStoreDoesNotAnswer goes on with what is under way, settles it later, and gives the lease up in time.
func TestTheStoreDoesNotAnswer(t *testing.T) {
	for _, outage := range []time.Duration{time.Minute, 2 * time.Hour} {
		inBubble(t, one(t, nightly), func(w *world) {
			w.does(takes(10 * time.Minute))
			p := w.begin(1, 0)
			w.until("2024-01-02T02:39:30Z")
			p.silence(true)
			w.wait(outage)
			p.silence(false)
			w.until("2024-01-03T12:00:00Z")
			w.expect(outage.String(), w.story("bok"), "02T02:30 succeeded, 03T02:30 succeeded")
			if deposed := w.count(scheduler.Deposed) > 0; deposed != (outage > scheduler.TTL) || w.count(scheduler.StoreFault) == 0 {
				t.Errorf("%s: deposed %v", outage, deposed)
			}
			p.stop()
		})
	}
}

// TestAChangedScheduleMissesNothing begins anew from when the schedule was changed.
func TestAChangedScheduleMissesNothing(t *testing.T) {
	inBubble(t, one(t, nightly), func(w *world) {
		p := w.begin(1, 0)
		w.until("2024-01-02T12:00:00Z")
		p.stop()
		w.jobs = one(t, timetable.Spec{At: []string{"06:00"}})
		p = w.begin(1, 0)
		w.until("2024-01-03T12:00:00Z")
		w.expect("runs", w.story("bok"), "02T02:30 succeeded, 03T06:00 succeeded")
		p.stop()
	})
}

func TestOptionsAreChecked(t *testing.T) {
	if _, err := scheduler.New(scheduler.Options{}); err == nil {
		t.Error("a scheduler of nothing")
	}
}
