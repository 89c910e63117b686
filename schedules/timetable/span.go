package timetable

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

var span = regexp.MustCompile(`^(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?$`)

// parseSpan reads a length of time such as 7d, 36h, 1h30m or 90m. A day has 24 hours.
func parseSpan(text string) (time.Duration, error) {
	m := span.FindStringSubmatch(text)
	if m == nil || text == "" {
		return 0, fmt.Errorf("expected a length of time such as 7d, 36h or 1h30m, found %q", text)
	}
	var total time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		n, _ := strconv.Atoi(m[i+1]) // at most four digits, or nothing
		total += time.Duration(n) * unit
	}
	return total, nil
}
