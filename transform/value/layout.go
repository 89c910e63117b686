package value

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"nyckeltal/ingest/match"
)

// layout is a compiled format of dates, times and periods in text.
type layout struct {
	text  string
	parts []part
}

// part is one field or literal of a layout. A field reads min to max digits, or a name.
type part struct {
	// field is 'Y' year, 'M' month, 'P' period 00–13, 'D' day, 'h' hour, 'm' minute, 's' second, 'A' half of the day, or 0
	// for a literal.
	field    byte
	min, max int
	name     bool // letters, not digits
	literal  string
}

// stamp is what a layout reads. Fields that the layout lacks are zero.
type stamp struct {
	year, month, day, hour, minute, second int
	half                                   int // of the day: 1 before noon, 2 after it, 0 when the hours count to 24
}

// tokens lists the fields as formats write them, longest first.
var tokens = []struct {
	text string
	part part
}{
	{"YYYY", part{field: 'Y', min: 4, max: 4}},
	{"MMMM", part{field: 'M', name: true}},
	{"MMM", part{field: 'M', name: true}},
	{"YY", part{field: 'Y', min: 2, max: 2}},
	{"MM", part{field: 'M', min: 2, max: 2}},
	{"PP", part{field: 'P', min: 2, max: 2}},
	{"DD", part{field: 'D', min: 2, max: 2}},
	{"hh", part{field: 'h', min: 2, max: 2}},
	{"mm", part{field: 'm', min: 2, max: 2}},
	{"ss", part{field: 's', min: 2, max: 2}},
	{"M", part{field: 'M', min: 1, max: 2}},
	{"D", part{field: 'D', min: 1, max: 2}},
	{"h", part{field: 'h', min: 1, max: 2}},
	{"A", part{field: 'A', name: true}},
}

// compileAll compiles formats; a part in brackets may be missing from the text.
func compileAll(formats []string) ([]layout, error) {
	var layouts []layout
	for _, format := range formats {
		variants := []string{format}
		if before, rest, ok := strings.Cut(format, "["); ok {
			inner, after, closed := strings.Cut(rest, "]")
			if !closed {
				return nil, fmt.Errorf("format %q: the bracket is not closed", format)
			}
			variants = []string{before + inner + after, before + after}
		}
		for _, variant := range variants {
			l, err := compile(variant)
			if err != nil {
				return nil, fmt.Errorf("format %q: %w", format, err)
			}
			layouts = append(layouts, l)
		}
	}
	return layouts, nil
}

// compile turns one format without brackets into a layout.
func compile(format string) (layout, error) {
	l := layout{text: format}
	for rest := format; rest != ""; {
		p, width, err := nextPart(rest)
		if err != nil {
			return layout{}, err
		}
		if p.field != 0 && l.has(p.field) {
			return layout{}, fmt.Errorf("%q occurs twice", rest[:width])
		}
		if n := len(l.parts); n > 0 && p.field != 0 && l.parts[n-1].min != l.parts[n-1].max {
			return layout{}, fmt.Errorf("%q follows a field of one or two digits without a mark between them", rest[:width])
		}
		l.parts = append(l.parts, p)
		rest = rest[width:]
	}
	if l.has('A') && !l.has('h') {
		return layout{}, fmt.Errorf("the half of the day (A) needs an hour (hh or h)")
	}
	return l, nil
}

// nextPart reads the field or literal that a format begins with.
func nextPart(format string) (p part, width int, err error) {
	for _, token := range tokens {
		if strings.HasPrefix(format, token.text) {
			return token.part, len(token.text), nil
		}
	}
	c := format[0]
	if c != 'T' && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || c == ']') {
		return part{}, 0, fmt.Errorf("%q is not understood; "+
			"use YYYY YY MMMM MMM MM M PP DD D hh h mm ss A and marks between them", format)
	}
	return part{literal: format[:1]}, 1, nil
}

// has tells whether the layout reads the field.
func (l layout) has(field byte) bool {
	for _, p := range l.parts {
		if p.field == field {
			return true
		}
	}
	return false
}

// read takes s apart; ok is false when it is not written in the layout or no such day, month or time exists.
func (l layout) read(s string) (t stamp, ok bool) {
	for i, p := range l.parts {
		if p.field == 0 {
			width := p.mark(s)
			if width == 0 {
				return stamp{}, false
			}
			s = s[width:]
			continue
		}
		n, width := p.value(s)
		if width == 0 || !t.set(p, n) {
			return stamp{}, false
		}
		if s = s[width:]; p.name && !l.marks(i+1, '.') {
			s = strings.TrimPrefix(s, ".") // of a name cut short
		}
	}
	ok = s == "" && t.day <= daysIn(t.year, t.month) && t.noon()
	return t, ok
}

// marks tells whether part i is a literal that begins with the mark.
func (l layout) marks(i int, mark byte) bool {
	return i < len(l.parts) && l.parts[i].field == 0 && l.parts[i].literal[0] == mark
}

// mark returns the length in bytes of the literal that s begins with, or 0. All kinds of spaces are the same.
func (p part) mark(s string) int {
	switch {
	case s == "":
		return 0
	case s[0] == p.literal[0]:
		return 1
	case p.literal == " " && strings.HasPrefix(s, "\u00a0"):
		return 2
	case p.literal == " " && strings.HasPrefix(s, "\u202f"):
		return 3
	}
	return 0
}

// value reads the field that s begins with; its width is 0 when s does not begin with it.
func (p part) value(s string) (n, width int) {
	if p.name {
		return p.word(s)
	}
	return p.digits(s)
}

// digits reads the number that s begins with; its width is 0 when there are too few digits.
func (p part) digits(s string) (n, width int) {
	for width < p.max && width < len(s) && s[width]-'0' <= 9 {
		n = n*10 + int(s[width]-'0')
		width++
	}
	if width < p.min {
		return 0, 0
	}
	return n, width
}

// word reads the name of a month, or of a half of the day, that s begins with.
func (p part) word(s string) (n, width int) {
	names := monthNames
	if p.field == 'A' {
		names = halves
	}
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsLetter(r) || r == '.' })
	// The copy keeps s where it is: numbers, which are read here too, take no memory.
	name := strings.Clone(strings.TrimRight(s[:len(s)-len(rest)], "."))
	n, ok := names[match.Fold(name)]
	if !ok {
		return 0, 0
	}
	return n, len(name)
}

// halves gives the halves of the day by their folded English and Swedish names.
var halves = map[string]int{"am": 1, "a.m": 1, "fm": 1, "f.m": 1, "pm": 2, "p.m": 2, "em": 2, "e.m": 2}

// window is the first year that two digits stand for: 50 is 1950, and 49 is 2049.
const window = 1950

// set stores a field; ok is false when the number lies outside its range.
func (t *stamp) set(p part, n int) (ok bool) {
	switch p.field {
	case 'Y':
		if t.year = n; p.max == 2 {
			t.year = window + (n+100-window%100)%100
		}
		return true
	case 'M':
		t.month = n
		return n >= 1 && n <= 12
	case 'P':
		t.month = n
		return n <= 13
	case 'D':
		t.day = n
		return n >= 1
	case 'h':
		t.hour = n
		return n <= 23
	case 'm':
		t.minute = n
		return n <= 59
	case 'A':
		t.half = n
		return true
	}
	t.second = n
	return n <= 59
}

// noon turns an hour of a half of the day into one of 24; false when there is no such hour.
func (t *stamp) noon() bool {
	if t.half == 0 {
		return true
	}
	if t.hour < 1 || t.hour > 12 {
		return false
	}
	t.hour = t.hour%12 + 12*(t.half-1)
	t.half = 0
	return true
}

// daysIn returns the number of days of a month; a month outside 1–12 has 31.
func daysIn(year, month int) int {
	if month < 1 || month > 12 {
		return 31
	}
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// time returns the moment of the stamp.
func (t stamp) time() time.Time {
	return time.Date(t.year, time.Month(t.month), t.day, t.hour, t.minute, t.second, 0, time.UTC)
}

// names joins the layouts' formats for a message.
func names(layouts []layout) string {
	texts := make([]string, 0, len(layouts))
	for _, l := range layouts {
		texts = append(texts, l.text)
	}
	return strings.Join(texts, " or ")
}
