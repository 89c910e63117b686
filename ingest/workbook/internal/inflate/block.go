package inflate

import (
	"io"
	"slices"
)

const (
	maxLit  = 286 // literals, the end of the block, and lengths
	maxDist = 30
)

// The entries of the symbols without their codes (RFC 1951, 3.2.5). Two of each are in the fixed codes only, and stand
// for nothing.
var litSymbols, distSymbols = func() (lit [maxLit + 2]entry, dist [maxDist + 2]entry) {
	for i := range lit {
		switch {
		case i < 256:
			lit[i] = literal | entry(i)<<16
		case i == 256:
			lit[i] = endOfBlock
		default:
			lit[i] = invalid
		}
	}
	base := 3
	for i := 257; i < maxLit-1; i++ {
		extra := max(0, (i-257)/4-1)
		lit[i] = entry(base)<<16 | entry(extra)
		base += 1 << extra
	}
	lit[maxLit-1] = 258 << 16
	base = 1
	for i := range dist[:maxDist] {
		extra := max(0, i/2-1)
		dist[i] = entry(base)<<16 | entry(extra)
		base += 1 << extra
	}
	dist[maxDist], dist[maxDist+1] = invalid, invalid
	return lit, dist
}()

// fixedTables sets the tables to the codes that need not be described.
func (r *Reader) fixedTables() error {
	var lengths [maxLit + 2]uint8
	for i := range lengths {
		switch {
		case i < 144, i >= 280:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		default:
			lengths[i] = 7
		}
	}
	if err := build(r.lit[:], litBits, lengths[:], litSymbols[:]); err != nil {
		return err
	}
	return build(r.dist[:], distBits, slices.Repeat([]uint8{5}, maxDist+2), distSymbols[:])
}

// lengthOrder is the order in which the lengths of the code of lengths come.
var lengthOrder = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamicTables reads the codes of a block (RFC 1951, 3.2.7).
func (r *Reader) dynamicTables() error {
	head, err := r.take(14)
	if err != nil {
		return err
	}
	lits, dists, count := head&31+257, head>>5&31+1, head>>10+4
	if lits > maxLit || dists > maxDist {
		return ErrCorrupt
	}
	var order [len(lengthOrder)]uint8
	for _, i := range lengthOrder[:count] {
		n, err := r.take(3)
		if err != nil {
			return err
		}
		order[i] = uint8(n)
	}
	var lengths [maxLit + maxDist]uint8
	if err := r.lengths(lengths[:lits+dists], order[:]); err != nil {
		return err
	}
	if err := build(r.lit[:], litBits, lengths[:lits], litSymbols[:]); err != nil {
		return err
	}
	return build(r.dist[:], distBits, lengths[lits:lits+dists], distSymbols[:])
}

// lengths reads the lengths of codes, which are packed with a code of the lengths in order.
func (r *Reader) lengths(lengths, order []uint8) error {
	const low = 7 // no code is longer
	var table [1 << low]entry
	var symbols [len(lengthOrder)]entry
	for i := range symbols {
		symbols[i] = entry(i) << 16
	}
	if err := build(table[:], low, order, symbols[:]); err != nil {
		return err
	}
	for i := 0; i < len(lengths); {
		e, err := r.symbol(table[:])
		if err != nil {
			return err
		}
		value, repeat := uint8(0), 1
		switch n := uint8(e >> 16); {
		case n < 16:
			value = n
		case n == 16 && i == 0:
			return ErrCorrupt
		case n == 16:
			value = lengths[i-1]
			repeat, err = r.take(2)
			repeat += 3
		case n == 17:
			repeat, err = r.take(3)
			repeat += 3
		default:
			repeat, err = r.take(7)
			repeat += 11
		}
		switch {
		case err != nil:
			return err
		case i+repeat > len(lengths):
			return ErrCorrupt
		}
		for range repeat {
			lengths[i] = value
			i++
		}
	}
	return nil
}

// symbol takes a code of up to 7 bits off the input.
func (r *Reader) symbol(table []entry) (entry, error) {
	if err := r.load(7); err != nil {
		return 0, err
	}
	e := table[r.bits&(1<<7-1)]
	n := uint(e & 0xff)
	switch {
	case e&special != 0:
		return 0, ErrCorrupt
	case n > r.count:
		return 0, io.ErrUnexpectedEOF
	}
	r.bits >>= n
	r.count -= n
	return e, nil
}
