package profile

import (
	"hash/maphash"
	"math"
	"strings"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
)

// column is a column of which some cells have been seen.
type column struct {
	Column
	filled int
	bounds [cell.Error + 1]bounds
	values map[uint64]struct{} // hashes of the distinct values; nil when there are too many
	newest uint64              // the hash of the latest value
	budget *int                // how many more may be kept, of all columns
	seed   maphash.Seed
}

// bounds are the smallest and the largest value of a kind.
type bounds struct {
	min, max cell.Cell
}

func newColumn(index int, budget *int) *column {
	return &column{Column: Column{Index: index}, values: map[uint64]struct{}{}, budget: budget, seed: maphash.MakeSeed()}
}

// add counts a cell that is not empty.
func (c *column) add(v *cell.Cell, row int) {
	c.filled++
	c.Kinds[v.Kind]++
	if v.Formula {
		c.Formulas++
	}
	switch v.Kind {
	case cell.Error:
		c.fault(v.Text, row)
		return
	case cell.Text:
		c.text(v.Text)
	case cell.Number:
		if isPersonal(v.Text) {
			c.Personal++
		}
		c.bound(v)
	case cell.Date, cell.Duration:
		c.bound(v)
	}
	if c.values != nil {
		c.distinguish(v)
	}
}

// fault counts an error code.
func (c *column) fault(code string, row int) {
	for i := range c.Errors {
		if c.Errors[i].Code == code || i == maxFaults-1 {
			c.Errors[i].Count++
			return
		}
	}
	c.Errors = append(c.Errors, Fault{Code: strings.Clone(code), Count: 1, First: cell.Ref(c.Index, row)})
}

// text counts what a text looks like.
func (c *column) text(text string) {
	text = strings.TrimSpace(text)
	switch looksLike(text) {
	case aNumber:
		c.Texts.Numbers++
	case aDate:
		c.Texts.Dates++
	case aPerson:
		c.Personal++
	}
	n := utf8.RuneCountInString(text)
	c.Texts.Longest = max(c.Texts.Longest, n)
	if c.Texts.Shortest == 0 || n < c.Texts.Shortest {
		c.Texts.Shortest = n
	}
}

// bound counts a value into the range of its kind.
func (c *column) bound(v *cell.Cell) {
	b := &c.bounds[v.Kind]
	first := c.Kinds[v.Kind] == 1
	if first || v.Num < b.min.Num {
		b.min = *v
		b.min.Text = strings.Clone(v.Text)
	}
	if first || v.Num > b.max.Num {
		b.max = *v
		b.max.Text = strings.Clone(v.Text)
	}
}

// distinguish counts a value if it is new.
func (c *column) distinguish(v *cell.Cell) {
	var hash uint64
	if v.Kind == cell.Text {
		hash = maphash.String(c.seed, v.Text)
	} else {
		hash = maphash.Comparable(c.seed, [2]uint64{uint64(v.Kind), math.Float64bits(v.Num)})
	}
	if hash == c.newest {
		return
	}
	c.newest = hash
	c.values[hash] = struct{}{}
	if n := len(c.values); n == c.Distinct {
		return
	}
	c.Distinct++
	*c.budget--
	if c.Distinct > maxDistinct || *c.budget < 0 {
		*c.budget += c.Distinct
		c.Distinct--
		c.More, c.values = true, nil
	}
}

// finish returns what has been found in so many rows.
func (c *column) finish(rows int) Column {
	c.Kinds[cell.Empty] = rows - c.filled
	if c.Personal == 0 {
		c.Numbers, c.Dates, c.Durations = c.rangeOf(cell.Number), c.rangeOf(cell.Date), c.rangeOf(cell.Duration)
	}
	return c.Column
}

func (c *column) rangeOf(kind cell.Kind) Range {
	if c.Kinds[kind] == 0 {
		return Range{}
	}
	b := c.bounds[kind]
	return Range{Min: string(b.min.AppendText(nil)), Max: string(b.max.AppendText(nil))}
}
