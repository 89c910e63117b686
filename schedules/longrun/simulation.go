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

	"nyckeltal/load"
	"nyckeltal/load/engine/process"
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
	_ = process.ForgetPeak(int(s.office.pid.Load())) // where it cannot, the peak is that of all nights
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
