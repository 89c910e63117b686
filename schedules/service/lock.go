package service

import (
	"context"
	"sync"
)

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
