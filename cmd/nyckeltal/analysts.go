package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
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

// checkAnalysts says what hinders the endpoint for analysts.
func checkAnalysts(h *home.Home) error {
	if h.Config.Analysts == nil || !usesEngine(h) {
		return nil
	}
	return listeningForAnalysts(h).check(h)
}

func listeningForAnalysts(h *home.Home) listening {
	c := h.Config.Analysts
	return listening{
		key: "analysts", listen: c.Listen, usual: home.DefaultAnalystsListen, local: c.Local(), tls: c.TLS,
	}
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
	if !usesEngine(h) {
		log.Info("no endpoint for analysts: the warehouse is a server, to which they connect themselves")
		return nil, nil
	}
	if err := checkAnalysts(h); err != nil {
		return nil, err
	}
	certificate, err := listeningForAnalysts(h).certificate(h, log)
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

func listenForAnalysts(address string, handler *gateway.Gateway, c *certificate.Certificate, log *slog.Logger) (*gateway.Server, error) {
	var secure *tls.Config
	if c != nil {
		secure = c.TLS()
	}
	server, err := gateway.Listen(address, handler, secure, log)
	if err == nil {
		log.Info("listening for analysts", logged(server.Address(), c)...)
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
