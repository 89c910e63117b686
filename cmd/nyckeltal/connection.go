package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"nyckeltal/load"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// warehouseVariable names a ClickHouse server to use instead of what nyckeltal.yaml says.
const warehouseVariable = "NYCKELTAL_WAREHOUSE"

// usesEngine tells whether the home's warehouse is its embedded engine, and not a server.
func usesEngine(h *home.Home) bool {
	return os.Getenv(warehouseVariable) == "" && h.Config.Warehouse.Embedded()
}

// enginePatience is how long errors of the embedded engine are retried that pass: an engine that has died does not come
// back by itself.
const enginePatience = time.Second

// connectionTo says how to reach the home's warehouse, and starts the embedded engine where that is it. The caller calls
// release when it is through.
func connectionTo(ctx context.Context, h *home.Home, progress io.Writer) (c load.Connection, release func(), err error) {
	if usesEngine(h) {
		return embedded(ctx, h, progress)
	}
	c, err = server(h)
	return c, func() {}, err
}

// embedded finds or starts the home's engine and keeps it from ending until release is called. Whoever migrates it holds
// the home's lock.
func embedded(ctx context.Context, h *home.Home, progress io.Writer) (c load.Connection, release func(), err error) {
	endpoint, err := engine.Ensure(ctx, engineOptions(h, progress))
	if err != nil {
		return c, nil, err
	}
	if release, err = endpoint.Hold(ctx); err != nil {
		return c, nil, err
	}
	return load.Connection{
		Addresses: []string{endpoint.Address}, HTTP: true, Database: load.DefaultDatabase,
		User: endpoint.User, Password: endpoint.Password, Patience: enginePatience, Alone: true,
	}, release, nil
}

// engineOptions say where the home's engine lives and how this program runs it.
func engineOptions(h *home.Home, progress io.Writer) engine.Options {
	state := h.State("engine")
	args := []string{"engine", "serve", "--state", state}
	if limit := h.Config.Warehouse.MemoryBytes; limit > 0 {
		args = append(args, "--memory", strconv.FormatInt(limit, 10))
	}
	return engine.Options{StateDir: state, Args: args, Progress: progress}
}

// server says how to reach the server or cluster that the environment or nyckeltal.yaml names.
func server(h *home.Home) (load.Connection, error) {
	if dsn := os.Getenv(warehouseVariable); dsn != "" {
		return load.ParseDSN(dsn)
	}
	w := &h.Config.Warehouse
	password, err := h.Reveal(w.Password)
	if err != nil {
		return load.Connection{}, &usageError{err}
	}
	c := load.Connection{
		Addresses: w.Addresses, HTTP: w.Protocol == home.ProtocolHTTP, Database: w.Database, User: w.User, Password: password,
		DialTimeout: w.Timeout.ConnectTime, ReadTimeout: w.Timeout.AnswerTime, Patience: w.Timeout.RetryTime,
		Topology: load.Topology{Layout: load.Layout(w.Topology), Cluster: w.Cluster},
	}
	if c.Database == "" {
		c.Database = load.DefaultDatabase
	}
	if c.Patience == 0 {
		c.Patience = load.DefaultPatience
	}
	if w.Security == home.SecurityTLS {
		if c.TLS, err = tlsOf(h, w.TLS); err != nil {
			return load.Connection{}, &usageError{err}
		}
	}
	return c, nil
}

// tlsOf reads the certificates.
func tlsOf(h *home.Home, t home.TLS) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName}
	if t.CA != "" {
		text, err := os.ReadFile(h.Path(t.CA))
		if err != nil {
			return nil, fmt.Errorf("read warehouse.tls.ca: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("warehouse.tls.ca: %s holds no certificate in PEM", h.Path(t.CA))
		}
	}
	if t.Certificate != "" {
		own, err := tls.LoadX509KeyPair(h.Path(t.Certificate), h.Path(t.Key))
		if err != nil {
			return nil, fmt.Errorf("read warehouse.tls.certificate and key: %w", err)
		}
		c.Certificates = []tls.Certificate{own}
	}
	return c, nil
}
