package cell

import (
	"math"
	"strconv"
	"time"
)

// The serials of the dates that have four digits for the year: 0001-01-01 and 9999-12-31, the day after excluded.
const (
	firstSerial = -693_593 - 1 // days before 1900-03-01 count from one day later, see Time
	lastSerial  = 2_958_466
)

// longest is the longest length of time that is written as hours: some 100 000 years, in days.
const longest = 40_000_000

// AppendText appends the cell's value as people and programs read it: texts and error codes as they are, numbers by the
// digits that the file holds, true and false, a day as 2023-11-30, a moment as 2023-11-30T13:30:00, a time of day (a date
// on day 0) as 13:30:00, and a length of time as 26:30:00 with as many hours as it takes. Parts of a second are written
// as milliseconds where there are some. Of an empty cell nothing is appended, and of dates and durations beyond the
// range of calendars their digits.
func (c Cell) AppendText(b []byte) []byte {
	switch c.Kind {
	case Bool:
		return strconv.AppendBool(b, c.Num != 0)
	case Date:
		return c.appendDate(b)
	case Duration:
		return c.appendDuration(b)
	}
	return append(b, c.Text...)
}

func (c Cell) appendDate(b []byte) []byte {
	if !(c.Num >= firstSerial && c.Num < lastSerial) {
		return append(b, c.Text...)
	}
	const day = 86_400_000
	if ms := math.Round(c.Num * day); c.Num >= 0 && ms < day {
		return appendClock(b, int64(ms))
	}
	t := c.Time()
	b = t.AppendFormat(b, time.DateOnly)
	if clock := t.Sub(t.Truncate(24 * time.Hour)); clock != 0 {
		b = appendClock(append(b, 'T'), clock.Milliseconds())
	}
	return b
}

func (c Cell) appendDuration(b []byte) []byte {
	if !(math.Abs(c.Num) < longest) {
		return append(b, c.Text...)
	}
	ms := c.Elapsed().Milliseconds()
	if ms < 0 {
		b, ms = append(b, '-'), -ms
	}
	return appendClock(b, ms)
}

// appendClock appends milliseconds as 13:30:00 or 13:30:00.250.
func appendClock(b []byte, ms int64) []byte {
	const second, minute, hour = 1000, 60 * 1000, 60 * 60 * 1000
	b = appendPadded(b, ms/hour, 2)
	b = appendPadded(append(b, ':'), ms%hour/minute, 2)
	b = appendPadded(append(b, ':'), ms%minute/second, 2)
	if part := ms % second; part != 0 {
		b = appendPadded(append(b, '.'), part, 3)
	}
	return b
}

// appendPadded appends n, which is not negative, with zeros before it up to that many digits.
func appendPadded(b []byte, n int64, digits int) []byte {
	for limit := int64(10); digits > 1; digits-- {
		if n < limit {
			b = append(b, '0')
		}
		limit *= 10
	}
	return strconv.AppendInt(b, n, 10)
}
