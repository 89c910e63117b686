package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// neighbour is what stands beside a character.
type neighbour uint8

const (
	other neighbour = iota // a blank, a sign, a delimiter, or the text's border
	lower
	upper
	digit
	high // a byte beyond ASCII
	neighbours
)

// neighbourAt returns what byte i of b is to the ones beside it.
func neighbourAt(b []byte, i int) neighbour {
	if i < 0 || i >= len(b) {
		return other
	}
	switch c := b[i]; {
	case c >= utf8.RuneSelf:
		return high
	case c >= 'a' && c <= 'z':
		return lower
	case c >= 'A' && c <= 'Z':
		return upper
	case c >= '0' && c <= '9':
		return digit
	}
	return other
}

// letter tells whether the neighbour is one of ASCII.
func (n neighbour) letter() bool { return n == lower || n == upper }

const (
	// common are the letters beyond ASCII that the languages of Western and Northern Europe have most of.
	common = "åäöÅÄÖéÉüÜøØæÆß"
	// rare are letters that some encodings have where others have common ones.
	rare = "ÿŸþÞðÐýÝõÕãÃŠšŽžŒœıªºƒ"
	// starting are small letters that words begin with.
	starting = "åäöéøæüàêîáíóú"
	// spaced are signs that stand between blanks or beside numbers.
	spaced = "¶€£§°©®½¼¾²³¹µ·±×÷¿¡¢¥¤™…–—•\u00a0\u00ad"
	// boxes are drawn from U+2500 on.
	boxes = '\u2500'
)

// impossible is the plausibility of a byte that stands for nothing: no text has one.
const impossible = -1_000_000

// plausibility tells how likely a text of Western or Northern Europe is to have the character between those neighbours,
// from -4 to 4.
func plausibility(r rune, before, after neighbour) int64 {
	switch {
	case unicode.IsControl(r), r == utf8.RuneError:
		return impossible
	case strings.ContainsRune("´«»\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a", r):
		return quotePlausibility(r, before, after)
	case strings.ContainsRune(spaced, r):
		return signPlausibility(r, before, after)
	case r < boxes && unicode.IsLower(r) && unicode.Is(unicode.Latin, r) || r == 'ª' || r == 'º':
		return lowerPlausibility(r, before, after)
	case r < boxes && unicode.IsUpper(r) && unicode.Is(unicode.Latin, r):
		return upperPlausibility(r, before, after)
	case r >= boxes && r <= '\u259f' && !before.letter() && !after.letter():
		return 1
	case before.letter() || after.letter():
		return -4
	}
	return -1
}

// weight is how much a letter counts where letters stand.
func weight(r rune) int64 {
	switch {
	case strings.ContainsRune(common, r):
		return 4
	case strings.ContainsRune(rare, r):
		return 2
	}
	return 3
}

func lowerPlausibility(r rune, before, after neighbour) int64 {
	switch {
	case before == high && after == high:
		return -1 // words of nothing but such letters are not of these languages
	case before == upper && after == upper, after == upper, before == digit || after == digit:
		return -2
	case before == other && after == lower && !strings.ContainsRune(starting, r):
		return 0
	case before.letter() && after.letter():
		return weight(r)
	case before.letter() || after.letter():
		return weight(r) - 1
	case strings.ContainsRune(common, r):
		return 1
	}
	return 0
}

func upperPlausibility(r rune, before, after neighbour) int64 {
	switch {
	case before == high && after == high:
		return -1
	case before == lower:
		return -4
	case r == 'Ø' && after == digit:
		return 2 // a diameter
	case before == digit || after == digit:
		return -1
	case before == upper || after.letter():
		return weight(r) - 1
	case strings.ContainsRune(common, r):
		return 1
	}
	return 0
}

// quotePlausibility is the plausibility of quotation marks. An apostrophe stands between letters, also as an accent that
// people take for one.
func quotePlausibility(r rune, before, after neighbour) int64 {
	opens := strings.ContainsRune("«\u2018\u201c\u201a\u201e\u2039", r)
	switch {
	case before.letter() && after.letter():
		if r == '\u2019' || r == '´' {
			return 4
		}
		return -4
	case before == high && after == high:
		return -1
	case opens && before == other && after != other:
		return 3
	case !opens && before != other && after == other:
		return 2
	case !before.letter() || !after.letter():
		return 1
	}
	return -1
}

// signPlausibility is the plausibility of signs that stand apart or beside numbers.
func signPlausibility(r rune, before, after neighbour) int64 {
	switch {
	case r == '\u00a0' && (before.letter() || after.letter()):
		return 2
	case r == '\u00a0' || r == '\u00ad':
		return 1
	case before.letter() && after.letter():
		return -3
	case strings.ContainsRune("¤¿¡", r), strings.ContainsRune("¢¥", r) && (before == high || after == high):
		return 0
	case strings.ContainsRune("¢¥", r):
		return 1
	case strings.ContainsRune("²³¹", r):
		if before.letter() {
			return 3
		}
		return -1
	case strings.ContainsRune("€£§°½¼¾µ·±×÷", r) && (before == digit || after == digit):
		return 3
	case !before.letter() && !after.letter():
		return 2
	case r == '…' || r == '©' || r == '®' || r == '™' || r == '°' || r == '€':
		return 1
	}
	return -1
}
