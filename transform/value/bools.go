package value

import (
	"strings"

	"nyckeltal/ingest/cell"
)

// bools are the words by which spreadsheets write truth values in files that keep texts only.
var bools = map[string]bool{"true": true, "sant": true, "false": false, "falskt": false}

// BoolWord reads TRUE, SANT, FALSE or FALSKT, in capitals or not.
func BoolWord(text string) (is, ok bool) {
	if len(text) > len("falskt") {
		return false, false
	}
	is, ok = bools[strings.ToLower(text)]
	return is, ok
}

// Bool reads a Bool cell, or a text that says the same.
func Bool(c cell.Cell) (bool, *Problem) {
	switch c.Kind {
	case cell.Bool:
		return c.Num != 0, nil
	case cell.Text:
		if is, ok := BoolWord(Trim(c.Text)); ok {
			return is, nil
		}
	}
	return false, mustBe(c, "TRUE or FALSE")
}
