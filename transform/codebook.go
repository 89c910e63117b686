package transform

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// codebook remembers what the codes of a field come to: the texts of a column repeat, so that most cells cost one look
// into a map and no memory.
type codebook struct {
	field   *field
	lookup  Lookup
	seen    map[string]code
	taken   []string // codes that the dimension does not know and that were taken, as far as they are listed
	more    int      // further ones
	buf     []byte
	limited bool // some of the codes are valid in some years only
	last    standing
	stands  map[standingKey]standing
}

// code is what a text of the sheet comes to.
type code struct {
	text    string
	problem *value.Problem
}

// maxSeen is the number of texts that a codebook remembers; the memory of a mapping does not grow with the rows.
const maxSeen = 1 << 14

func newCodebook(f *field, lookup Lookup) *codebook {
	return &codebook{field: f, lookup: lookup, seen: map[string]code{}, stands: map[standingKey]standing{}}
}

// read returns the code that a cell holds. The text may be kept.
func (b *codebook) read(c cell.Cell) (string, *value.Problem) {
	if c.Kind == cell.Bool {
		c = b.field.truth(c)
	}
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
	text, problem := f.part(text)
	if problem != nil {
		return "", problem
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
	entries, problem := lookUp(b.lookup, column, text)
	b.limited = b.limited || slices.ContainsFunc(entries, func(e record.Entry) bool { return e.From != 0 || e.To != 0 })
	if problem != nil && b.field.spec.Unknown == mapping.UnknownTake {
		b.take(text)
		problem = nil
	}
	return text, problem
}

// maxTaken is the number of unknown codes that are listed.
const maxTaken = 20

// take notes a code that the dimension does not know.
func (b *codebook) take(text string) {
	switch shown := tell(cell.Cell{Kind: cell.Text, Text: text}); {
	case slices.Contains(b.taken, shown):
	case len(b.taken) < maxTaken:
		b.taken = append(b.taken, shown)
	default:
		b.more++
	}
}

// note lists the unknown codes that were taken; "" when there are none.
func (b *codebook) note() string {
	if len(b.taken) == 0 {
		return ""
	}
	more := ""
	if b.more > 0 {
		more = " and more"
	}
	return fmt.Sprintf("column %s: codes that the dimension %s does not know were taken: %s%s",
		b.field.column.Name, b.field.column.Lookup, strings.Join(b.taken, ", "), more)
}

// lookUp checks a code against the dimension that its column names, and returns what that says of it.
func lookUp(lookup Lookup, column *record.Column, code string) ([]record.Entry, *value.Problem) {
	if column.Lookup == "" || lookup == nil || code == "" {
		return nil, nil
	}
	entries, ok := lookup.Find(column.Lookup, code)
	if ok {
		return entries, nil
	}
	expected := "a code of the dimension " + column.Lookup
	if near := lookup.Near(column.Lookup, code); near != "" {
		expected += "; did you mean " + near + "?"
	}
	return nil, &value.Problem{Reason: record.UnknownCode, Expected: expected + " (add it there, or correct the cell)"}
}
