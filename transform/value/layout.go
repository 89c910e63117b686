package value

import (
	"fmt"
	"strings"
	"time"
)

// layout is a compiled format of dates, times and periods in text.
type layout struct {
	text  string
	parts []part
}

// part is one field or literal of a layout. A field reads min to max digits.
type part struct {
	field    byte // 'Y' year, 'M' month, 'P' period 00–13, 'D' day, 'h' hour, 'm' minute, 's' second; 0 for a literal
	min, max int
	literal  string
}

// stamp is what a layout reads. Fields that the layout lacks are zero.
type stamp struct {
	year, month, day, hour, minute, second int
}

// tokens lists the fields as formats write them, longest first.
var tokens = []struct {
	text string
	part part
}{
	{"YYYY", part{field: 'Y', min: 4, max: 4}},
	{"MM", part{field: 'M', min: 2, max: 2}},
	{"PP", part{field: 'P', min: 2, max: 2}},
	{"DD", part{field: 'D', min: 2, max: 2}},
	{"hh", part{field: 'h', min: 2, max: 2}},
	{"mm", part{field: 'm', min: 2, max: 2}},
	{"ss", part{field: 's', min: 2, max: 2}},
	{"M", part{field: 'M', min: 1, max: 2}},
	{"D", part{field: 'D', min: 1, max: 2}},
	{"h", part{field: 'h', min: 1, max: 2}},
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
	if !l.has('Y') {
		return layout{}, fmt.Errorf("it has no year (YYYY)")
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
		return part{}, 0, fmt.Errorf("%q is not understood; use YYYY MM M PP DD D hh h mm ss and marks between them", format)
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
	for _, p := range l.parts {
		if p.field == 0 {
			if len(s) == 0 || s[0] != p.literal[0] {
				return stamp{}, false
			}
			s = s[1:]
			continue
		}
		n, width := 0, 0
		for width < p.max && width < len(s) && s[width]-'0' <= 9 {
			n = n*10 + int(s[width]-'0')
			width++
		}
		if width < p.min || !t.set(p.field, n) {
			return stamp{}, false
		}
		s = s[width:]
	}
	return t, s == "" && t.day <= daysIn(t.year, t.month)
}

// set stores a field; ok is false when the number lies outside its range.
func (t *stamp) set(field byte, n int) (ok bool) {
	switch field {
	case 'Y':
		t.year = n
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
	}
	t.second = n
	return n <= 59
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
