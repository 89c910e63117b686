package timetable

import (
	"slices"
	"time"
)

// days says on which days of a month there are slots: by the day of the month and the weekday, or on working days.
type days struct {
	// Sets of numbers, with bit n for n: months 1–12, days of the month 1–31, weekdays 0–6 from Sunday.
	months, dates, weekdays uint64
	// either makes a day match by its date or its weekday; otherwise both must match.
	either bool

	working  bool
	ordinals []int // working days of the month: 1 for the first, -1 for the last; empty for all
	holidays Holidays
}

// of returns the matching days of a month as a set, with bit n for the day n. Months beyond December belong to the next
// years.
func (d *days) of(year int, month time.Month) uint64 {
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	year, month = first.Year(), first.Month()
	if d.working {
		return d.workingDays(year, month)
	}
	var set uint64
	if d.months&(1<<month) == 0 {
		return 0
	}
	weekday := int(first.Weekday())
	for day := 1; day <= length(year, month); day++ {
		date, week := d.dates&(1<<day) != 0, d.weekdays&(1<<weekday) != 0
		if date && week || d.either && (date || week) {
			set |= 1 << day
		}
		weekday = (weekday + 1) % 7
	}
	return set
}

// workingDays returns the working days of a month that the schedule names.
func (d *days) workingDays(year int, month time.Month) uint64 {
	all := d.holidays.WorkingDays(year, month)
	var set uint64
	for i, day := range all {
		if len(d.ordinals) == 0 || slices.Contains(d.ordinals, i+1) || slices.Contains(d.ordinals, i-len(all)) {
			set |= 1 << day
		}
	}
	return set
}

// length is how many days a month has.
func length(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
