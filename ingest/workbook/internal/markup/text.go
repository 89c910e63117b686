package markup

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"nyckeltal/ingest/workbook/internal/format"
)

// AppendResolved appends the text between two tags to dst with its entities resolved and its line ends as a line feed.
func AppendResolved(dst, text []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return appendLines(dst, text), nil
		}
		dst = appendLines(dst, text[:i])
		text = text[i+1:]
		end := bytes.IndexByte(text, ';')
		if end < 0 {
			return dst, format.Refuse(format.ErrDamaged, "an & in the XML begins no entity")
		}
		r, ok := entity(text[:end])
		if !ok {
			return dst, format.Refuse(format.ErrDamaged, "the XML has no entity &%s;", clip(text[:end]))
		}
		dst = utf8.AppendRune(dst, r)
		text = text[end+1:]
	}
}

// appendLines appends text to dst with its line ends as a line feed, as XML demands.
func appendLines(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(append(dst, text[:i]...), '\n')
		text = bytes.TrimPrefix(text[i+1:], []byte("\n"))
	}
}

// entity returns the character that an entity stands for, given without & and semicolon.
func entity(name []byte) (r rune, ok bool) {
	switch string(name) {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := bytes.CutPrefix(name, []byte("#"))
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || !utf8.ValidRune(rune(n)) || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true
}
