package scheduler

import "time"

// Kind says what an event is about.
type Kind string

// The kinds of events.
const (
	Leading    Kind = "leading"     // this scheduler acts from now on
	Standby    Kind = "standby"     // another one does, or the store does not answer; Err says which
	Deposed    Kind = "deposed"     // this scheduler acts no more; Err says why
	Started    Kind = "started"     // an attempt of a run
	Retrying   Kind = "retrying"    // an attempt failed, and the run is tried again after Wait
	Settled    Kind = "settled"     // Settlement says what became of a slot, and Err why it failed
	Quiet      Kind = "quiet"       // after some runs, none is under way and none waits to start
	StoreFault Kind = "store fault" // the store did not answer; what it was asked is asked again
	ClockBack  Kind = "clock back"  // the wall clock was put back by Wait
)

// Event is something for logs, metrics and notices.
type Event struct {
	Kind       Kind
	At         time.Time // by the wall clock
	Run        Run       // of Started and Retrying
	Settlement Settlement
	Wait       time.Duration
	Err        error
}
