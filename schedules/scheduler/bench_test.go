package scheduler_test

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/timetable"
)

// manyJobs makes jobs of all kinds of schedules.
func manyJobs(t *testing.T, n int) []*timetable.Job {
	specs := []timetable.Spec{
		{At: []string{"02:30"}, Zone: "Europe/Stockholm"},
		{At: []string{"06:00"}, Workday: []string{"every"}, Zone: "Europe/Stockholm"},
		{At: []string{"18:00"}, Workday: []string{"-1"}},
		{Cron: "0 * * * *"},
		{Cron: "30 2 * * 1-5"},
	}
	var jobs []*timetable.Job
	for i := range n {
		jobs = append(jobs, makeJob(t, fmt.Sprint("job", i), specs[i%len(specs)]))
	}
	return jobs
}

// TestAMonthOfFiveHundredJobs expects that a scheduler holds no more memory after a month than after a day, apart from what
// the store in memory keeps of every settlement.
func TestAMonthOfFiveHundredJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, manyJobs(t, 500)...)
		var settled atomic.Int64
		s, err := scheduler.New(scheduler.Options{
			Jobs: w.jobs, Store: forgetful{w.store}, Clock: w.clock, Owner: "p", Parallel: 4,
			Execute: w.nothing, Observe: func(e scheduler.Event) {
				if e.Kind == scheduler.Settled {
					settled.Add(1)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := w.context()
		done := make(chan error, 1)
		began := time.Now()
		go func() { done <- s.Run(ctx) }()
		w.wait(24 * time.Hour)
		day := heap()
		w.wait(30 * 24 * time.Hour)
		month := heap()
		t.Logf("%d slots settled in %s of the virtual clock; heap after a day %d KB, after a month %d KB", settled.Load(), time.Since(began), day>>10, month>>10)
		if settled.Load() < 80_000 || month > day+1<<20 {
			t.Errorf("%d settled, %d and %d bytes", settled.Load(), day, month)
		}
		cancel()
		<-done
	})
}

// heap is how much memory is in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
