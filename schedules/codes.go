package schedules

import (
	"context"

	"nyckeltal/load"
)

// codes are those that records are checked against. They are read once per run, and again when a dimension was loaded.
type codes struct {
	known       load.Codes // nil until they are read
	fingerprint string
}

func (c *codes) read(ctx context.Context, w *load.Warehouse) error {
	if c.known != nil {
		return nil
	}
	known, err := w.Codes(ctx)
	if err != nil {
		return err
	}
	c.known, c.fingerprint = known, known.Fingerprint()
	return nil
}

func (c *codes) forget() { c.known = nil }
