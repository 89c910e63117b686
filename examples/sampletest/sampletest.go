// Package sampletest loads the sample organisation for the tests of a package, by the whole way from workbooks to key figures,
// into a database of the engine that package enginetest gives.
package sampletest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"nyckeltal/examples"
	"nyckeltal/ingest/archive"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// Load runs all jobs of the sample organisation, whose home is written to dir, into the database that dsn names. It takes
// some seconds. The caller closes the warehouse.
func Load(ctx context.Context, dir, dsn string) (*load.Warehouse, error) {
	sample, err := fs.Sub(examples.Intraservice, "intraservice")
	if err != nil {
		return nil, err
	}
	if err := os.CopyFS(dir, sample); err != nil {
		return nil, err
	}
	w, err := load.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := run(ctx, dir, w); err != nil {
		return nil, errors.Join(fmt.Errorf("load the sample organisation: %w", err), w.Close())
	}
	return w, nil
}

// run loads everything that lies in the inbox of a home.
func run(ctx context.Context, dir string, w *load.Warehouse) error {
	if err := w.Migrate(ctx); err != nil {
		return err
	}
	h, err := home.Open(dir)
	if err != nil {
		return err
	}
	if err := h.CreateState(); err != nil {
		return err
	}
	jobs, err := h.Jobs()
	if err != nil {
		return err
	}
	indicators, err := catalogue.Load(filepath.Join(dir, "catalogue.yaml"))
	if err != nil {
		return err
	}
	deliveries, err := archive.Open(h.State("archive"), time.Now())
	if err != nil {
		return err
	}
	runner := schedules.Runner{Home: h, Warehouse: w, Archive: deliveries, Catalogue: indicators, Observer: schedules.Unobserved{}, Now: time.Now}
	results, err := runner.Run(ctx, schedules.Request{Jobs: jobs, Trigger: schedules.OnDemand})
	if err != nil {
		return err
	}
	for _, r := range results {
		if r.Err != nil {
			return fmt.Errorf("job %s: %w", r.Job.Name, r.Err)
		}
	}
	return nil
}
