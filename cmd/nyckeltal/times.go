package main

import (
	"context"
	"time"

	"nyckeltal/load"
)

// timeHelp says how times are given.
const timeHelp = `2023-12-05 (the end of that day), "2023-12-05 14:30", 2023-12-05T14:30:00+01:00, or the name of a closing`

// parseTime reads a time as people give it, in the zone of now, or takes that of the closing with this name. A time that
// the warehouse no longer knows everything of is refused.
func parseTime(ctx context.Context, w *load.Warehouse, text string, now time.Time) (time.Time, error) {
	at, err := readTime(text, now.Location())
	if err != nil {
		closing, ok, err := w.ClosingNamed(ctx, text)
		if err != nil {
			return time.Time{}, err
		}
		if !ok {
			return time.Time{}, usagef("%q is no time and no closing: write %s", text, timeHelp)
		}
		at = closing.At
	}
	return at, w.CheckAsOf(ctx, at)
}

func readTime(text string, zone *time.Location) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", time.DateTime} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, nil
		}
	}
	return time.Parse(time.RFC3339Nano, text)
}
