package transform_test

import (
	"context"
	"iter"
	"strconv"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// discard is a Sink that keeps nothing.
type discard struct{}

func (discard) Record(*record.Record) error { return nil }
func (discard) Reject(record.Reject) error  { return nil }

// repeated streams n rows in turn, up to count rows below the heading.
func repeated(count int, heading []any, rows [][]cell.Cell) func(context.Context) iter.Seq2[*cell.Row, error] {
	return func(context.Context) iter.Seq2[*cell.Row, error] {
		return func(yield func(*cell.Row, error) bool) {
			if !yield(&cell.Row{Number: 1, Cells: cells(heading)}, nil) {
				return
			}
			row := &cell.Row{}
			for i := range count {
				row.Number, row.Cells = i+2, rows[i%len(rows)]
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// BenchmarkLedger maps a ledger of 200 000 rows and 12 columns; the rate is that of cells per second.
func BenchmarkLedger(b *testing.B) {
	m := newMapper(b, "ledger", ledgerMapping)
	heading := []any{
		"Period", "Konto", "Ansvar", "Projekt", "Aktivitet", "Motpart", "Ver.nr", "Bokföringsdatum",
		"Belopp", "Text", "Attest", "Tjänst",
	}
	rows := make([][]cell.Cell, 0, 10_000)
	for i := range 10_000 {
		rows = append(rows, cells([]any{
			202301 + i%12, 3000 + i%500, "07" + strconv.Itoa(i%90), "P" + strconv.Itoa(i%40), nil,
			strconv.Itoa(i % 30), 100_000 + i/3, day("2023-01-05"), float64(i*37%99999) / 100, "Text", "Attest", nil,
		}))
	}
	for i := range rows {
		if i%4 == 0 {
			rows[i][8] = cell.Cell{Kind: cell.Text, Text: "-1 234\u00a0567,89"}
			rows[i][7] = cell.Cell{Kind: cell.Text, Text: "2023-01-05"}
		}
	}
	const count = 200_000
	in := transform.Input{File: "huvudbok.xlsx", Year: 2023, Sheets: []transform.Sheet{
		{Name: "Transaktioner", Rows: repeated(count, heading, rows)},
	}}
	b.ReportAllocs()
	for b.Loop() {
		if sum, err := m.Map(context.Background(), in, discard{}); err != nil || sum.Records != count {
			b.Fatal(sum, err)
		}
	}
	b.ReportMetric(float64(b.N*count*len(heading))/b.Elapsed().Seconds(), "cells/s")
}

// BenchmarkPayroll maps 10 000 rows with personal identity numbers.
func BenchmarkPayroll(b *testing.B) {
	m := newMapper(b, "payroll", payrollMapping)
	heading := []any{"Personnummer", "Ansvar", "Avlöningsform", "Timmar"}
	rows := [][]cell.Cell{
		cells([]any{"701063-2391", 71, "Månadsavlönad", 165.5}), cells([]any{"811218-9876", 71, "Timavlönad", 12}),
	}
	const count = 10_000
	in := transform.Input{File: "lon.xlsx", Period: 202311, Key: []byte("key"), Sheets: []transform.Sheet{
		{Name: "Lön", Rows: repeated(count, heading, rows)},
	}}
	b.ReportAllocs()
	for b.Loop() {
		if sum, err := m.Map(context.Background(), in, discard{}); err != nil || sum.Records != count {
			b.Fatal(sum, err)
		}
	}
}

// BenchmarkShapes maps 49 998 rows of other shapes; the rate is that of cells per second.
func BenchmarkShapes(b *testing.B) {
	tests := []struct {
		name, mapping string
		heading       []any
		rows          [][]any
	}{
		{
			"across", volumeMapping,
			[]any{"Kundnr", "År", "jan", "feb", "mar", "apr", "maj", "jun"},
			[][]any{{12, 2023, 1, 2.5, 3, "4,5", 5, 6}, {13, 2023, 1, nil, 3, 4, nil, 6}},
		},
		{
			"beside", "sheets: {all: true}\nheading: {beside: true}\ncolumns: {period: {heading: Period}, item: {heading: Vara}, quantity: {heading: Antal}}",
			[]any{"Period", "Vara", "Antal", "Period", "Vara", "Antal"},
			[][]any{{202301, "a", 1, 202302, "b", 2}, {202301, "c", 1}},
		},
		{
			"groups and fill down", `
sheets: {all: true}
columns: {period: {heading: Period, fill: down}, item: {group: item}, customer: {heading: Kund}, quantity: {heading: Antal}}
skip: [{name: item, first: '^Vara (?P<item>.*)'}]`,
			[]any{"Period", "Kund", "Antal"},
			[][]any{{"Vara x"}, {202301, 12, 1}, {nil, 13, 2}, {nil, 14, "3,5"}},
		},
		{"letters", "sheets: {all: true}\nheading: {none: true}\ncolumns: {period: {column: A}, item: {column: B}, quantity: {column: C}}\n" +
			"skip: [{name: top, first: ^Period}]", []any{"Period"}, [][]any{{202301, "a", 1}, {202302, "b", 2}}},
		{
			"pairs", "sheets: {all: true}\npairs: true\ncolumns: {period: {label: Period}, item: {label: Vara}, quantity: {label: Antal}}",
			[]any{"Blankett"},
			[][]any{{"Period", 202301}, {"Vara", "x"}, {"Antal", 5}},
		},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			m := newMapper(b, "volume", test.mapping)
			const count = 49_998
			total := 0
			rows := make([][]cell.Cell, 0, len(test.rows))
			for _, values := range test.rows {
				rows = append(rows, cells(values))
			}
			for i := range count {
				total += len(rows[i%len(rows)])
			}
			in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{{Name: "S", Rows: repeated(count, test.heading, rows)}}}
			b.ReportAllocs()
			for b.Loop() {
				if sum, err := m.Map(context.Background(), in, discard{}); err != nil || sum.Rejected > 0 {
					b.Fatal(sum, err)
				}
			}
			b.ReportMetric(float64(b.N*total)/b.Elapsed().Seconds(), "cells/s")
		})
	}
}
