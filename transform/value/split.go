package value

import (
	"strings"
	"unicode"

	"nyckeltal/transform/record"
)

// Split takes a code and a text that stand in one cell apart, as in 7459 Konsulttjänster. The code is the first word and
// has a digit; a mark between the two (a dash, a colon, a comma) belongs to neither. Each may be missing, but a text
// without code is refused.
func Split(s string) (code, text string, problem *Problem) {
	s = Trim(s)
	if at := strings.IndexFunc(s, unicode.IsSpace); at >= 0 {
		s, text = s[:at], s[at:]
	}
	code = strings.TrimRight(s, ":,;")
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-\u2013\u2014:,;", r) })
	if s != "" && !strings.ContainsAny(code, "0123456789") {
		return "", "", &Problem{record.Malformed, "a code and a text, such as 7459 Konsulttjänster"}
	}
	return code, text, nil
}
