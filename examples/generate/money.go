package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// ore is an amount in öre, hundredths of a krona.
type ore int64

const (
	kr  ore = 100
	tkr     = 1000 * kr
)

// kronor returns the amount as the number that a workbook stores.
func (o ore) kronor() float64 { return float64(o) / float64(kr) }

// thousands returns the amount in tkr as the number that a workbook stores.
func (o ore) thousands() float64 { return float64(o) / float64(tkr) }

const (
	noBreakSpace     = "\u00a0"
	narrowBreakSpace = "\u202f"
	minusSign        = "\u2212"
)

// text writes the amount as one of the ways in which exports write amounts as text.
func (o ore) text(r *rand.Rand) string {
	space := pick(r, []string{noBreakSpace, noBreakSpace, narrowBreakSpace, " "})
	if o >= 0 {
		return decimalText(int64(o), 2, space)
	}
	digits := decimalText(int64(-o), 2, space)
	switch r.IntN(4) {
	case 0:
		return minusSign + digits
	case 1:
		return "-" + digits
	}
	return digits + "-"
}

// decimalText writes n units of the last decimal in Swedish: a comma, and the thousands set apart by space.
func decimalText(n int64, decimals int, space string) string {
	digits := strconv.FormatInt(n, 10)
	for len(digits) <= decimals {
		digits = "0" + digits
	}
	integer, fraction := digits[:len(digits)-decimals], digits[len(digits)-decimals:]
	var b strings.Builder
	for i, d := range integer {
		if i > 0 && (len(integer)-i)%3 == 0 {
			b.WriteString(space)
		}
		b.WriteRune(d)
	}
	if decimals > 0 {
		b.WriteString("," + fraction)
	}
	return b.String()
}
