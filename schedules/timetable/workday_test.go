package timetable_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/schedules/timetable"
)

// TestSwedishHolidays lists the Mondays to Fridays that are no working days, by the almanac.
func TestSwedishHolidays(t *testing.T) {
	want := map[int]string{
		2023: "01-06 04-07 04-10 05-01 05-18 06-06 06-23 12-25 12-26",
		2024: "01-01 03-29 04-01 05-01 05-09 06-06 06-21 12-24 12-25 12-26 12-31",
		2025: "01-01 01-06 04-18 04-21 05-01 05-29 06-06 06-20 12-24 12-25 12-26 12-31",
		2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
	}
	for year, days := range want {
		var got []string
		for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !works(timetable.Swedish, d) {
				got = append(got, d.Format("01-02"))
			}
		}
		if text := strings.Join(got, " "); text != days {
			t.Errorf("%d\ngot  %s\nwant %s", year, text, days)
		}
	}
}

// works tells whether a day is a working day.
func works(h timetable.Holidays, d time.Time) bool {
	for _, day := range h.WorkingDays(d.Year(), d.Month()) {
		if day == d.Day() {
			return true
		}
	}
	return false
}

func TestWorkdays(t *testing.T) {
	tests := []struct{ keys, from, want string }{
		{"at 06:00; workday 5", "2023-11-30T12:00:00Z", "2023-12-07T06:00:00+01:00"},
		{"at 06:00; workday 5", "2023-12-07T05:00:00Z", "2024-01-08T06:00:00+01:00"}, // after New Year's Day
		{"at 06:00; workday 5; holidays none", "2023-12-07T05:00:00Z", "2024-01-05T06:00:00+01:00"},
		{"at 18:00; workday -1", "2023-11-30T18:00:00Z", "2023-12-29T18:00:00+01:00"},
		{"at 18:00; workday -1", "2024-12-01T18:00:00Z", "2024-12-30T18:00:00+01:00"}, // New Year's Eve
		{"at 18:00; workday -1; holidays none", "2024-12-01T18:00:00Z", "2024-12-31T18:00:00+01:00"},
		{"at 06:00; workday every", "2024-06-20T12:00:00Z", "2024-06-24T06:00:00+02:00"}, // Midsummer's Eve
		{"at 06:00; workday 1 -1", "2024-06-03T12:00:00Z", "2024-06-28T06:00:00+02:00"},
		{"at 06:00; workday 1 -1", "2024-06-28T12:00:00Z", "2024-07-01T06:00:00+02:00"},
		{"at 06:00 15:30; workday 1", "2024-07-01T06:00:00Z", "2024-07-01T15:30:00+02:00"},
	}
	for _, test := range tests {
		got := job(t, test.keys).Schedule.Next(at(t, test.from)).Format(time.RFC3339)
		if got != test.want {
			t.Errorf("%s after %s: %s, want %s", test.keys, test.from, got, test.want)
		}
	}
}

// TestEveryMonthHasTheWorkdaysThatCanBeAskedFor looks at two hundred years.
func TestEveryMonthHasTheWorkdaysThatCanBeAskedFor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		year, month := rapid.IntRange(1990, 2189).Draw(rt, "year"), time.Month(rapid.IntRange(1, 12).Draw(rt, "month"))
		n := rapid.IntRange(1, timetable.MaxWorkday).Draw(rt, "n")
		first, last := timetable.Swedish.Workday(year, month, n), timetable.Swedish.Workday(year, month, -n)
		if first == 0 || last == 0 || n == 1 && first > 7 {
			rt.Errorf("%d-%02d: working days %d and -%d are %d and %d", year, month, n, n, first, last)
		}
	})
}
