package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/texts"
)

// appendRichText appends the text of the si or is element that has been opened to dst: plain or in runs, without the
// phonetic runs that tell how it is pronounced.
func appendRichText(dst []byte, s *markup.Scanner) ([]byte, error) {
	for {
		if err := s.Next(); err != nil {
			return dst, err
		}
		switch {
		case s.Kind == markup.Close && s.Is("t"):
			var err error
			if dst, err = appendText(dst, s); err != nil {
				return dst, err
			}
		case s.Kind == markup.Close && !s.Is("r"):
			return dst, nil
		case s.Kind == markup.Open && !s.Is("t") && !s.Is("r"):
			if err := s.Skip(); err != nil {
				return dst, err
			}
		}
	}
}

// appendText appends the text before the current tag to dst, with entities and the escapes of the format resolved.
func appendText(dst []byte, s *markup.Scanner) ([]byte, error) {
	start := len(dst)
	dst, err := s.AppendText(dst)
	return unescapeFrom(dst, start), err
}

// appendUnescaped appends a text between two tags to dst, with entities and the escapes of the format resolved.
func appendUnescaped(dst, text []byte) ([]byte, error) {
	start := len(dst)
	dst, err := markup.AppendResolved(dst, text)
	return unescapeFrom(dst, start), err
}

// unescapeFrom resolves the escapes of the format from start on.
func unescapeFrom(text []byte, start int) []byte {
	if bytes.IndexByte(text[start:], '_') < 0 {
		return text
	}
	return append(text[:start], unescape(text[start:])...)
}

// unescape resolves _xHHHH_, by which the format writes characters that XML cannot hold, in place. An escape that names
// no character stands for itself, as do half surrogates.
func unescape(text []byte) []byte {
	out := text[:0]
	for len(text) > 0 {
		r, ok := escape(text)
		if !ok {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		out = utf8.AppendRune(out, r)
		text = text[len("_xHHHH_"):]
	}
	return out
}

// escape returns the character that an escape at the beginning of text stands for.
func escape(text []byte) (r rune, ok bool) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(texts.View(text[2:6]), 16, 16)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}
