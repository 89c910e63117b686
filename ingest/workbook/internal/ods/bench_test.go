package ods

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/flate"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ledger"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// benchRows is the number of rows of the ledger that is read for speed; each has 12 columns.
const benchRows = 200_000

// BenchmarkODS inflates the content of a ledger and does nothing with it, which is the limit; opens the ledger, which
// finds the sheets; and opens it and reads every cell.
func BenchmarkODS(b *testing.B) {
	path := filepath.Join(b.TempDir(), "ledger.ods")
	if err := ledger.Write(path, ledger.ODS, benchRows); err != nil {
		b.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Inflate", func(b *testing.B) { benchmarkInflate(b, file) })
	b.Run("Open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			benchmarkOpen(b, file)
		}
	})
	b.Run("Read", func(b *testing.B) { benchmarkRead(b, file) })
}

func benchmarkInflate(b *testing.B, file []byte) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, f := range z.File {
			if f.Name != "content.xml" {
				continue
			}
			packed, err := f.OpenRaw()
			if err != nil {
				b.Fatal(err)
			}
			n, err := io.Copy(io.Discard, flate.NewReader(packed))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(n)
		}
	}
}

func benchmarkOpen(b *testing.B, file []byte) *Book {
	parts, err := zipped.Open(bytes.NewReader(file), int64(len(file)), format.Defaults)
	if err != nil {
		b.Fatal(err)
	}
	book, err := Open(parts)
	if err != nil {
		b.Fatal(err)
	}
	return book
}

func benchmarkRead(b *testing.B, file []byte) {
	b.ReportAllocs()
	for b.Loop() {
		rows, sum := 0, 0.0
		for row, err := range benchmarkOpen(b, file).Rows(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			rows++
			for _, c := range row.Cells {
				sum += c.Num
			}
		}
		if rows != benchRows+1 || sum == 0 {
			b.Fatalf("%d rows, sum %g", rows, sum)
		}
	}
}
