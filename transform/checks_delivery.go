package transform

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
)

// checking is the state of the checks of one delivery.
type checking struct {
	findings   []finding // of the current row
	uniques    map[uniqueAt]place
	fresh      []uniqueAt // keys of the current row
	evaluators map[*check]*expression.Evaluator
	sums       map[int]*sums   // by the index of the check
	newest     map[int]*newest // by the index of the check
	folded     [2]string       // a sheet's name, and its folded form
	failed     map[int]int     // failures by the index of the check
	failures   []Failure
	warned     map[int]int  // warnings by the index of the check
	unlisted   map[more]int // warnings that are not listed
}

// more are warnings that are not listed one by one.
type more struct {
	check  int
	period period.Period
}

// newest is the last date of the records.
type newest struct {
	on    time.Time
	place place
}

// maxWarnings is how many warnings of a check are listed one by one.
const maxWarnings = 100

// account lets the checks of the whole delivery see a record.
func (s *sheetRun) account(r *record.Record) {
	if !s.accounts {
		return
	}
	for _, c := range s.checks {
		switch {
		case c.spec.Sum != "":
			s.addUp(c, r)
		case c.spec.Newest != "":
			s.age(c, r)
		}
	}
}

// age keeps the newest date of a check.
func (s *sheetRun) age(c *check, r *record.Record) {
	v := r.Values[c.at]
	if v.Null {
		return
	}
	on := v.Time
	if c.column.Type == record.Period {
		on = lastDay(period.Period(v.Int))
	}
	if s.newest == nil {
		s.newest = map[int]*newest{}
	}
	if last := s.newest[c.index]; last == nil || on.After(last.on) {
		s.newest[c.index] = &newest{on, place{r.Sheet, r.Row}}
	}
}

// foldedName returns the folded name of the sheet.
func (s *sheetRun) foldedName() string {
	if s.folded[0] != s.count.Name {
		s.folded = [2]string{s.count.Name, match.Fold(s.count.Name)}
	}
	return s.folded[1]
}

// checkDelivery looks at the delivery when all of it is mapped. The error is one of reading a sheet.
func (r *run) checkDelivery(ctx context.Context) error {
	for _, c := range r.plans[0].checks { // the same in every layout
		switch {
		case c.spec.Sum != "":
			if err := r.checkSum(ctx, c); err != nil {
				return err
			}
		case c.spec.Newest != "":
			r.checkNewest(c)
		case c.spec.Rows != nil:
			r.checkRows(c)
		}
	}
	r.listMore()
	if len(r.failures) > 0 {
		r.faults = append(r.faults, &CheckError{File: r.in.File, Failures: r.failures})
	}
	return nil
}

// checkNewest compares the newest date with the time of the delivery.
func (r *run) checkNewest(c *check) {
	if r.in.Delivered.IsZero() {
		r.summary.Notes = append(r.summary.Notes, fmt.Sprintf("check %q was left out: when the delivery came is not known", c.spec.Name))
		return
	}
	last := r.newest[c.index]
	if last == nil {
		r.fail(c, record.Warning{Message: "no record has a value of " + c.column.Name})
		return
	}
	const day = 24 * time.Hour
	came := r.in.Delivered.Truncate(day)
	if age := int(came.Sub(last.on.Truncate(day)) / day); age > c.days {
		r.fail(c, record.Warning{
			Sheet: last.place.sheet, Row: last.place.row, Column: c.column.Name,
			Message: fmt.Sprintf("the newest %s is %s (row %d of sheet %s), %d days before the delivery of %s; expected at most %s",
				c.column.Name, last.on.Format(time.DateOnly), last.place.row, last.place.sheet, age, came.Format(time.DateOnly), c.spec.Within),
		})
	}
}

// checkRows compares the number of rows that gave records with its bounds and with that of the last delivery.
func (r *run) checkRows(c *check) {
	n, spec := r.summary.Mapped, c.spec.Rows
	switch {
	case n < spec.Min:
		r.fail(c, record.Warning{Message: fmt.Sprintf("%d rows gave records; expected at least %d", n, spec.Min)})
	case spec.Max > 0 && n > spec.Max:
		r.fail(c, record.Warning{Message: fmt.Sprintf("%d rows gave records; expected at most %d", n, spec.Max)})
	}
	before := r.in.Previous
	if spec.Change == "" || before == 0 {
		return
	}
	if float64(max(n-before, before-n))*100 > c.change*float64(before) {
		r.fail(c, record.Warning{
			Message: fmt.Sprintf("%d rows gave records, and %d of the last delivery did; expected a change of at most %s", n, before, spec.Change),
		})
	}
}

// fail notes that the delivery breaks a check.
func (r *run) fail(c *check, w record.Warning) {
	w.Check, w.Count = c.spec.Name, 1
	if w.Period == 0 {
		w.Period = r.in.Period
	}
	if c.spec.Warns() {
		r.warn(c, w)
		return
	}
	if r.failed == nil {
		r.failed = map[int]int{}
	}
	if r.failed[c.index]++; r.failed[c.index] <= maxFaults {
		r.failures = append(r.failures, Failure{Check: w.Check, Message: w.Message})
	}
}

// warn keeps a warning, or counts it when there are many of its check.
func (r *run) warn(c *check, w record.Warning) {
	if r.warned == nil {
		r.warned, r.unlisted = map[int]int{}, map[more]int{}
	}
	if r.warned[c.index]++; r.warned[c.index] <= maxWarnings {
		r.summary.Warnings = append(r.summary.Warnings, w)
		return
	}
	r.unlisted[more{c.index, w.Period}]++
}

// listMore says how many warnings and failures are not listed one by one.
func (r *run) listMore() {
	checks := r.plans[0].checks
	left := slices.SortedFunc(maps.Keys(r.unlisted), func(a, b more) int {
		return cmp.Or(cmp.Compare(a.check, b.check), cmp.Compare(a.period, b.period))
	})
	for _, m := range left {
		n := r.unlisted[m]
		r.summary.Warnings = append(r.summary.Warnings, record.Warning{
			Check: checks[m.check].spec.Name, Period: m.period, Count: n, Message: fmt.Sprintf("%d more of the kind", n),
		})
	}
	for _, index := range slices.Sorted(maps.Keys(r.failed)) {
		if n := r.failed[index] - maxFaults; n > 0 {
			r.failures = append(r.failures, Failure{Check: checks[index].spec.Name, Message: fmt.Sprintf("%d more of the kind", n)})
		}
	}
}

// rowsOf says in which rows the records of a sum stand.
func rowsOf(n int, first, last place) string {
	switch {
	case n == 1:
		return fmt.Sprintf("row %d of sheet %s", first.row, first.sheet)
	case first.sheet == last.sheet:
		return fmt.Sprintf("%d records in rows %d to %d of sheet %s", n, first.row, last.row, first.sheet)
	}
	return fmt.Sprintf("%d records from row %d of sheet %s to row %d of sheet %s", n, first.row, first.sheet, last.row, last.sheet)
}

// periodText writes a period as 2023-11.
func periodText(p int64) string { return period.Period(p).String() }

// shorten cuts a text for a message and takes personal identity numbers out of it.
func shorten(text string) string {
	return tell(cell.Cell{Kind: cell.Text, Text: strings.Clone(text)})
}
