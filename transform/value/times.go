package value

import (
	"fmt"
	"strings"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// The years that dates and periods may have.
const (
	firstYear = 1900
	lastYear  = 2199
)

// maxSerial is the serial of 2200-01-01, the first day beyond lastYear.
const maxSerial = 109575

// Times reads days or moments. It is safe for concurrent use.
type Times struct {
	layouts []layout
	clock   bool // moments, not days
}

// NewDates returns a reader of days: Date cells, and texts or whole numbers in one of the formats, which write the
// day as YYYY YY MMMM MMM MM M DD D with marks between them: MMM and MMMM are the Swedish or English name of the month,
// whole or cut to three letters, and YY a year from 1950 to 2049. Without formats YYYY-MM-DD is taken.
func NewDates(formats []string) (Times, error) {
	if len(formats) == 0 {
		formats = []string{"YYYY-MM-DD"}
	}
	return newTimes(formats, false)
}

// NewMoments returns a reader of moments: Date cells, and texts in one of the formats, which write the day as for
// NewDates and the time as hh h mm ss, with A for AM and PM; a part in brackets may be missing. Without formats
// YYYY-MM-DD hh:mm[:ss] is taken.
func NewMoments(formats []string) (Times, error) {
	if len(formats) == 0 {
		formats = []string{"YYYY-MM-DD hh:mm[:ss]", "YYYY-MM-DDThh:mm[:ss]"}
	}
	return newTimes(formats, true)
}

func newTimes(formats []string, clock bool) (Times, error) {
	layouts, err := compileAll(formats)
	if err != nil {
		return Times{}, err
	}
	for _, l := range layouts {
		switch {
		case !l.has('Y'):
			return Times{}, fmt.Errorf("format %q: it has no year (YYYY)", l.text)
		case !l.has('M') || !l.has('D'):
			return Times{}, fmt.Errorf("format %q has no month and day (MM and DD)", l.text)
		case l.has('m') != l.has('h') || l.has('s') && !l.has('m'):
			return Times{}, fmt.Errorf("format %q has half a time: write hh:mm or hh:mm:ss", l.text)
		case !clock && l.has('h'):
			return Times{}, fmt.Errorf("format %q has a time, and the column holds days", l.text)
		}
	}
	return Times{layouts, clock}, nil
}

// Read returns the day (at midnight) or the moment (to the second) that a cell holds, as wall clock in UTC.
func (t *Times) Read(c cell.Cell) (time.Time, *Problem) {
	switch c.Kind {
	case cell.Date:
		return t.date(c)
	case cell.Text:
		return t.text(Trim(c.Text))
	case cell.Number:
		return t.number(c)
	}
	return time.Time{}, mustBe(c, t.example())
}

// date returns the day or moment of a Date cell.
func (t *Times) date(c cell.Cell) (time.Time, *Problem) {
	if !(c.Num >= 0 && c.Num < maxSerial) {
		return time.Time{}, &Problem{record.OutOfRange, "a date between 1900 and 2199"}
	}
	if c.Num < 1 {
		return time.Time{}, &Problem{record.Malformed, "a date, not a time of day alone"}
	}
	moment := c.Time()
	if t.clock {
		return moment.Round(time.Second), nil
	}
	year, month, day := moment.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil
}

// text reads a text in every layout; two that differ make it ambiguous.
func (t *Times) text(s string) (time.Time, *Problem) {
	var found stamp
	for _, l := range t.layouts {
		switch read, ok := l.read(s); {
		case !ok:
		case found.year != 0 && found != read:
			return time.Time{}, &Problem{record.Ambiguous, t.example() + ", and only one that fits"}
		default:
			found = read
		}
	}
	switch {
	case found.year == 0 && twoWays(s):
		return time.Time{}, &Problem{record.Ambiguous, t.example()}
	case found.year == 0:
		return time.Time{}, &Problem{record.Malformed, t.example()}
	case found.year < firstYear || found.year > lastYear:
		return time.Time{}, &Problem{record.OutOfRange, "a date between 1900 and 2199"}
	}
	return found.time(), nil
}

// number reads the digits of a whole number; what may as well be the serial of a date is ambiguous.
func (t *Times) number(c cell.Cell) (time.Time, *Problem) {
	n, ok := whole(c)
	if ok && n >= maxSerial {
		return t.text(fmt.Sprint(n))
	}
	if c.Num >= 0 && c.Num < maxSerial {
		return time.Time{}, &Problem{record.Ambiguous, t.example() + "; this is a number without a date format"}
	}
	return time.Time{}, &Problem{record.Malformed, t.example()}
}

// example says what is taken.
func (t *Times) example() string {
	what := "a date"
	if t.clock {
		what = "a date with time"
	}
	return what + ", or text as " + names(t.layouts)
}

// twoWays tells whether a text is a date that can be read in two ways: 03/04, 03/04/05, 03/04/2023.
func twoWays(s string) bool {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(groups) < 2 || len(groups) > 3 {
		return false
	}
	for _, group := range groups {
		if !digitsOnly(group) || len(group) > 4 {
			return false
		}
	}
	small := func(i int) bool { return len(groups[i]) <= 2 && groups[i] <= "12" }
	switch {
	case len(groups) == 2:
		return len(groups[0]) <= 2 && len(groups[1]) <= 2
	case len(groups[0]) <= 2 && len(groups[1]) <= 2 && len(groups[2]) == 4:
		return small(0) && small(1) && groups[0] != groups[1]
	}
	return len(groups[0]) <= 2 && len(groups[1]) <= 2 && len(groups[2]) <= 2
}
