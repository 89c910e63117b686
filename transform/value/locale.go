package value

import (
	"math"
	"strings"

	"nyckeltal/transform/record"
)

// Locale says how numbers are written in text.
type Locale struct {
	Decimal byte // ',' or '.'; 0 when nothing is declared
	Group   byte // ' ' (U+0020, U+00A0 and U+202F), '.', ',' or '\'' (also U+2019); 0 for no groups
}

// Swedish is the decimal comma with groups of three set apart by spaces.
var Swedish = Locale{Decimal: ',', Group: ' '}

// Undeclared takes what can be read in one way only, and refuses the rest: 1,5 and 1.234,5 but not 1,234.
var Undeclared = Locale{}

// scanned is a number without sign and unit. An empty reason means that it was understood.
type scanned struct {
	mantissa uint64
	decimals int // written decimals
	reason   record.Reason
}

// scan reads digits with groups and a decimal mark.
func (l Locale) scan(s string) scanned {
	if l.Decimal == 0 {
		var ok bool
		if l, ok = guess(s); !ok {
			return scanned{reason: record.Ambiguous}
		}
	}
	var n scanned
	run, groups, fraction := 0, 0, false // run counts the digits since the last mark
	for i := 0; i < len(s); {
		b := s[i]
		switch {
		case b-'0' <= 9:
			if n.mantissa > (math.MaxUint64-9)/10 {
				n.reason = record.OutOfRange
				n.mantissa = 0
			}
			n.mantissa = n.mantissa*10 + uint64(b-'0')
			run++
			i++
		case b == l.Decimal && !fraction && (groups == 0 || run == 3):
			fraction, run = true, 0
			i++
		default:
			width := l.group(s[i:])
			if width == 0 || fraction || run == 0 || run > 3 || groups > 0 && run != 3 {
				return scanned{reason: reasonOf(s)}
			}
			groups, run = groups+1, 0
			i += width
		}
	}
	if run == 0 || !fraction && groups > 0 && run != 3 {
		return scanned{reason: reasonOf(s)}
	}
	if fraction {
		n.decimals = run
	}
	return n
}

// group returns the length in bytes of the group mark that s begins with, or 0.
func (l Locale) group(s string) int {
	if l.Group == 0 {
		return 0
	}
	if s[0] == l.Group {
		return 1
	}
	switch l.Group {
	case ' ':
		if strings.HasPrefix(s, "\u00a0") {
			return 2
		}
		if strings.HasPrefix(s, "\u202f") {
			return 3
		}
	case '\'':
		if strings.HasPrefix(s, "\u2019") {
			return 3
		}
	}
	return 0
}

// reasonOf tells a number that means one thing in one locale and another in the next from plain nonsense.
func reasonOf(s string) record.Reason {
	if _, ok := guess(s); ok {
		return record.Malformed
	}
	return record.Ambiguous
}

// guess finds the only locale in which s can be a number; ok is false when there are two, as for 1,234.
func guess(s string) (l Locale, ok bool) {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && point >= 0 && comma > point:
		return Locale{Decimal: ',', Group: '.'}, true
	case comma >= 0 && point >= 0:
		return Locale{Decimal: '.', Group: ','}, true
	case comma < 0 && point < 0:
		return Swedish, true
	}
	mark, other := byte(','), byte('.')
	if point >= 0 {
		mark, other = other, mark
	}
	before, after, _ := strings.Cut(s, string(mark))
	if strings.IndexByte(after, mark) >= 0 {
		return Locale{Decimal: other, Group: mark}, true
	}
	thousands := len(after) == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0' &&
		digitsOnly(before) && digitsOnly(after)
	return Locale{Decimal: mark, Group: ' '}, !thousands
}

// example writes a number in the locale.
func (l Locale) example(fraction bool) string {
	if l.Decimal == 0 {
		l = Swedish
	}
	text := "1"
	if l.Group != 0 {
		text += string(l.Group)
	}
	text += "234"
	if fraction {
		text += string(l.Decimal) + "5"
	}
	return text
}

// digitsOnly tells whether s holds decimal digits and nothing else.
func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return s != ""
}
