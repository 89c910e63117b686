package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"nyckeltal/load"
)

// warehouse is the connection to the warehouse, which is made anew when it has broken: an engine that has died is started
// again. It is safe for concurrent use.
type warehouse struct {
	connect func(context.Context) (*load.Warehouse, func() error, error)

	mu     sync.Mutex
	now    *load.Warehouse // nil when there is none
	end    func() error
	asked  time.Time // when it last answered
	former []func() error
}

// trust is how long a warehouse that has answered is taken to be there.
const trust = 5 * time.Second

// patience is how long a warehouse may take to say that it is there.
const patience = 10 * time.Second

// get returns the warehouse.
func (w *warehouse) get(ctx context.Context) (*load.Warehouse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now != nil {
		if time.Since(w.asked) < trust || w.answers(ctx) {
			return w.now, nil
		}
		// Runs may still be using it, so it is closed at the end.
		w.former, w.now = append(w.former, w.end), nil
	}
	now, end, err := w.connect(context.WithoutCancel(ctx)) // an engine that starts must not end with the first who asks for it
	if err != nil {
		return nil, err
	}
	w.now, w.end, w.asked = now, end, time.Now()
	return now, nil
}

func (w *warehouse) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if w.now.Conn().Ping(ctx) != nil {
		return false
	}
	w.asked = time.Now()
	return true
}

// suspect has the next who asks find out whether the warehouse is there.
func (w *warehouse) suspect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = time.Time{}
}

// close ends all connections.
func (w *warehouse) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now != nil {
		w.former, w.now = append(w.former, w.end), nil
	}
	var faults []error
	for _, end := range w.former {
		faults = append(faults, end())
	}
	w.former = nil
	return errors.Join(faults...)
}

// sharedLock keeps other processes from changing what the home publishes, for as long as any run of this process does. It is
// safe for concurrent use.
type sharedLock struct {
	lock func(context.Context) (func() error, error)

	mu     sync.Mutex
	users  int
	unlock func() error
}

// take takes the lock; the caller gives it back.
func (l *sharedLock) take(ctx context.Context) (err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.users == 0 {
		if l.unlock, err = l.lock(ctx); err != nil {
			return err
		}
	}
	l.users++
	return nil
}

func (l *sharedLock) give() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.users--; l.users > 0 {
		return nil
	}
	return l.unlock()
}
