package workbook_test

import (
	"archive/zip"
	"bufio"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"

	"nyckeltal/ingest/workbook"
)

// benchRows is the number of rows of the ledgers that are read for speed; each has 12 columns.
const benchRows = 200_000

// BenchmarkInflate inflates the sheet and the shared strings with a common library, and does nothing with them: what
// BenchmarkRead is measured by.
func BenchmarkInflate(b *testing.B) {
	each(b, func(b *testing.B, path string) {
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			b.Fatal(err)
		}
		z, err := zip.NewReader(file, info.Size())
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			total := int64(0)
			for _, f := range z.File {
				if !strings.HasPrefix(f.Name, "xl/worksheets/sheet") && f.Name != "xl/sharedStrings.xml" {
					continue
				}
				packed, err := f.OpenRaw()
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, flate.NewReader(bufio.NewReaderSize(packed, 1<<16)))
				if err != nil {
					b.Fatal(err)
				}
				total += n
			}
			b.SetBytes(total)
		}
	})
}

// BenchmarkRead reads every cell.
func BenchmarkRead(b *testing.B) {
	each(b, func(b *testing.B, path string) {
		b.ReportAllocs()
		for b.Loop() {
			w, err := workbook.Open(path, workbook.Options{})
			if err != nil {
				b.Fatal(err)
			}
			rows, sum := 0, 0.0
			for row, err := range w.Rows(b.Context(), 0) {
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
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkLayout looks for hidden columns and merged cells, past all rows.
func BenchmarkLayout(b *testing.B) {
	each(b, func(b *testing.B, path string) {
		w, err := workbook.Open(path, workbook.Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer w.Close()
		for b.Loop() {
			if _, err := w.Layout(b.Context(), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// each runs a benchmark on each kind of ledger.
func each(b *testing.B, bench func(b *testing.B, path string)) {
	for _, name := range []string{"shared", "inline"} {
		b.Run(name, func(b *testing.B) { bench(b, ledger(b, name, benchRows)) })
	}
}
