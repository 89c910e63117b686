package person

import (
	"strconv"
	"strings"
)

// Likeness says how much a text is like a personal identity number.
type Likeness uint8

// The likenesses of texts.
const (
	Other    Likeness = iota // nothing like it
	Certain                  // 12 digits, or a mark before the last four, with a possible day of birth and the right check digit
	Shaped                   // 12 digits, or a mark before the last four of a possible day of birth, with a wrong check digit
	Possible                 // ten digits with a possible day of birth and the right check digit, which other numbers have too
	Ten                      // ten digits
)

// Recognise tells how much a text is like a personal identity number or a coordination number. Organisation numbers,
// whose third digit is 2 or more, are not like it when they have a mark.
func Recognise(text string) Likeness {
	if len(text) < 10 || len(text) > 15 {
		return Other
	}
	head, marked := text[:len(text)-4], false
	for _, mark := range [...]string{"-", "+", "\u2013", "\u2212"} {
		if cut, found := strings.CutSuffix(head, mark); found {
			head, marked = cut, true
			break
		}
	}
	var digits [12]byte
	n := len(head) + 4
	if n != 10 && n != 12 {
		return Other
	}
	copy(digits[:], head)
	copy(digits[len(head):], text[len(text)-4:])
	for _, d := range digits[:n] {
		if d-'0' > 9 {
			return Other
		}
	}
	return likeness(digits[:n], marked)
}

// RecogniseNumber is Recognise for the digits of a whole number.
func RecogniseNumber(n int64) Likeness {
	var digits [20]byte
	text := strconv.AppendInt(digits[:0], n, 10)
	if len(text) != 10 && len(text) != 12 {
		return Other
	}
	return likeness(text, false)
}

// likeness judges 10 or 12 digits.
func likeness(digits []byte, marked bool) Likeness {
	born := plausible(digits)
	right := checked(digits[len(digits)-10:])
	switch {
	case len(digits) == 10 && !marked && born && right:
		return Possible
	case len(digits) == 10 && !marked:
		return Ten
	case born && right:
		return Certain
	case marked && !born:
		return Other
	}
	return Shaped
}

// plausible tells whether 10 or 12 digits begin with a possible day of birth, of the years 1900 to 2099.
func plausible(digits []byte) bool {
	var n Number
	if len(digits) == 12 {
		copy(n.digits[:], digits)
		return n.birth() && n.born.Year() >= 1900 && n.born.Year() < 2100
	}
	copy(n.digits[2:], digits)
	for _, century := range [...]string{"19", "20"} {
		copy(n.digits[:], century)
		if n.birth() {
			return true
		}
	}
	return false
}
