package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"nyckeltal/ingest/archive"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// app is what verbs have in common: the way from --home to an open home and warehouse.
type app struct{ homeFlag string }

// home opens the organisation's folder.
func (a *app) home() (*home.Home, error) {
	dir := a.homeFlag
	if dir == "" {
		found, err := home.Find(".")
		if err != nil {
			return nil, err
		}
		dir = found
	}
	h, err := home.Open(dir)
	if err != nil {
		return nil, &usageError{err}
	}
	return h, nil
}

// jobs opens the home and reads its jobs. The home is returned beside an error of its jobs.
func (a *app) jobs() (*home.Home, []*home.Job, error) {
	h, err := a.home()
	if err != nil {
		return nil, nil, err
	}
	jobs, err := h.Jobs()
	if err != nil {
		return h, nil, &usageError{err}
	}
	return h, jobs, nil
}

// connect connects to the home's warehouse, starting the embedded engine where that is the one, and brings its tables
// up to date; see warehouse. The caller calls done when it is through.
func (a *app) connect(ctx context.Context, h *home.Home, progress io.Writer) (w *load.Warehouse, done func() error, err error) {
	if w, done, err = connectAsIs(ctx, h, progress); err != nil {
		return nil, nil, err
	}
	if err := a.migrate(ctx, h, w); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return w, done, nil
}

// connectAsIs is connect without a look at the tables, which need not be there.
func connectAsIs(ctx context.Context, h *home.Home, progress io.Writer) (w *load.Warehouse, done func() error, err error) {
	if err := h.CreateState(); err != nil {
		return nil, nil, err
	}
	connection, release, err := connectionTo(ctx, h, progress)
	if err != nil {
		return nil, nil, err
	}
	if w, err = load.Connect(ctx, connection); err != nil {
		release()
		return nil, nil, err
	}
	return w, func() error {
		defer release()
		return w.Close()
	}, nil
}

// migrate brings the warehouse's tables up to date, one process at a time.
func (a *app) migrate(ctx context.Context, h *home.Home, w *load.Warehouse) error {
	lock := flock.New(h.State("migrate.lock"))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return fmt.Errorf("wait for another command that migrates the warehouse: %w", err)
	}
	defer lock.Unlock()
	return w.Migrate(ctx)
}

// loadCatalogue reads the home's catalogue of indicators.
func loadCatalogue(h *home.Home) (*catalogue.Catalogue, error) {
	indicators, err := catalogue.Load(filepath.Join(h.Dir, "catalogue.yaml"))
	if err != nil {
		return nil, &usageError{err}
	}
	return indicators, nil
}

// prepare reads and opens what runs need besides the warehouse.
func prepare(h *home.Home) (*schedules.Runner, error) {
	indicators, err := loadCatalogue(h)
	if err != nil {
		return nil, err
	}
	if err := h.CreateState(); err != nil {
		return nil, err
	}
	deliveries, err := archive.Open(h.State("archive"), time.Now())
	if err != nil {
		return nil, err
	}
	departments, err := sender(h)
	if err != nil {
		return nil, err
	}
	return &schedules.Runner{Home: h, Archive: deliveries, Catalogue: indicators, Feedback: departments, Now: time.Now}, nil
}

// runner opens all that a run needs. Only one run at a time works on a home; close ends it.
func (a *app) runner(cmd *cobra.Command, h *home.Home, observer schedules.Observer) (r *schedules.Runner, closeRun func() error, err error) {
	if r, err = prepare(h); err != nil {
		return nil, nil, err
	}
	lock, err := lockRuns(h)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Unlock())
		}
	}()
	w, done, err := a.mendable(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return nil, nil, err
	}
	r.Warehouse, r.Observer = w, observer
	return r, func() error { return errors.Join(done(), lock.Unlock()) }, nil
}
