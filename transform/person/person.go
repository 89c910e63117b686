// Package person knows Swedish personal identity numbers (personnummer) and coordination numbers: it checks them,
// derives age group and sex, and replaces them by keyed pseudonyms. No function here puts a number into an error.
package person

import (
	"errors"
	"time"
)

// ErrMalformed says that a text is no personal identity number: wrong length, no such day, or a wrong check digit.
var ErrMalformed = errors.New("not a personal identity number")

// Number is a checked personal identity number in its normal form of 12 digits: the day of birth, in coordination
// numbers with 60 added to the day, a serial number whose last digit tells the sex, and the check digit.
type Number struct {
	digits [12]byte
	born   time.Time
}

// Expected says for a person what Parse takes.
const Expected = "a personal identity number as YYYYMMDD-NNNN or YYMMDD-NNNN with a correct check digit"

// Parse checks a number of 12 digits, or of 10 digits whose century follows from the day on: it is the last one in which
// the holder was born by then or, when a plus stands before the last four digits, the last one in which the holder
// turned 100 by the end of that year. A hyphen before the last four digits is taken too. The day of birth of 12 digits
// must not lie after on either.
func Parse(text string, on time.Time) (Number, error) {
	var n Number
	plus, ok := n.fill(text)
	if !ok || !checked(n.digits[2:]) {
		return Number{}, ErrMalformed
	}
	if n.digits[0] == 0 {
		ok = n.century(on, plus)
	} else {
		ok = n.birth()
	}
	if !ok || n.born.After(on) {
		return Number{}, ErrMalformed
	}
	return n, nil
}

// fill copies the digits of the text to the end of n and tells whether a plus sign stood before the last four.
func (n *Number) fill(text string) (plus, ok bool) {
	if len(text) >= 5 {
		if mark := text[len(text)-5]; mark == '-' || mark == '+' {
			plus = mark == '+'
			text = text[:len(text)-5] + text[len(text)-4:]
		}
	}
	if len(text) != 10 && len(text) != 12 || plus && len(text) == 12 {
		return false, false
	}
	for i := range len(text) {
		if text[i]-'0' > 9 {
			return false, false
		}
		n.digits[12-len(text)+i] = text[i]
	}
	return plus, true
}

// checked verifies the check digit of 10 digits by modulus 10 with the weights 2, 1, 2, …
func checked(digits []byte) bool {
	sum := 0
	for i, digit := range digits {
		d := int(digit - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// century finds the century of 10 digits.
func (n *Number) century(on time.Time, plus bool) bool {
	century := on.Year() / 100
	for ; century > 17; century-- {
		n.digits[0], n.digits[1] = byte('0'+century/10), byte('0'+century%10)
		if !n.birth() || n.born.After(on) {
			continue
		}
		if !plus || on.Year()-n.born.Year() >= 100 {
			return true
		}
	}
	return false
}

// birth reads the day of birth; false when there is no such day.
func (n *Number) birth() bool {
	at := func(i int) int { return int(n.digits[i]-'0')*10 + int(n.digits[i+1]-'0') }
	year, month, day := at(0)*100+at(2), at(4), at(6)
	if day > 60 {
		day -= 60
	}
	n.born = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year >= 1800 && month >= 1 && month <= 12 && day >= 1 && n.born.Day() == day
}

// Sex returns "female" or "male", from the ninth digit of the ten.
func (n Number) Sex() string {
	if n.digits[10]%2 == 0 {
		return "female"
	}
	return "male"
}

// AgeGroup returns "-29", "30-49" or "50-" by the age in whole years on a day.
func (n Number) AgeGroup(on time.Time) string {
	age := on.Year() - n.born.Year()
	if on.Month() < n.born.Month() || on.Month() == n.born.Month() && on.Day() < n.born.Day() {
		age--
	}
	switch {
	case age < 30:
		return "-29"
	case age < 50:
		return "30-49"
	}
	return "50-"
}
