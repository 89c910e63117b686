package xlsb_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ledger"
	"nyckeltal/ingest/workbook/internal/xlsb"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// benchRows is the number of rows, with headings, of the ledger that is read for speed; each has 12 columns.
const benchRows = 200_001

// BenchmarkXLSB inflates the sheet and the shared strings of a ledger and does nothing with them, which is the limit,
// and then reads every cell.
func BenchmarkXLSB(b *testing.B) {
	path := filepath.Join(b.TempDir(), "ledger.xlsb")
	if err := ledger.Write(path, ledger.XLSB, benchRows-1); err != nil {
		b.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Inflate", func(b *testing.B) { benchmarkInflate(b, file) })
	b.Run("Read", func(b *testing.B) { benchmarkRead(b, file) })
}

func benchmarkInflate(b *testing.B, file []byte) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		total := int64(0)
		for _, f := range z.File {
			if f.Name != sheet1 && f.Name != strings1 {
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
			total += n
		}
		b.SetBytes(total)
	}
}

func benchmarkRead(b *testing.B, file []byte) {
	b.ReportAllocs()
	for b.Loop() {
		parts, err := zipped.Open(bytes.NewReader(file), int64(len(file)), format.Defaults)
		if err != nil {
			b.Fatal(err)
		}
		book, err := xlsb.Open(parts, book1)
		if err != nil {
			b.Fatal(err)
		}
		rows, sum, size := 0, 0.0, 0
		for row, err := range book.Rows(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			rows++
			for _, c := range row.Cells {
				sum += c.Num
				size += len(c.Text)
			}
		}
		if rows != benchRows || sum == 0 || size == 0 {
			b.Fatalf("%d rows, sum %g, %d bytes of text", rows, sum, size)
		}
	}
}

// TestAllocations reads cells of all kinds with so few allocations that there are none for cells or rows.
func TestAllocations(t *testing.T) {
	const count = 2000
	var all strings.Builder
	for i := range count {
		all.WriteString(row(i+1, at(rk, 0, 0, integer(int32(i))|1), at(shared, 1, 0, uint32(0)), at(text, 2, 0, "åäö"),
			at(real, 3, 1, 45260.123), at(formulaText, 4, 0, "text", formula), at(errorCode, 5, 0, uint8(0)),
			short(shortBool, 0, uint8(1))))
	}
	file := withRows(all.String()).Zip(t)
	allocations := testing.AllocsPerRun(3, func() {
		if err := readAll(file); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > count/2 {
		t.Errorf("%g allocations for %d rows", allocations, count)
	}
}
