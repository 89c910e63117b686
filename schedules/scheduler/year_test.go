package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/timetable"
)

// seeds of the spans that are always simulated. One more is drawn at random and logged; NYCKELTAL_SEED repeats it.
var seeds = []uint64{1, 2, 3, 20240331, 20241027}

// TestYear simulates years in which something happens to the machines every week or so.
func TestYear(t *testing.T) { simulate(t, seeds[:1], year{days: 366, pace: 12 * 24 * time.Hour}) }

// TestBadMonths simulates months in which something happens to the machines several times a day.
func TestBadMonths(t *testing.T) { simulate(t, seeds, year{days: 31, pace: 12 * time.Hour}) }

func simulate(t *testing.T, fixed []uint64, like year) {
	all := append(slices.Clone(fixed), rand.Uint64())
	if text := os.Getenv("NYCKELTAL_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		all = []uint64{seed}
	}
	for _, seed := range all {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			t.Logf("NYCKELTAL_SEED=%d repeats this", seed)
			y := like
			y.draw(t, seed)
			synctest.Test(t, func(t *testing.T) { y.simulate(newWorld(t, y.jobs...)) })
		})
	}
}

// year is a simulated one: jobs of all kinds, and what happens to the machines.
type year struct {
	days   int
	pace   time.Duration // between two misfortunes at most
	random *rand.Rand
	jobs   []*timetable.Job
	// back tells that the wall clock is put back at times, after which slots that were made up for by others may be run.
	back bool
	*world
	acting []*process
}

// draw makes the jobs.
func (y *year) draw(t *testing.T, seed uint64) {
	y.random, y.back = rand.New(rand.NewPCG(seed, 0)), seed%2 == 0
	var names []string
	pick := func(words ...string) string { return words[y.random.IntN(len(words))] }
	for i := range 12 {
		spec := timetable.Spec{
			Zone: pick("Europe/Stockholm", "Europe/Stockholm", "UTC", "America/Santiago"), CatchUp: pick("none", "one", "all"),
			Overlap: pick("skip", "queue", "cancel"), Retries: pick("0", "1", "3"), Deadline: pick("1h", "6h"), Window: "100d",
		}
		switch i % 6 {
		case 0, 1:
			spec.At = []string{pick("02:30", "02:00", "03:00", "00:15")}
		case 2:
			spec.At, spec.Workday = []string{pick("06:00", "02:30")}, []string{pick("every", "5", "-1")}
		case 3:
			spec.Cron = pick("0 * * * *", "*/30 * * * *", "45 */2 * * *")
		case 4:
			spec.Cron = pick("30 2 * * 1-5", "0 3 1 * *", "15,45 1-4 * * *")
		case 5:
			spec.At = []string{"02:30", "14:30"}
		}
		var after []string
		for _, name := range names {
			if y.random.IntN(8) == 0 {
				after = append(after, name)
			}
		}
		names = append(names, fmt.Sprint("job", i))
		y.jobs = append(y.jobs, makeJob(t, names[i], spec, after...))
	}
}

// simulate lets a year pass in which machines crash, freeze, sleep and are replaced, and checks what came of it.
func (y *year) simulate(w *world) {
	y.world = w
	w.does(y.toil)
	y.acting = []*process{w.begin(3, time.Minute)}
	for w.clock.Now().Before(start.AddDate(0, 0, y.days)) {
		w.wait(time.Duration(y.random.Int64N(int64(y.pace))).Round(time.Second))
		y.misfortune()
	}
	for _, p := range y.acting {
		p.kill()
	}
	last := w.begin(3, time.Minute)
	w.wait(24 * time.Hour)
	for range 100 { // until nothing is under way, in a moment when no slot comes
		if w.idle() {
			break
		}
		w.wait(7 * time.Minute)
	}
	end := w.clock.Now()
	last.kill()
	for _, p := range append(y.acting, last) {
		<-p.done
	}
	y.check(end)
}

// idle tells whether no attempt is under way.
func (w *world) idle() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !slices.ContainsFunc(w.executions, func(x *execution) bool { return x.end == 0 })
}

// misfortune has something happen to the machines. At least one goes on, or comes back.
func (y *year) misfortune() {
	first := y.acting[0]
	seconds := func(most int) time.Duration { return time.Duration(y.random.IntN(most)) * time.Second }
	switch y.random.IntN(7) {
	case 0: // a crash and downtime
		first.kill()
		y.wait(seconds(int(y.pace / time.Second)))
		y.replace(first)
	case 1: // a crash, and a restart at once
		first.kill()
		y.replace(first)
	case 2: // a restart in good order
		first.cancel()
		y.replace(first)
	case 3: // another machine stands by, or one of two is lost
		if len(y.acting) == 1 {
			y.acting = append(y.acting, y.begin(3, time.Minute))
			return
		}
		first.kill()
		<-first.done
		y.acting = y.acting[1:]
	case 4: // it is stopped and wakes up; another one may have taken over
		if len(y.acting) == 1 {
			y.acting = append(y.acting, y.begin(3, time.Minute))
		}
		first.freeze()
		y.wait(seconds(6 * 60 * 60))
		first.thaw()
	case 5: // the host sleeps
		y.clock.Jump(seconds(3 * 24 * 60 * 60))
	case 6:
		if y.back {
			y.clock.Jump(-seconds(3 * 60 * 60))
		}
	}
}

// replace starts another process when one has ended.
func (y *year) replace(p *process) {
	<-p.done
	y.acting[slices.Index(y.acting, p)] = y.begin(3, time.Minute)
}

// toil is the work of a run: mostly short, sometimes long, and sometimes it fails.
func (y *year) toil(ctx context.Context, w *world, run scheduler.Run) scheduler.Outcome {
	own := rand.New(rand.NewPCG(uint64(run.Slot.Unix()), uint64(run.Attempt)+uint64(len(run.Job))<<8+uint64(run.Job[len(run.Job)-1])))
	length := time.Duration(own.IntN(300)) * time.Second
	if own.IntN(10) == 0 {
		length = time.Duration(own.IntN(4*60*60)) * time.Second
	}
	if outcome := takes(length)(ctx, w, run); outcome.Err != nil {
		return outcome
	}
	switch own.IntN(20) {
	case 0:
		return scheduler.Outcome{Err: errors.New("no answer"), Transient: true}
	case 1:
		return scheduler.Outcome{Err: errors.New("no such column")}
	case 2:
		panic("a fault of the program")
	}
	return scheduler.Outcome{}
}
