package libchdb

import (
	"io"
	"time"
	"unsafe"
)

// Result is a result, or a chunk of one, in memory of the library.
type Result struct {
	lib    *Library
	handle uintptr
}

// result wraps a handle; a result that carries an error is freed and becomes the error.
func (l *Library) result(handle uintptr) (*Result, error) {
	if handle == 0 {
		return nil, &Error{Message: "libchdb gave no result"}
	}
	if message := text(l.fn.resultError(handle)); message != "" {
		l.fn.destroyResult(handle)
		return nil, ParseError(message)
	}
	return &Result{lib: l, handle: handle}, nil
}

// Bytes returns the formatted data without copying: valid until Free, and not to be written to.
func (r *Result) Bytes() []byte {
	address := r.lib.fn.resultBuffer(r.handle)
	if address == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(pointer(address)), r.lib.fn.resultLength(r.handle))
}

// Statistics are counters of a statement; those that do not apply are 0.
type Statistics struct {
	ResultRows, ResultBytes   uint64 // bytes as the engine holds them in memory
	WrittenRows, WrittenBytes uint64 // materialised views included
	Elapsed                   time.Duration
}

// Statistics returns the counters of the statement, or of a chunk of its result.
func (r *Result) Statistics() Statistics {
	fn := &r.lib.fn
	return Statistics{
		ResultRows:   fn.resultRowsRead(r.handle),
		ResultBytes:  fn.resultBytesRead(r.handle),
		WrittenRows:  fn.resultRowsWritten(r.handle),
		WrittenBytes: fn.resultBytesWritten(r.handle),
		Elapsed:      time.Duration(fn.resultElapsed(r.handle) * float64(time.Second)),
	}
}

// Free gives the memory back; the result may be freed more than once.
func (r *Result) Free() {
	if r.handle != 0 {
		r.lib.fn.destroyResult(r.handle)
		r.handle = 0
	}
}

// Stream is a statement whose result is fetched chunk by chunk. It occupies its connection until Close.
type Stream struct {
	conn   *Conn
	handle uintptr
	ended  bool
}

// Stream starts a statement. Each chunk of its result is a document of its own in the format.
func (c *Conn) Stream(sql, format string, params ...Param) (*Stream, error) {
	result, err := c.lib.result(call(c.lib.fn.streamQuery, c.conn(), sql, format, params))
	if err != nil {
		return nil, err
	}
	return &Stream{conn: c, handle: result.handle}, nil
}

// Next returns the next chunk, which the caller frees, and io.EOF after the last one.
func (s *Stream) Next() (*Result, error) {
	if s.ended {
		return nil, io.EOF
	}
	lib := s.conn.lib
	chunk, err := lib.result(offMain(func() uintptr { return lib.fn.streamFetch(s.conn.conn(), s.handle) }))
	if err != nil {
		s.ended = true
		return nil, err
	}
	if lib.fn.resultLength(chunk.handle) == 0 && lib.fn.resultRowsRead(chunk.handle) == 0 {
		chunk.Free()
		s.ended = true
		return nil, io.EOF
	}
	return chunk, nil
}

// Close ends the statement, cancelling it when its result was not read to the end.
func (s *Stream) Close() {
	if s.handle == 0 {
		return
	}
	offMain(func() struct{} {
		if !s.ended {
			s.conn.lib.fn.streamCancel(s.conn.conn(), s.handle)
		}
		s.conn.lib.fn.destroyResult(s.handle)
		return struct{}{}
	})
	s.handle = 0
}
