package inflate

import (
	"encoding/binary"
	"io"
)

// symbols unpacks symbols until the block ends or there is no more room for output. It loads input so that 56 bits are at
// hand at least. A length takes 20 of them at most, so that some literals may be taken before it; a distance takes 28.
func (r *Reader) symbols() error {
	in, out, lits, dists := r.in, r.out, &r.lit, &r.dist
	pos, made, bits, count := r.pos, r.made, r.bits, r.count
	inLimit, outLimit := r.end-16, len(out)-room
	var err error
	for made <= outLimit {
		if pos > inLimit {
			r.pos, r.count = pos, count
			if err = r.overrun(); err != nil {
				break
			}
			r.made = made
			if err = r.fill(); err != nil {
				break
			}
			pos, inLimit = r.pos, r.end-16
		}
		bits |= binary.LittleEndian.Uint64(in[pos:]) << (count & 63)
		pos += int(63-count) >> 3
		count |= 56
		e := lits[bits&(1<<litBits-1)]
		for e&literal != 0 && count >= litBits+20 {
			out[made] = byte(e >> 16)
			made++
			bits, count = bits>>(e&63), count-uint(e&63)
			e = lits[bits&(1<<litBits-1)]
		}
		if e&longer != 0 {
			bits, count = bits>>litBits, count-litBits
			e = lits[e.within(bits)&(litTableSize-1)]
		}
		value := int(e>>16) + e.extra(bits)
		bits, count = bits>>(e&63), count-uint(e&63)
		if e&(literal|special) != 0 {
			if e&literal != 0 {
				out[made] = byte(value)
				made++
				continue
			}
			if r.block, err = noBlock, nil; e&^sizes != endOfBlock {
				err = ErrCorrupt
			}
			break
		}
		bits |= binary.LittleEndian.Uint64(in[pos:]) << (count & 63)
		pos += int(63-count) >> 3
		count |= 56
		e = dists[bits&(1<<distBits-1)]
		if e&longer != 0 {
			bits, count = bits>>distBits, count-distBits
			e = dists[e.within(bits)&(distTableSize-1)]
		}
		distance := int(e>>16) + e.extra(bits)
		bits, count = bits>>(e&63), count-uint(e&63)
		if e&special != 0 || distance > made {
			err = ErrCorrupt
			break
		}
		repeat(out[made-distance:], distance, value)
		made += value
	}
	r.pos, r.bits, r.count = pos, bits, count
	if err := r.overrun(); err != nil {
		return err
	}
	r.made = made
	r.settle()
	return err
}

// within returns where in the table the code is whose first bits have been looked up, and bits are the rest of it.
func (e entry) within(bits uint64) uint64 { return uint64(e>>16) + bits&(1<<(e>>8&31)-1) }

// extra returns the value of the extra bits behind the code that bits begin with.
func (e entry) extra(bits uint64) int { return int(bits & (1<<(e&63) - 1) >> (e >> 8 & 31)) }

// repeat continues what b begins with, for distance bytes, for length bytes more. It writes up to 15 bytes beyond.
func repeat(b []byte, distance, length int) {
	from, to := b, b[distance:]
	switch {
	case distance >= 16:
		for {
			*(*[16]byte)(to) = *(*[16]byte)(from)
			if length -= 16; length <= 0 {
				return
			}
			from, to = from[16:], to[16:]
		}
	case distance >= 8:
		for {
			*(*[8]byte)(to) = *(*[8]byte)(from)
			if length -= 8; length <= 0 {
				return
			}
			from, to = from[8:], to[8:]
		}
	}
	for i := range to[:length] {
		to[i] = from[i]
	}
}

// overrun returns an error if bits have been taken that are not there.
func (r *Reader) overrun() error {
	if r.eof && r.pos*8-int(r.count) > r.end*8 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// settle puts back what has been loaded from behind the end of the stream.
func (r *Reader) settle() {
	if beyond := r.pos - r.end; beyond > 0 {
		r.pos = r.end
		r.count -= uint(8 * beyond)
		r.bits &= 1<<r.count - 1
	}
}
