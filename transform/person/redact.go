package person

import (
	"regexp"
	"strings"
)

// Redacted stands in texts where a personal identity number stood.
const Redacted = "[personal number]"

// candidate finds digits that are written like a personal identity number.
var candidate = regexp.MustCompile(`(?:[0-9]{8}|[0-9]{6})[-+\x{2013}\x{2212}\s]?[0-9]{4}`)

// Redact replaces everything in a text that is written like a personal identity number, with a possible day of birth,
// whether its check digit is right or not.
func Redact(text string) string {
	var b strings.Builder
	end := 0
	for from := 0; ; {
		at := candidate.FindStringIndex(text[from:])
		if at == nil {
			break
		}
		start, stop := from+at[0], from+at[1]
		if !birthLike(text[start:stop]) || digitAt(text, start-1) || digitAt(text, stop) {
			from = start + 1
			continue
		}
		b.WriteString(text[end:start])
		b.WriteString(Redacted)
		end, from = stop, stop
	}
	if end == 0 {
		return text
	}
	b.WriteString(text[end:])
	return b.String()
}

// Holds tells whether a text holds a personal identity number: 12 digits or 10, the last four of 10 set apart by a mark, with
// a possible day of birth and the right check digit. Ten digits in a row may mean anything, and do not count.
func Holds(text string) bool {
	if !manyDigits(text) {
		return false
	}
	for from := 0; from < len(text); {
		at := candidate.FindStringIndex(text[from:])
		if at == nil {
			return false
		}
		start, stop := from+at[0], from+at[1]
		if !digitAt(text, start-1) && !digitAt(text, stop) {
			if kind := Recognise(text[start:stop]); kind == Certain {
				return true
			}
		}
		from = start + 1
	}
	return false
}

// manyDigits tells whether a text has at least ten digits.
func manyDigits(text string) bool {
	if len(text) < 10 {
		return false
	}
	n := 0
	for i := range len(text) {
		if text[i]-'0' <= 9 {
			n++
		}
	}
	return n >= 10
}

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i]-'0' <= 9
}

// birthLike tells whether the digits begin with a possible day of birth, as YYYYMMDD or YYMMDD.
func birthLike(text string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	birth := digits[len(digits)-8:]
	month, day := birth[:2], birth[2:4]
	return month >= "01" && month <= "12" && (day >= "01" && day <= "31" || day >= "61" && day <= "91")
}
