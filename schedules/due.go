package schedules

import (
	"cmp"
	"slices"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// dueMonths is how many months are waited for: what has not come within a year is given up.
const dueMonths = 12

// DueDates are when the deliveries of the last months, and of the one to come, are due by the jobs' rules, by job and month.
func DueDates(jobs []*home.Job, now time.Time) []load.DueDate {
	var dates []load.DueDate
	for _, job := range jobs {
		t := job.Timetable()
		if t == nil || t.Due == nil {
			continue
		}
		for n := -dueMonths; n <= 0; n++ {
			p := period.Of(now).Add(n)
			dates = append(dates, load.DueDate{Job: job.Name, Period: p, Due: t.Due.Of(p)})
		}
	}
	slices.SortFunc(dates, func(a, b load.DueDate) int {
		return cmp.Or(cmp.Compare(a.Job, b.Job), cmp.Compare(a.Period, b.Period))
	})
	return dates
}
