package jobtests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// line is one thing that comes of a workbook: a record, a reject, a warning, a note, the counts, or that all of it is
// refused.
type line struct {
	Sheet string `json:"sheet,omitempty"`
	Cell  string `json:"cell,omitempty"` // A1 address, or else
	Row   int    `json:"row,omitempty"`  // the number of the row in the sheet

	Record fields `json:"record,omitempty"`

	Reject   string `json:"reject,omitempty"` // the reason
	Warning  string `json:"warning,omitempty"`
	Column   string `json:"column,omitempty"`
	Expected string `json:"expected,omitempty"`
	Found    string `json:"found,omitempty"`
	Message  string `json:"message,omitempty"`
	Count    int    `json:"count,omitempty"`

	Note    string  `json:"note,omitempty"`
	Refused string  `json:"refused,omitempty"`
	Counts  *counts `json:"counts,omitempty"`
}

// place leaves the row out where the address says it.
func (l line) place() line {
	if l.Cell != "" {
		l.Row = 0
	}
	return l
}

// counts say what became of the rows.
type counts struct {
	Rows     int            `json:"rows"`
	Mapped   int            `json:"mapped"`
	Rejected int            `json:"rejected"`
	Skipped  int            `json:"skipped"`
	Skips    map[string]int `json:"skips,omitempty"`
	Records  int            `json:"records"`
}

// fields are the values of a record by the names of the dataset's columns: texts, numbers as json.Number, lists of texts.
// Empty ones are left out.
type fields map[string]any

// show returns a value as it stands in a line; nil when it is empty.
func show(c *record.Column, v record.Value) any {
	switch {
	case v.Null:
		return nil
	case c.Type == record.Int:
		return json.Number(fmt.Sprint(v.Int))
	case c.Type == record.Decimal:
		return json.Number(decimal.New(v.Int, -int32(c.Scale)).String())
	case c.Type == record.Period:
		return period.Period(v.Int).String()
	case c.Type == record.Date:
		return v.Time.Format("2006-01-02")
	case c.Type == record.DateTime:
		return v.Time.Format("2006-01-02T15:04:05")
	case v.Str == "":
		return nil
	case c.Type == record.Codes:
		return record.SplitCodes(v.Str)
	}
	return v.Str
}

// write returns lines as the product writes them: a record's values in the order of the dataset's columns.
func write(lines []line, d *record.Dataset) ([]byte, error) {
	var all bytes.Buffer
	for _, l := range lines {
		values := l.Record
		l.Record = nil
		text, err := encode(l)
		if err != nil {
			return nil, err
		}
		if values != nil {
			inner, err := values.write(d)
			if err != nil {
				return nil, err
			}
			text = slices.Concat(bytes.TrimSuffix(text, []byte("}")), []byte(`,"record":`), inner, []byte("}"))
		}
		all.Write(text)
		all.WriteByte('\n')
	}
	return all.Bytes(), nil
}

// write returns the values in the order of the dataset's columns.
func (f fields) write(d *record.Dataset) ([]byte, error) {
	var pairs [][]byte
	for i := range d.Columns {
		value, ok := f[d.Columns[i].Name]
		if !ok {
			continue
		}
		text, err := encode(value)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, fmt.Appendf(nil, "%q:%s", d.Columns[i].Name, text))
	}
	return slices.Concat([]byte("{"), bytes.Join(pairs, []byte(",")), []byte("}")), nil
}

// encode writes JSON in which <, > and & stand for themselves.
func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// canonical reads the lines of a file and returns them as the product writes them, so that the order of keys, spaces,
// blank lines and zeros at the end of decimals do not count.
func canonical(file string, data []byte, d *record.Dataset) ([]byte, error) {
	var lines []line
	number := 0
	for text := range bytes.Lines(data) {
		number++
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		l, err := parse(text, d)
		if err != nil {
			return nil, &config.Problem{File: file, Line: number, Column: 1, Message: err.Error()}
		}
		lines = append(lines, l)
	}
	return write(lines, d)
}

// parse reads a line.
func parse(text []byte, d *record.Dataset) (line, error) {
	var l line
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&l); err != nil {
		return l, fmt.Errorf("no line of a test: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return l, errors.New("no line of a test: expected one object in a line")
	}
	for name, value := range l.Record {
		i := d.Index(name)
		if i < 0 {
			return l, fmt.Errorf("dataset %s has no column %q%s", d.Name, name, match.DidYouMean(name, columnNames(d)))
		}
		exact, err := normal(&d.Columns[i], value)
		if err != nil {
			return l, err
		}
		l.Record[name] = exact
	}
	return l.place(), nil
}

// normal writes a number without zeros at its end, and leaves other values as they are.
func normal(c *record.Column, value any) (any, error) {
	number, ok := value.(json.Number)
	switch {
	case ok != (c.Type == record.Int || c.Type == record.Decimal):
		return nil, fmt.Errorf("column %s is of type %s", c.Name, c.Type)
	case !ok:
		return value, nil
	}
	exact, err := decimal.NewFromString(number.String())
	if err != nil || !exact.Equal(exact.Truncate(int32(c.Scale))) {
		return nil, fmt.Errorf("column %s: expected a number with at most %d decimals, found %s", c.Name, c.Scale, number)
	}
	return json.Number(exact.String()), nil
}

// columnNames lists the columns of a dataset.
func columnNames(d *record.Dataset) []string {
	names := make([]string, len(d.Columns))
	for i := range d.Columns {
		names[i] = d.Columns[i].Name
	}
	return names
}
