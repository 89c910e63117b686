package querylog

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"nyckeltal/transform/person"
)

// identified finds the password in statements that make users, which nobody may run here but somebody may try.
var identified = regexp.MustCompile(`(?is)(\bIDENTIFIED\b[^']{0,200}?)'(?:[^'\\]|\\.|'')*('|$)`)

// mask hides what must not lie in a log.
func mask(text string) string {
	if strings.Contains(strings.ToUpper(text), "IDENTIFIED") {
		text = identified.ReplaceAllString(text, `$1'[password]'`)
	}
	return person.Redact(text)
}

// cut shortens a text to at most n bytes of whole characters.
func cut(text string, n int) (string, bool) {
	if len(text) <= n {
		return text, false
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n], true
}

// tidy masks an entry and cuts it to size. Masking comes first, so that half a number is not left at the end.
func (e *Entry) tidy() {
	text, long := cut(e.Text, 2*maxText) // what comes after is not shown anyway
	e.Text, e.Cut = cut(mask(text), maxText)
	e.Cut = e.Cut || long
	e.Error, _ = cut(mask(e.Error), maxError)
	e.ID, _ = cut(mask(e.ID), maxWord)
	params := make(map[string]string, len(e.Params))
	room := maxText / 4
	for name, value := range e.Params {
		value, _ = cut(value, room)
		value = mask(value)
		if room -= len(name) + len(value); room < 0 {
			e.Cut = true
			break
		}
		params[name] = value
	}
	e.Params = params
	if len(params) == 0 {
		e.Params = nil
	}
}
