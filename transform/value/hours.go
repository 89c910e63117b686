package value

import (
	"math"
	"math/bits"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// What lengths of time are counted in: milliseconds, which is the resolution that spreadsheets keep.
const (
	perSecond = 1000
	perHour   = 3600 * perSecond
	perDay    = 24 * perHour
)

// length reads a length of time as hours, where the unit says so: a Duration, or a time of day, which is how spreadsheets
// keep 7:30 when nobody formats it.
func (d *Decimal) length(c cell.Cell) (int64, *Problem) {
	ms, ok := elapsed(c)
	if !d.Unit.hours || !ok {
		return 0, mustBe(c, d.example())
	}
	if ms < 0 {
		return d.ratio(true, uint64(-ms), perHour)
	}
	return d.ratio(false, uint64(ms), perHour)
}

// elapsed returns the milliseconds of a Duration cell, or of a Date cell that holds a time of day alone.
func elapsed(c cell.Cell) (ms int64, ok bool) {
	if !(math.Abs(c.Num) < maxSerial) {
		return 0, false
	}
	ok = c.Kind == cell.Duration || c.Kind == cell.Date && c.Num >= 0 && c.Num < 1
	return int64(math.Round(c.Num * perDay)), ok
}

// ratio returns n/m with its sign, scaled, or the reason why that is no result.
func (d *Decimal) ratio(negative bool, n, m uint64) (int64, *Problem) {
	high, low := bits.Mul64(n, powers[d.Scale])
	if high >= m {
		return 0, &Problem{record.OutOfRange, "a number of at most 18 digits"}
	}
	whole, rest := bits.Div64(high, low, m)
	switch {
	case rest != 0 && !d.Round:
		return 0, d.tooMany(0)
	case rest >= m-rest:
		whole++
	}
	return d.scale(negative, whole, 0)
}

// readLength reads 7:30, 37:30 or 37:30:15 as milliseconds; minutes and seconds have two digits each and are less than 60.
func readLength(s string) (ms uint64, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) > 7 {
		return 0, false
	}
	for i, part := range parts {
		if !digitsOnly(part) || i > 0 && (len(part) != 2 || part >= "60") {
			return 0, false
		}
		n := uint64(0)
		for j := range len(part) {
			n = n*10 + uint64(part[j]-'0')
		}
		ms = ms*60 + n
	}
	if len(parts) == 2 {
		ms *= 60
	}
	return ms * perSecond, true
}
