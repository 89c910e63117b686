package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// Options say which engine is wanted, and how to start it.
type Options struct {
	// StateDir and DataDir are those of ServeOptions; the command in Args must serve the same ones. StateDir should be
	// a directory for the engine alone: its process may read and write all that lies in it.
	StateDir, DataDir string
	// Args are the arguments with which this very program runs Serve.
	Args []string
	// Env is added to the environment of the engine's process, which inherits only what is harmless (PATH, HOME, TZ
	// and their like).
	Env []string
	// Progress is told when the library must be fetched first, which takes a while; it may be nil.
	Progress io.Writer
}

// startTime is how long a new engine may take until it is ready. It opens every table of the data directory, and
// waits for an engine that is ending.
const startTime = 2 * time.Minute

// Ensure returns the engine of the directory, and starts one when none answers. The engine goes on when the caller
// ends. However many processes call it at the same time, one engine is started; what a killed engine left behind is
// in nobody's way.
//
// When the data directory is in use by something else, the error is a *LockedError; without a library it is a
// *LibraryError; when the engine does not start, a *StartError with the end of its log.
func Ensure(ctx context.Context, opt Options) (Endpoint, error) {
	d, err := newDirs(opt.StateDir, opt.DataDir)
	if err != nil {
		return Endpoint{}, err
	}
	if e, err := find(ctx, d); err == nil {
		return e, nil
	}
	if err := d.create(); err != nil {
		return Endpoint{}, err
	}
	lock := flock.New(d.startLock(), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return Endpoint{}, fmt.Errorf("wait for another command that starts the engine: %w", err)
	}
	defer lock.Unlock()
	if e, err := find(ctx, d); err == nil {
		return e, nil
	}
	library, err := FindLibrary(ctx, opt.Progress)
	if err != nil {
		return Endpoint{}, err
	}
	return start(ctx, d, opt, library)
}

// find returns the engine that the endpoint file names, if it answers.
func find(ctx context.Context, d dirs) (Endpoint, error) {
	e, err := readEndpoint(d)
	if err != nil {
		return Endpoint{}, err
	}
	if err := e.ping(ctx); err != nil {
		return Endpoint{}, fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	return e, nil
}

// start runs the engine's process and waits until it is ready. The start lock must be held.
func start(ctx context.Context, d dirs, opt Options, library string) (Endpoint, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	logFile, err := openLog(d)
	if err != nil {
		return Endpoint{}, err
	}
	defer logFile.Close()
	pipe, announce, err := os.Pipe()
	if err != nil {
		return Endpoint{}, err
	}
	defer pipe.Close()
	cmd, err := command(opt, library, logFile, announce)
	if err == nil {
		err = startConfined(cmd, confinementOf(d, cmd.Path, library))
	}
	_ = announce.Close()
	if err != nil {
		return Endpoint{}, fmt.Errorf("start the engine's process: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }() // so that it does not stay a zombie while this process lives

	stop := context.AfterFunc(ctx, func() { _ = pipe.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	e, err := receive(pipe)
	switch locked := (*LockedError)(nil); {
	case err == nil:
		return e, nil
	case errors.As(err, &locked):
		return Endpoint{}, locked
	case ctx.Err() != nil:
		err = fmt.Errorf("it was not ready in time: %w", ctx.Err())
	case errors.Is(err, errSilent):
		if exit := <-ended; exit != nil {
			err = fmt.Errorf("%w: %w", err, exit)
		}
	}
	return Endpoint{}, &StartError{Err: err, Log: d.log(), Tail: tail(d.log())}
}

// command prepares this program to be run as an engine, on its own, in a session of its own.
func command(opt Options, library string, logFile, announce *os.File) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, opt.Args...)
	cmd.Env = append(environment(), opt.Env...)
	cmd.Env = append(cmd.Env, LibraryVariable+"="+library, announceVariable+"=3")
	cmd.Stdout, cmd.Stderr = logFile, logFile
	cmd.ExtraFiles = []*os.File{announce} // descriptor 3
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd, nil
}
