package charset

import (
	"io"
	"math"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// candidates are the encodings of single bytes that are told apart, the one that is taken of equal ones first.
var candidates = [...]Encoding{Windows1252, Latin9, CP850, CP437, MacRoman}

// evidence is what the bytes beyond ASCII tell about a text that is not UTF-8.
type evidence struct {
	counts [utf8.RuneSelf][neighbours][neighbours]int64 // by the byte, what stands before and what after it

	bytes int64 // beyond ASCII
	inner int64 // of these, between others
	runes int64 // of several bytes that are valid as UTF-8
	wrong int64 // of bytes that are not
}

// read takes all of a text into account.
func (e *evidence) read(r io.Reader) error {
	buf := make([]byte, chunkSize)
	kept := 0
	for first := true; ; first = false {
		n, ended, err := readFull(r, buf[kept:])
		if err != nil {
			return err
		}
		b := buf[:kept+n]
		done := e.add(b, first, ended)
		if ended {
			return nil
		}
		// The last byte that was taken stays, as what stands before the next one.
		done = max(done-1, 0)
		kept = copy(buf, b[done:])
	}
}

// add takes the bytes of b into account, but for the first one if they are not the first of the text, and returns up to
// where it has: to the end if they are the last ones, otherwise as far as whole characters must stand.
func (e *evidence) add(b []byte, first, last bool) int {
	start, end := 1, len(b)
	if first {
		start = 0
	}
	if !last {
		end = max(len(b)-utf8.UTFMax, start)
	}
	utf8End := start // of the character at hand
	for utf8End < end && !first && !utf8.RuneStart(b[utf8End]) {
		utf8End++ // it began before
	}
	for i := start; i < end; i++ {
		if b[i] < utf8.RuneSelf {
			continue
		}
		e.bytes++
		before, after := neighbourAt(b, i-1), neighbourAt(b, i+1)
		e.counts[b[i]-utf8.RuneSelf][before][after]++
		if before == high && after == high {
			e.inner++
		}
		if i < utf8End {
			continue
		}
		_, size := utf8.DecodeRune(b[i:])
		utf8End = i + size
		if size > 1 {
			e.runes++
		} else {
			e.wrong++
		}
	}
	return end
}

// mostlyUTF8 tells whether a text that is not valid as UTF-8 was meant to be.
func (e *evidence) mostlyUTF8() bool { return e.runes > 4*e.wrong }

// best returns the encoding in which the text is most plausible, and whether it is plausible enough. A few bytes that
// stand apart are taken for the best that they may be.
func (e *evidence) best() (best Encoding, ok bool) {
	const few = 20
	top := int64(math.MinInt64)
	for _, candidate := range candidates {
		if s := e.score(candidate.codec.(*charmap.Charmap)); s > top {
			best, top = candidate, s
		}
	}
	if e.bytes < few {
		return best, top >= 0 || top > impossible && 2*e.inner <= e.bytes
	}
	return best, top >= e.bytes
}

// score returns how plausible the text is in an encoding.
func (e *evidence) score(table *charmap.Charmap) int64 {
	sum := int64(0)
	for i := range e.counts {
		r := table.DecodeByte(byte(utf8.RuneSelf + i))
		for before := range e.counts[i] {
			for after, n := range e.counts[i][before] {
				if n > 0 {
					sum += n * plausibility(r, neighbour(before), neighbour(after))
				}
			}
		}
	}
	return sum
}
