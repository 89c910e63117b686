package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/load/engine"
)

// scale is the warehouse that is filled and measured, in a home with the catalogue and the reports of the sample
// organisation.
type scale struct {
	opt       options
	engine    engine.Options
	warehouse *load.Warehouse
	release   func()
	pid       int // of the engine
	progress  io.Writer
}

// open makes the home where there is none, starts its engine and creates the tables.
func open(ctx context.Context, opt options, progress io.Writer) (*scale, error) {
	dir, err := filepath.Abs(filepath.Join(opt.dir, fmt.Sprint(opt.rows)))
	if err != nil {
		return nil, err
	}
	opt.dir = dir
	if err := createHome(dir); err != nil {
		return nil, fmt.Errorf("make the home: %w", err)
	}
	state := filepath.Join(dir, ".nyckeltal", "engine")
	s := &scale{opt: opt, progress: progress}
	s.engine = engine.Options{StateDir: state, Args: []string{engineArgument, state}, Progress: progress}
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	if err := s.warehouse.Migrate(ctx); err != nil {
		return nil, errors.Join(err, s.close(ctx))
	}
	return s, nil
}

// connect finds or starts the engine.
func (s *scale) connect(ctx context.Context) error {
	endpoint, err := engine.Ensure(ctx, s.engine)
	if err != nil {
		return err
	}
	if s.release, err = endpoint.Hold(ctx); err != nil {
		return err
	}
	s.pid = endpoint.PID
	if s.warehouse, err = load.Open(ctx, endpoint.DSN(load.DefaultDatabase)); err != nil {
		s.release()
	}
	return err
}

// close ends the connection and the engine.
func (s *scale) close(ctx context.Context) error {
	s.release()
	return errors.Join(s.warehouse.Close(), engine.Stop(context.WithoutCancel(ctx), s.engine))
}

// fill makes everything that there is to load and publishes the measures, unless that has been done.
func (s *scale) fill(ctx context.Context) error {
	var filled uint64
	if err := s.warehouse.Conn().QueryRow(ctx, "SELECT count() FROM runs WHERE run_id = ?", runID).Scan(&filled); err != nil {
		return err
	}
	if filled > 0 {
		return nil
	}
	c, err := catalogue.Load(filepath.Join(s.opt.dir, "catalogue.yaml"))
	if err != nil {
		return err
	}
	if _, err := s.warehouse.PublishCatalogue(ctx, c, runID); err != nil {
		return err
	}
	for _, publish := range []func(context.Context) error{s.publishDimensions, s.publishFacts, s.publishNights} {
		if err := publish(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.progress, "measures")
	if _, err := s.warehouse.PublishMeasures(ctx, runID); err != nil {
		return err
	}
	return s.warehouse.RememberRuns(ctx, []load.Run{{RunID: runID, Job: "scale", Outcome: "done"}})
}
