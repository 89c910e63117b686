package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/load/engine"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/notice"
	"nyckeltal/schedules/service"
)

// office is a home with its engine and its service, which are put together as `nyckeltal serve` does it, but for the clock.
type office struct {
	home    *home.Home
	jobs    int
	clock   *clock
	journal *journal
	engine  engine.Options
	pid     atomic.Int64 // of the engine
	log     *os.File
	stop    func() error // ends the service

	running sync.Mutex // held by whoever changes what is published
	sound   load.Sound // what the last inspection has seen; under running
}

// openOffice opens a home and starts its service at a time.
func openOffice(ctx context.Context, dir string, start time.Time, progress io.Writer) (*office, error) {
	h, err := home.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := h.CreateState(); err != nil {
		return nil, err
	}
	log, err := os.Create(h.State("serve.log"))
	if err != nil {
		return nil, err
	}
	state := h.State("engine")
	o := &office{home: h, clock: newClock(start), log: log}
	o.engine = engine.Options{StateDir: state, Args: []string{engineArgument, state}, Progress: progress}
	if err := o.begin(ctx); err != nil {
		return nil, errors.Join(err, o.end(context.WithoutCancel(ctx)))
	}
	return o, nil
}

// begin starts the service and waits until it knows all jobs.
func (o *office) begin(ctx context.Context) error {
	s, err := o.service()
	if err != nil {
		return err
	}
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- s.Run(serving) }()
	o.stop = func() error {
		cancel()
		return <-ended
	}
	return o.journal.awaitEnrolled(ctx, o.jobs)
}

// service puts the service together.
func (o *office) service() (*service.Service, error) {
	jobs, err := o.home.Jobs()
	if err != nil {
		return nil, err
	}
	o.jobs, o.journal = len(jobs), newJournal(o.log, len(jobs))
	indicators, err := catalogue.Load(filepath.Join(o.home.Dir, "catalogue.yaml"))
	if err != nil {
		return nil, err
	}
	deliveries, err := archive.Open(o.home.State("archive"), o.clock.Now())
	if err != nil {
		return nil, err
	}
	notices, err := notice.New(notice.Options{Organisation: o.home.Config.Organisation.Name, Language: o.home.Config.Language})
	if err != nil {
		return nil, err
	}
	return service.New(service.Options{
		Runner: schedules.Runner{Home: o.home, Archive: deliveries, Catalogue: indicators, Now: o.clock.Now},
		Jobs:   jobs, Notices: notices, Clock: o.clock, Log: slog.New(o.journal), Version: "long run",
		Parallel: o.home.Config.Serve.Parallel, Drain: o.home.Config.Serve.DrainTime,
		Connect: o.connect, Lock: o.lock, Settle: o.settle,
	}), nil
}

// connect connects to the engine, and starts it when it does not run. The caller calls done when it is through.
func (o *office) connect(ctx context.Context) (w *load.Warehouse, done func() error, err error) {
	endpoint, err := engine.Ensure(ctx, o.engine)
	if err != nil {
		return nil, nil, err
	}
	release, err := endpoint.Hold(ctx)
	if err != nil {
		return nil, nil, err
	}
	o.pid.Store(int64(endpoint.PID))
	w, err = load.Connect(ctx, load.Connection{
		Addresses: []string{endpoint.Address}, HTTP: true, Database: load.DefaultDatabase, User: endpoint.User, Password: endpoint.Password,
		Patience: time.Second, Alone: true, Now: o.clock.Now,
	})
	if err != nil {
		release()
		return nil, nil, err
	}
	done = func() error {
		defer release()
		return w.Close()
	}
	if err := w.Migrate(ctx); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return w, done, nil
}

// lock makes the caller the only one that changes what is published, until unlock is called.
func (o *office) lock(context.Context) (unlock func() error, err error) {
	o.running.Lock()
	return func() error { o.running.Unlock(); return nil }, nil
}

// settle looks for damage. The caller holds the lock.
func (o *office) settle(ctx context.Context, w *load.Warehouse) error {
	now, err := w.Inspect(ctx, o.sound)
	if err == nil {
		o.sound = now
	}
	return err
}

// ask calls do with a connection of its own, as a command that shows something has it.
func (o *office) ask(ctx context.Context, do func(*load.Warehouse) error) error {
	w, done, err := o.connect(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(w), done())
}

// change calls do with a connection of its own while nobody else changes what is published, as a command of the operator's does.
func (o *office) change(ctx context.Context, do func(*load.Warehouse) error) error {
	unlock, err := o.lock(ctx)
	if err != nil {
		return err
	}
	err = o.ask(ctx, func(w *load.Warehouse) error { return errors.Join(do(w), o.settle(ctx, w)) })
	return errors.Join(err, unlock())
}

// retention removes what may go, as `nyckeltal retention` does, and returns how many loads that were.
func (o *office) retention(ctx context.Context) (removed int, err error) {
	const left = 24 * time.Hour
	now := o.clock.Now()
	rule := load.Retention{Left: now.Add(-left)}
	if days, forever := o.home.Config.Retention.Days(); !forever {
		rule.Horizon = now.AddDate(0, 0, -days)
	}
	err = o.change(ctx, func(w *load.Warehouse) error {
		removals, err := w.Removable(ctx, rule)
		if err != nil {
			return err
		}
		removed = len(removals)
		return w.Remove(ctx, rule, removals)
	})
	return removed, err
}

// night lets the slot of a night come, waits until its jobs are settled and the measures are published, and returns with what
// result for each job.
func (o *office) night(ctx context.Context, slot time.Time) (results map[string]string, err error) {
	const tooLong = time.Hour
	ctx, cancel := context.WithTimeoutCause(ctx, tooLong, fmt.Errorf("the night was not over after %s", tooLong))
	defer cancel()
	o.clock.until(slot)
	if results, err = o.journal.awaitSettled(ctx, slot, o.jobs); err != nil {
		return nil, err
	}
	err = o.ask(ctx, func(w *load.Warehouse) error { return awaitMeasures(ctx, w) })
	return results, errors.Join(err, o.journal.fault())
}

// awaitMeasures waits until the measures are those of what is published. The service computes them a moment after the last
// job.
func awaitMeasures(ctx context.Context, w *load.Warehouse) error {
	const poll = 20 * time.Millisecond
	for {
		var behind uint8
		row := w.Conn().QueryRow(ctx, `SELECT maxIf(published_at, dataset != 'measures') > maxIf(published_at, dataset = 'measures' AND period = 0)
			FROM publications`)
		if err := row.Scan(&behind); err != nil || behind == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(poll):
		}
	}
}

// end ends the service and the engine.
func (o *office) end(ctx context.Context) error {
	var err error
	if o.stop != nil {
		err = o.stop()
	}
	if wrong := engine.Stop(ctx, o.engine); !errors.Is(wrong, engine.ErrNotRunning) {
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, o.log.Close())
}
