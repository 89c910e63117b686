// Package xmlstream scans large XML documents record by record while they are being read or inflated in another
// goroutine.
package xmlstream

import (
	"context"
	"errors"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/pump"
)

// Stream is a document that is being scanned. It is used by one goroutine and has to be closed.
type Stream struct {
	name string
	pump *pump.Pump
	done markup.Scanner // after the last whole record
	work markup.Scanner // within the next one
}

// Start begins to read r, XML in UTF-8, in chunks of that many bytes, and closes it at the end. The name is that of the
// document in messages, such as "the part x.xml". A record of more than limits.Memory bytes is refused.
func Start(ctx context.Context, r io.ReadCloser, name string, chunk int, limits format.Limits) *Stream {
	return &Stream{name: name, pump: pump.Start(ctx, r, chunk, int(limits.Memory))}
}

// Next parses the next record. When the bytes at hand end within it, parse returns markup.ErrShort, and is called again
// from the record's beginning once there are more. What parse keeps of the bytes is valid until the next call.
func (s *Stream) Next(parse func(*markup.Scanner) error) error {
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
			return format.Refuse(format.ErrDamaged, "%s ends in the middle", s.name)
		case err != nil:
			return err
		}
		s.done = markup.NewScanner(s.pump.Window())
	}
}

// Finish reads what follows the last record, so that the part's checksum is verified.
func (s *Stream) Finish() error { return s.pump.Drain() }

// Close ends the reading.
func (s *Stream) Close() { s.pump.Close() }
