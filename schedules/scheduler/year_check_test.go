package scheduler_test

import (
	"slices"
	"time"

	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/timetable"
)

// check compares what came of a year, up to an instant, with what was promised.
func (y *year) check(end time.Time) {
	byJob := map[string][]written{}
	for _, s := range y.settlements {
		byJob[s.Job] = append(byJob[s.Job], s)
	}
	ran := 0
	for _, job := range y.jobs {
		y.checkSlots(job, byJob[job.Name], end)
		y.checkRuns(job, byJob[job.Name])
		ran += len(byJob[job.Name])
	}
	y.checkFences()
	y.checkOrder()
	y.t.Logf("%d settlements, %d attempts, %d processes", ran, len(y.executions), y.processes)
	if ran < 5*y.days {
		y.t.Errorf("only %d settlements in %d days", ran, y.days)
	}
}

// checkSlots expects that every slot is settled once, by itself or with a later one, and as the job's policies say.
func (y *year) checkSlots(job *timetable.Job, settled []written, end time.Time) {
	if len(settled) == 0 || settled[0].Result != scheduler.Enrolled {
		y.t.Errorf("%s was not enrolled", job.Name)
		return
	}
	from := settled[0].Slot
	if y.back {
		from = from.Add(-24 * time.Hour) // the clock may go back to before it
	}
	slots := map[int64]bool{}
	for slot := range job.Schedule.Slots(from, end) {
		slots[slot.Unix()] = true
	}
	accounted, latest := 0, settled[0].Slot
	for _, s := range settled[1:] {
		if !slots[s.Slot.Unix()] {
			y.t.Errorf("%s: %s at %s, where there is no slot, or it was settled before", job.Name, s.Result, s.Slot)
		}
		delete(slots, s.Slot.Unix())
		accounted += 1 + s.Missed
		if !y.back && !s.Slot.After(latest) {
			y.t.Errorf("%s: %s was settled after %s", job.Name, s.Slot, latest)
		}
		latest = s.Slot
		y.checkPolicy(job, s.Settlement)
	}
	total := len(slots) + len(settled) - 1
	if !y.back && accounted != total {
		y.t.Errorf("%s (%s): %d of %d slots are accounted for", job.Name, job.Schedule, accounted, total)
	}
}

// checkPolicy expects results that the job's policies allow.
func (y *year) checkPolicy(job *timetable.Job, s scheduler.Settlement) {
	bad := false
	switch s.Result {
	case scheduler.Skipped:
		bad = job.Overlap != timetable.OverlapSkip
	case scheduler.Cancelled:
		bad = job.Overlap != timetable.OverlapCancel
	case scheduler.Missed:
		bad = job.CatchUp != timetable.CatchUpNone
	case scheduler.Blocked:
		bad = len(job.After) == 0
	case scheduler.Succeeded, scheduler.Failed:
		bad = s.Attempts < 1 || s.Attempts > job.Retries+1 || job.CatchUp == timetable.CatchUpAll && s.Missed > 0 && !y.back
	}
	if bad {
		y.t.Errorf("%s (catch-up %s, overlap %s): %+v", job.Name, job.CatchUp, job.Overlap, s)
	}
}

// checkRuns expects that the work of a slot became visible once, by the process that settled it, unless a process died or
// was deposed between the two; and that no two runs of a job were under way at a time in living processes.
func (y *year) checkRuns(job *timetable.Job, settled []written) {
	deposed := y.deposed()
	by := map[int64]*process{}
	success := map[int64]bool{}
	for _, s := range settled {
		by[s.Slot.Unix()] = s.by
		success[s.Slot.Unix()] = s.Result == scheduler.Succeeded
	}
	var before *execution
	visible := map[int64]map[*process]int{}
	for _, x := range y.executions {
		if x.Job != job.Name {
			continue
		}
		if before != nil && x.began < before.end && before.effect && before.process == x.process {
			y.t.Errorf("%s began while %s was under way", x.ID, before.ID)
		}
		before = x
		slot := x.Slot.Unix()
		if !x.effect {
			continue
		}
		if visible[slot] == nil {
			visible[slot] = map[*process]int{}
		}
		visible[slot][x.process]++
	}
	for slot, ok := range success {
		if n := visible[slot][by[slot]]; ok && n != 1 {
			y.t.Errorf("%s: the process that settled %s made it visible %d times", job.Name, time.Unix(slot, 0).UTC(), n)
		}
		for p, n := range visible[slot] {
			if p != by[slot] && (n > 1 || !p.dead && !deposed[p]) {
				y.t.Errorf("%s: %s made %s visible, which %s settled", job.Name, p.name, time.Unix(slot, 0).UTC(), by[slot].name)
			}
		}
	}
}

// deposed are the processes that were followed by another one: a lease with a greater number was given.
func (y *year) deposed() map[*process]bool {
	own, most := map[*process]uint64{}, uint64(0)
	for _, x := range y.executions {
		most = max(most, x.Lease.Fence)
		own[x.process] = max(own[x.process], x.Lease.Fence)
	}
	deposed := map[*process]bool{}
	for p, fence := range own {
		deposed[p] = fence < most
	}
	return deposed
}

// checkFences expects that nothing began or became visible under a lease after a run under a greater number had begun.
func (y *year) checkFences() {
	first := map[uint64]time.Duration{} // when the first run under a number began
	for _, x := range y.executions {
		if began, known := first[x.Lease.Fence]; !known || x.began < began {
			first[x.Lease.Fence] = x.began
		}
	}
	for _, x := range y.executions {
		for fence, began := range first {
			if fence > x.Lease.Fence && (x.began > began || x.effect && x.end > began) {
				y.t.Errorf("%s under the number %d went on after %d had been given", x.ID, x.Lease.Fence, fence)
			}
		}
	}
}

// checkOrder expects that no run began while one with an earlier slot was under way in the same process of a job that it
// comes after, and that no process had more under way than it may.
func (y *year) checkOrder() {
	after := map[string][]string{}
	for _, job := range y.jobs {
		after[job.Name] = job.After
	}
	var open []*execution
	for _, x := range y.executions {
		open = slices.DeleteFunc(open, func(o *execution) bool { return o.end <= x.began })
		beside := 1
		for _, other := range open {
			if other.process != x.process {
				continue
			}
			beside++
			if slices.Contains(after[x.Job], other.Job) && !other.Slot.After(x.Slot) {
				y.t.Errorf("%s began while %s was under way", x.ID, other.ID)
			}
		}
		open = append(open, x)
		if beside > 3 {
			y.t.Errorf("%d runs were under way when %s began", beside, x.ID)
		}
	}
}
