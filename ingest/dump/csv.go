package dump

import (
	"bytes"

	"nyckeltal/ingest/cell"
)

func appendCSV(b []byte, row *cell.Row) []byte {
	for i := range row.Cells {
		if i > 0 {
			b = append(b, ',')
		}
		start := len(b)
		c := &row.Cells[i]
		b = c.AppendText(b)
		if c.Kind == cell.Text && mustQuote(b[start:]) {
			b = quote(b, start)
		}
	}
	return append(b, '\n')
}

// special tells for each byte whether it can not stand in a field without quotes.
var special = [256]bool{',': true, '"': true, '\r': true, '\n': true}

// mustQuote tells whether a field needs quotes, or readers would take it for another: also one that begins or ends with
// a space, which some readers cut off.
func mustQuote(field []byte) bool {
	if len(field) == 0 {
		return false
	}
	for _, c := range field {
		if special[c] {
			return true
		}
	}
	first, last := field[0], field[len(field)-1]
	return first == ' ' || first == '\t' || last == ' ' || last == '\t'
}

// quote puts what stands in b from start on into quotes.
func quote(b []byte, start int) []byte {
	quotes := bytes.Count(b[start:], []byte{'"'})
	end := len(b)
	for range quotes + 2 {
		b = append(b, '"')
	}
	to := len(b) - 1
	for from := end - 1; from >= start; from-- {
		to--
		b[to] = b[from]
		if b[from] == '"' {
			to--
			b[to] = '"'
		}
	}
	b[start] = '"'
	return b
}
