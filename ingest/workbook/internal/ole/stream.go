package ole

import (
	"fmt"
	"io"
	"sort"
)

// Stream is one of the files within a compound file. Several goroutines may read from it at a time.
type Stream struct {
	r       io.ReaderAt
	extents []extent
	size    int64
}

// extent is a piece of a stream that lies in one place.
type extent struct {
	start int64 // in the stream; it ends where the next one begins
	at    int64 // in what the stream lies in
}

// extentSize is what an extent takes in memory, in bytes.
const extentSize = 16

// add appends a piece to the stream.
func (s *Stream) add(at, length int64) {
	if n := len(s.extents); n == 0 || s.extents[n-1].at+s.size-s.extents[n-1].start != at {
		s.extents = append(s.extents, extent{start: s.size, at: at})
	}
	s.size += length
}

// Size returns the number of bytes.
func (s *Stream) Size() int64 { return s.size }

// ReadAt reads from the stream as io.ReaderAt has it.
func (s *Stream) ReadAt(b []byte, at int64) (n int, err error) {
	if at < 0 {
		return 0, fmt.Errorf("read before the beginning of a stream: %d", at)
	}
	i := sort.Search(len(s.extents), func(i int) bool { return s.extents[i].start > at }) - 1
	for n < len(b) && at < s.size {
		e, end := s.extents[i], s.size
		if i+1 < len(s.extents) {
			end = s.extents[i+1].start
		}
		part := min(int64(len(b)-n), end-at)
		if err := readFull(s.r, b[n:n+int(part)], e.at+at-e.start); err != nil {
			return n, err
		}
		n += int(part)
		at += part
		i++
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}
