package transform

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// codebook remembers what the codes of a field come to: the texts of a column repeat, so that most cells cost one look
// into a map and no memory.
type codebook struct {
	field  *field
	lookup Lookup
	seen   map[string]code
	buf    []byte
}

// code is what a text of the sheet comes to.
type code struct {
	text    string
	problem *value.Problem
}

// maxSeen is the number of texts that a codebook remembers; the memory of a mapping does not grow with the rows.
const maxSeen = 1 << 14

func newCodebook(f *field, lookup Lookup) *codebook {
	return &codebook{field: f, lookup: lookup, seen: map[string]code{}}
}

// read returns the code that a cell holds. The text may be kept.
func (b *codebook) read(c cell.Cell) (string, *value.Problem) {
	var problem *value.Problem
	if b.buf, problem = value.AppendCode(b.buf[:0], c); problem != nil {
		return "", problem
	}
	known, ok := b.seen[string(b.buf)]
	if !ok {
		text := string(b.buf)
		known.text, known.problem = b.resolve(text)
		if len(b.seen) < maxSeen {
			b.seen[text] = known
		}
	}
	return known.text, known.problem
}

// resolve turns a text of the sheet into a code.
func (b *codebook) resolve(text string) (string, *value.Problem) {
	f := b.field
	if f.empty(cell.Cell{Kind: cell.Text, Text: text}) {
		v, problem := f.nothing()
		return v.Str, problem
	}
	return b.check(text)
}

// check translates a text and checks the result against the allowed values and the dimension.
func (b *codebook) check(text string) (string, *value.Problem) {
	column := b.field.column
	if len(b.field.spec.Values) > 0 {
		var problem *value.Problem
		if text, problem = b.field.translate(text); problem != nil {
			return "", problem
		}
	}
	if problem := value.Allowed(column, text); problem != nil {
		return "", problem
	}
	if text == "" && column.Required {
		_, problem := b.field.nothing()
		return "", problem
	}
	return text, lookUp(b.lookup, column, text)
}

// lookUp checks a code against the dimension that its column names.
func lookUp(lookup Lookup, column *record.Column, code string) *value.Problem {
	if column.Lookup == "" || lookup == nil || code == "" || lookup.Known(column.Lookup, code) {
		return nil
	}
	return &value.Problem{
		Reason: record.UnknownCode, Expected: "a code of the dimension " + column.Lookup + " (add it there, or correct the cell)",
	}
}
