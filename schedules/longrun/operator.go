package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules"
)

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
