package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// ServeOptions say which engine to be.
type ServeOptions struct {
	// StateDir holds the endpoint file, log and locks. It is created when missing.
	StateDir string
	// DataDir holds the tables; "" is StateDir/data.
	DataDir string
	// Library is the path of libchdb; "" finds it as FindLibrary does.
	Library string
	// IdleTimeout is how long the engine waits for a request before it ends; 0 is DefaultIdleTimeout.
	IdleTimeout time.Duration
	// Memory is how many bytes the engine may take; 0 is DefaultMemory. It never takes more than half of the machine's.
	Memory int64
	// Log gets one line per event and no statement's text; nil is standard error. The library itself prints on the
	// process's standard error.
	Log io.Writer
}

// DefaultMemory is what the engine may take unless told otherwise, in bytes.
const DefaultMemory = 8 << 30

// The engine's times.
const (
	DefaultIdleTimeout = 5 * time.Minute
	graceTime          = 10 * time.Second // for running statements, when the engine is told to end
	killTime           = 5 * time.Second  // for killed ones
	predecessorTime    = 20 * time.Second // for an engine that is ending, when the next one starts
)

// Serve is the engine: it opens the data directory, answers on loopback, and returns nil when it has been idle for
// the timeout, or ctx has ended, or the process was told to end by SIGTERM or SIGINT. Then running statements have
// ten seconds to finish before they are killed.
//
// It is meant to be all that its process does, and can be called once in a process: libchdb cannot be started twice.
// A data directory in use gives a *LockedError, a missing library a *LibraryError.
func Serve(ctx context.Context, opt ServeOptions) (err error) {
	announce := newAnnouncer()
	defer func() { announce.failed(err) }()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	if opt.Log == nil {
		opt.Log = os.Stderr
	}
	if opt.IdleTimeout <= 0 {
		opt.IdleTimeout = DefaultIdleTimeout
	}
	if opt.Memory <= 0 {
		opt.Memory = DefaultMemory
	}
	d, err := newDirs(opt.StateDir, opt.DataDir)
	if err != nil {
		return err
	}
	if err := d.create(); err != nil {
		return err
	}
	if err := forgoCoreDumps(); err != nil {
		return fmt.Errorf("forgo core dumps: %w", err)
	}
	lock, err := lockServing(ctx, d)
	if err != nil {
		return err
	}
	defer lock.Unlock()
	if opt.Library == "" {
		if opt.Library, err = FindLibrary(ctx, opt.Log); err != nil {
			return err
		}
	}
	return serve(ctx, d, opt, announce)
}

// lockServing makes this process the one that serves the directory, waiting for one that is just ending.
func lockServing(ctx context.Context, d dirs) (*flock.Flock, error) {
	ctx, cancel := context.WithTimeout(ctx, predecessorTime)
	defer cancel()
	lock := flock.New(d.serveLock(), flock.SetPermissions(0o600))
	_, err := lock.TryLockContext(ctx, lockPoll)
	if errors.Is(err, context.DeadlineExceeded) {
		other, _ := readEndpoint(d)
		return nil, &LockedError{DataDir: d.data, PID: other.PID}
	}
	if err != nil {
		return nil, fmt.Errorf("lock the engine's state directory: %w", err)
	}
	return lock, nil
}

// serve runs the engine; the directory's lock is held.
func serve(ctx context.Context, d dirs, opt ServeOptions, announce *announcer) error {
	logger := log.New(opt.Log, "", log.LstdFlags|log.LUTC)
	c, err := boot(d, opt)
	if err != nil {
		return err
	}
	defer c.close(killTime, logger)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen on loopback: %w", err)
	}
	e := Endpoint{
		Address: listener.Addr().String(), User: ownerName, Password: newPassword(),
		PID: os.Getpid(), Version: c.version, DataDir: d.data, Started: time.Now().UTC(),
	}
	leaving, leave := context.WithCancel(context.Background())
	defer leave()
	active := newActivity(opt.IdleTimeout)
	s := &server{
		pid:      e.PID,
		owner:    owner{user: e.User, password: e.Password},
		runner:   newRunner(c, active),
		activity: active,
		leaving:  leaving,
		log:      logger,
	}
	web := startWeb(s.handler(), listener, logger)
	if err := writeEndpoint(d, e); err != nil {
		_ = web.Close()
		return err
	}
	announce.ready(e)
	logger.Printf("engine ready: %s, data in %s", e, d.data)

	select {
	case <-ctx.Done():
		logger.Print("engine ends: it was told to")
	case <-s.activity.idle:
		logger.Printf("engine ends: idle for %s", opt.IdleTimeout)
	case err = <-web.served:
		logger.Printf("engine ends: %v", err)
	}
	_ = os.Remove(d.endpoint()) // first, so that nobody is sent here any more
	s.activity.stop()
	leave()
	web.end(logger)
	s.runner.sessions.close()
	return err
}

// webServer is the HTTP server with the means to kill its statements.
type webServer struct {
	http.Server
	kill   context.CancelFunc
	served chan error
}

func startWeb(handler http.Handler, listener net.Listener, logger *log.Logger) *webServer {
	statements, kill := context.WithCancel(context.Background())
	web := &webServer{kill: kill, served: make(chan error, 1)}
	web.Handler = handler
	web.BaseContext = func(net.Listener) context.Context { return statements }
	web.ReadHeaderTimeout = time.Minute
	web.ErrorLog = logger
	go func() { web.served <- web.Serve(listener) }()
	return web
}

// end lets running statements finish, kills them when they take too long, and at last leaves them alone.
func (w *webServer) end(logger *log.Logger) {
	defer w.kill()
	if w.ended(graceTime) {
		return
	}
	logger.Printf("statements are killed: they still ran %s after the engine was told to end", graceTime)
	w.kill()
	if !w.ended(killTime) {
		logger.Printf("statements are left: they still ran %s after they were killed", killTime)
		_ = w.Close()
	}
}

// ended waits until no request is under way; false when that takes longer than the limit.
func (w *webServer) ended(limit time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return w.Shutdown(ctx) == nil
}
