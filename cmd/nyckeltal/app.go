package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"nyckeltal/ingest/archive"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/load/engine"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// warehouseVariable names a ClickHouse server to use instead of the embedded engine.
const warehouseVariable = "NYCKELTAL_WAREHOUSE"

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

// warehouse connects to the home's warehouse, starting the embedded engine where that is the one, and brings its tables
// up to date. The caller calls done when it is through.
func (a *app) warehouse(ctx context.Context, h *home.Home, progress io.Writer) (w *load.Warehouse, done func() error, err error) {
	if err := h.CreateState(); err != nil {
		return nil, nil, err
	}
	dsn, release := os.Getenv(warehouseVariable), func() {}
	if dsn == "" {
		if dsn, release, err = embedded(ctx, h, progress); err != nil {
			return nil, nil, err
		}
	}
	w, err = load.Open(ctx, dsn)
	if err != nil {
		release()
		return nil, nil, err
	}
	done = func() error {
		defer release()
		return w.Close()
	}
	if err := a.migrate(ctx, h, w); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return w, done, nil
}

// embedded finds or starts the home's engine and keeps it from ending until release is called.
func embedded(ctx context.Context, h *home.Home, progress io.Writer) (dsn string, release func(), err error) {
	endpoint, err := engine.Ensure(ctx, engineOptions(h, progress))
	if err != nil {
		return "", nil, err
	}
	release, err = endpoint.Hold(ctx)
	if err != nil {
		return "", nil, err
	}
	return endpoint.DSN(load.DefaultDatabase), release, nil
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

// engineOptions say where the home's engine lives and how this program runs it.
func engineOptions(h *home.Home, progress io.Writer) engine.Options {
	state := h.State("engine")
	return engine.Options{
		StateDir: state,
		Args:     []string{"engine", "serve", "--state", state},
		Progress: progress,
	}
}

// runner opens all that a run needs. Only one run at a time works on a home; close ends it.
func (a *app) runner(cmd *cobra.Command, h *home.Home, observer schedules.Observer) (r *schedules.Runner, closeRun func() error, err error) {
	indicators, err := catalogue.Load(filepath.Join(h.Dir, "catalogue.yaml"))
	if err != nil {
		return nil, nil, &usageError{err}
	}
	if err := h.CreateState(); err != nil {
		return nil, nil, err
	}
	lock := flock.New(h.State("run.lock"))
	if free, err := lock.TryLock(); err != nil || !free {
		return nil, nil, errors.Join(fmt.Errorf("another run is under way in %s: wait until it has ended", h.Dir), err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Unlock())
		}
	}()
	deliveries, err := archive.Open(h.State("archive"), time.Now())
	if err != nil {
		return nil, nil, err
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return nil, nil, err
	}
	departments, err := sender(h)
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	r = &schedules.Runner{Feedback: departments, Home: h, Warehouse: w, Archive: deliveries, Catalogue: indicators, Observer: observer, Now: time.Now}
	return r, func() error { return errors.Join(done(), lock.Unlock()) }, nil
}
