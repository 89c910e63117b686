package profile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// look is what a text looks like.
type look uint8

const (
	aWord   look = iota // without digits
	aCode               // with digits, and none of those below
	aNumber             // 1 234,50 or -17 or 5%; not 007, which is a code
	aDate               // a day, with or without a time: 2023-11-30, 30/11/23, 26-Sep-13
	aPerson             // a personal identity number
)

// longestLook is the length in bytes from which a text is neither a number nor a date.
const longestLook = 40

// looksLike tells what a text without white space at its ends looks like. How a number is to be read in which language
// is not its business: 1,234 is a number in all.
func looksLike(text string) look {
	digits := 0
	for i := range len(text) {
		if text[i]-'0' <= 9 {
			digits++
		}
	}
	switch {
	case digits == 0:
		return aWord
	case len(text) > longestLook:
		return aCode
	case isPersonal(text):
		return aPerson
	case digits < len(text) && isDate(text):
		return aDate
	case isNumber(text):
		return aNumber
	}
	return aCode
}

// isNumber tells whether a text, which is not empty, is digits, grouped and with a decimal mark or not, with a sign,
// parentheses or a percent sign around them.
func isNumber(text string) bool {
	if first, last := text[0], text[len(text)-1]; first-'0' > 9 || last-'0' > 9 {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "("), ")")
		text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
		text = strings.TrimSpace(strings.Trim(text, "+-−"))
	}
	if len(text) > 1 && text[0] == '0' && text[1]-'0' <= 9 {
		return false
	}
	digits := false
	before := '0' // two marks in a row are no grouping
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case !strings.ContainsRune(".,' \u00a0\u202f\u2009’", r) || before < '0' || before > '9':
			return false
		}
		before = r
	}
	return digits
}

// isDate tells whether a text begins with a day: three groups with one mark between them, two of them numbers of one or
// two digits or a month's name, one a year of two or four digits; or a year and a month. A time may follow.
func isDate(text string) bool {
	mark := strings.IndexAny(text, "-/.")
	if mark <= 0 || mark > 4 {
		return false
	}
	day, rest, timed := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
	if mark >= len(day) || timed && !isClock(rest) {
		return false
	}
	groups := strings.Split(day, day[mark:mark+1])
	switch len(groups) {
	case 2:
		return len(groups[0]) == 4 && day[mark] != '.' && isDigits(groups[0]) && isMonth(groups[1]) && len(groups[1]) == 2
	case 3:
		if len(groups[0]) == 4 {
			return isDigits(groups[0]) && isMonth(groups[1]) && isDay(groups[2])
		}
		year := len(groups[2]) == 4 || len(groups[2]) == 2
		return year && isDigits(groups[2]) && isDay(groups[0]) && (isDay(groups[1]) || isName(groups[1]))
	}
	return false
}

// isClock tells whether a text begins like a time of day.
func isClock(text string) bool {
	hour, rest, _ := strings.Cut(text, ":")
	return len(hour) <= 2 && isDigits(hour) && len(rest) >= 2 && isDigits(rest[:2])
}

func isDigits(text string) bool {
	for i := range len(text) {
		if text[i]-'0' > 9 {
			return false
		}
	}
	return text != ""
}

func isMonth(text string) bool { return isDigits(text) && between(text, 0, 13) }

func isDay(text string) bool { return isDigits(text) && between(text, 1, 31) }

// between tells whether at most two digits are a number within the bounds.
func between(digits string, low, high int) bool {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return len(digits) <= 2 && n >= low && n <= high
}

// isName tells whether a text can be the name of a month, or its beginning.
func isName(text string) bool {
	n := utf8.RuneCountInString(text)
	return n >= 3 && n <= 10 && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }) < 0
}

// isPersonal tells whether a text is written like a Swedish personal identity number or coordination number, and has
// the right check digit: 10 or 12 digits, with a hyphen or a plus before the last four or without.
func isPersonal(text string) bool {
	if len(text) < 10 || len(text) > 13 {
		return false
	}
	if mark := text[len(text)-5]; mark == '-' || mark == '+' {
		text = text[:len(text)-5] + text[len(text)-4:]
	}
	if len(text) != 10 && len(text) != 12 || !isDigits(text) {
		return false
	}
	if len(text) == 12 {
		if century := text[:2]; century < "18" || century > "20" {
			return false
		}
		text = text[2:]
	}
	day := text[4:6]
	return between(text[2:4], 1, 12) && (between(day, 1, 31) || between(day, 61, 91)) && checked(text)
}

// checked verifies the last of ten digits: modulus 10 with the weights 2, 1, 2, …
func checked(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
