package ods

import (
	"strings"
	"time"

	"nyckeltal/ingest/workbook/internal/decimal"
	"nyckeltal/ingest/workbook/internal/serial"
)

// parseDate returns the serial of a date, with or without a time of day.
func parseDate(text string) (days float64, ok bool) {
	layout := "2006-01-02T15:04:05" // with any number of decimals
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	if t, err := time.Parse(layout, text); err == nil {
		return serial.FromTime(t), true
	}
	return serial.ParseISO(text)
}

// parseTime returns the days of a length of time such as PT36H05M00.5S. Years and months have no certain length.
func parseTime(text string) (days float64, ok bool) {
	text, negative := strings.CutPrefix(text, "-")
	text, isLength := strings.CutPrefix(text, "P")
	if !isLength {
		return 0, false
	}
	date, clock, _ := strings.Cut(text, "T")
	seconds := 0.0
	for _, part := range [...]struct{ text, units string }{{date, "D"}, {clock, "HMS"}} {
		for rest := part.text; rest != ""; ok = true {
			n := strings.IndexAny(rest, part.units)
			if n <= 0 {
				return 0, false
			}
			value, valid := decimal.Parse([]byte(rest[:n]))
			if !valid {
				return 0, false
			}
			seconds += value * secondsOf(rest[n])
			rest = rest[n+1:]
		}
	}
	if negative {
		seconds = -seconds
	}
	return seconds / secondsOf('D'), ok
}

// secondsOf returns the seconds in a unit of time.
func secondsOf(unit byte) float64 {
	switch unit {
	case 'D':
		return 86_400
	case 'H':
		return 3600
	case 'M':
		return 60
	}
	return 1
}
