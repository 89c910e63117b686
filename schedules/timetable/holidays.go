package timetable

import (
	"time"

	"github.com/rickar/cal/v2/se"
)

// Holidays says which days besides Saturdays and Sundays are no working days.
type Holidays string

// The calendars of holidays.
const (
	// Swedish are the public holidays by law, and the eves of Midsummer, Christmas and New Year, which the law on annual leave
	// puts on a par with Sundays: authorities and banks are closed. Other eves and days between holidays are working days.
	Swedish Holidays = "swedish"
	// NoHolidays makes every Monday to Friday a working day.
	NoHolidays Holidays = "none"
)

// WorkingDays lists the working days of a month.
func (h Holidays) WorkingDays(year int, month time.Month) []int {
	off := h.in(year, month)
	working := make([]int, 0, 23)
	weekday := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Weekday()
	for day := 1; day <= length(year, month); day++ {
		if weekday != time.Saturday && weekday != time.Sunday && off&(1<<day) == 0 {
			working = append(working, day)
		}
		weekday = (weekday + 1) % 7
	}
	return working
}

// in returns the holidays of a month as a set, with bit n for the day n.
func (h Holidays) in(year int, month time.Month) uint64 {
	var set uint64
	if h == NoHolidays {
		return 0
	}
	for _, holiday := range se.Holidays {
		if date, _ := holiday.Calc(year); date.Year() == year && date.Month() == month {
			set |= 1 << date.Day()
		}
	}
	return set
}

// Workday returns a working day of a month: 1 for the first, -1 for the last. It returns 0 when the month has not so many.
func (h Holidays) Workday(year int, month time.Month, ordinal int) (day int) {
	all := h.WorkingDays(year, month)
	if ordinal < 0 {
		ordinal += len(all) + 1
	}
	if ordinal < 1 || ordinal > len(all) {
		return 0
	}
	return all[ordinal-1]
}
