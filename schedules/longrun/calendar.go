package main

import (
	"time"

	"nyckeltal/ingest/period"
)

// calendar says what happens when. Nights count from 1.
type calendar struct {
	nights   int
	newMonth int // the night for which everybody delivers the month that has ended

	charting  int // the chart of accounts gets the new account
	moving    int // a unit reports under another area
	first     int // the day on which the older month of the history is closed
	second    int // … and the younger one
	reopening int // the day on which the younger one is reopened
	closing   int // … and closed again
}

func newCalendar(nights int) calendar {
	at := func(share float64) int { return max(2, int(share*float64(nights)+0.5)) }
	return calendar{
		nights: nights, newMonth: at(1. / 3), charting: at(0.5), moving: at(0.6),
		first: at(0.1), second: at(0.5), reopening: at(0.7), closing: at(0.8),
	}
}

// The months of the story: two that are history when it begins, and the one that ends in the middle of it.
var months = [3]period.Period{202312, 202401, 202402}

// slot is the instant at which the jobs of a night run.
func (c calendar) slot(night int) time.Time {
	return time.Date(2024, 3, 1+night-c.newMonth, 2, 30, 0, 0, time.UTC)
}

// month is the newest month that has been delivered before a night.
func (c calendar) month(night int) int {
	if night < c.newMonth {
		return 1
	}
	return 2
}

// week is how often the operator takes in what came late, and removes old history.
const week = 7

// weekly tells whether a day is the operator's. A story that is shorter than a week has one at its end.
func (c calendar) weekly(night int) bool {
	return night%week == 0 || c.nights < week && night == c.nights
}

// keepDays is how long old history is kept: a week, and less in a story that is shorter than two.
func (c calendar) keepDays() int { return max(1, min(week, c.nights/4)) }
