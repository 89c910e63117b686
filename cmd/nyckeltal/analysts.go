package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"sync"

	"nyckeltal/load"
	"nyckeltal/load/access/door"
	"nyckeltal/load/engine"
	"nyckeltal/load/gateway"
	"nyckeltal/load/gateway/certificate"
	"nyckeltal/load/gateway/querylog"
	"nyckeltal/load/guard"
	"nyckeltal/schedules/home"
)

// analystsElsewhere tells whether analysts connect to a server, and not to the endpoint.
func analystsElsewhere(h *home.Home) bool {
	return os.Getenv(warehouseVariable) != "" || !h.Config.Warehouse.Embedded()
}

// checkAnalysts says what hinders the endpoint for analysts. What it is to generate is left to serve.
func checkAnalysts(h *home.Home) error {
	c := h.Config.Analysts
	if c == nil || analystsElsewhere(h) {
		return nil
	}
	users, err := accounts(h).Users()
	if err != nil {
		return err
	}
	if len(users) == 0 && !c.Local() {
		return usagef("analysts.listen: other machines reach %s, and there is no user yet: add one with `nyckeltal user add NAME --role analyst`, "+
			"or listen at %s", c.Listen, home.DefaultAnalystsListen)
	}
	if c.TLS.Certificate != "" {
		if _, err := ownCertificate(h, slog.New(slog.DiscardHandler)); err != nil {
			return err
		}
	}
	return nil
}

// ownCertificate is the one that nyckeltal.yaml names.
func ownCertificate(h *home.Home, log *slog.Logger) (*certificate.Certificate, error) {
	t := h.Config.Analysts.TLS
	c, err := certificate.Open(h.Path(t.Certificate), h.Path(t.Key), log)
	if err != nil {
		return nil, usagef("analysts.tls: %w", err)
	}
	return c, nil
}

// endpoint is the running endpoint for analysts.
type endpoint struct {
	server  *gateway.Server
	engine  *analystsEngine
	way     *gateway.Upstream
	queries *querylog.Log
}

// queryLimits are those of analysts' queries.
func queryLimits(h *home.Home) load.Limits {
	l := h.Config.QueryLimits()
	return load.Limits{Time: l.QueryTime, Memory: l.MemoryBytes, Rows: int64(l.Rows)}
}

// serveAnalysts starts the endpoint for analysts where it is configured and the warehouse is the embedded engine; otherwise it is nil.
func (a *app) serveAnalysts(h *home.Home, door *door.Door, log *slog.Logger, progress io.Writer) (*endpoint, error) {
	c := h.Config.Analysts
	if c == nil {
		return nil, nil
	}
	if analystsElsewhere(h) {
		log.Info("no endpoint for analysts: the warehouse is a server, to which they connect themselves")
		return nil, nil
	}
	if err := checkAnalysts(h); err != nil {
		return nil, err
	}
	certificate, err := analystsCertificate(h, log)
	if err != nil {
		return nil, err
	}
	queries, err := querylog.Open(logFolder(h), querylog.Options{})
	if err != nil {
		return nil, err
	}
	e := &endpoint{engine: &analystsEngine{app: a, home: h, progress: progress}, queries: queries}
	e.way = gateway.NewUpstream(e.engine.connect, c.Limits.Parallel)
	handler := gateway.New(gateway.Options{
		Door: door, Guard: guard.New(e.way.Endpoint, load.DefaultDatabase, load.Policies(queryLimits(h))), Upstream: e.way,
		Queries: queries, Log: log, Parallel: c.Limits.Parallel, PerUser: c.Limits.PerUser,
	})
	if e.server, err = listenForAnalysts(c.Listen, handler, certificate, log); err != nil {
		return nil, errors.Join(err, queries.Close())
	}
	return e, nil
}

// analystsCertificate is one's own or the generated one; nil is none.
func analystsCertificate(h *home.Home, log *slog.Logger) (*certificate.Certificate, error) {
	switch c := h.Config.Analysts; {
	case c.TLS.Generated:
		host, _, err := net.SplitHostPort(c.Listen)
		if err != nil {
			return nil, err
		}
		return certificate.Generate(h.State("tls"), host, log)
	case c.TLS.Given():
		return ownCertificate(h, log)
	}
	return nil, nil
}

func listenForAnalysts(address string, handler *gateway.Gateway, c *certificate.Certificate, log *slog.Logger) (*gateway.Server, error) {
	if c == nil {
		server, err := gateway.Listen(address, handler, nil, log)
		if err == nil {
			log.Info("listening for analysts", "address", server.Address())
		}
		return server, err
	}
	server, err := gateway.Listen(address, handler, c.TLS(), log)
	if err == nil {
		log.Info("listening for analysts", "address", server.Address(), "tls", true, "sha256", c.Fingerprint(), "until", c.Leaf().NotAfter)
	}
	return server, err
}

// close ends the endpoint.
func (e *endpoint) close() error {
	if e == nil {
		return nil
	}
	err := e.server.Close()
	e.way.Close()
	e.engine.close()
	return errors.Join(err, e.queries.Close())
}

// analystsEngine finds or starts the home's engine for analysts.
type analystsEngine struct {
	app      *app
	home     *home.Home
	progress io.Writer

	mu      sync.Mutex
	release func() // lets the engine end that was found last; nil when none was
}

// connect returns the engine, once its tables are up to date and nothing current is damaged: analysts must not be shown figures that
// every other command refuses to show. The engine is kept from ending for want of work until the next one is found, or close.
func (a *analystsEngine) connect(ctx context.Context) (engine.Endpoint, error) {
	_, done, err := a.app.warehouse(ctx, a.home, a.progress)
	if err != nil {
		return engine.Endpoint{}, err
	}
	if err := done(); err != nil {
		return engine.Endpoint{}, err
	}
	e, err := engine.Ensure(ctx, engineOptions(a.home, a.progress))
	if err != nil {
		return engine.Endpoint{}, err
	}
	release, err := e.Hold(ctx)
	if err != nil {
		return engine.Endpoint{}, fmt.Errorf("keep the engine awake: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.release != nil {
		a.release()
	}
	a.release = release
	return e, nil
}

// close lets the engine end.
func (a *analystsEngine) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.release != nil {
		a.release()
	}
}
