package timetable

import (
	"hash/fnv"
	"time"
)

// The pauses before retries.
const (
	firstPause   = time.Minute
	longestPause = 30 * time.Minute
)

// Pause returns how long to wait after a failed attempt, the first being 1, before the run is tried again: a minute, then
// twice as long each time, at most half an hour, of which up to half is left off. How much depends on the run and the
// attempt alone, so that runs that failed together do not come back together, and a test knows what to expect.
func Pause(runID string, attempt int) time.Duration {
	full := firstPause
	for range attempt - 1 {
		full = min(2*full, longestPause)
	}
	h := fnv.New64a()
	h.Write([]byte(runID))
	h.Write([]byte{byte(attempt)})
	return full - time.Duration(h.Sum64()%uint64(full/2))
}
