// Package inflate unpacks DEFLATE streams (RFC 1951). It is made for the parts of workbooks: long streams of XML whose
// packed bytes end where the reader ends. It loads input eight bytes at a time and looks up whole symbols with their
// extra bits, which readers that have to stop exactly behind the stream cannot; on sheets it takes about half the time of
// the standard library's.
package inflate

import (
	"errors"
	"io"
)

// ErrCorrupt says that a stream is not DEFLATE.
var ErrCorrupt = errors.New("the packed data are damaged")

const (
	// inputSize is how much is read at a time, and padding what follows it in the buffer: zeros at the end of the
	// stream, so that eight bytes can be loaded from any place in it.
	inputSize = 64 << 10
	padding   = 64
	// history is how far back a match reaches.
	history = 32 << 10
	// outputSize is how much is unpacked at a time, and room what one turn of the loop may write beyond.
	outputSize = 96 << 10
	room       = 64 + 258 + 16
)

// Reader unpacks a stream. It is used by one goroutine.
type Reader struct {
	src io.Reader
	in  []byte // inputSize + padding
	pos int    // of the next byte to load
	end int    // of the bytes that have been read
	eof bool   // there are no more of them

	bits  uint64 // the next bits, lowest first; those from count on are right or 0
	count uint   // how many count

	out   []byte // history + outputSize + room
	taken int    // up to where it has been handed out
	made  int    // up to where it has been made

	block  blockKind
	last   bool // the block is the last one
	stored int  // bytes left of a stored block
	err    error
	lit    [litTableSize]entry
	dist   [distTableSize]entry
}

// blockKind is what kind of block the reader is in.
type blockKind uint8

const (
	noBlock blockKind = iota
	storedBlock
	packedBlock
)

// NewReader returns a reader of what is packed in src, which it reads beyond the end of the stream.
func NewReader(src io.Reader) *Reader {
	return &Reader{
		src: src,
		in:  make([]byte, inputSize+padding),
		out: make([]byte, history+outputSize+room),
	}
}

// Read implements io.Reader. Its errors are ErrCorrupt, io.ErrUnexpectedEOF, and those of the source.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for r.taken == r.made {
		if r.err != nil {
			return 0, r.err
		}
		r.slide()
		r.err = r.unpack()
	}
	n := copy(p, r.out[r.taken:r.made])
	r.taken += n
	return n, nil
}

// slide makes room for more output, and keeps the history.
func (r *Reader) slide() {
	if r.made <= len(r.out)-room {
		return
	}
	copy(r.out, r.out[r.made-history:r.made])
	r.made, r.taken = history, history
}

// unpack makes output until there is no more room for it. At the end of the stream it returns io.EOF.
func (r *Reader) unpack() error {
	for r.made <= len(r.out)-room {
		var err error
		switch {
		case r.block == storedBlock:
			err = r.copyStored()
		case r.block == packedBlock:
			err = r.symbols()
		case r.last:
			return io.EOF
		default:
			err = r.header()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// header reads the header of a block.
func (r *Reader) header() error {
	head, err := r.take(3)
	if err != nil {
		return err
	}
	r.last = head&1 != 0
	switch head >> 1 {
	case 0:
		return r.storedHeader()
	case 1:
		r.block = packedBlock
		return r.fixedTables()
	case 2:
		r.block = packedBlock
		return r.dynamicTables()
	}
	return ErrCorrupt
}

// storedHeader reads the header of a stored block, which begins with a whole byte.
func (r *Reader) storedHeader() error {
	r.bits >>= r.count & 7
	r.count &^= 7
	size, err := r.take(16)
	if err != nil {
		return err
	}
	check, err := r.take(16)
	if err != nil {
		return err
	}
	if size != check^0xffff {
		return ErrCorrupt
	}
	r.pos -= int(r.count / 8) // loaded ahead
	r.bits, r.count = 0, 0
	r.block, r.stored = storedBlock, size
	return nil
}

// copyStored copies what is at hand of a stored block.
func (r *Reader) copyStored() error {
	if r.stored == 0 {
		r.block = noBlock
		return nil
	}
	if r.pos >= r.end {
		if err := r.fill(); err != nil {
			return err
		}
		if r.pos >= r.end {
			return io.ErrUnexpectedEOF
		}
	}
	n := copy(r.out[r.made:len(r.out)-room+1], r.in[r.pos:min(r.end, r.pos+r.stored)])
	r.pos += n
	r.made += n
	r.stored -= n
	return nil
}

// fill reads more input after what is left of it.
func (r *Reader) fill() error {
	if r.eof {
		return nil
	}
	r.end = copy(r.in, r.in[r.pos:r.end])
	r.pos = 0
	for r.end < inputSize/2 && !r.eof {
		n, err := r.src.Read(r.in[r.end:inputSize])
		r.end += n
		switch {
		case errors.Is(err, io.EOF):
			r.eof = true
			clear(r.in[r.end:])
		case err != nil:
			return err
		}
	}
	return nil
}

// take takes up to 16 bits off the input.
func (r *Reader) take(n uint) (int, error) {
	if err := r.load(n); err != nil {
		return 0, err
	}
	if r.count < n {
		return 0, io.ErrUnexpectedEOF
	}
	value := int(r.bits & (1<<n - 1))
	r.bits >>= n
	r.count -= n
	return value, nil
}

// load loads input until n bits count, as far as there are so many.
func (r *Reader) load(n uint) error {
	for r.count < n {
		if r.pos >= r.end {
			if err := r.fill(); err != nil {
				return err
			}
			if r.pos >= r.end {
				return nil
			}
		}
		r.bits |= uint64(r.in[r.pos]) << r.count
		r.pos++
		r.count += 8
	}
	return nil
}
