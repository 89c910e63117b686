package value

import (
	"fmt"
	"strconv"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Periods reads months. It is safe for concurrent use.
type Periods struct {
	layouts  []layout
	adjusted []layout // those with a month, reading 00 and 13 as well
	dates    bool     // Date cells give their month
	expected string
}

// NewPeriods returns a reader of periods in the formats: YYYYMM, YYYY-MM and the like, with PP instead of MM where the
// opening period 00 and the adjustment period 13 occur; formats of days, with or without a time, and "date" for
// YYYY-MM-DD, of which the month counts; "year" for years, which give YYYY-00. Without formats YYYYMM and YYYY-MM are
// taken. Date cells are taken by every format but "year".
func NewPeriods(formats []string) (Periods, error) {
	if len(formats) == 0 {
		formats = []string{"YYYYMM", "YYYY-MM"}
	}
	p := Periods{expected: "a period written " + strings.Join(formats, " or ")}
	for _, format := range formats {
		p.dates = p.dates || format != "year"
		switch format {
		case "date":
			format = "YYYY-MM-DD"
		case "year":
			format = "YYYY"
		default:
			if !strings.Contains(format, "M") && !strings.Contains(format, "P") {
				return Periods{}, fmt.Errorf(`format %q has no month (MM or PP); write "year" for whole years`, format)
			}
		}
		layouts, err := compileAll([]string{format})
		if err != nil {
			return Periods{}, err
		}
		p.layouts = append(p.layouts, layouts...)
	}
	for _, l := range p.layouts {
		if !l.has('Y') {
			return Periods{}, fmt.Errorf("format %q: it has no year (YYYY)", l.text)
		}
		if l.has('h') && !l.has('D') || l.has('M') && l.has('P') || l.has('P') && l.has('D') {
			return Periods{}, fmt.Errorf("format %q is no period: write year and month, as YYYYMM", l.text)
		}
		if strings.Contains(l.text, "MM") && !strings.Contains(l.text, "MMM") && !l.has('D') {
			adjusted, err := compile(strings.Replace(l.text, "MM", "PP", 1))
			if err != nil {
				return Periods{}, err
			}
			p.adjusted = append(p.adjusted, adjusted)
		}
	}
	return p, nil
}

// Read returns the period that a cell holds, or the reason why it has none.
func (p *Periods) Read(c cell.Cell) (period.Period, *Problem) {
	switch c.Kind {
	case cell.Text:
		return p.text(Trim(c.Text))
	case cell.Number:
		if n, ok := whole(c); ok && n >= 0 {
			var buf [20]byte
			digits := strconv.AppendInt(buf[:0], n, 10)
			if found, unique := readAll(p.layouts, string(digits)); unique && found.Valid() {
				return found, nil
			}
			return p.text(string(digits))
		}
	case cell.Date:
		if p.dates {
			return monthOf(c)
		}
	}
	return 0, mustBe(c, p.expected)
}

// text reads a text in every layout; two that differ make it ambiguous.
func (p *Periods) text(s string) (period.Period, *Problem) {
	found, unique := readAll(p.layouts, s)
	if !unique {
		return 0, &Problem{record.Ambiguous, p.expected + ", and only one that fits"}
	}
	switch {
	case found == 0 && twoWays(s):
		return 0, &Problem{record.Ambiguous, p.expected}
	case found == 0:
		if adjusted, _ := readAll(p.adjusted, s); adjusted != 0 {
			return 0, &Problem{record.Malformed, p.expected + "; the mapping's format takes 00 and 13 with PP instead of MM"}
		}
		return 0, &Problem{record.Malformed, p.expected}
	case !found.Valid():
		return 0, &Problem{record.OutOfRange, "a period between 1900 and 2199"}
	}
	return found, nil
}

// readAll reads a text in every layout; 0 when none fits. unique is false when two give different periods.
func readAll(layouts []layout, s string) (found period.Period, unique bool) {
	for _, l := range layouts {
		t, ok := l.read(s)
		if !ok {
			continue
		}
		read := period.New(t.year, t.month)
		if found != 0 && found != read {
			return 0, false
		}
		found = read
	}
	return found, true
}

// monthOf returns the month of a Date cell.
func monthOf(c cell.Cell) (period.Period, *Problem) {
	if c.Num >= 1 && c.Num < maxSerial {
		return period.Of(c.Time()), nil
	}
	return 0, &Problem{record.OutOfRange, "a date between 1900 and 2199"}
}
