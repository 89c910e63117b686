// Package value reads cells as exact values: decimals by integer arithmetic, dates, periods and codes, in a declared
// locale and unit. What can be read in two ways is refused. It knows neither mappings nor sheets.
package value

import (
	"math"
	"strconv"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// Problem says why a cell was refused. It never holds what the cell holds, which may be private.
type Problem struct {
	Reason   record.Reason
	Expected string // what would have been accepted, for a person
}

// Error says what is wrong.
func (p *Problem) Error() string { return string(p.Reason) + ": expected " + p.Expected }

// mustBe is the problem of a cell whose kind cannot hold the value: an error, or something malformed.
func mustBe(c cell.Cell, expected string) *Problem {
	if c.Kind == cell.Error {
		return &Problem{record.ErrorCell, expected}
	}
	return &Problem{record.Malformed, expected}
}

// maxDigits is the number of significant decimal digits that a spreadsheet keeps of a number.
const maxDigits = 15

// maxExact is the limit below which every whole number of a cell is exact within 15 digits.
const maxExact = 1e15

// whole returns the whole number that a Number cell holds; ok is false when it has decimals or too many digits.
func whole(c cell.Cell) (n int64, ok bool) {
	if math.Abs(c.Num) >= maxExact || c.Num != math.Trunc(c.Num) {
		return 0, false
	}
	return int64(c.Num), true
}

// Show returns what a cell holds as a person sees it, for messages.
func Show(c cell.Cell) string {
	text := c.Text
	switch c.Kind {
	case cell.Empty:
		return ""
	case cell.Number:
		text = numberText(c.Num)
	case cell.Bool:
		text = strconv.FormatBool(c.Num != 0)
	case cell.Date:
		text = showTime(c)
	case cell.Duration:
		text = c.Elapsed().String()
	}
	return text
}

// showTime writes a Date cell: as a time of day when it has no day, else as a day, with the time when it has one.
func showTime(c cell.Cell) string {
	if !(c.Num >= 0 && c.Num < maxSerial) {
		return c.Text
	}
	t := c.Time()
	switch {
	case c.Num < 1:
		return t.Format("15:04:05")
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04:05")
}
