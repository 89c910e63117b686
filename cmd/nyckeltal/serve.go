package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/load/access/door"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/service"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	listen string
	log    string
	debug  bool
}

func newServeCommand(a *app) *cobra.Command {
	var flags serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the jobs by their schedules, answer analysts, and offer the pages",
		Long: `Runs the jobs by the schedules in their files, makes up for what was missed, and tells people what goes wrong, until it
is stopped. SIGTERM stops it: jobs under way get some time to end (serve.drain in nyckeltal.yaml); what they have not
published by then is not visible, and the next start does it. The configuration is read at the start: restart it when it
has changed. Of several on one warehouse one acts, and the others stand by.

It tells what it does in the log on standard error, and answers /healthz, /readyz and /metrics (Prometheus). Where nyckeltal.yaml
has analysts, it also answers their tools, as a ClickHouse server does by HTTP; where it has pages, it offers web pages with reports,
figures down to their cells, deliveries, runs, rejects and indicators. Accounts for both: see nyckeltal user.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd, flags) },
	}
	cmd.Flags().StringVar(&flags.listen, "listen", "", "address of /healthz, /readyz and /metrics, or off (default serve.listen of nyckeltal.yaml, "+home.DefaultListen+")")
	cmd.Flags().StringVar(&flags.log, "log", "", "format of the log: text or json (default text on a terminal, json elsewhere)")
	cmd.Flags().BoolVar(&flags.debug, "debug", false, "log also what is as it should be")
	return cmd
}

// serve runs the service until it is stopped.
func (a *app) serve(cmd *cobra.Command, flags serveFlags) error {
	log, err := flags.logger(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	h, jobs, err := a.jobs()
	if err != nil {
		return err
	}
	if flags.listen != "" {
		h.Config.Serve.Listen = flags.listen
	}
	if err := home.CheckListen(h.Config.Serve.Listen); err != nil {
		return usagef("--listen: %w", err)
	}
	s, err := a.service(h, jobs, log)
	if err != nil {
		return err
	}
	people := door.New(accounts(h), time.Now, log)
	analysts, err := a.serveAnalysts(h, people, log, progressLog(log))
	if err != nil {
		return err
	}
	pages, err := a.servePages(h, pagesParts{jobs, s, people}, log)
	if err != nil {
		return errors.Join(err, analysts.close())
	}
	s.Published = pages.prepare
	stop, err := watch(h.Config.Serve.Listen, s.Monitor(), log)
	if err != nil {
		return errors.Join(err, analysts.close(), pages.close())
	}
	log.Info("serving", "home", h.Dir, "version", version, "jobs", len(jobs), "parallel", h.Config.Serve.Parallel)
	err = errors.Join(s.Run(cmd.Context()), stop(), analysts.close(), pages.close())
	log.Info("stopped", "error", err)
	return err
}

// service puts the service together.
func (a *app) service(h *home.Home, jobs []*home.Job, log *slog.Logger) (*service.Service, error) {
	runner, err := prepare(h)
	if err != nil {
		return nil, err
	}
	notices, err := notifier(h)
	if err != nil {
		return nil, err
	}
	progress := progressLog(log)
	return service.New(service.Options{
		Runner: *runner, Jobs: jobs, Notices: notices, Clock: scheduler.NewSystem(), Log: log, Version: version,
		Parallel: h.Config.Serve.Parallel, Drain: h.Config.Serve.DrainTime,
		Connect: func(ctx context.Context) (*load.Warehouse, func() error, error) { return a.mendable(ctx, h, progress) },
		Lock:    func(ctx context.Context) (func() error, error) { return waitForRuns(ctx, h) },
		Settle:  func(ctx context.Context, w *load.Warehouse) error { return settle(ctx, h, w, progress) },
	}), nil
}

// progressLog is for what commands tell of their progress, of which a service has only the unusual.
func progressLog(log *slog.Logger) io.Writer {
	return slog.NewLogLogger(log.Handler(), slog.LevelWarn).Writer()
}

// watch answers those who watch over the service; stop ends that.
func watch(address string, handler http.Handler, log *slog.Logger) (stop func() error, err error) {
	if address == home.ListenOff {
		return func() error { return nil }, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for those who watch over the service: %w; give another address with --listen, or off", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	go server.Serve(listener) //nolint:errcheck // it ends by Close
	log.Info("listening", "address", listener.Addr().String())
	return server.Close, nil
}

// logger makes the log.
func (f serveFlags) logger(out io.Writer) (*slog.Logger, error) {
	options := &slog.HandlerOptions{}
	if f.debug {
		options.Level = slog.LevelDebug
	}
	format := f.log
	if format == "" {
		format = "json"
		if onTerminal(out) {
			format = "text"
		}
	}
	switch format {
	case "json":
		return slog.New(slog.NewJSONHandler(out, options)), nil
	case "text":
		return slog.New(slog.NewTextHandler(out, options)), nil
	}
	return nil, usagef("--log: expected text or json, found %q", f.log)
}
