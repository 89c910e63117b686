// Package period is the calendar of the product: months as ledgers write them, with the opening period 00 and the
// adjustment period 13 that some of them have.
package period

import (
	"fmt"
	"time"
)

// Period is a month written as the number YYYYMM. The month is 1–12, or 0 for the opening balance of a year, or 13
// for adjustments after December. The zero Period means "no period", for datasets that have none (dimensions).
type Period int32

// New returns the period of a year and a month.
func New(year, month int) Period { return Period(year*100 + month) }

// Of returns the month in which t falls.
func Of(t time.Time) Period { return New(t.Year(), int(t.Month())) }

// Parse reads a period written 2023-11. It is strict: four digits, a hyphen, two digits, month 00–13.
func Parse(s string) (Period, error) {
	var year, month int
	if len(s) == 7 && s[4] == '-' && digits(s[:4], &year) && digits(s[5:], &month) {
		if p := New(year, month); p.Valid() {
			return p, nil
		}
	}
	return 0, fmt.Errorf("%q is not a period: write year and month as 2023-11 (months 00 to 13)", s)
}

// digits reads s, which must be decimal digits only, into n.
func digits(s string, n *int) bool {
	*n = 0
	for _, r := range []byte(s) {
		if r < '0' || r > '9' {
			return false
		}
		*n = *n*10 + int(r-'0')
	}
	return s != ""
}

// Year returns the year, 1900–2199 for valid periods.
func (p Period) Year() int { return int(p) / 100 }

// Month returns the month, 0–13 for valid periods.
func (p Period) Month() int { return int(p) % 100 }

// Valid tells whether the year lies in 1900–2199 and the month in 0–13.
func (p Period) Valid() bool {
	return p.Year() >= 1900 && p.Year() <= 2199 && p.Month() <= 13
}

// IsMonth tells whether the period is a calendar month, and neither opening nor adjustment.
func (p Period) IsMonth() bool { return p.Valid() && p.Month() >= 1 && p.Month() <= 12 }

// Add returns the calendar month n months after p; n may be negative. Opening and adjustment periods count as
// January and December.
func (p Period) Add(n int) Period {
	months := p.Year()*12 + min(max(p.Month(), 1), 12) - 1 + n
	return New(months/12, months%12+1)
}

// Tertial returns 1 for January–April, 2 for May–August and 3 for September–December; opening and adjustment
// periods count as January and December.
func (p Period) Tertial() int { return (min(max(p.Month(), 1), 12)-1)/4 + 1 }

// String writes the period as 2023-11, and the zero Period as "-".
func (p Period) String() string {
	if p == 0 {
		return "-"
	}
	return fmt.Sprintf("%04d-%02d", p.Year(), p.Month())
}
