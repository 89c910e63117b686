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
	heading := []any{"Period", "Konto", "Ansvar", "Projekt", "Aktivitet", "Motpart", "Ver.nr", "Bokföringsdatum",
		"Belopp", "Text", "Attest", "Tjänst"}
	rows := make([][]cell.Cell, 0, 10_000)
	for i := range 10_000 {
		rows = append(rows, cells([]any{202301 + i%12, 3000 + i%500, "07" + strconv.Itoa(i%90), "P" + strconv.Itoa(i%40), nil,
			strconv.Itoa(i % 30), 100_000 + i/3, day("2023-01-05"), float64(i*37%99999) / 100, "Text", "Attest", nil}))
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
