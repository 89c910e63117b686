package draft

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// locales are the ways of writing numbers that are tried, as mappings write them; the first needs no word.
var locales = []struct {
	yaml, name string
	value.Locale
}{
	{"", "a decimal comma and spaces", value.Swedish},
	{`{decimal: ".", group: ","}`, "a decimal point and commas between thousands", value.Locale{Decimal: '.', Group: ','}},
	{`{decimal: ".", group: " "}`, "a decimal point and spaces", value.Locale{Decimal: '.', Group: ' '}},
	{`{decimal: ",", group: "."}`, "a decimal comma and points between thousands", value.Locale{Decimal: ',', Group: '.'}},
	{`{decimal: ".", group: "'"}`, "a decimal point and apostrophes", value.Locale{Decimal: '.', Group: '\''}},
}

// numbers counts how the numbers of a column are written.
type numbers struct {
	scale    int
	read     []int // texts, by locale
	texts    int   // without the words for nothing
	nulls    map[string]int
	unread   int // texts that no locale reads
	firstBad string
	lengths  int // cells and texts such as 7:30
	fine     int // cells with more decimals than the column has
	cells    int
	marks    []string // units that stand behind numbers
}

func newNumbers(target *record.Column) *numbers {
	return &numbers{scale: target.Scale, read: make([]int, len(locales)), nulls: map[string]int{}}
}

// add counts a cell that is not empty.
func (n *numbers) add(c cell.Cell, at string) {
	n.cells++
	switch c.Kind {
	case cell.Duration:
		n.lengths++
	case cell.Number:
		d := value.Decimal{Scale: n.scale}
		if _, problem := d.Read(c); problem != nil && problem.Reason == record.TooManyDigits {
			n.fine++
		}
	case cell.Text:
		n.text(c, at)
	}
}

// text counts a text under every locale that reads it.
func (n *numbers) text(c cell.Cell, at string) {
	text := value.Trim(c.Text)
	if slices.Contains(nullWords, text) {
		n.nulls[text]++
		return
	}
	n.texts++
	if strings.Contains(text, ":") && !strings.HasSuffix(text, ":-") {
		n.lengths++
		return
	}
	unit := value.Unit{}
	if name := unitIn(text); name != "" {
		unit, _ = value.FindUnit(name)
		if !slices.Contains(n.marks, name) {
			n.marks = append(n.marks, name)
		}
	}
	any, fine := false, false
	for i := range locales {
		d := value.Decimal{Locale: locales[i].Locale, Unit: unit, Scale: n.scale}
		_, problem := d.Read(c)
		if problem == nil {
			n.read[i]++
			any = true
		} else {
			fine = fine || problem.Reason == record.TooManyDigits
		}
	}
	switch {
	case any:
	case fine:
		n.fine++
	default:
		if n.unread++; n.firstBad == "" {
			n.firstBad = at
		}
	}
}

// refused says what becomes of the texts that no locale reads.
func (n *numbers) refused() string {
	return fmt.Sprintf("%s are no numbers, the first in %s; they will be refused unless null names their words", plural(n.unread, "text"), n.firstBad)
}

// bestLocale returns the index of the locale that reads most texts of all columns; the first of equals.
func bestLocale(all []*numbers) (best, texts int, read []int) {
	read = make([]int, len(locales))
	for _, n := range all {
		texts += n.texts - n.lengths
		for i, count := range n.read {
			read[i] += count
		}
	}
	for i := range read {
		if read[i] > read[best] {
			best = i
		}
	}
	return best, texts, read
}
