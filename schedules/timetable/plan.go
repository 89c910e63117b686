package timetable

import (
	"cmp"
	"slices"
	"time"

	"nyckeltal/ingest/period"
)

// Grace is how long after its instant a slot is still on time. What is older when a scheduler first sees it was missed.
const Grace = 5 * time.Minute

// Slot is a slot that is to be run.
type Slot struct {
	At time.Time
	// Missed is how many earlier slots are not run, and are settled with this one.
	Missed int
	// CaughtUp tells that the slot itself was missed and is made up for.
	CaughtUp bool
}

// Pending is what is to be done about the slots of a job that lie between two instants.
type Pending struct {
	Run []Slot // in their order
	// Given is how many slots are given up although none is run after them, and Last the last of these.
	Given int
	Last  time.Time
}

// missed lists the slots of a job after an instant that nobody was there to run: at now they are older than Grace. It looks
// back no further than the job's window.
func (j *Job) missed(after, now time.Time) []time.Time {
	if j.Schedule == nil {
		return nil
	}
	return slices.Collect(j.Schedule.Slots(later(after, now.Add(-j.Window)), now.Add(-Grace-1)))
}

// Pending says what is to be done at now about the slots after an instant: those on time are run, and those that were
// missed are treated as the job's catch-up says. Every slot within the window is either in Run, or counted in a Missed or
// in Given.
func (j *Job) Pending(after, now time.Time) Pending {
	missed := j.missed(after, now)
	onTime := j.onTime(after, now)
	var p Pending
	given := j.split(missed, len(onTime) > 0)
	for _, at := range missed[given:] {
		p.Run = append(p.Run, Slot{At: at, CaughtUp: true})
	}
	for _, at := range onTime {
		p.Run = append(p.Run, Slot{At: at})
	}
	switch {
	case given == 0:
	case len(p.Run) > 0:
		p.Run[0].Missed = given
	default:
		p.Given, p.Last = given, missed[given-1]
	}
	return p
}

// split says how many of the missed slots are given up; the rest is made up for. A slot on time makes up for missed ones
// where one run is enough.
func (j *Job) split(missed []time.Time, fresh bool) (given int) {
	switch {
	case j.CatchUp == CatchUpNone, j.CatchUp == CatchUpOne && fresh:
		return len(missed)
	case j.CatchUp == CatchUpOne:
		return max(0, len(missed)-1)
	}
	return 0
}

// onTime lists the slots after an instant that are at most Grace old at now.
func (j *Job) onTime(after, now time.Time) []time.Time {
	if j.Schedule == nil {
		return nil
	}
	return slices.Collect(j.Schedule.Slots(later(after, now.Add(-Grace-1)), now))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Task is one thing to do: the run of a slot, or in a backfill the delivery of some periods.
type Task struct {
	Job  string
	Slot time.Time // zero in a backfill
	// From and To are the periods of a delivery, and File is its name; all are empty for a slot, and the periods for a
	// delivery that has none, such as that of a dimension.
	From, To period.Period
	File     string
}

// ID names the task, the same each time it is planned.
func (t Task) ID() string {
	if t.File == "" {
		return RunID(t.Job, t.Slot)
	}
	return t.Job + "/" + t.File
}

// CatchUpTasks lists the slots that jobs would make up for at now, each job since the instant that a map gives by its name;
// jobs that are not in it have missed nothing.
func CatchUpTasks(jobs []*Job, since map[string]time.Time, now time.Time) []Task {
	var tasks []Task
	for _, j := range jobs {
		from, known := since[j.Name]
		if !known {
			continue
		}
		for _, slot := range j.Pending(from, now).Run {
			if slot.CaughtUp {
				tasks = append(tasks, Task{Job: j.Name, Slot: slot.At})
			}
		}
	}
	return plan(tasks, jobs, nil)
}

// Backfill lists the deliveries whose periods touch those from one to another, and the deliveries without periods, unless
// done says that they have been taken: first those without periods, then period by period.
func Backfill(deliveries []Task, jobs []*Job, from, to period.Period, done func(id string) bool) []Task {
	wanted := slices.DeleteFunc(slices.Clone(deliveries), func(t Task) bool {
		return t.From != 0 && (t.To < from || t.From > to)
	})
	return plan(wanted, jobs, done)
}

// plan puts tasks into the order in which they are to be done: by slot, by first period, and then so that jobs stand in the
// order of the list, which has each job after those that it comes after. Tasks that are done, and second mentions of a
// task, are left out. done may be nil.
func plan(tasks []Task, jobs []*Job, done func(id string) bool) []Task {
	rank := make(map[string]int, len(jobs))
	for i, j := range jobs {
		rank[j.Name] = i
	}
	seen := make(map[string]bool, len(tasks))
	planned := slices.DeleteFunc(slices.Clone(tasks), func(t Task) bool {
		id := t.ID()
		again := seen[id]
		seen[id] = true
		return again || done != nil && done(id)
	})
	slices.SortFunc(planned, func(a, b Task) int {
		return cmp.Or(a.Slot.Compare(b.Slot), cmp.Compare(a.From, b.From), cmp.Compare(rank[a.Job], rank[b.Job]),
			cmp.Compare(a.To, b.To), cmp.Compare(a.File, b.File))
	})
	return planned
}
