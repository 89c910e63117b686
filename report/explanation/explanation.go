// Package explanation goes from a figure to the cells behind it: it builds the explanation of a value of kpi_values, or
// of a cost that is shared among customers, from the views, and writes it as text, JSON, TSV or xlsx. The contributions
// that it lists add up exactly to the figure; when they do not, there is an error instead of an explanation.
//
// An explanation holds sums; the contributions themselves are read from the warehouse when they are written, so that a
// figure of millions of postings needs no more memory than one of ten.
package explanation

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// Explanation says what a figure is made of. It reads from the views that it was built from as long as it is written.
type Explanation struct {
	Locale     *locale.Locale
	ID         string // of the indicator, or the view of a cost
	Name       string
	Definition string
	Formula    string // of the value, in the names of measures
	Unit       string
	Decimals   int // of the value as reports show it
	// Multiplier and Divisor make the value from the sums: numerator * Multiplier / (denominator * Divisor).
	Multiplier, Divisor decimal.Decimal

	First, Last period.Period // the months of the window; the year of a cost
	Period      string        // as it was asked for: 2023-11, 2025
	Window      string        // empty for a cost
	Scenario    string
	Version     string // of a cost
	Slices      []Slice
	Value       *decimal.Decimal // unrounded; nil when there is none
	Absence     Absence          // why there is none
	Months      int              // delivered, where some lack
	Expected    int

	AsOf       time.Time // the figure is the one that was published then
	Sides      []*Side
	Deliveries []*contribution.Delivery // contributions refer to them by number, from 1
}

// Slice is what a figure is about: the part of the organisation, a service or a customer.
type Slice struct{ Kind, Name string }

// Absence says why a figure has no value.
type Absence uint8

// The reasons.
const (
	Present    Absence = iota // it has one
	Incomplete                // months of the window lack
	NoDivisor                 // the denominator is 0
	NoTarget                  // a month's target says nothing about the window
	NoShares                  // the shares of the service do not sum to 1
)

// Side is one sum: numerator, denominator, cost or share.
type Side struct {
	Kind  contribution.Side
	Unit  string
	Terms []Term
	Sum   decimal.Decimal // as the views have it
	// Rest is what the views have cut: Sum is that of the contributions and it. It is zero but for shared costs, and for
	// products of more than ten decimals.
	Rest    decimal.Decimal
	Sheets  []Sheet // in the order of deliveries and sheets
	Untold  []int   // numbers of the deliveries behind the sheet of number 0
	Count   int     // contributions
	Records int
	set     *contribution.Set
}

// Term is a measure, times its factor, with what it comes to.
type Term struct {
	Measure string
	Factor  decimal.Decimal
	Sum     decimal.Decimal
}

// Sheet is what one sheet of a delivery contributes.
type Sheet struct {
	Delivery int    // number in Explanation.Deliveries, from 1; 0 when several are not told apart
	Name     string // empty when sheets are not told apart
	Sum      decimal.Decimal
	Count    int
	Records  int
}

// Each calls do with every contribution of the side, in the order of deliveries, sheets and rows; or, when most is above
// 0, with that many of the largest of every sheet, the largest first.
func (s *Side) Each(ctx context.Context, most int, do func(*contribution.Contribution) error) error {
	return s.set.Each(ctx, most, do)
}

// Delivery returns the number of the delivery that a contribution came in by, from 1; 0 when several are not told apart.
func (e *Explanation) Delivery(load uint64) int {
	return slices.IndexFunc(e.Deliveries, func(d *contribution.Delivery) bool { return d.Load == load }) + 1
}
