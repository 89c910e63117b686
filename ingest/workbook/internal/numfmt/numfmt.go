// Package numfmt decides what a number format makes of a number: a date, a length of time, or just a number.
package numfmt

import (
	"strings"

	"nyckeltal/ingest/cell"
)

// Builtin returns the kind of cells with a number format that the file does not spell out, by its number in the
// standards (ECMA-376 part 1, 18.8.30, with the formats of East Asian languages).
func Builtin(id int) cell.Kind {
	switch {
	case id == 46, id == 79: // [h]:mm:ss
		return cell.Duration
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id == 45, id == 47, id >= 50 && id <= 58,
		id >= 71 && id <= 81: // Thai
		return cell.Date
	}
	return cell.Number
}

// Kind returns the kind of cells with the number format of this code: Date when it shows a date or a time of day,
// Duration when it counts elapsed hours, minutes or seconds, otherwise Number. Of a code in sections the first one
// decides that shows anything of the number and is not for a single number alone, as [=0] is.
func Kind(code string) cell.Kind {
	for code != "" {
		kind, rest := section(code)
		if _, more, several := strings.Cut(code, ";"); several && strings.HasPrefix(code, "[=") {
			kind, rest = cell.Empty, more
		}
		if kind != cell.Empty {
			return kind
		}
		code = rest
	}
	return cell.Number
}

// section returns the kind that the first section of a code decides, or Empty if it decides none, and the sections
// after it.
func section(code string) (kind cell.Kind, rest string) {
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return cell.Empty, code[i+1:]
		case '"':
			i = end(code, i, '"')
		case '\\', '_', '*': // the next character stands for itself, for its width, or is repeated
			i++
		case '[':
			close := end(code, i, ']')
			if elapsed(code[i+1 : min(close, len(code))]) {
				return cell.Duration, ""
			}
			i = close
		case '0', '#', '?', '@':
			return cell.Number, ""
		case 'G', 'g':
			if hasPrefix(code[i:], "general") {
				return cell.Number, ""
			}
			return cell.Date, "" // the era's name
		case 'A', 'a': // AM/PM, A/P, or the day's name in East Asian languages
			if hasPrefix(code[i:], "am/pm") || hasPrefix(code[i:], "a/p") || hasPrefix(code[i:], "aaa") {
				return cell.Date, ""
			}
		case 'B', 'b': // the Buddhist year
			if hasPrefix(code[i:], "bb") {
				return cell.Date, ""
			}
		case 'Y', 'y', 'M', 'm', 'D', 'd', 'H', 'h', 'S', 's', 'E', 'e':
			return cell.Date, ""
		}
	}
	return cell.Empty, ""
}

// end returns the index of the mark that ends what begins at i, or the code's end.
func end(code string, i int, mark byte) int {
	if n := strings.IndexByte(code[i+1:], mark); n >= 0 {
		return i + 1 + n
	}
	return len(code)
}

// elapsed tells whether what stands in brackets counts elapsed time: [h], [mm], [ss] and the like.
func elapsed(s string) bool {
	s = strings.ToLower(s)
	return s != "" && strings.IndexByte("hms", s[0]) >= 0 && strings.Trim(s, s[:1]) == ""
}

// hasPrefix tells whether s begins with prefix, given in lower case.
func hasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
