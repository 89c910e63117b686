package remote

import (
	"context"
	"errors"
	"io"
	"sync"

	rclone "github.com/rclone/rclone/fs"
)

// Fetch writes the bytes of a file from an offset on to w, and returns their number, also beside an error. Nothing is written
// to w after it returns. Its errors are *Error, those of w, and ErrRange within an *Error when the server does not give files
// from an offset on.
func (r *Remote) Fetch(ctx context.Context, e Entry, offset int64, w io.Writer) (int64, error) {
	to := &gate{w: w}
	_, err := watch(r.with(ctx), r.limits, func(struct{}) {}, func(ctx context.Context, beat func(int64)) (struct{}, error) {
		to.beat = beat
		return struct{}{}, r.copy(ctx, e, offset, to)
	})
	n, fault := to.shut()
	if fault != nil {
		return n, fault
	}
	return n, r.failure("fetch "+e.Path, err)
}

// copy reads a file to its end.
func (r *Remote) copy(ctx context.Context, e Entry, offset int64, to io.Writer) error {
	o, err := r.fs.NewObject(ctx, e.Path)
	if err != nil {
		return err
	}
	var options []rclone.OpenOption
	if offset > 0 {
		options = append(options, &rclone.RangeOption{Start: offset, End: -1})
	}
	in, err := o.Open(ctx, options...)
	if err != nil {
		return err
	}
	want := e.Size - offset
	n, err := io.Copy(to, limit(in, want, e.Size >= 0))
	if closed := in.Close(); err == nil && n < want {
		err = closed
	}
	switch {
	case err != nil || e.Size < 0:
		return err
	case n > want && offset > 0:
		return ErrRange // the server began at the beginning
	case n < want:
		return io.ErrUnexpectedEOF
	}
	return nil
}

// limit bounds a file of known size: one byte more than expected shows that there are more, however many.
func limit(in io.Reader, want int64, known bool) io.Reader {
	if !known {
		return in
	}
	return io.LimitReader(in, want+1)
}

// gate lets bytes through to a writer until it is shut, and counts them.
type gate struct {
	beat func(int64) // set before the first byte

	mu     sync.Mutex
	w      io.Writer
	n      int64
	err    error // of w
	closed bool
}

var errShut = errors.New("nobody waits for these bytes any more")

// Write passes bytes on.
func (g *gate) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return 0, errShut
	}
	n, err := g.w.Write(p)
	g.n += int64(n)
	g.err = err
	g.beat(int64(n))
	return n, err
}

// shut ends the writing, and returns how many bytes went through and the error of the writer.
func (g *gate) shut() (int64, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	return g.n, g.err
}
