// Package decimal reads the numbers that files write in digits.
package decimal

import (
	"encoding/binary"
	"math/bits"
	"strconv"

	"nyckeltal/ingest/workbook/internal/texts"
)

// powers are the powers of ten that a float64 holds exactly.
var powers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// Number is a decimal number in parts.
type Number struct {
	Mantissa uint64 // all digits as one number, right if there are at most 19 of them
	Digits   int    // how many there are
	decimals int    // how many of them stand behind the point
	negative bool
}

// Scan reads the number that b begins with, without an exponent, and returns how many bytes it takes. There may be none: it has
// no digits then.
func Scan(b []byte) (d Number, n int) {
	const room = 1 + 8 + 1 + 8 // for sign, digits, point and digits
	if len(b) < room {
		return scanLong(b)
	}
	if b[0] == '-' {
		d.negative, n = true, 1
	}
	whole, digits := scanDigits(binary.LittleEndian.Uint64(b[n:]))
	d.Mantissa, d.Digits = whole, digits
	n += digits
	if digits < 8 && b[n] == '.' {
		fraction, digits := scanDigits(binary.LittleEndian.Uint64(b[n+1:]))
		d.Mantissa = whole*shifts[digits] + fraction
		d.Digits += digits
		d.decimals = digits
		n += 1 + digits
		if digits == 8 {
			return scanLong(b)
		}
	} else if digits == 8 {
		return scanLong(b)
	}
	return d, n
}

// shifts are the powers of ten that scanDigits shifts by.
var shifts = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// scanDigits reads the digits that eight bytes begin with, and returns their value and number.
func scanDigits(b uint64) (value uint64, n int) {
	const ones = 0x0101010101010101
	digits := b ^ '0'*ones
	// Of a byte that is no digit the highest bit is set here. What it carries into the next ones does no harm.
	n = bits.TrailingZeros64((digits+0x76*ones|digits)&(0x80*ones)) / 8
	// Shifted up, the digits have zeros before them. They are added up in pairs, in fours and in eights.
	digits <<= 8 * (8 - n)
	digits = digits * (1 + 10<<8) >> 8 & 0x00ff00ff00ff00ff
	digits = digits * (1 + 100<<16) >> 16 & 0x0000ffff0000ffff
	digits = digits * (1 + 10_000<<32) >> 32
	return digits, n
}

// scanLong is Scan for numbers of any length.
func scanLong(b []byte) (d Number, n int) {
	if len(b) > 0 && b[0] == '-' {
		d.negative, n = true, 1
	}
	start, point := n, -1
	for ; n < len(b); n++ {
		c := b[n] - '0'
		if c > 9 {
			if b[n] != '.' || point >= 0 {
				break
			}
			point = n
			continue
		}
		d.Mantissa = d.Mantissa*10 + uint64(c)
	}
	d.Digits = n - start
	if point >= 0 {
		d.Digits--
		d.decimals = n - point - 1
	}
	return d, n
}

// Float sets f to the nearest float64 and returns true if one division tells it: if mantissa and power of ten are exact
// as float64s, the division rounds once.
func (d *Number) Float(f *float64) bool {
	if d.Digits == 0 || d.Digits > 19 || d.Mantissa > 1<<53 || d.decimals >= len(powers) {
		return false
	}
	*f = float64(d.Mantissa)
	if d.decimals > 0 {
		*f /= powers[d.decimals]
	}
	if d.negative {
		*f = -*f
	}
	return true
}

// Parse returns the float64 nearest to a decimal number, which may have an exponent. It reads what XML Schema calls a double, but
// no infinities and NaN, which no cell can hold.
func Parse(b []byte) (f float64, ok bool) {
	if d, n := Scan(b); n == len(b) && d.Float(&f) {
		return f, true
	}
	return parseRare(b)
}

// parseRare reads numbers with exponents, with more digits than fit, and such.
func parseRare(b []byte) (f float64, ok bool) {
	for _, c := range b {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(texts.View(b), 64)
	return f, err == nil
}
