package dump

import (
	"math"
	"strconv"

	"nyckeltal/ingest/cell"
)

func appendJSON(b []byte, row *cell.Row) []byte {
	b = append(b, `{"row":`...)
	b = strconv.AppendInt(b, int64(row.Number), 10)
	if row.Hidden {
		b = append(b, `,"hidden":true`...)
	}
	b = append(b, `,"cells":[`...)
	for i := range row.Cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, &row.Cells[i])
	}
	return append(b, "]}\n"...)
}

func appendValue(b []byte, c *cell.Cell) []byte {
	switch c.Kind {
	case cell.Empty:
		return append(b, "null"...)
	case cell.Number:
		return appendNumber(b, c)
	case cell.Bool:
		return c.AppendText(b)
	case cell.Error:
		b = append(b, `{"error":`...)
		return append(appendString(b, c.Text), '}')
	case cell.Text:
		return appendString(b, c.Text)
	}
	b = append(b, '"')
	b = c.AppendText(b) // digits and marks, also where a date is out of range
	return append(b, '"')
}

// appendNumber appends the digits that the file holds, unless JSON writes such numbers in another way: +1, .5, 007.
func appendNumber(b []byte, c *cell.Cell) []byte {
	switch {
	case isNumber(c.Text):
		return append(b, c.Text...)
	case math.IsNaN(c.Num) || math.IsInf(c.Num, 0):
		return appendString(b, c.Text)
	}
	return strconv.AppendFloat(b, c.Num, 'g', -1, 64)
}

// isNumber tells whether the text is a number of JSON.
func isNumber(s string) bool {
	i := 0
	digits := func() bool {
		start := i
		for i < len(s) && s[i]-'0' <= 9 {
			i++
		}
		return i > start
	}
	at := func(marks string) bool {
		for j := range len(marks) {
			if i < len(s) && s[i] == marks[j] {
				i++
				return true
			}
		}
		return false
	}
	at("-")
	if !at("0") && !digits() {
		return false
	}
	if at(".") && !digits() {
		return false
	}
	if at("eE") {
		at("+-")
		if !digits() {
			return false
		}
	}
	return i == len(s)
}

const hexadecimal = "0123456789abcdef"

// appendString appends a text, which is valid UTF-8, as a string of JSON.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
