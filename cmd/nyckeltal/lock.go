package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gofrs/flock"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// lockRuns makes this process the only one that changes what the home's warehouse publishes.
func lockRuns(h *home.Home) (*flock.Flock, error) {
	if err := h.CreateState(); err != nil {
		return nil, err
	}
	lock := flock.New(h.State("run.lock"))
	if free, err := lock.TryLock(); err != nil || !free {
		return nil, errors.Join(fmt.Errorf("another run is under way in %s: wait until it has ended", h.Dir), err)
	}
	return lock, nil
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
