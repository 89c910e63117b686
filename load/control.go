package load

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// control is what must come out of the warehouse for one period of a load.
type control struct {
	records uint64
	sums    []*big.Int // scaled units of the dataset's control columns, in order
}

// controls are the control totals of a load by period.
type controls struct {
	dataset *record.Dataset
	columns []int // positions of the control columns
	period  int   // position of the period, or -1
	periods map[period.Period]*control

	last  period.Period // of the record before: those of a period often come together
	total *control      // of last; nil before the first record
	value big.Int       // of a record, kept for its memory
}

func newControls(d *record.Dataset) *controls {
	c := &controls{dataset: d, period: d.Index("period"), periods: make(map[period.Period]*control)}
	for _, name := range d.Control {
		c.columns = append(c.columns, d.Index(name))
	}
	return c
}

// add counts a record.
func (c *controls) add(r *record.Record) {
	var p period.Period
	if c.period >= 0 {
		p = period.Period(r.Values[c.period].Int)
	}
	if c.total == nil || p != c.last {
		c.last, c.total = p, c.of(p)
	}
	c.total.records++
	for i, column := range c.columns {
		if v := &r.Values[column]; !v.Null {
			c.total.sums[i].Add(c.total.sums[i], c.value.SetInt64(v.Int))
		}
	}
}

func (c *controls) of(p period.Period) *control {
	total := c.periods[p]
	if total == nil {
		total = &control{sums: make([]*big.Int, len(c.columns))}
		for i := range total.sums {
			total.sums[i] = new(big.Int)
		}
		c.periods[p] = total
	}
	return total
}

// join adds other controls of the dataset.
func (c *controls) join(other *controls) {
	for p, theirs := range other.periods {
		mine := c.of(p)
		mine.records += theirs.records
		for i, sum := range theirs.sums {
			mine.sums[i].Add(mine.sums[i], sum)
		}
	}
}

// records is the number of records of all periods.
func (c *controls) records() uint64 {
	var n uint64
	for _, total := range c.periods {
		n += total.records
	}
	return n
}

// sorted returns the periods in order.
func (c *controls) sorted() []period.Period {
	return slices.Sorted(maps.Keys(c.periods))
}

// totals returns the control sums of all periods by column.
func (c *controls) totals() map[string]decimal.Decimal {
	totals := make(map[string]decimal.Decimal)
	for i, column := range c.columns {
		sum := new(big.Int)
		for _, total := range c.periods {
			sum.Add(sum, total.sums[i])
		}
		totals[c.dataset.Columns[column].Name] = decimal.NewFromBigInt(sum, -int32(c.dataset.Columns[column].Scale))
	}
	return totals
}

// difference says where the other controls differ, or "" where they do not.
func (c *controls) difference(other *controls) string {
	var differences []string
	for _, p := range c.sorted() {
		mine, theirs := c.of(p), other.of(p)
		if mine.records != theirs.records {
			differences = append(differences, fmt.Sprintf("period %s: %d records sent, %d in the warehouse", p, mine.records, theirs.records))
		}
		for i, column := range c.columns {
			if mine.sums[i].Cmp(theirs.sums[i]) != 0 {
				differences = append(differences, fmt.Sprintf("period %s: the sums of %s differ", p, c.dataset.Columns[column].Name))
			}
		}
	}
	if c.records() != other.records() {
		differences = append(differences, fmt.Sprintf("%d records sent, %d in the warehouse", c.records(), other.records()))
	}
	return strings.Join(differences, "; ")
}
