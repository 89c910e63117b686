package timetable

import (
	"time"
	_ "time/tzdata" // containers come without time zones
)

// instant returns when the clock of a zone reads a minute of a day: the first time, if it does so twice; the first instant
// after the gap, if it never does.
func instant(year int, month time.Month, day, minute int, zone *time.Location) time.Time {
	read := time.Date(year, month, day, 0, minute, 0, 0, time.UTC) // the reading, as if the zone were UTC
	t := time.Date(year, month, day, 0, minute, 0, 0, zone)
	from, to := t.ZoneBounds()
	switch shown := reading(t); {
	case shown.After(read): // time.Date went on from before the gap
		return from
	case shown.Before(read): // it went back from after the gap
		return to
	}
	if from.IsZero() {
		return t
	}
	earlier := time.Unix(read.Unix()-int64(offset(from.Add(-time.Second))), 0).In(zone)
	if earlier.Before(from) && reading(earlier).Equal(read) {
		return earlier
	}
	return t
}

// reading is what the clock shows at t, as an instant of UTC.
func reading(t time.Time) time.Time {
	return time.Unix(t.Unix()+int64(offset(t)), 0).UTC()
}

// offset is how many seconds the clock is ahead of UTC at t.
func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}
