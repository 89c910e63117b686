package xlsx

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"

	"nyckeltal/ingest/workbook/internal/texts"
)

// powers are the powers of ten that a float64 holds exactly.
var powers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// decimal is a decimal number in parts. Its mantissa is right if it has at most 19 digits.
type decimal struct {
	mantissa uint64
	digits   int
	decimals int
	negative bool
}

// scanNumber reads the decimal number that b begins with, and returns how many bytes it takes.
func scanNumber(b []byte) (d decimal, n int) {
	const room = 1 + 8 + 1 + 8 // for sign, digits, point and digits
	if len(b) < room {
		return scanLongNumber(b)
	}
	if b[0] == '-' {
		d.negative, n = true, 1
	}
	whole, digits := scanDigits(binary.LittleEndian.Uint64(b[n:]))
	d.mantissa, d.digits = whole, digits
	n += digits
	if digits < 8 && b[n] == '.' {
		fraction, digits := scanDigits(binary.LittleEndian.Uint64(b[n+1:]))
		d.mantissa = whole*shifts[digits] + fraction
		d.digits += digits
		d.decimals = digits
		n += 1 + digits
		if digits == 8 {
			return scanLongNumber(b)
		}
	} else if digits == 8 {
		return scanLongNumber(b)
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

// scanLongNumber is scanNumber for numbers of any length.
func scanLongNumber(b []byte) (d decimal, n int) {
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
		d.mantissa = d.mantissa*10 + uint64(c)
	}
	d.digits = n - start
	if point >= 0 {
		d.digits--
		d.decimals = n - point - 1
	}
	return d, n
}

// float sets f to the nearest float64 and returns true if one division tells it: if mantissa and power of ten are exact
// as float64s, the division rounds once.
func (d *decimal) float(f *float64) bool {
	if d.digits == 0 || d.digits > 19 || d.mantissa > 1<<53 || d.decimals >= len(powers) {
		return false
	}
	*f = float64(d.mantissa)
	if d.decimals > 0 {
		*f /= powers[d.decimals]
	}
	if d.negative {
		*f = -*f
	}
	return true
}

// parseNumber returns the float64 nearest to a decimal number. It reads what XML Schema calls a double, but no
// infinities and NaN, which no cell can hold.
func parseNumber(b []byte) (f float64, ok bool) {
	if d, n := scanNumber(b); n == len(b) && d.float(&f) {
		return f, true
	}
	return parseRareNumber(b)
}

// parseRareNumber reads numbers with exponents, with more digits than fit, and such.
func parseRareNumber(b []byte) (f float64, ok bool) {
	for _, c := range b {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(texts.View(b), 64)
	return f, err == nil && !math.IsInf(f, 0)
}
