package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gofrs/flock"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// runLock is the lock of the home that whoever changes what its warehouse publishes must hold.
func runLock(h *home.Home) *flock.Flock { return flock.New(h.State("run.lock")) }

// lockRuns makes this process the only one that changes what the home's warehouse publishes.
func lockRuns(h *home.Home) (*flock.Flock, error) {
	if err := h.CreateState(); err != nil {
		return nil, err
	}
	lock := runLock(h)
	if free, err := lock.TryLock(); err != nil || !free {
		return nil, errors.Join(fmt.Errorf("another run is under way in %s: wait until it has ended", h.Dir), err)
	}
	return lock, nil
}

// waitForRuns is lockRuns for those who can wait for another run.
func waitForRuns(ctx context.Context, h *home.Home) (unlock func() error, err error) {
	const often = 250 * time.Millisecond
	lock := runLock(h)
	if _, err := lock.TryLockContext(ctx, often); err != nil {
		return nil, fmt.Errorf("wait for another run in %s: %w", h.Dir, err)
	}
	return lock.Unlock, nil
}

// change calls do with the home's warehouse while no other process changes what it publishes.
func (a *app) change(ctx context.Context, progress io.Writer, do func(*load.Warehouse) error) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	lock, err := lockRuns(h)
	if err != nil {
		return err
	}
	defer lock.Unlock()
	w, done, err := a.warehouse(ctx, h, progress)
	if err != nil {
		return err
	}
	return errors.Join(do(w), settle(ctx, h, w, progress), done())
}
