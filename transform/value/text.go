package value

import (
	"strconv"
	"strings"
	"unicode"

	"nyckeltal/ingest/cell"
)

// Trim takes white space and invisible characters (zero-width spaces, byte order marks) off both ends.
func Trim(s string) string {
	if s == "" || s[0]-'!' <= '~'-'!' && s[len(s)-1]-'!' <= '~'-'!' {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
	})
}

// AppendCode appends the code that a cell holds to buf: a text without the white space around it, or a whole number's
// digits, so that the number 7459 and the text "7459" are the same code. An empty cell gives the empty code.
func AppendCode(buf []byte, c cell.Cell) ([]byte, *Problem) {
	switch c.Kind {
	case cell.Empty:
		return buf, nil
	case cell.Text:
		return append(buf, Trim(c.Text)...), nil
	case cell.Number:
		if n, ok := whole(c); ok {
			return strconv.AppendInt(buf, n, 10), nil
		}
		return buf, mustBe(c, "a code: a text, or a whole number of at most 15 digits")
	}
	return buf, mustBe(c, "a code: a text or a whole number")
}

// numberText writes a number with at most 15 significant digits, a decimal point and no exponent.
func numberText(f float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', maxDigits-1, 64), 64)
	if err != nil {
		rounded = f
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// Text returns the free text that a cell holds; a number is written with a decimal point and a date as 2023-11-30. The
// result may point into the cell's text.
func Text(c cell.Cell) (string, *Problem) {
	switch c.Kind {
	case cell.Empty:
		return "", nil
	case cell.Text:
		return Trim(c.Text), nil
	case cell.Number:
		return numberText(c.Num), nil
	case cell.Date:
		if c.Num >= 1 && c.Num < maxSerial {
			return showTime(c), nil
		}
	}
	return "", mustBe(c, "a text")
}
