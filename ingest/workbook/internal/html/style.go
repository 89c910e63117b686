package html

import (
	"bytes"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/numfmt"
)

// numberFormat is the property of styles by which Excel writes number formats.
const numberFormat = "mso-number-format"

// maxClasses bounds the classes whose number formats are kept. Excel allows 64 000 cell formats.
const maxClasses = 1 << 16

// styles are what classes make of a number.
type styles map[string]cell.Kind

func (s styles) clone() styles {
	if s == nil {
		return styles{}
	}
	return maps.Clone(s)
}

// add takes in the rules of a style sheet that name a number format.
func (s styles) add(css []byte) {
	for len(css) > 0 {
		open := scanCSS(css, '{')
		if open == len(css) {
			return
		}
		selectors := css[:open]
		css = css[open+1:]
		end := scanCSS(css, '}')
		if code, ok := property(css[:end], numberFormat); ok {
			s.setAll(selectors, numfmt.Named(decodeCSS(code)))
		}
		css = css[min(end+1, len(css)):]
	}
}

// setAll sets the kind for the classes among the selectors, such as .xl65 or td.xl65.
func (s styles) setAll(selectors []byte, kind cell.Kind) {
	for selector := range bytes.SplitSeq(selectors, []byte(",")) {
		if i := bytes.LastIndexByte(selector, '.'); i >= 0 && len(s) < maxClasses {
			s[strings.ToLower(string(bytes.TrimSpace(selector[i+1:])))] = kind
		}
	}
}

// kind returns what the classes and the format of a cell make of its number.
func (s styles) kind(a *attrs) cell.Kind {
	if a.format != nil {
		return numfmt.Named(decodeCSS(a.format))
	}
	for class := range bytes.FieldsSeq(a.class) {
		if kind, ok := s[strings.ToLower(string(class))]; ok {
			return kind
		}
	}
	return cell.Number
}

// scanCSS returns the index of the first mark in css that stands neither in quotes nor after a backslash, or the length.
func scanCSS(css []byte, mark byte) int {
	quote := byte(0)
	for i := 0; i < len(css); i++ {
		switch c := css[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == mark:
			return i
		case c == '"' || c == '\'':
			quote = c
		}
	}
	return len(css)
}

// property returns the value of a property among declarations, as CSS writes it, and whether it is there.
func property(css []byte, name string) (value []byte, ok bool) {
	for len(css) > 0 {
		end := scanCSS(css, ';')
		key, rest, found := bytes.Cut(css[:end], []byte(":"))
		if found && strings.EqualFold(string(bytes.TrimSpace(key)), name) {
			return bytes.TrimSpace(rest), true
		}
		css = css[min(end+1, len(css)):]
	}
	return nil, false
}

// decodeCSS returns what a value of CSS stands for: without quotes around it, and with escapes resolved. Excel escapes
// characters that are no letters by a backslash, or as \0022 by four digits of their number.
func decodeCSS(value []byte) string {
	if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = value[1 : n-1]
	}
	var text strings.Builder
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c != '\\' || i+1 == len(value) {
			text.WriteByte(c)
			continue
		}
		if i+5 <= len(value) && value[i+1] == '0' {
			if n, err := strconv.ParseUint(string(value[i+1:i+5]), 16, 16); err == nil && utf8.ValidRune(rune(n)) {
				text.WriteRune(rune(n))
				i += 4
				continue
			}
		}
		i++
		text.WriteByte(value[i])
	}
	return text.String()
}
