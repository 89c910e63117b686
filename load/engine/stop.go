package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// State is what an engine says of itself.
type State struct {
	Endpoint
	Running int           // requests under way; a held Endpoint counts as one
	Idle    time.Duration // since the last request, when none is under way
}

// Status asks the engine of the directory; asking does not put off its end. When none answers, the error is
// ErrNotRunning.
func Status(ctx context.Context, opt Options) (State, error) {
	d, err := newDirs(opt.StateDir, opt.DataDir)
	if err != nil {
		return State{}, err
	}
	return ask(ctx, d)
}

func ask(ctx context.Context, d dirs) (State, error) {
	e, err := readEndpoint(d)
	if err != nil {
		return State{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	response, err := e.get(ctx, pathStatus)
	if err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	defer response.Body.Close()
	var status engineStatus
	if err := json.NewDecoder(response.Body).Decode(&status); err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	if status.PID != e.PID {
		return State{}, fmt.Errorf("%w: %s answers as process %d", ErrNotRunning, e, status.PID)
	}
	return State{Endpoint: e, Running: status.Running, Idle: status.Idle}, nil
}

// Stop tells the engine of the directory to end and returns when it has let go of its data. Running statements have
// ten seconds to finish. When no engine is running, it returns ErrNotRunning.
func Stop(ctx context.Context, opt Options) error {
	d, err := newDirs(opt.StateDir, opt.DataDir)
	if err != nil {
		return err
	}
	state, err := ask(ctx, d)
	if err != nil {
		return err
	}
	if err := syscall.Kill(state.PID, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("end the engine's process %d: %w", state.PID, err)
	}
	lock := flock.New(d.serveLock(), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return fmt.Errorf("wait for the engine's process %d to end: %w", state.PID, err)
	}
	return lock.Unlock()
}
