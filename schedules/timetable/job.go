package timetable

import (
	"fmt"
	"strings"
	"time"
)

// Job is what the timetable knows of a job. It is immutable and safe for concurrent use.
type Job struct {
	Name     string
	After    []string  // jobs that it comes after
	Schedule *Schedule // nil when it never runs by itself
	CatchUp  CatchUp
	Window   time.Duration // how far back missed slots are looked for
	Overlap  Overlap
	Retries  int           // how often a run is tried again after a transient fault
	Deadline time.Duration // of a run, with its retries and the pauses between them
	Due      *Due          // nil when nobody waits for its deliveries
}

// CatchUp says what becomes of slots that were missed while no scheduler acted.
type CatchUp string

// The kinds of catch-up.
const (
	CatchUpNone CatchUp = "none" // nothing
	CatchUpOne  CatchUp = "one"  // one run makes up for all
	CatchUpAll  CatchUp = "all"  // each is run, in order
)

// Overlap says what becomes of a slot that comes while an earlier run of the job is under way, or waits.
type Overlap string

// The kinds of overlap. Two runs of a job never run side by side.
const (
	OverlapSkip   Overlap = "skip"   // the slot is left out
	OverlapQueue  Overlap = "queue"  // it waits
	OverlapCancel Overlap = "cancel" // the earlier run is ended, and the slot is run instead
)

// RunID names the run of a slot: huvudbok@2023-11-30T01:30:00Z. The instant is in UTC, so that a slot has one name whatever
// zone it is written in.
func RunID(job string, slot time.Time) string {
	return job + "@" + slot.UTC().Format(time.RFC3339)
}

// ParseRunID takes the name of a run apart. ok is false when it is none.
func ParseRunID(id string) (job string, slot time.Time, ok bool) {
	job, at, found := strings.Cut(id, "@")
	slot, err := time.Parse(time.RFC3339, at)
	if !found || err != nil || RunID(job, slot) != id {
		return "", time.Time{}, false
	}
	return job, slot, true
}

// String names the job and its schedule.
func (j *Job) String() string {
	if j.Schedule == nil {
		return j.Name + ": never by itself"
	}
	return fmt.Sprintf("%s: %s", j.Name, j.Schedule)
}
