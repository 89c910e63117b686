// Package timetable says when jobs run and what is to be made up for: expressions, time zones, working days, catch-up,
// retries, backfill, and who is late with a delivery. Everything in it is a pure function of its arguments; the time is
// one of them. docs/schedules.md holds the rules for users.
//
// What does not belong here: clocks, waiting, running anything, and remembering what has run (see package scheduler).
package timetable
