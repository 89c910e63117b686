// Package contribution reads from the warehouse's views what a figure is made of: the records whose sums are its
// numerator and its denominator, each with the delivery, sheet and cell that it came from. It adds nothing up that the
// views do not, but for checking that the contributions of a figure are the figure.
package contribution

import (
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// Contribution is a record, or for hours the records of a sheet, as a part of a sum.
type Contribution struct {
	Measure      string          // of the view contributions
	Factor       decimal.Decimal // what the sum multiplies the value by
	Value        decimal.Decimal // as the record has it
	Scenario     string
	Span         string // month, tertial or year
	Period       period.Period
	Organisation string
	Area         string
	Branch       string
	Customer     string
	Service      string
	Version      string // of a plan
	Dataset      string
	Key          string // what the dataset calls the record: account and voucher, item, ticket, indicator
	Load         uint64 // the load that it came in by; 0 when several are not told apart
	Published    uint64 // the load that shows it, another one when that has kept it
	Sheet        string
	Row          int    // of the sheet, from 1; 0 when rows are not told
	Cell         string // A1 address of the figure; empty when it is not in one cell
	Records      int    // how many records the value is of
}

// Amount is what the contribution adds to its sum.
func (c *Contribution) Amount() decimal.Decimal { return c.Value.Mul(c.Factor) }

// Delivery is a load that records came in by, and the file that it is of.
type Delivery struct {
	Load   uint64
	File   string // as it was called; empty when the registry has forgotten the load
	SHA256 string // of the file's bytes, in hexadecimal
	Job    string
	Loaded time.Time // in UTC
}

// shortSHA is how many characters of a hash people are shown.
const shortSHA = 12

// ShortSHA is the beginning of the hash, for people; empty when the hash is.
func (d *Delivery) ShortSHA() string { return d.SHA256[:min(shortSHA, len(d.SHA256))] }

// Group is the contributions of one sheet of one delivery to a term of a sum.
type Group struct {
	Load    uint64
	Sheet   string
	Measure string
	Factor  decimal.Decimal
	Count   int // contributions
	Records int // records, which are more where contributions are of several
	Sum     decimal.Decimal
}

// Total is the sum of groups.
func Total(groups []Group) decimal.Decimal {
	var sum decimal.Decimal
	for _, g := range groups {
		sum = sum.Add(g.Sum)
	}
	return sum
}
