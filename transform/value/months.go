package value

import (
	"math"
	"strings"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
)

// Span is the stretch of time that a heading names: a month or a tertial, with or without its year.
type Span struct {
	Year  int // 0 when the heading has none
	Month int // 1–12; for a tertial its last month
}

// monthNames gives the months by their folded Swedish and English names.
var monthNames = func() map[string]int {
	names := map[string]int{"sept": 9}
	for i, name := range strings.Fields("januari februari mars april maj juni juli augusti september oktober november december") {
		names[name], names[name[:3]] = i+1, i+1
	}
	for i, name := range strings.Fields("january february march april may june july august september october november december") {
		names[name], names[name[:3]] = i+1, i+1
	}
	return names
}()

// Month reads the heading of a month: its Swedish or English name, whole or cut to three letters, alone or with a year
// (Jan, januari, Jan-23, jan 2023, 2023 Jan), 202301, 2023-01, or a date. Two digits are a year of this century.
func Month(c cell.Cell) (Span, bool) {
	switch c.Kind {
	case cell.Date:
		p, problem := monthOf(c)
		return Span{p.Year(), p.Month()}, problem == nil
	case cell.Number:
		n, ok := whole(c)
		p := period.Period(n)
		return Span{p.Year(), p.Month()}, ok && n <= math.MaxInt32 && p.IsMonth()
	case cell.Text:
		return monthText(match.Fold(c.Text))
	}
	return Span{}, false
}

// monthText reads a folded heading.
func monthText(text string) (Span, bool) {
	digits := text
	if len(text) == 7 && text[4] == '-' {
		digits = text[:4] + text[5:]
	}
	if len(digits) == 6 && digitsOnly(digits) {
		p, err := period.Parse(digits[:4] + "-" + digits[4:])
		return Span{p.Year(), p.Month()}, err == nil && p.IsMonth()
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		p := period.Of(day)
		return Span{p.Year(), p.Month()}, p.Valid()
	}
	name, year, ok := cutYear(text)
	month := monthNames[strings.TrimRight(name, ".")]
	return Span{year, month}, ok && month != 0
}

// Year reads a year of four digits, 1900–2199.
func Year(c cell.Cell) (int, *Problem) {
	switch c.Kind {
	case cell.Text:
		if year, ok := fourDigits(Trim(c.Text)); ok {
			return year, nil
		}
	case cell.Number:
		if n, ok := whole(c); ok && n >= firstYear && n <= lastYear {
			return int(n), nil
		}
	}
	return 0, mustBe(c, "a year such as 2023")
}

// Tertial reads the heading of a tertial: T1, T 2, Tertial 3, alone or with a year of four digits behind it.
func Tertial(heading string) (Span, bool) {
	text := match.Fold(heading)
	rest, ok := strings.CutPrefix(text, "tertial")
	if !ok {
		rest, ok = strings.CutPrefix(text, "t")
	}
	if !ok || rest == "" || rest[0] < '1' || rest[0] > '3' {
		return Span{}, false
	}
	year := 0
	if tail := strings.Trim(rest[1:], "-/"); tail != "" {
		if year, ok = fourDigits(tail); !ok {
			return Span{}, false
		}
	}
	return Span{year, 4 * int(rest[0]-'0')}, true
}

// cutYear splits jan-23, jan2023, 2023jan and jan/23 into name and year; a name alone has year 0.
func cutYear(text string) (name string, year int, ok bool) {
	if len(text) > 4 {
		if year, ok := fourDigits(text[:4]); ok {
			return strings.TrimLeft(text[4:], "-/."), year, true
		}
	}
	name = strings.TrimRight(text, "0123456789")
	digits := text[len(name):]
	name = strings.TrimRight(name, "-/.'’")
	switch len(digits) {
	case 0:
		return name, 0, true
	case 2:
		return name, 2000 + int(digits[0]-'0')*10 + int(digits[1]-'0'), true
	}
	year, ok = fourDigits(digits)
	return name, year, ok
}

// fourDigits reads a year of four digits.
func fourDigits(s string) (year int, ok bool) {
	if len(s) != 4 || !digitsOnly(s) {
		return 0, false
	}
	for i := range len(s) {
		year = year*10 + int(s[i]-'0')
	}
	return year, year >= firstYear && year <= lastYear
}
