package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules"
)

// simulation is the story of the nights, and what has been measured of them.
type simulation struct {
	opt      options
	calendar calendar
	dir      string
	jobs     []job
	random   *rand.Rand
	truth    *truth
	office   *office
	states   []state
	told     story
	progress io.Writer
}

// story counts what has happened.
type story struct {
	delivered int // workbooks
	refused   int // of them
	stray     int // of them, with rows that are rejected
	late      int // of them, for closed months at least in part
	restated  int // months
}

// newSimulation makes the home and starts its service on the evening before the first night. The caller calls end.
func newSimulation(ctx context.Context, opt options, progress io.Writer) (*simulation, error) {
	if err := os.MkdirAll(opt.dir, 0o755); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(opt.dir, "home")
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, err
	}
	s := &simulation{
		opt: opt, calendar: newCalendar(opt.nights), dir: dir, jobs: departments(opt.jobs), random: rand.New(rand.NewPCG(9, 6)),
		truth: newTruth(), progress: progress,
	}
	err = writeHome(dir, s.jobs, s.calendar.keepDays())
	if err == nil {
		s.office, err = openOffice(ctx, dir, s.evening(1), progress)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// end ends what runs and removes the home.
func (s *simulation) end(ctx context.Context) error {
	return errors.Join(s.office.end(ctx), os.RemoveAll(s.dir))
}

// evening is when departments deliver for a night.
func (s *simulation) evening(night int) time.Time {
	const before = 8 * time.Hour
	return s.calendar.slot(night).Add(-before)
}

// play lets the nights go by.
func (s *simulation) play(ctx context.Context) error {
	for night := 1; night <= s.calendar.nights; night++ {
		if err := s.night(ctx, night); err != nil {
			return fmt.Errorf("night %d: %w", night, err)
		}
	}
	return nil
}

// night plays a night and the day after it.
func (s *simulation) night(ctx context.Context, night int) error {
	if err := s.deliver(night); err != nil {
		return err
	}
	now := state{night: night}
	s.office.forgetPeak()
	start := time.Now()
	results, err := s.office.night(ctx, s.calendar.slot(night))
	if err != nil {
		return err
	}
	now.took = time.Since(start)
	if err := s.checkResults(results, &now); err != nil {
		return err
	}
	if err := s.office.ask(ctx, func(w *load.Warehouse) error { return s.truth.check(ctx, w) }); err != nil {
		return fmt.Errorf("after the run: %w", err)
	}
	if err := s.day(ctx, night, &now); err != nil {
		return err
	}
	if err := s.office.measure(ctx, &now); err != nil {
		return err
	}
	s.states = append(s.states, now)
	fmt.Fprintf(s.progress, "night %d: %.1f s, %d jobs failed as they must, all figures right; engine %.0f MB on disk, %.0f MB in memory; program %.0f MB\n",
		night, now.took.Seconds(), now.failed, float64(now.engineDisk)/1e6, float64(now.engineResident)/1e6, float64(now.resident)/1e6)
	return nil
}

// checkResults looks whether the jobs have failed that had to, and no others.
func (s *simulation) checkResults(results map[string]string, now *state) error {
	failing := s.truth.failing()
	for job, result := range results {
		want := "succeeded"
		if failing[job] {
			want = "failed"
			now.failed++
		}
		if result != want {
			return fmt.Errorf("job %s has %s, and must have %s", job, result, want)
		}
	}
	return nil
}

// deliver is what departments and the keepers of the registers put into the inbox for a night.
func (s *simulation) deliver(night int) error {
	c := s.calendar
	s.truth.charted, s.truth.moved = night >= c.charting, night >= c.moving
	if night == 1 || night == c.charting || night == c.moving {
		if err := s.writeRegisters(night); err != nil {
			return err
		}
	}
	for _, b := range s.books(night) {
		if err := b.write(filepath.Join(s.dir, "inbox"), s.evening(night)); err != nil {
			return fmt.Errorf("write %s: %w", b.place(), err)
		}
		s.truth.deliver(b)
		s.note(b)
	}
	if night == c.charting {
		s.truth.reload()
	}
	return nil
}

// note counts a workbook that has been delivered.
func (s *simulation) note(b book) {
	s.told.delivered++
	switch {
	case b.fault.refused():
		s.told.refused++
		return
	case b.fault == strayRows:
		s.told.stray++
	}
	for p := range s.truth.closed {
		if _, waits := s.truth.held[spot{b.place(), p}]; waits {
			s.told.late++
			return
		}
	}
}

// books are the workbooks that are delivered for a night.
func (s *simulation) books(night int) []book {
	var list []book
	for _, j := range s.jobs {
		switch {
		case night == 1 && j.kind == budget:
			list = append(list, book{job: j, period: 202400})
		case night == 1:
			list = append(list, book{job: j, period: months[0]}, book{job: j, period: months[1]})
		case night == s.calendar.newMonth && j.kind != budget:
			list = append(list, book{job: j, period: months[2], fault: s.fault(3)})
		default:
			if b, comes := s.another(j, night); comes {
				list = append(list, b)
			}
		}
	}
	return list
}

// another is a workbook that a department delivers once more: because the last one was refused, or because it has something
// to correct.
func (s *simulation) another(j job, night int) (book, bool) {
	b := book{job: j, period: months[s.calendar.month(night)]}
	switch {
	case j.kind == budget:
		b.period = 202400
	case s.random.IntN(10) < 3:
		b.period = months[s.random.IntN(len(months)-1)]
	}
	for _, p := range append([]period.Period{202400}, months[:]...) {
		lying, there := s.truth.inbox[book{job: j, period: p}.place()]
		if there && lying.fault.refused() && s.random.IntN(10) < 7 {
			lying.version++
			lying.fault = clean
			return lying, true
		}
	}
	if s.random.IntN(s.corrected()) > 0 {
		return b, false
	}
	b.version = s.truth.inbox[b.place()].version + 1
	b.fault = s.fault(12)
	return b, true
}

// corrected is of how many departments one corrects something in a night: ten, and fewer where few must make a story.
func (s *simulation) corrected() int {
	const most, least, jobs = 10, 2, 20
	return min(most, max(least, s.opt.jobs/jobs))
}

// fault draws what is wrong with a workbook: so many of a hundred are refused, and a quarter has stray rows.
func (s *simulation) fault(refused int) fault {
	switch n := s.random.IntN(100); {
	case n < refused:
		return manyStray + fault(s.random.IntN(3))
	case n < refused+25:
		return strayRows
	}
	return clean
}

// writeRegisters writes the registers as they are for a night.
func (s *simulation) writeRegisters(night int) error {
	accountLines := [][]any{{"Code", "Name", "Kind"}}
	for _, code := range []string{"3010", "3020", "4010", "5010", "6010", newAccount} {
		if code != newAccount || s.truth.charted {
			accountLines = append(accountLines, []any{code, "Account " + code, accounts[code]})
		}
	}
	unitLines := [][]any{{"Code", "Name", "Kind"}}
	for area := range areas {
		for n := range unitsPerArea {
			code := unit(area, n)
			unitLines = append(unitLines, []any{code, "Unit " + code, s.truth.area(code)})
		}
	}
	customerLines := [][]any{{"Code", "Name", "Kind"}}
	for n := range customers {
		customerLines = append(customerLines, []any{customer(n), "Customer " + customer(n), "board"})
	}
	for name, lines := range map[string][][]any{"accounts": accountLines, "units": unitLines, "customers": customerLines} {
		path := filepath.Join(s.dir, "inbox", name, name+".xlsx")
		if err := writeWorkbook(path, lines); err != nil {
			return err
		}
		if err := os.Chtimes(path, s.evening(night), s.evening(night)); err != nil {
			return err
		}
	}
	return nil
}

// day is what the operator does after a night; all figures are compared again when that was something.
func (s *simulation) day(ctx context.Context, night int, now *state) error {
	c := s.calendar
	s.office.clock.until(c.slot(night).Add(6 * time.Hour))
	did := c.weekly(night) || night == c.first || night == c.second || night == c.reopening || night == c.closing
	if !did {
		return nil
	}
	if c.weekly(night) {
		if err := s.restate(ctx); err != nil {
			return err
		}
	}
	for _, decided := range []struct {
		night  int
		decide func(context.Context, period.Period) error
		period period.Period
	}{{c.first, s.close, months[0]}, {c.second, s.close, months[1]}, {c.reopening, s.reopen, months[1]}, {c.closing, s.close, months[1]}} {
		if decided.night == night {
			if err := decided.decide(ctx, decided.period); err != nil {
				return err
			}
		}
	}
	if c.weekly(night) {
		var err error
		if now.removed, err = s.office.retention(ctx); err != nil {
			return fmt.Errorf("retention: %w", err)
		}
	}
	err := s.office.ask(ctx, func(w *load.Warehouse) error {
		return errors.Join(s.truth.check(ctx, w), s.truth.checkHistory(ctx, w))
	})
	if err != nil {
		return fmt.Errorf("after the operator's work: %w", err)
	}
	return nil
}

// decision is what an operator decides about a month now.
func (s *simulation) decision(p period.Period) load.Decision {
	return load.Decision{Period: p, By: "operator", RunID: schedules.NewRunID(s.office.clock.Now())}
}

// close certifies a month.
func (s *simulation) close(ctx context.Context, p period.Period) error {
	return s.office.change(ctx, func(w *load.Warehouse) error {
		closing, err := w.CloseMonth(ctx, s.decision(p))
		if err == nil {
			s.truth.close(closing.At, p)
		}
		return err
	})
}

// reopen opens a month.
func (s *simulation) reopen(ctx context.Context, p period.Period) error {
	return s.office.change(ctx, func(w *load.Warehouse) error {
		_, err := w.ReopenMonth(ctx, s.decision(p))
		if err == nil {
			s.truth.reopen(p)
		}
		return err
	})
}

// restate takes in what waits for closed months, and certifies them anew.
func (s *simulation) restate(ctx context.Context) error {
	for _, p := range months {
		if _, closed := s.truth.closed[p]; !closed || !s.truth.late(p) {
			continue
		}
		err := s.office.change(ctx, func(w *load.Warehouse) error {
			closing, err := w.RestateMonth(ctx, s.decision(p))
			if err == nil {
				s.truth.reopen(p)
				s.truth.close(closing.At, p)
				s.told.restated++
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("restate %s: %w", p, err)
		}
	}
	return nil
}
