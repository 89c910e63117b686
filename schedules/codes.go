package schedules

import (
	"context"

	"nyckeltal/load"
)

// codes are those that records are checked against. They are read once per run, and again when a dimension was loaded.
type codes struct {
	known       load.Codes
	fingerprint string
	err         error
	end         chan struct{} // closed when they have been read; nil when nobody has begun to
}

// begin has the codes read meanwhile, unless they are known.
func (c *codes) begin(ctx context.Context, w *load.Warehouse) {
	if c.end != nil {
		return
	}
	c.end = make(chan struct{})
	go func() {
		defer close(c.end)
		if c.known, c.err = w.Codes(ctx); c.err == nil {
			c.fingerprint = c.known.Fingerprint()
		}
	}()
}

// read waits until the codes are known.
func (c *codes) read(ctx context.Context, w *load.Warehouse) error {
	c.begin(ctx, w)
	<-c.end
	return c.err
}

// forget has them read anew by the next who needs them.
func (c *codes) forget() { *c = codes{} }
