package charset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"unicode/utf8"
)

// survey is what reading a text tells about it.
type survey struct {
	validity
	controls int64 // of characters that no text holds
	beyond   int64 // of bytes beyond ASCII
	replaced int64 // of characters that stand for nothing
	zero     bool
}

// read reads as much of a text as is needed.
func (s *survey) read(r io.Reader) error {
	buf := make([]byte, chunkSize)
	for s.size < sampleSize || s.beyond < enoughBytes {
		n, ended, err := readFull(r, buf)
		if err != nil {
			return err
		}
		s.add(buf[:n])
		s.count(buf[:n])
		if ended {
			s.ended = true
			return nil
		}
	}
	return nil
}

// readFull fills buf, or reads what is left of r and tells that it has ended.
func readFull(r io.Reader, buf []byte) (n int, ended bool, err error) {
	n, err = io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, true, nil
	}
	return n, false, err
}

// count counts what is no ordinary character: eight bytes at a time where there is nothing of the kind.
func (s *survey) count(b []byte) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	s.replaced += int64(bytes.Count(b, []byte("\ufffd")))
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		s.beyond += int64(bits.OnesCount64(x & highs))
		if (x-' '*ones)&^x&highs != 0 { // a byte below the blank
			s.countControls(b[:8])
		}
	}
	for _, c := range b {
		s.beyond += int64(c >> 7)
	}
	s.countControls(b)
}

func (s *survey) countControls(b []byte) {
	const dosEnd = 0x1a // at the end of files of MS-DOS
	for _, c := range b {
		switch {
		case c == 0:
			s.zero = true
		case c < '\t', c > '\r' && c < ' ' && c != dosEnd:
			s.controls++
		}
	}
}

// validity is whether a text, seen piece by piece, is UTF-8.
type validity struct {
	size      int64
	invalidAt int64 // the first byte that is not UTF-8, counted from 1, or 0
	ended     bool
	tail      []byte // of a character that goes on
}

// valid tells whether the text is UTF-8, and ends with a whole character if it has ended.
func (v *validity) valid() bool { return v.invalidAt == 0 && !v.cut() }

// cut tells whether the text has ended within a character.
func (v *validity) cut() bool { return v.ended && len(v.tail) > 0 }

// add takes more bytes into account.
func (v *validity) add(b []byte) {
	start := v.size
	v.size += int64(len(b))
	if v.invalidAt > 0 {
		return
	}
	for len(v.tail) > 0 && len(b) > 0 {
		v.tail = append(v.tail, b[0])
		b = b[1:]
		start++
		if !utf8.FullRune(v.tail) {
			continue
		}
		if !utf8.Valid(v.tail) {
			v.invalidAt = start - int64(len(v.tail)) + 1
			return
		}
		v.tail = v.tail[:0]
	}
	whole := wholeRunes(b)
	if !utf8.Valid(b[:whole]) {
		v.invalidAt = start + int64(firstInvalid(b)) + 1
		return
	}
	v.tail = append(v.tail, b[whole:]...)
}

// wholeRunes returns the length of b without the beginning of a character at its end.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

// firstInvalid returns the index of the first byte that is not UTF-8.
func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(b)
}
