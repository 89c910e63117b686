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
	dates    bool // Date cells give their month
	expected string
}

// NewPeriods returns a reader of periods in the formats: YYYYMM, YYYY-MM and the like, with PP instead of MM where the
// opening period 00 and the adjustment period 13 occur; "date" for dates, whose month counts; "year" for years, which
// give YYYY-00. Without formats YYYYMM and YYYY-MM are taken. Date cells are taken by every format but "year".
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
		if l.has('h') || l.has('M') && l.has('P') || l.has('P') && l.has('D') {
			return Periods{}, fmt.Errorf("format %q is no period: write year and month, as YYYYMM", l.text)
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
			return p.text(string(strconv.AppendInt(buf[:0], n, 10)))
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
	var found period.Period
	for _, l := range p.layouts {
		t, ok := l.read(s)
		if !ok {
			continue
		}
		read := period.New(t.year, t.month)
		if found != 0 && found != read {
			return 0, &Problem{record.Ambiguous, p.expected + ", and only one that fits"}
		}
		found = read
	}
	switch {
	case found == 0 && twoWays(s):
		return 0, &Problem{record.Ambiguous, p.expected}
	case found == 0:
		return 0, &Problem{record.Malformed, p.expected}
	case !found.Valid():
		return 0, &Problem{record.OutOfRange, "a period between 1900 and 2199"}
	}
	return found, nil
}

// monthOf returns the month of a Date cell.
func monthOf(c cell.Cell) (period.Period, *Problem) {
	if c.Num >= 1 && c.Num < maxSerial {
		return period.Of(c.Time()), nil
	}
	return 0, &Problem{record.OutOfRange, "a date between 1900 and 2199"}
}
