// Package notice tells people when a job fails and when it works again, when a delivery is late and when it has come, and
// when rows were refused. It tells each change once, and gathers changes into one message.
//
// A message holds the names and titles of jobs, instants, months, numbers and one of a few causes, and nothing else: no text
// of a file or of an error can get into it. What happened is to be looked up with `nyckeltal runs`, `deliveries` and
// `rejects`.
//
// What does not belong here: deciding what is a failure, or late.
package notice

import (
	"time"

	"nyckeltal/ingest/period"
)

// Topic is what an item is about.
type Topic string

// The topics.
const (
	Runs       Topic = "runs"       // whether a job works
	Deliveries Topic = "deliveries" // whether the delivery of a month has come in time
	Rejects    Topic = "rejects"    // whether rows of a job's deliveries are refused
)

// Cause says in short why a run failed.
type Cause string

// The causes.
const (
	CauseSource    Cause = "source"    // the source does not answer, or refuses
	CauseDelivery  Cause = "delivery"  // a delivery was refused
	CauseDeadline  Cause = "deadline"  // it took too long
	CauseBefore    Cause = "before"    // a job that it comes after did not succeed
	CauseMissed    Cause = "missed"    // nobody was there to run it
	CauseWarehouse Cause = "warehouse" // the warehouse does not answer
	CauseProgram   Cause = "program"   // a fault of the program
	CauseOther     Cause = "other"
)

// Item says how things stand with a job.
type Item struct {
	Topic  Topic         `json:"topic"`
	Job    string        `json:"job"`
	Title  string        `json:"title,omitempty"`
	Source string        `json:"source,omitempty"` // of Deliveries: which of the job's sources; "" when it has one
	Period period.Period `json:"period,omitempty"` // of Deliveries
	// Trouble tells that the job fails, the delivery is late, rows are refused.
	Trouble bool      `json:"trouble"`
	Cause   Cause     `json:"cause,omitempty"` // of Runs
	Count   int       `json:"count,omitempty"` // of Rejects: how many rows
	At      time.Time `json:"at"`              // of Runs and Rejects: the slot; of Deliveries: when it was due
}

// key names what the item is about.
type key struct {
	topic       Topic
	job, source string
	period      period.Period
}

func (i *Item) key() key { return key{i.Topic, i.Job, i.Source, i.Period} }
