package load

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/period"
)

// DamagedError says that the warehouse does not hold any more what its registry says it holds, and lists what is missing.
type DamagedError struct {
	Losses   []Loss     // loads with other rows than were published
	Registry []Shortage // tables that have lost rows, and whose rows nothing else counts
	Absent   []string   // tables that are not there
	Parts    []Part     // what ClickHouse has put aside; where it lies by itself, it is no damage
}

// Loss is a load that has other rows than were published, in one period.
type Loss struct {
	Dataset, Source string
	Period          period.Period // 0 for datasets without periods
	LoadID          uint64
	Job, File       string // what it was loaded from; "" for measures
	Delivery        string // SHA-256
	Expected, Found uint64 // rows
	Since, Until    time.Time
	Needed          bool // it is current, waits for a closed month, or carries certified figures
	Closed          bool // the period is closed, so that it does not change by itself

	last period.Period // of several periods, of which Period is the first
}

// Shortage is a table of the registry with fewer rows than it must have.
type Shortage struct {
	Table         string
	Before, Found uint64 // rows; Before is 0 when it is not known
	Detail        string // what else is known of it
}

// Part is a part of a table that ClickHouse has put aside, so that its rows are not there.
type Part struct{ Table, Name, Reason string }

// Current tells whether what is current, certified or held back is touched, and not only what it was before.
func (e *DamagedError) Current() bool {
	return len(e.Registry) > 0 || len(e.Absent) > 0 || slices.ContainsFunc(e.Losses, func(l Loss) bool { return l.Needed })
}

// At tells whether what was current at a time is touched.
func (e *DamagedError) At(t time.Time) bool {
	return len(e.Registry) > 0 || len(e.Absent) > 0 || slices.ContainsFunc(e.Losses, func(l Loss) bool { return l.at(t) })
}

// Decisions tells whether decisions are lost that later work would act against without knowing: which months are closed,
// what waits for them, and what has been removed.
func (e *DamagedError) Decisions() bool {
	return slices.ContainsFunc(e.Registry, func(s Shortage) bool { return slices.Contains(decisionTables, s.Table) }) ||
		slices.ContainsFunc(e.Absent, func(table string) bool { return slices.Contains(decisionTables, table) })
}

// decisionTables hold what was decided, and cannot be learned from deliveries.
var decisionTables = []string{"closings", "held_publications", "removed_loads", "horizons"}

func (l Loss) at(t time.Time) bool {
	return !l.Since.After(t) && (l.Until.IsZero() || l.Until.After(t))
}

// shown bounds how many of a kind a message lists.
const shown = 20

// Error lists what is missing and says how to mend it.
func (e *DamagedError) Error() string {
	var text strings.Builder
	text.WriteString("the warehouse is damaged, and nothing is shown that rests on it:\n")
	list(&text, e.Absent, func(table string) string { return "the table " + table + " is gone" })
	list(&text, e.Registry, Shortage.String)
	list(&text, e.loads(), Loss.String)
	list(&text, e.Parts, Part.String)
	text.WriteString(e.mend())
	return text.String()
}

func list[T any](text *strings.Builder, all []T, describe func(T) string) {
	for i, one := range all {
		if i == shown {
			fmt.Fprintf(text, "  and %d more\n", len(all)-shown)
			return
		}
		fmt.Fprintf(text, "  %s\n", describe(one))
	}
}

// mend says what to do.
func (e *DamagedError) mend() string {
	jobs, restating := e.jobs(), ""
	if slices.ContainsFunc(e.Losses, func(l Loss) bool { return l.Closed && l.Needed }) {
		restating = "\nMonths that are closed do not change by themselves: `nyckeltal reopen` them after that, and close them again."
	}
	switch {
	case len(e.Absent) > 0 || e.Decisions():
		return "Restore a backup (`nyckeltal restore`): this cannot be made again from the deliveries."
	case len(e.Registry) > 0:
		return "Restore a backup (`nyckeltal restore`). Without one: `nyckeltal run --all` loads anew what is current, and\n" +
			"`nyckeltal retention --give-up` gives up the history of before."
	case len(jobs) > 0 && e.Current():
		return fmt.Sprintf("Restore a backup (`nyckeltal restore`), or map the archived deliveries anew: `nyckeltal run --remap %s`.%s",
			strings.Join(jobs, " "), restating)
	case e.Current():
		return "Restore a backup (`nyckeltal restore`), or have it made anew: `nyckeltal run --all`." + restating
	}
	return "What is current is whole. Restore a backup (`nyckeltal restore`), or give up what is lost of the history:\n" +
		"`nyckeltal retention --give-up`."
}

// jobs are the jobs whose current records are touched, in order.
func (e *DamagedError) jobs() []string {
	var jobs []string
	for _, l := range e.Losses {
		if l.Job != "" && l.Needed {
			jobs = append(jobs, l.Job)
		}
	}
	slices.Sort(jobs)
	return slices.Compact(jobs)
}

// loads are the losses summed up per load.
func (e *DamagedError) loads() []Loss {
	var sums []Loss
	for _, l := range e.Losses {
		i := slices.IndexFunc(sums, func(s Loss) bool { return s.LoadID == l.LoadID && s.Dataset == l.Dataset })
		if i < 0 {
			l.last = l.Period
			sums = append(sums, l)
			continue
		}
		s := &sums[i]
		s.Period, s.last = min(s.Period, l.Period), max(s.last, l.Period)
		s.Expected, s.Found, s.Needed = s.Expected+l.Expected, s.Found+l.Found, s.Needed || l.Needed
		s.Until = later(s.Until, l.Until)
	}
	return sums
}

// String describes the loss in one line.
func (l Loss) String() string {
	what := l.Dataset
	if l.Period > 0 {
		what += " " + l.Period.String()
	}
	if l.last > l.Period {
		what += " to " + l.last.String()
	}
	if l.File != "" {
		what += fmt.Sprintf(" from %s (job %s)", l.File, l.Job)
	}
	state := "superseded " + l.Until.UTC().Format(time.DateTime)
	if l.Needed {
		state = "current"
	}
	return fmt.Sprintf("%s: %d rows expected, %d found; load %d, %s", what, l.Expected, l.Found, l.LoadID, state)
}

// String describes the shortage in one line.
func (s Shortage) String() string {
	text := "the table " + s.Table + " has lost rows"
	if s.Before > 0 {
		text += fmt.Sprintf(": %d before, %d found", s.Before, s.Found)
	}
	if s.Detail != "" {
		text += ": " + s.Detail
	}
	return text
}

// String names the part and why it was put aside.
func (p Part) String() string {
	reason := p.Reason
	if reason == "" {
		reason = "by hand"
	}
	return fmt.Sprintf("put aside: part %s of %s (%s)", p.Name, p.Table, reason)
}
