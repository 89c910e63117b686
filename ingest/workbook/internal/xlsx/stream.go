package xlsx

import (
	"context"
	"errors"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/pump"
)

// stream scans a large part record by record while it is being inflated.
type stream struct {
	name string
	size uint64 // unpacked, in bytes, as the container has it
	pump *pump.Pump
	done markup.Scanner // after the last whole record
	work markup.Scanner // within the next one
}

// stream opens a part for scanning. The stream has to be closed.
func (c *container) stream(ctx context.Context, name string) (*stream, error) {
	r, err := c.open(name)
	if err != nil {
		return nil, err
	}
	size := c.parts[partName(name)].UncompressedSize64
	chunk := min(uint64(c.chunk), size+1)
	return &stream{name: name, size: size, pump: pump.Start(ctx, r, int(chunk), int(c.limits.Memory))}, nil
}

// next parses the next record. When the bytes at hand end within it, parse returns markup.ErrShort, and is called again
// from the record's beginning once there are more. What parse keeps of the bytes is valid until the next call.
func (s *stream) next(parse func(*markup.Scanner) error) error {
	for {
		s.work = s.done
		err := parse(&s.work)
		if err == nil {
			s.done = s.work
			return nil
		}
		if !errors.Is(err, markup.ErrShort) {
			return err
		}
		switch err := s.pump.More(len(s.pump.Window()) - s.done.Pos()); {
		case errors.Is(err, io.EOF):
			return format.Refuse(format.ErrDamaged, "the part %s ends in the middle", s.name)
		case err != nil:
			return err
		}
		s.done = markup.NewScanner(s.pump.Window())
	}
}

// finish reads what follows the last record, so that the part's checksum is verified.
func (s *stream) finish() error { return s.pump.Drain() }

// close ends the inflating.
func (s *stream) close() { s.pump.Close() }
