// Package pump reads a stream in a goroutine of its own and hands it out as windows of bytes that lie side by side, so
// that inflating the next bytes overlaps with parsing the ones before.
package pump

import (
	"context"
	"errors"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
)

// ChunkSize is how much is best read at a time: enough to make the handing over cheap and to hold many rows, little
// enough to stay in a cache.
const ChunkSize = 256 << 10

const (
	// headroom is the space before each chunk that takes what is left of the window before.
	headroom = 32 << 10
	// chunks is how many are on their way at a time.
	chunks = 4
)

// chunk is a buffer that is filled from headroom on.
type chunk struct {
	buf []byte
	end int
	err error // of the read after these bytes; io.EOF at the end of the stream
}

// Pump is a stream being read. It is used by one goroutine and has to be closed.
type Pump struct {
	ctx    context.Context
	cancel context.CancelFunc
	full   chan chunk
	free   chan []byte
	chunk  int
	limit  int

	window []byte
	buf    []byte // of the chunk that the window lies in; nil when it lies in joined
	joined []byte
	err    error
}

// Start begins to read r in chunks of that many bytes. It closes r when the pump is closed or the stream has ended. A
// window of more than limit bytes is refused.
func Start(ctx context.Context, r io.ReadCloser, chunkSize, limit int) *Pump {
	chunkSize = min(chunkSize, max(limit/4, 1)) // as a window holds one and what was left of those before
	p := &Pump{full: make(chan chunk, chunks), free: make(chan []byte, chunks), chunk: chunkSize, limit: limit}
	p.ctx, p.cancel = context.WithCancel(ctx)
	for range chunks {
		p.free <- nil // made when first needed: most streams are shorter than one
	}
	go p.run(r)
	return p
}

// run reads r into chunks until it ends or the pump is closed.
func (p *Pump) run(r io.ReadCloser) {
	defer close(p.full)
	defer r.Close() // only read from
	for {
		c := chunk{end: headroom}
		select {
		case c.buf = <-p.free:
		case <-p.ctx.Done():
			return
		}
		if c.buf == nil {
			c.buf = make([]byte, headroom+p.chunk)
		}
		for c.end < len(c.buf) && c.err == nil {
			var n int
			n, c.err = r.Read(c.buf[c.end:])
			c.end += n
		}
		select {
		case p.full <- c:
		case <-p.ctx.Done():
			return
		}
		if c.err != nil {
			return
		}
	}
}

// Window returns the bytes at hand. They are valid until More is called.
func (p *Pump) Window() []byte { return p.window }

// More drops all but the last keep bytes of the window and appends at least as many more, or what is left of the
// stream. At the end of the stream it returns io.EOF, and the window holds the kept bytes.
func (p *Pump) More(keep int) error {
	kept := p.window[len(p.window)-keep:]
	if p.err != nil {
		p.window = kept
		return p.err
	}
	for grown := 0; grown <= keep && p.err == nil; {
		c, ok := <-p.full
		if !ok {
			p.window, p.err = kept, p.ctx.Err()
			return p.err
		}
		p.err = c.err
		grown += c.end - headroom
		p.join(kept, c)
		kept = p.window
		if len(p.window) > p.limit {
			p.err = format.Refuse(format.ErrLimit, "one row or text takes more than %d bytes", p.limit)
			return p.err
		}
	}
	if len(p.window) > keep {
		return nil
	}
	return p.err
}

// join makes a window of the kept bytes and the chunk: within the chunk's buffer if its headroom holds them.
func (p *Pump) join(kept []byte, c chunk) {
	if len(kept) <= headroom {
		start := headroom - len(kept)
		copy(c.buf[start:], kept)
		if p.buf != nil {
			p.free <- p.buf
		}
		p.buf, p.window = c.buf, c.buf[start:c.end]
		return
	}
	if p.buf != nil || len(kept) < len(p.joined) { // otherwise they are in place, and not to be moved at each chunk
		p.joined = append(p.joined[:0], kept...)
	}
	p.joined = append(p.joined, c.buf[headroom:c.end]...)
	p.window = p.joined
	for _, buf := range [...][]byte{p.buf, c.buf} {
		if buf != nil {
			p.free <- buf
		}
	}
	p.buf = nil
}

// Drain reads the rest of the stream without keeping it, so that its checksum is verified. It returns nil at the end.
func (p *Pump) Drain() error {
	for {
		if err := p.More(0); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Close stops the reading and waits until it has ended.
func (p *Pump) Close() {
	p.cancel()
	for range p.full { // closed by run
	}
}
