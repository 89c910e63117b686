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

// field fills one column of the dataset.
type field struct {
	column  *record.Column
	index   int // of the column in the dataset
	spec    mapping.Column
	wanted  int // index of its heading; -1 when the value is the same for the whole sheet, or comes from an across table
	private bool
	decimal value.Decimal
	times   value.Times
	periods value.Periods
}

// newField compiles how a column of the dataset is filled. The mapping has been validated.
func newField(d *record.Dataset, index int, spec mapping.Column, locale value.Locale) (*field, error) {
	f := &field{column: &d.Columns[index], index: index, spec: spec, wanted: -1}
	f.private = f.column.Type == record.Person || spec.Derive != ""
	var err error
	switch f.column.Type {
	case record.Int, record.Decimal:
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
	case record.Period:
		f.periods, err = value.NewPeriods(spec.Format)
	case record.Codes:
		if f.spec.Separator == "" {
			f.spec.Separator = ","
		}
	}
	return f, err
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
	return record.Value{}, &value.Problem{Reason: record.Malformed, Expected: "a column of type " + f.column.Type.String()}
}

// text reads free text.
func (f *field) text(c cell.Cell) (record.Value, *value.Problem) {
	text, problem := value.Text(c)
	if problem != nil {
		return record.Value{}, problem
	}
	if len(f.spec.Values) > 0 {
		text, problem = f.translate(text)
		return record.Value{Str: text}, problem
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

// translate applies the field's translations to a text.
func (f *field) translate(text string) (string, *value.Problem) {
	if translated, ok := f.spec.Values[text]; ok {
		return translated, nil
	}
	words := make([]string, 0, len(f.spec.Values))
	for word := range f.spec.Values {
		words = append(words, word)
	}
	slices.Sort(words)
	return "", &value.Problem{Reason: record.NotAllowed, Expected: value.OneOf(words)}
}
