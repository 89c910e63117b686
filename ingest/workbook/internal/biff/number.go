// Package biff reads the values that the binary formats of Excel share, whatever records they stand in: BIFF8 in .xls
// and BIFF12 in .xlsb.
package biff

import (
	"math"
	"strconv"
)

// RK returns the number that is packed into 32 bits: an integer of 30 bits or the upper 30 bits of a float64, either of
// them perhaps in hundredths ([MS-XLSB] 2.5.123, [MS-XLS] 2.5.217).
func RK(packed uint32) float64 {
	const hundredths, integer = 1, 2
	var f float64
	if packed&integer != 0 {
		f = float64(int32(packed) >> 2)
	} else {
		f = math.Float64frombits(uint64(packed&^3) << 32)
	}
	if packed&hundredths != 0 {
		f /= 100
	}
	return f
}

// exact is the power of ten below which whole numbers have at most 15 digits. No two decimals of so many are the same
// float64, so that one which gives the float64 is, without zeros at its end, the shortest.
const exact = 1e15

// AppendNumber appends the shortest decimal that gives the same float64: as a plain number as far as spreadsheets write
// them so, and with an exponent when it is very large or very small.
func AppendNumber(dst []byte, f float64) []byte {
	size := math.Abs(f)
	if size < exact {
		if n := int64(f); float64(n) == f {
			return strconv.AppendInt(dst, n, 10)
		}
		if n := math.Round(size * 100); n < exact && n/100 == size {
			return appendHundredths(dst, uint64(n), f < 0)
		}
	}
	if size < 1e-6 || size >= 1e21 {
		return strconv.AppendFloat(dst, f, 'E', -1, 64)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

// appendHundredths appends a number of hundredths that is not a whole number.
func appendHundredths(dst []byte, n uint64, negative bool) []byte {
	if negative {
		dst = append(dst, '-')
	}
	dst = strconv.AppendUint(dst, n/100, 10)
	dst = append(dst, '.', byte('0'+n/10%10))
	if last := n % 10; last != 0 {
		dst = append(dst, byte('0'+last))
	}
	return dst
}
