package main

import (
	"maps"
	"slices"
	"time"

	"nyckeltal/ingest/period"
)

// cell is what a measure is of: the dimensions that measures are told by.
type cell struct {
	indicator, scenario  string
	period               period.Period
	unit, area, customer string
}

// amounts are numerator and denominator, in hundredths.
type amounts struct{ numerator, denominator int64 }

// figures are measures. One that is zero tells that the month is there.
type figures map[cell]amounts

// nonzero are the figures that are not zero.
func (f figures) nonzero() figures {
	left := maps.Clone(f)
	maps.DeleteFunc(left, func(_ cell, a amounts) bool { return a == amounts{} })
	return left
}

// edition is a workbook as it was loaded: rows on the new account count when the chart had it by then.
type edition struct {
	book
	charted bool
}

// spot is a month of a place: what is published, or waits, on its own.
type spot struct {
	place  string
	period period.Period
}

// certification is what a closing has certified of a month.
type certification struct {
	period  period.Period
	at      time.Time
	figures figures
}

// truth is what the figures must be, computed without the program: from what departments have put into their workbooks and
// what the operator has decided.
type truth struct {
	charted bool // the chart of accounts has the new account
	moved   bool // the unit reports under another area

	inbox   map[string]book  // by place; what lies there, good or bad
	current map[spot]edition // what is published
	held    map[spot]edition // what waits for a closed month
	closed  map[period.Period]figures
	history []certification // all that was ever certified, the oldest first
}

func newTruth() *truth {
	return &truth{inbox: map[string]book{}, current: map[spot]edition{}, held: map[spot]edition{}, closed: map[period.Period]figures{}}
}

// deliver takes a workbook that lies in the inbox when the night comes.
func (t *truth) deliver(b book) {
	t.inbox[b.place()] = b
	if !b.fault.refused() {
		t.load(b)
	}
}

// load is what a run does with a workbook that is not refused: what is of closed months waits.
func (t *truth) load(b book) {
	months := map[period.Period]bool{}
	for _, r := range b.rows() {
		months[r.period] = true
	}
	for p := range months {
		at := spot{b.place(), p}
		if _, closed := t.closed[p]; closed {
			t.held[at] = edition{b, t.charted}
		} else {
			t.current[at] = edition{b, t.charted}
		}
	}
}

// reload is what a run does when the chart of accounts has got the new account: workbooks of which rows were rejected are
// loaded again.
func (t *truth) reload() {
	for _, b := range t.inbox {
		if !b.fault.refused() && slices.ContainsFunc(b.rows(), func(r row) bool { return r.stray || r.account == newAccount }) {
			t.load(b)
		}
	}
}

// failing are the jobs whose inbox holds a workbook that is refused.
func (t *truth) failing() map[string]bool {
	jobs := map[string]bool{}
	for _, b := range t.inbox {
		if b.fault.refused() {
			jobs[b.job.name] = true
		}
	}
	return jobs
}

// close certifies months.
func (t *truth) close(at time.Time, months ...period.Period) {
	now := t.figures()
	for _, p := range months {
		certified := maps.Collect(func(yield func(cell, amounts) bool) {
			for c, a := range now {
				if c.period == p && !yield(c, a) {
					return
				}
			}
		})
		t.closed[p] = certified
		t.history = append(t.history, certification{p, at, certified})
	}
}

// late tells whether something waits for a month.
func (t *truth) late(p period.Period) bool {
	for at := range t.held {
		if at.period == p {
			return true
		}
	}
	return false
}

// reopen takes in what waits for a month.
func (t *truth) reopen(p period.Period) {
	delete(t.closed, p)
	for at, e := range t.held {
		if at.period == p {
			t.current[at] = e
			delete(t.held, at)
		}
	}
}

// figures computes the figures of all months: certified ones stay.
func (t *truth) figures() figures {
	sums := figures{}
	for at, e := range t.current {
		if _, closed := t.closed[at.period]; closed {
			continue
		}
		for _, r := range e.rows() {
			if r.period == at.period && !r.stray && (r.account != newAccount || e.charted) {
				t.count(sums, e.job.kind, r)
			}
		}
	}
	for _, certified := range t.closed {
		maps.Copy(sums, certified)
	}
	return sums
}

// count adds a row to the measures that it belongs to.
func (t *truth) count(sums figures, k kind, r row) {
	add := func(c cell, numerator, denominator int64) {
		c.period = r.period
		a := sums[c]
		sums[c] = amounts{a.numerator + numerator, a.denominator + denominator}
	}
	switch k {
	case volume:
		add(cell{indicator: r.item, scenario: "actual", customer: r.customer}, r.amount, 0)
	case payroll:
		add(cell{indicator: "sickness", scenario: "actual", area: t.area(r.unit)}, r.amount, r.scheduled)
	case ledger, budget:
		scenario := map[kind]string{ledger: "actual", budget: "budget"}[k]
		var cost int64 // where there is a posting of any kind, there are costs, if only none
		if posts(r.account, "costs") {
			cost = r.amount
		}
		add(cell{indicator: "costs", scenario: scenario, unit: r.unit, area: t.area(r.unit)}, cost, 0)
		add(cell{indicator: "result", scenario: scenario, unit: r.unit, area: t.area(r.unit)}, -r.amount, 0)
	}
}

// area is the area that a unit reports under now.
func (t *truth) area(unit string) string {
	if unit == movingUnit && t.moved {
		return areas[1]
	}
	return areas[int(unit[2]-'0')]
}
