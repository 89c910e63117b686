package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/load/access"
	"nyckeltal/load/access/door"
	"nyckeltal/load/gateway/certificate"
	"nyckeltal/report/site"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/service"
)

// checkPages says what hinders the pages.
func checkPages(h *home.Home) error {
	if h.Config.Pages == nil {
		return nil
	}
	return listeningForPages(h).check(h)
}

func listeningForPages(h *home.Home) listening {
	c := h.Config.Pages
	return listening{
		key: "pages", listen: c.Listen, usual: home.DefaultPagesListen, local: c.Local(), tls: c.TLS,
	}
}

// pages are the running web pages.
type pages struct {
	server    *http.Server
	ended     chan struct{}
	warehouse *service.Connection
	site      *site.Site
	log       *slog.Logger

	preparing sync.WaitGroup
	staying   context.Context // of what is being prepared
	leave     context.CancelFunc
}

// pagesParts are what the pages show besides the warehouse.
type pagesParts struct {
	jobs    []*home.Job
	service *service.Service
	people  *door.Door
}

// servePages starts the web pages where they are configured; otherwise it is nil.
func (a *app) servePages(h *home.Home, parts pagesParts, log *slog.Logger) (*pages, error) {
	c := h.Config.Pages
	if c == nil {
		return nil, nil
	}
	if err := checkPages(h); err != nil {
		return nil, err
	}
	secure, err := listeningForPages(h).certificate(h, log)
	if err != nil {
		return nil, err
	}
	originals, err := openOriginals(h, parts.jobs)
	if err != nil {
		return nil, err
	}
	p := &pages{ended: make(chan struct{}), log: log, warehouse: &service.Connection{
		// As every command that shows figures does, this refuses a warehouse in which something current is damaged.
		Connect: func(ctx context.Context) (*load.Warehouse, func() error, error) {
			return a.warehouse(ctx, h, progressLog(log))
		},
	}}
	originals.warehouse = p.warehouse.Get
	p.staying, p.leave = context.WithCancel(context.Background())
	p.site = site.New(site.Options{
		Door: pagesDoor{parts.people, accounts(h)}, Warehouse: p.read, Originals: originals, Runs: pagesRuns{parts.service},
		Reports: filepath.Join(h.Dir, "reports"), Comments: filepath.Join(h.Dir, "comments"), Name: h.Config.Organisation.Name, Language: h.Config.Language, Secure: secure != nil,
		Now: time.Now, Log: log,
	})
	if err := p.listen(c.Listen, p.site, secure, log); err != nil {
		return nil, err
	}
	p.prepare()
	return p, nil
}

// The times that the pages give a browser.
const (
	pagesPatience = 30 * time.Second // to send a request
	pagesWrite    = 3 * time.Minute  // to take an answer, which may take a minute to make
	pagesFarewell = 5 * time.Second  // to end when the service stops
)

// listen answers browsers until close.
func (p *pages) listen(address string, handler http.Handler, secure *certificate.Certificate, log *slog.Logger) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen for readers of the pages: %w; give another address as pages.listen", err)
	}
	p.server = &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: pagesPatience, WriteTimeout: pagesWrite, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	serve := func() error { return p.server.Serve(listener) }
	if secure != nil {
		p.server.TLSConfig = secure.TLS()
		serve = func() error { return p.server.ServeTLS(listener, "", "") }
	}
	log.Info("pages are served", logged(listener.Addr().String(), secure)...)
	go func() {
		defer close(p.ended)
		if err := serve(); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the pages are served no more", "error", err)
		}
	}()
	return nil
}

// prepare has the newest reports built, beside what else goes on, so that readers need not wait for them.
func (p *pages) prepare() {
	if p == nil {
		return
	}
	p.preparing.Go(func() {
		if err := p.site.Prepare(p.staying); err != nil && p.staying.Err() == nil {
			p.log.Warn("the newest reports could not be built in advance", "error", err)
		}
	})
}

// close ends the pages.
func (p *pages) close() error {
	if p == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), pagesFarewell)
	defer cancel()
	if p.server.Shutdown(ctx) != nil {
		_ = p.server.Close() // whoever still waits is cut off
	}
	<-p.ended
	p.leave()
	p.preparing.Wait()
	return p.warehouse.Close()
}

// pagesDoor lets those into the pages who have an account.
type pagesDoor struct {
	door  *door.Door
	users *access.Store
}

// LogIn is site.Door's.
func (d pagesDoor) LogIn(ctx context.Context, name, password, address string) (site.User, error) {
	user, err := d.door.LogIn(ctx, name, password, address)
	if early, ok := errors.AsType[*door.WaitError](err); ok {
		return site.User{}, &site.WaitError{Seconds: early.Seconds()}
	}
	if errors.Is(err, access.ErrDenied) {
		return site.User{}, site.ErrDenied
	}
	return siteUser(user), err
}

// Account is site.Door's.
func (d pagesDoor) Account(name string) (site.User, bool, error) {
	user, known, err := d.users.Find(name)
	return siteUser(user), known, err
}

// siteUser tells the pages of an account. An account that was removed and added anew is another one.
func siteUser(u access.User) site.User {
	return site.User{Name: u.Name, Role: site.Role(u.Role), Stamp: u.Added.String() + " " + u.Changed.String()}
}

// pagesRuns are the service's runs.
type pagesRuns struct{ service *service.Service }

// Jobs is site.Runs'.
func (r pagesRuns) Jobs() []site.Job {
	var all []site.Job
	for _, j := range r.service.Jobs {
		all = append(all, site.Job{Name: j.Name, Title: j.Title})
	}
	return all
}

// UnderWay is site.Runs'.
func (r pagesRuns) UnderWay() []site.Progress {
	var all []site.Progress
	for _, p := range r.service.UnderWay() {
		one := site.Progress{Job: p.Job, Run: p.Run, Began: p.Began, Files: p.Files, Done: p.Done, File: p.File, Rows: p.Rows}
		for _, d := range p.Log {
			one.Log = append(one.Log, site.Done(d))
		}
		all = append(all, one)
	}
	return all
}

// Start is site.Runs'.
func (r pagesRuns) Start(name, _ string) error {
	job, err := r.job(name)
	if err != nil {
		return err
	}
	_, err = r.service.Start(job)
	return refusedRun(err)
}

// Plan is site.Runs'.
func (r pagesRuns) Plan(ctx context.Context, name string, from, to period.Period) ([]site.Planned, error) {
	job, err := r.job(name)
	if err != nil {
		return nil, err
	}
	planned, err := r.service.PlanBackfill(ctx, job, from, to)
	var all []site.Planned
	for _, p := range planned {
		all = append(all, site.Planned(p))
	}
	return all, err
}

// Backfill is site.Runs'.
func (r pagesRuns) Backfill(name, _ string, from, to period.Period) error {
	job, err := r.job(name)
	if err != nil {
		return err
	}
	_, err = r.service.StartBackfill(job, from, to)
	return refusedRun(err)
}

// job finds a job; the error is site.ErrNoJob.
func (r pagesRuns) job(name string) (*home.Job, error) {
	if job := home.Named(r.service.Jobs, name); job != nil {
		return job, nil
	}
	return nil, site.ErrNoJob
}

// refusedRun is why the service begins no run, as the pages know it.
func refusedRun(err error) error {
	if errors.Is(err, service.ErrUnderWay) {
		return site.ErrUnderWay
	}
	return err
}

// read returns the warehouse as the pages read it.
func (p *pages) read(ctx context.Context) (site.Warehouse, error) {
	w, err := p.warehouse.Get(ctx)
	if err != nil {
		return nil, err
	}
	return pagesWarehouse{history{w}}, nil
}

// pagesWarehouse is a warehouse as the pages read it.
type pagesWarehouse struct{ history }

// Conn is site.Warehouse's.
func (w pagesWarehouse) Conn() driver.Conn { return w.warehouse.Conn() }

// AsOf is site.Warehouse's.
func (pagesWarehouse) AsOf(sql string, at time.Time) (string, bool) { return load.AsOf(sql, at) }

// State is site.Warehouse's.
func (w pagesWarehouse) State(ctx context.Context) (string, error) {
	generation, err := w.warehouse.Generation(ctx)
	return string(generation), err
}
