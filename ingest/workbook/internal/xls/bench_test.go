package xls_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
)

// ledger returns a file of that many rows with 12 columns as Excel writes them: blocks of 32 rows, first what holds for
// the rows and then their cells.
func ledger(rows int) []byte {
	const texts = 5000
	var globals []byte
	id, table := sst, join(uint32(rows*7), uint32(texts))
	for i := range texts {
		if len(table) > 8000 {
			globals = append(globals, rec(id, table)...)
			id, table = contin, nil
		}
		table = append(table, unicode(fmt.Sprintf("Faktura %d från leverantör %d", i, i%500))...)
	}
	globals = append(globals, rec(id, table)...)
	r := rand.New(rand.NewPCG(1, 2))
	var sheet []byte
	for block := 0; block < rows; block += 32 {
		for row := block; row < min(block+32, rows); row++ {
			sheet = append(sheet, rec(rowRec, row, 0, 12, 255, 0, 0, 0x100, 15)...)
		}
		for row := block; row < min(block+32, rows); row++ {
			for column := range 6 {
				sheet = append(sheet, rec(labelSST, row, column, 0, uint32(r.IntN(texts/2)))...)
			}
			sheet = append(sheet, rec(mulRK, row, 6, 0, uint32(202301<<2|2), 0, uint32(row<<2|2), 1,
				uint32((44927+r.IntN(365))<<2|2), 8)...)
			sheet = append(sheet, rec(number, row, 9, 0, float64(r.IntN(200_000_000)-100_000_000)/100)...)
			sheet = append(sheet, rec(rk, row, 10, 0, uint32(r.IntN(100_000)<<2|3))...)
			sheet = append(sheet, rec(labelSST, row, 11, 0, uint32(r.IntN(texts/2)))...)
		}
	}
	return oletest.Workbook("Workbook", stream(8, recs(formats(8), globals), part{name: "Blad1", records: sheet}))
}

// benchRows is the number of rows that are read for speed: nearly all that a sheet has.
const benchRows = 65_000

// BenchmarkRows reads every cell.
func BenchmarkRows(b *testing.B) {
	file := ledger(benchRows)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		book, err := open(file, format.Defaults)
		if err != nil {
			b.Fatal(err)
		}
		rows, cells := 0, 0
		for row, err := range book.Rows(context.Background(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			rows++
			cells += len(row.Cells)
		}
		if rows != benchRows || cells != 12*benchRows {
			b.Fatalf("%d rows, %d cells", rows, cells)
		}
	}
}

// BenchmarkBytes reads the bytes of the same file, and does nothing with them.
func BenchmarkBytes(b *testing.B) {
	file := ledger(benchRows)
	b.SetBytes(int64(len(file)))
	buf := make([]byte, 128<<10)
	for b.Loop() {
		if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{bytes.NewReader(file)}, buf); err != nil {
			b.Fatal(err)
		}
	}
}
