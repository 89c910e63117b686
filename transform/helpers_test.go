package transform_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// decode reads a mapping as a job file holds it.
func decode(t testing.TB, text string) *mapping.Mapping {
	t.Helper()
	var job struct {
		Mapping mapping.Mapping `yaml:"mapping"`
	}
	indented := "mapping:\n  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
	if err := yaml.NewDecoder(bytes.NewReader([]byte(indented)), yaml.Strict()).Decode(&job); err != nil {
		t.Fatal(err)
	}
	return &job.Mapping
}

// newMapper compiles a mapping for a dataset.
func newMapper(t testing.TB, dataset, text string) *transform.Mapper {
	t.Helper()
	m, err := transform.New(decode(t, text), record.Find(dataset))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// day is a Date cell's value in tables of rows.
type day string

// length is a Duration cell's value in tables of rows, in days.
type length float64

// fault is an Error cell's value in tables of rows.
type fault string

// cells turns Go values into cells: nil, texts, numbers, bools, days, lengths and faults.
func cells(values []any) []cell.Cell {
	row := make([]cell.Cell, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case string:
			row[i] = cell.Cell{Kind: cell.Text, Text: v}
		case int:
			row[i] = cell.Cell{Kind: cell.Number, Num: float64(v)}
		case float64:
			row[i] = cell.Cell{Kind: cell.Number, Num: v}
		case bool:
			row[i] = cell.Cell{Kind: cell.Bool}
			if v {
				row[i].Num = 1
			}
		case day:
			d, err := time.Parse("2006-01-02 15:04:05", (string(v) + " 00:00:00")[:19])
			if err != nil {
				panic(err)
			}
			row[i] = cell.Cell{Kind: cell.Date, Num: float64(d.Unix()+2209161600) / 86400}
		case length:
			row[i] = cell.Cell{Kind: cell.Duration, Num: float64(v)}
		case fault:
			row[i] = cell.Cell{Kind: cell.Error, Text: string(v)}
		}
	}
	return row
}

// sheet makes a sheet in memory. Like a reader it hands out one row that it overwrites.
func sheet(name string, rows ...[]any) transform.Sheet {
	return transform.Sheet{Name: name, Rows: func(context.Context) iter.Seq2[*cell.Row, error] {
		return func(yield func(*cell.Row, error) bool) {
			row := &cell.Row{}
			for i, values := range rows {
				row.Number, row.Cells = i+1, cells(values)
				if !yield(row, nil) {
					return
				}
			}
		}
	}}
}

// collected is a Sink that keeps everything.
type collected struct {
	records []record.Record
	rejects []record.Reject
}

func (c *collected) Record(r *record.Record) error {
	kept := *r
	kept.Values = append([]record.Value(nil), r.Values...)
	c.records = append(c.records, kept)
	return nil
}

func (c *collected) Reject(r record.Reject) error {
	c.rejects = append(c.rejects, r)
	return nil
}

// show writes a record as its row, its cell and its filled columns: "4 account=7459 amount=-123450".
func show(d *record.Dataset, r record.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", r.Row)
	if r.Cell != "" {
		fmt.Fprintf(&b, " %s", r.Cell)
	}
	for i, v := range r.Values {
		column := &d.Columns[i]
		text := v.Str
		switch column.Type {
		case record.Int, record.Decimal, record.Period:
			text = fmt.Sprint(v.Int)
		case record.Date:
			text = v.Time.Format("2006-01-02")
		case record.DateTime:
			text = v.Time.Format("2006-01-02T15:04:05")
		case record.Codes:
			text = strings.Join(record.SplitCodes(v.Str), "+")
		}
		if !v.Null && text != "" {
			fmt.Fprintf(&b, " %s=%s", column.Name, text)
		}
	}
	return b.String()
}

// showReject writes a reject as its cell, or its row, its column and its message.
func showReject(r record.Reject) string {
	place := r.Cell
	if place == "" {
		place = fmt.Sprint(r.Row)
	}
	return place + " " + r.Column + " " + r.Message()
}

// conserved checks that every row was counted once, in the delivery and in each sheet.
func conserved(t testing.TB, sum transform.Summary) {
	t.Helper()
	skips := 0
	for _, n := range sum.Skips {
		skips += n
	}
	if sum.Rows != sum.Mapped+sum.Rejected+sum.Skipped || sum.Skipped != skips {
		t.Errorf("rows are lost: %+v", sum)
	}
	for _, s := range sum.Sheets {
		if s.Rows != s.Mapped+s.Rejected+s.Skipped {
			t.Errorf("rows are lost: %+v", s)
		}
	}
}

// compare compares two lists of texts.
func compare(t testing.TB, what string, got, want []string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("%s:\n%s\nwant:\n%s", what, g, w)
	}
}

// codes is a Lookup of "dimension/code".
type codes map[string]bool

func (c codes) Find(dimension, code string) ([]record.Entry, bool) { return nil, c[dimension+"/"+code] }
func (c codes) Near(string, string) string                         { return "" }

// mapCase is a sheet in memory and everything that comes out of it.
type mapCase struct {
	name, dataset, mapping string
	period                 period.Period
	year                   int
	captures               map[string]string
	lookup                 transform.Lookup
	sheet                  string
	layout                 *cell.Layout // what the sheet says of its shape, if anything
	rows                   [][]any
	records, rejects       []string
	skips                  map[string]int
	notes                  []string
}

func (c mapCase) run(t *testing.T) {
	in := transform.Input{
		File: "fil.xlsx", Period: c.period, Year: c.year, Captures: c.captures, Lookup: c.lookup,
		Key: []byte("key"), Sheets: []transform.Sheet{sheet(c.sheet, c.rows...)},
	}
	if c.layout != nil {
		in.Sheets[0].Layout = func(context.Context) (cell.Layout, error) { return *c.layout, nil }
	}
	var got collected
	sum, err := newMapper(t, c.dataset, c.mapping).Map(t.Context(), in, &got)
	if err != nil {
		t.Fatal(err)
	}
	conserved(t, sum)
	records, rejects := make([]string, 0, len(got.records)), make([]string, 0, len(got.rejects))
	for _, r := range got.records {
		records = append(records, show(record.Find(c.dataset), r))
	}
	for _, r := range got.rejects {
		rejects = append(rejects, showReject(r))
	}
	compare(t, "records", records, c.records)
	compare(t, "rejects", rejects, c.rejects)
	compare(t, "notes", sum.Notes, c.notes)
	if !maps.Equal(sum.Skips, c.skips) {
		t.Errorf("skips: %v, want %v", sum.Skips, c.skips)
	}
	if sum.Records != len(got.records) || sum.Rejects != len(got.rejects) {
		t.Errorf("the summary counts %d records and %d rejects", sum.Records, sum.Rejects)
	}
}

const ledgerMapping = `
sheets: {name: Transaktioner}
columns:
  period: {heading: Period, format: YYYYPP}
  account: {heading: [Konto, Kontonr]}
  organisation: {heading: Ansvar}
  project: {heading: Projekt, optional: true}
  activity: {heading: Aktivitet, optional: true}
  counterpart: {heading: Motpart, optional: true}
  voucher: {heading: Ver.nr, optional: true}
  posted_on: {heading: Bokföringsdatum, format: [YYYY-MM-DD, YYYYMMDD], optional: true}
  amount: {heading: Belopp, unit: kr}
  service: {heading: Tjänst, optional: true}
skip:
  - {name: total, heading: Konto, pattern: "^(Delsumma|Summa)"}
  - {name: footer, first: "^Källa:"}
ignore: [Text, Attest]
`

const payrollMapping = `
sheets: {name: Lön}
columns:
  period: {file: true}
  person: {heading: Personnummer}
  age_group: {heading: Personnummer, derive: age_group}
  sex: {heading: Personnummer, derive: sex}
  organisation: {heading: Ansvar}
  employment: {heading: Avlöningsform, values: {Månadsavlönad: monthly, Timavlönad: hourly}}
  worked_hours: {heading: Timmar, null: ["-"]}
`
