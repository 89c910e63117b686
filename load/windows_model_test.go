package load_test

import (
	"fmt"
	"math/big"
	"slices"
)

// What kpi_values and kpi_monthly must show, computed as plainly as it can be: for every slice, month and window all
// measures are looked at.

// indicator is what the catalogue says of an indicator; value = numerator * multiplier / (denominator * divisor).
type indicator struct {
	id, additivity, frequency string
	multiplier, divisor       int64
}

// measured is a row of measure_records. Its month counts from year 0.
type measured struct {
	indicator, scenario, span                     string
	period, month                                 int
	organisation, area, branch, customer, service string
	numerator, denominator                        int64
	stated                                        bool
}

// line identifies the figures of an indicator for a slice.
type line struct{ indicator, scenario, kind, slice string }

// slices are those that the measure belongs to.
func (m *measured) slices() []line {
	both := ""
	if m.branch != "" && m.area != "" {
		both = m.branch + "/" + m.area
	}
	lines := []line{
		{kind: "total"},
		{kind: "organisation", slice: m.organisation},
		{kind: "area", slice: m.area},
		{kind: "branch", slice: m.branch},
		{kind: "branch_area", slice: both},
		{kind: "customer", slice: m.customer},
		{kind: "service", slice: m.service},
	}
	lines = slices.DeleteFunc(lines, func(l line) bool { return l.slice == "" && l.kind != "total" })
	for i := range lines {
		lines[i].indicator, lines[i].scenario = m.indicator, m.scenario
	}
	return lines
}

// window is a span of months, both ends included, seen from a month.
type window struct {
	name              string
	seen, first, last int
}

// windowsOf are all that are seen from a month.
func windowsOf(month int) []window {
	january, tertial := month-month%12, month-month%4
	return []window{
		{"month", month, month, month},
		{"ytd", month, january, month},
		{"r12", month, month - 11, month},
		{"tertial", month, tertial, month},
		{"tertial_full", month, tertial, tertial + 3},
		{"year", month, january, january + 11},
	}
}

// whole tells whether a measure of a longer span is the figure of the window.
func (w window) whole(m *measured) bool {
	switch w.name {
	case "year":
		return m.span == "year" && m.month-m.month%12 == w.first
	case "tertial", "tertial_full":
		return m.span == "tertial" && m.month-m.month%4 == w.first
	}
	return false
}

// totals are what the measures of a window add up to.
type totals struct {
	numerator, denominator, last, newest, wholeNumerator int64
	newestMonth                                          int
	months                                               map[int]bool
	hasLast, isWhole, stated                             bool
}

// model is everything that there is.
type model struct {
	indicators []indicator
	measures   map[line][]*measured
	delivered  map[[2]string]map[int]bool // months by indicator and scenario
}

func newModel(indicators []indicator, measures []*measured) *model {
	m := &model{indicators: indicators, measures: map[line][]*measured{}, delivered: map[[2]string]map[int]bool{}}
	for _, one := range measures {
		for _, l := range one.slices() {
			m.measures[l] = append(m.measures[l], one)
		}
		key := [2]string{one.indicator, one.scenario}
		if m.delivered[key] == nil {
			m.delivered[key] = map[int]bool{}
		}
		if one.span == "month" {
			m.delivered[key][one.month] = true
		}
	}
	return m
}

// add adds the measures of a line up. A window to date has begun when the newest delivered month has come so far.
func (m *model) add(l line, w window) totals {
	t := totals{months: map[int]bool{}}
	newest := 0
	for month := range m.delivered[[2]string{l.indicator, l.scenario}] {
		newest = max(newest, month)
	}
	begun := w.name == "year" || w.name == "tertial_full" || w.last <= newest
	for _, one := range m.measures[l] {
		switch {
		case one.span != "month" && w.whole(one):
			t.isWhole, t.stated = true, t.stated || one.stated
			t.wholeNumerator += one.numerator
		case one.span == "month" && begun && w.first <= one.month && one.month <= w.last:
			t.addMonth(one, w)
		}
	}
	return t
}

func (t *totals) addMonth(one *measured, w window) {
	t.numerator, t.denominator = t.numerator+one.numerator, t.denominator+one.denominator
	t.months[one.month], t.stated = true, t.stated || one.stated
	if one.month == w.last {
		t.last, t.hasLast = t.last+one.numerator, true
	}
	if one.month > t.newestMonth {
		t.newest, t.newestMonth = 0, one.month
	}
	if one.month == t.newestMonth {
		t.newest += one.numerator
	}
}

// figure is a row of kpi_values.
type figure struct {
	rule               string
	numerator          int64
	denominator, value *big.Rat // nil for NULL
	months, expected   int
	complete, there    bool
	indicator          indicator
	line               line
	window             window
}

// figure makes a figure of what a window adds up to, as docs/kpi.md says.
func (m *model) figure(i indicator, l line, w window) figure {
	t := m.add(l, w)
	f := figure{indicator: i, line: l, window: w, there: t.isWhole || len(t.months) > 0, expected: 1}
	ratio := i.additivity == "ratio" && !t.stated
	f.rule, f.numerator = rule(i, ratio, t)
	if ratio {
		f.denominator = big.NewRat(t.denominator, 1)
	}
	for month := range m.delivered[[2]string{l.indicator, l.scenario}] {
		if w.first <= month && month <= w.last {
			f.months++
		}
	}
	if i.additivity == "ratio" {
		f.months = len(t.months)
	}
	if f.rule == "sum" && i.frequency == "month" {
		f.expected = w.last - w.first + 1
	}
	switch {
	case f.rule == "whole":
		f.complete = true
	case f.rule != "sum" && t.stated && w.name != "month":
	case f.rule == "last":
		f.complete = t.hasLast
	default:
		f.complete = f.months >= f.expected
	}
	f.value = f.divide(t.stated)
	return f
}

func rule(i indicator, ratio bool, t totals) (string, int64) {
	switch {
	case t.isWhole:
		return "whole", t.wholeNumerator
	case i.additivity == "sum" || ratio:
		return "sum", t.numerator
	case i.frequency == "month":
		return "last", t.last
	}
	return "newest", t.newest
}

// divide returns the value, cut to ten decimals; nil where there is none.
func (f *figure) divide(stated bool) *big.Rat {
	switch {
	case !f.complete || f.denominator != nil && f.denominator.Sign() == 0:
		return nil
	case stated:
		return big.NewRat(f.numerator, 1)
	}
	below := big.NewInt(f.indicator.divisor)
	if f.denominator != nil {
		below.Mul(below, f.denominator.Num())
	}
	const units = 10_000_000_000
	above := new(big.Int).Mul(big.NewInt(f.numerator*f.indicator.multiplier), big.NewInt(units))
	return new(big.Rat).SetFrac(above.Quo(above, below), big.NewInt(units))
}

// figures are all that there are for months from the first to the last one.
func (m *model) figures(first, last int) []figure {
	var all []figure
	for _, i := range m.indicators {
		for l := range m.measures {
			if l.indicator != i.id {
				continue
			}
			for month := first; month <= last; month++ {
				for _, w := range windowsOf(month) {
					if f := m.figure(i, l, w); f.there {
						all = append(all, f)
					}
				}
			}
		}
	}
	return all
}

func (f *figure) period() int { return f.window.seen/12*100 + f.window.seen%12 + 1 }

// String is the figure as the test asks kpi_values for it.
func (f *figure) String() string {
	complete := 0
	if f.complete {
		complete = 1
	}
	return fmt.Sprintf("%s %s %s %s %d %s: %s %d / %s, %d of %d, %d = %s", f.line.indicator, f.line.scenario, f.line.kind, f.line.slice, f.period(),
		f.window.name, f.rule, f.numerator, decimals(f.denominator), f.months, f.expected, complete, decimals(f.value))
}

// decimals writes a number as ClickHouse does.
func decimals(n *big.Rat) string {
	if n == nil {
		return "NULL"
	}
	text := n.FloatString(10)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	return text
}
