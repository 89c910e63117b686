package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
)

// settlement is what the service's log says of a job's slot.
type settlement struct {
	job    string
	slot   time.Time
	result string
}

// journal reads the log of the service: what became of the slots, and what must not happen. It is safe for concurrent use.
type journal struct {
	slog.Handler // writes the lines
	settled      chan settlement
	enrolled     chan struct{}

	mu     sync.Mutex
	faults []error
}

// newJournal returns a journal that writes the lines to a file, too. No night settles more slots than most.
func newJournal(out io.Writer, most int) *journal {
	return &journal{Handler: slog.NewTextHandler(out, nil), settled: make(chan settlement, most), enrolled: make(chan struct{}, most)}
}

// Handle takes a line.
func (j *journal) Handle(ctx context.Context, line slog.Record) error {
	switch {
	case line.Message == "slot settled":
		var s settlement
		line.Attrs(func(a slog.Attr) bool {
			switch a.Key {
			case "job":
				s.job = a.Value.String()
			case "slot":
				s.slot = a.Value.Time()
			case "result":
				s.result = a.Value.String()
			}
			return true
		})
		j.settled <- s
	case line.Message == "the schedule counts from now on":
		j.enrolled <- struct{}{}
	case line.Level >= slog.LevelError:
		text := line.Message
		line.Attrs(func(a slog.Attr) bool {
			text += fmt.Sprintf(" %s=%s", a.Key, a.Value)
			return true
		})
		j.mu.Lock()
		j.faults = append(j.faults, errors.New(text))
		j.mu.Unlock()
	}
	return j.Handler.Handle(ctx, line)
}

// WithAttrs is not asked for by the service.
func (j *journal) WithAttrs([]slog.Attr) slog.Handler { return j }

// WithGroup is not asked for by the service.
func (j *journal) WithGroup(string) slog.Handler { return j }

// fault returns the errors that were logged.
func (j *journal) fault() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return errors.Join(j.faults...)
}

// awaitEnrolled waits until so many jobs are known to the scheduler.
func (j *journal) awaitEnrolled(ctx context.Context, jobs int) error {
	for range jobs {
		select {
		case <-j.enrolled:
		case <-ctx.Done():
			return fmt.Errorf("wait for the service to begin: %w", errors.Join(context.Cause(ctx), j.fault()))
		}
	}
	return nil
}

// awaitSettled waits until a slot of so many jobs is settled, and returns with what result for each.
func (j *journal) awaitSettled(ctx context.Context, slot time.Time, jobs int) (map[string]string, error) {
	results := make(map[string]string, jobs)
	for len(results) < jobs {
		select {
		case s := <-j.settled:
			if !s.slot.Equal(slot) {
				return nil, fmt.Errorf("the slot %s of job %s was %s while that of %s was waited for", s.slot, s.job, s.result, slot)
			}
			results[s.job] = s.result
		case <-ctx.Done():
			return nil, fmt.Errorf("%d of %d jobs were settled: %w", len(results), jobs, errors.Join(context.Cause(ctx), j.fault()))
		}
	}
	return results, nil
}
