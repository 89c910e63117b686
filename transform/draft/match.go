package draft

import (
	"cmp"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// How well a heading fits a column; of synonyms the first ones fit best.
const (
	same      = 100 // the heading is the word
	holding   = 75  // the heading holds the word
	beginning = 50  // the heading begins or ends with the word
	enough    = 35
)

// pairing is a column of the sheet that may fill one of the dataset.
type pairing struct {
	sheet, target int // indexes into table.columns and Dataset.Columns
	score         int
}

// pair finds out which column of the sheet fills which of the dataset, each once, the best first. What belongs to an across
// table is left alone.
func pair(t *table, d *record.Dataset, a *across) []pairing {
	var all []pairing
	for i := range t.columns {
		c := &t.columns[i]
		if c.heading == "" || c.filled() == 0 || a.uses(c) {
			continue
		}
		for j := range d.Columns {
			target := &d.Columns[j]
			if a.fills(target.Name) || !takes(target, c) {
				continue
			}
			score := fits(c.heading, wordsFor(d.Name, target.Name))
			if score > holding || score >= enough && len(target.Allowed) == 0 { // certain words stand under a plain heading
				all = append(all, pairing{i, j, score})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pairing) int {
		return cmp.Or(b.score-a.score, a.sheet-b.sheet, a.target-b.target)
	})
	var chosen []pairing
	for _, p := range all {
		taken := slices.ContainsFunc(chosen, func(o pairing) bool { return o.sheet == p.sheet || o.target == p.target })
		if !taken {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// fits tells how well a heading fits the words for a column.
func fits(heading string, words []string) (score int) {
	parts := split(heading)
	plain := parts
	if before, _, ok := strings.Cut(heading, "("); ok && strings.TrimSpace(before) != "" {
		plain = split(before)
	}
	key := strings.Join(plain, "")
	describes := len(plain) > 0 && slices.ContainsFunc(describing, func(end string) bool {
		return strings.HasSuffix(plain[len(plain)-1], end)
	})
	for i, candidate := range words {
		folded := fold(candidate)
		s := 0
		switch {
		case key == folded:
			s = same - i
		case describes:
		case contains(plain, split(candidate)):
			s = holding - i
		case len(folded) >= 5 && (strings.HasPrefix(key, folded) || strings.HasSuffix(key, folded)):
			s = beginning - i
		}
		score = max(score, s)
	}
	return score
}

// contains tells whether words stand in a row among others.
func contains(list, words []string) bool {
	for i := 0; i+len(words) <= len(list); i++ {
		if slices.Equal(list[i:i+len(words)], words) {
			return len(words) > 0
		}
	}
	return false
}

// takes tells whether a column of the sheet can hold what the dataset's column takes.
func takes(target *record.Column, c *column) bool {
	n := c.filled()
	most := func(count int) bool { return 2*count > n }
	switch target.Type {
	case record.Decimal, record.Int:
		return most(c.numbers() + c.Kinds[cell.Duration])
	case record.Date, record.DateTime:
		return most(c.dates() + c.longNumbers())
	case record.Period:
		return most(c.dates() + c.numbers() + c.Kinds[cell.Date] + c.short())
	case record.Person:
		return most(c.Personal)
	}
	if len(target.Allowed) > 0 {
		return !c.numeric() && !c.More && c.Distinct <= maxWords
	}
	return !most(c.dates())
}

// longNumbers counts numbers and texts of numbers that may be dates such as 20231130.
func (c *column) longNumbers() int {
	n := 0
	if len(c.Numbers.Min) == 8 && len(c.Numbers.Max) == 8 {
		n += c.Kinds[cell.Number]
	}
	if c.Texts.Longest <= 12 && c.Texts.Longest >= 8 {
		n += c.Texts.Numbers
	}
	return n
}

// short counts texts that may be the name of a month or a year with letters before it.
func (c *column) short() int {
	if c.Texts.Longest > 16 || c.Distinct > 60 {
		return 0
	}
	return c.Kinds[cell.Text] - c.Texts.Numbers - c.Texts.Dates
}
