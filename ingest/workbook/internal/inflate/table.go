package inflate

import "math/bits"

// entry is what a code stands for. It holds, from the lowest bit on: in 8 bits how many bits the code takes with the
// extra bits behind it; in 5 bits how many without; three flags; in 16 bits the literal, the base of the length or
// distance, or where the table of longer codes begins. Without flags it is a length or distance.
type entry uint32

const (
	literal entry = 1 << 13
	special entry = 1 << 14 // none of literal, length and distance
	longer  entry = 1 << 15 // the code is longer than what has been looked up; always special too

	endOfBlock = special | 1<<16
	invalid    = special

	sizes entry = 1<<13 - 1 // what the sizes in bits are in
)

const (
	maxCode  = 15 // bits of the longest code
	litBits  = 11 // that are looked up at first
	distBits = 8

	// The tables take up to 143 tables of longer codes with 1<<4 entries each, and 15 with 1<<7.
	litTableSize  = 1 << 13
	distTableSize = 1 << 12
)

// build fills a table with the codes of these lengths, of which low bits are looked up at first. The entries of the
// symbols are without their codes. An empty code is right as long as none of it is used.
func build(table []entry, low int, lengths []uint8, symbols []entry) error {
	var counts, next [maxCode + 2]int // the number of codes of each length, and the next one
	for _, n := range lengths {
		counts[n]++
	}
	longest := 0
	for n := 1; n <= maxCode; n++ {
		next[n+1] = (next[n] + counts[n]) << 1
		if counts[n] > 0 {
			longest = n
		}
	}
	for i := range table[:1<<low] {
		table[i] = invalid
	}
	// A code has to be complete, except that a single symbol may have a code of one bit.
	if all := next[longest] + counts[longest]; longest > 0 && all != 1<<longest && (all != 1 || longest != 1) {
		return ErrCorrupt
	}
	end := 1 << low
	for symbol, n := range lengths {
		if n == 0 {
			continue
		}
		code := int(bits.Reverse16(uint16(next[n]) << (16 - n)))
		next[n]++
		part, size, length := table, low, int(n)
		if length > low {
			start := &table[code&(1<<low-1)]
			if *start&longer == 0 {
				*start = special | longer | entry(end)<<16 | entry(longest-low)<<8 | entry(low)
				end += 1 << (longest - low)
			}
			part, size, length, code = table[*start>>16:], longest-low, length-low, code>>low
		}
		for e := symbols[symbol] + entry(length)*(1<<8+1); code < 1<<size; code += 1 << length {
			part[code] = e
		}
	}
	return nil
}
