package transform_test

import (
	"bytes"
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"nyckeltal/ingest/cell"
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

// codes is a Lookup of "dimension/code".
type codes map[string]bool

func (c codes) Known(dimension, code string) bool { return c[dimension+"/"+code] }
