package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"nyckeltal/load"
)

// Connection is a connection to the warehouse that is made when it is first needed, and anew when it has broken: an engine that has
// died is started again. It is safe for concurrent use.
type Connection struct {
	// Connect connects to the warehouse, and starts it where that is to be done. end ends the connection.
	Connect func(ctx context.Context) (w *load.Warehouse, end func() error, err error)

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

// Get returns the warehouse. That ctx ends does not break the connection, which others share.
func (c *Connection) Get(ctx context.Context) (*load.Warehouse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now != nil {
		if time.Since(c.asked) < trust || c.answers(ctx) {
			return c.now, nil
		}
		// Runs may still be using it, so it is closed at the end.
		c.former, c.now = append(c.former, c.end), nil
	}
	now, end, err := c.Connect(context.WithoutCancel(ctx)) // an engine that starts must not end with the first who asks for it
	if err != nil {
		return nil, err
	}
	c.now, c.end, c.asked = now, end, time.Now()
	return now, nil
}

func (c *Connection) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if c.now.Conn().Ping(ctx) != nil {
		return false
	}
	c.asked = time.Now()
	return true
}

// Suspect has the next who asks find out whether the warehouse is there.
func (c *Connection) Suspect() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = time.Time{}
}

// Close ends all connections.
func (c *Connection) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now != nil {
		c.former, c.now = append(c.former, c.end), nil
	}
	var faults []error
	for _, end := range c.former {
		faults = append(faults, end())
	}
	c.former = nil
	return errors.Join(faults...)
}
