package transform

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// field fills one column of the dataset, or a value for expressions.
type field struct {
	column     *record.Column // as it is read; of a lookup the code
	index      int            // of what is read, in the values of a block
	target     *record.Column // as it is filled; the same as column but for lookups
	slot       int            // of what is filled, in the values of a block
	give       int            // of a lookup: the column of the dimension
	spec       mapping.Column
	wanted     int   // index of its heading; -1 when the value comes from no cell of the row, or from an across table
	parts      []int // of a join: the indexes of its headings
	private    bool
	allowed    bool // it may hold personal identity numbers
	expression *expression.Expression
	truths     map[bool]string // translations of truth values
	decimal    value.Decimal
	times      value.Times
	clocks     value.Clocks
	periods    value.Periods
}

// newField compiles how a column is filled. The mapping has been validated.
func newField(column *record.Column, index int, spec mapping.Column, locale value.Locale) (*field, error) {
	f := &field{column: column, index: index, target: column, slot: index, spec: spec, wanted: -1}
	f.private = f.column.Type == record.Person || spec.Derive != ""
	for word, meaning := range spec.Values {
		if is, ok := value.BoolWord(word); ok {
			if f.truths == nil {
				f.truths = map[bool]string{}
			}
			f.truths[is] = meaning
		}
	}
	if spec.Lookup != nil {
		f.column = &record.Column{
			Name: column.Name, Type: record.Code, Lookup: spec.Lookup.Dimension, Required: column.Required, Comment: column.Comment,
		}
		f.give = record.Find(spec.Lookup.Dimension).Index(spec.Lookup.Give)
	}
	return f, f.compile(locale)
}

// compile prepares the reader of the field's type.
func (f *field) compile(locale value.Locale) (err error) {
	spec := &f.spec
	switch f.column.Type {
	case record.Int, record.Decimal:
		if spec.Locale != nil {
			locale = spec.Locale.Value()
		}
		unit, ok := value.FindUnit(spec.Unit)
		if !ok {
			err = fmt.Errorf("unknown unit %q", spec.Unit)
		}
		f.decimal = value.Decimal{
			Locale: locale, Unit: unit, Scale: f.column.Scale, Negate: spec.Sign < 0, Round: spec.Round,
		}
	case record.Date:
		f.times, err = value.NewDates(spec.Format)
	case record.DateTime:
		f.times, err = value.NewMoments(spec.Format)
	case record.Clock:
		f.clocks, err = value.NewClocks(spec.Format)
	case record.Period:
		f.periods, err = value.NewPeriods(spec.Format)
	case record.Codes:
		if f.spec.Separator == "" {
			f.spec.Separator = ","
		}
	}
	return err
}

// dated tells whether the codes of the field must be looked up in the year of the record.
func (f *field) dated() bool {
	if f.spec.Lookup != nil {
		return true
	}
	d := record.Find(f.column.Lookup)
	return f.column.Type == record.Code && d != nil && d.Index("valid_from") >= 0
}

// empty tells whether the cell holds nothing, or a word that the mapping takes for nothing.
func (f *field) empty(c cell.Cell) bool {
	if c.IsEmpty() {
		return true
	}
	if len(f.spec.Null) == 0 {
		return false
	}
	var buf [64]byte
	return slices.Contains(f.spec.Null, string(appendText(buf[:0], c)))
}

// nothing is the value of an empty cell.
func (f *field) nothing() (record.Value, *value.Problem) {
	if f.column.Required {
		return record.Value{}, &value.Problem{Reason: record.Missing, Expected: "a value, as the dataset needs " + f.column.Comment}
	}
	return absent(f.column), nil
}

// absent is the value of a column that nothing fills: an empty text, or NULL.
func absent(column *record.Column) record.Value {
	switch column.Type {
	case record.Code, record.Codes, record.Text:
		return record.Value{}
	}
	return record.Value{Null: true}
}

// read returns the value that a cell holds. Codes go through the field's codebook.
func (f *field) read(c cell.Cell, codes *codebook) (record.Value, *value.Problem) {
	if f.column.Type == record.Code {
		text, problem := codes.read(c)
		return record.Value{Str: text}, problem
	}
	if f.empty(c) {
		return f.nothing()
	}
	switch f.column.Type {
	case record.Text:
		return f.text(c)
	case record.Codes:
		return f.list(c, codes)
	case record.Int, record.Decimal:
		n, problem := f.decimal.Read(c)
		return record.Value{Int: n}, problem
	case record.Date, record.DateTime:
		t, problem := f.times.Read(c)
		return record.Value{Time: t}, problem
	case record.Period:
		p, problem := f.periods.Read(c)
		return record.Value{Int: int64(p)}, problem
	}
	return f.measure(c)
}

// measure reads the types that only fields have.
func (f *field) measure(c cell.Cell) (record.Value, *value.Problem) {
	switch f.column.Type {
	case record.Clock:
		since, problem := f.clocks.Read(c)
		return record.Value{Int: int64(since)}, problem
	case record.Duration:
		length, problem := value.Length(c)
		return record.Value{Int: int64(length)}, problem
	case record.Bool:
		return f.bool(c)
	}
	return record.Value{}, &value.Problem{Reason: record.Malformed, Expected: "a column of type " + f.column.Type.String()}
}

// bool reads a truth value, or a word that is translated to one.
func (f *field) bool(c cell.Cell) (v record.Value, problem *value.Problem) {
	if len(f.spec.Values) > 0 {
		text, problem := value.Text(f.truth(c))
		if problem == nil {
			text, problem = f.translate(text)
		}
		if problem != nil {
			return v, problem
		}
		c = cell.Cell{Kind: cell.Text, Text: text}
	}
	is, problem := value.Bool(c)
	if is {
		v.Int = 1
	}
	return v, problem
}

// text reads free text.
func (f *field) text(c cell.Cell) (record.Value, *value.Problem) {
	text, problem := value.Text(f.truth(c))
	if problem == nil {
		text, problem = f.part(text)
	}
	if problem != nil {
		return record.Value{}, problem
	}
	return f.free(text)
}

// free returns a free text as a value: translated, and without personal identity numbers.
func (f *field) free(text string) (record.Value, *value.Problem) {
	if len(f.spec.Values) > 0 {
		text, problem := f.translate(text)
		return record.Value{Str: text}, problem
	}
	if !f.allowed && person.Holds(text) {
		return record.Value{}, &value.Problem{Reason: record.PersonNumber, Expected: "a text without personal identity numbers"}
	}
	return record.Value{Str: strings.Clone(text)}, nil
}

// list reads a list of codes, each of which is checked like a code of its own.
func (f *field) list(c cell.Cell, codes *codebook) (record.Value, *value.Problem) {
	text, problem := value.AppendCode(nil, c)
	if problem != nil {
		return record.Value{}, problem
	}
	list := value.SplitCodes(string(text), f.spec.Separator)
	for i, code := range list {
		if list[i], problem = codes.check(code); problem != nil {
			return record.Value{}, problem
		}
	}
	return record.Value{Str: record.JoinCodes(list)}, nil
}

// truth returns a Bool cell as the word that is translated, where words are translated; other cells stay as they are.
func (f *field) truth(c cell.Cell) cell.Cell {
	if c.Kind != cell.Bool || len(f.spec.Values) == 0 {
		return c
	}
	if c.Num != 0 {
		return cell.Cell{Kind: cell.Text, Text: "true"}
	}
	return cell.Cell{Kind: cell.Text, Text: "false"}
}

// part returns the part of a text that the field takes.
func (f *field) part(text string) (string, *value.Problem) {
	if f.spec.Split == "" {
		return text, nil
	}
	code, rest, problem := value.Split(text)
	if f.spec.Split == mapping.SplitCode {
		rest = code
	}
	return rest, problem
}

// translate applies the field's translations to a text. TRUE and SANT are the same word, as are FALSE and FALSKT.
func (f *field) translate(text string) (string, *value.Problem) {
	if translated, ok := f.spec.Values[text]; ok {
		return translated, nil
	}
	if is, ok := value.BoolWord(text); ok {
		if translated, ok := f.truths[is]; ok {
			return translated, nil
		}
	}
	words := make([]string, 0, len(f.spec.Values))
	for word := range f.spec.Values {
		words = append(words, word)
	}
	slices.Sort(words)
	return "", &value.Problem{Reason: record.NotAllowed, Expected: value.OneOf(words)}
}
