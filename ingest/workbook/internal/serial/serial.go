// Package serial turns dates as files write them into the serial numbers of days that cells hold.
package serial

import (
	"strings"
	"time"
)

// Days1904 is how many days later the 1904 date system begins than the 1900 one.
const Days1904 = 1462

// epoch is the day 0 of serials, 1899-12-30, in seconds of Unix.
const epoch = -25_569 * 86_400

// ParseISO returns the serial of a date, a time, or both as ISO 8601 writes them. An offset from UTC is left aside, as
// cells hold wall-clock time.
func ParseISO(text string) (serial float64, ok bool) {
	text = strings.TrimSuffix(text, "Z")
	for _, layout := range [...]string{
		"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05",
		"2006-01-02T15:04:05Z07:00", "15:04:05", "T15:04:05",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return FromTime(t), true
		}
	}
	return 0, false
}

// FromTime is the inverse of cell.Cell.Time; a time without a date has year 0.
func FromTime(t time.Time) float64 {
	day := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
		time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
	fraction := float64(day) / float64(24*time.Hour)
	if t.Year() == 0 {
		return fraction
	}
	date := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	days := float64(date.Unix()-epoch) / 86_400
	if days < 61 { // before 1900-03-01
		days--
	}
	return days + fraction
}
