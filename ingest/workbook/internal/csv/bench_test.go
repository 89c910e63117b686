package csv

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"nyckeltal/ingest/workbook/internal/format"
)

const benchRows = 200_000

// benchFile writes a ledger of 200 000 rows and 12 columns.
func benchFile(b *testing.B, ascii bool, encode func([]byte) ([]byte, error)) string {
	b.Helper()
	var text bytes.Buffer
	supplier := "leverantör"
	if ascii {
		supplier = "leverantor"
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range benchRows {
		fmt.Fprintf(&text, "%d;%d;P%04d;%d;%d;%d;%d;2023-%02d-%02d;%d,%02d;Faktura %d från %s %d;attestant %d;%d\r\n", 3000+r.IntN(5000),
			100000+r.IntN(900), r.IntN(400), 9000+r.IntN(99), 1000+r.IntN(40), 202301+r.IntN(12), 40_000_000+i, 1+r.IntN(12), 1+r.IntN(28),
			r.IntN(2_000_000)-1_000_000, r.IntN(100), r.IntN(20_000), supplier, r.IntN(500), r.IntN(60), r.IntN(4))
	}
	contents := text.Bytes()
	if ascii {
		contents = bytes.ReplaceAll(contents, []byte("å"), []byte("a"))
	}
	contents, err := encode(contents)
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "ledger.csv")
	if err := os.WriteFile(path, contents, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkCSV compares reading all cells, with finding out encoding and delimiter, to two scans of the file: for the ends of
// its lines alone, and for the delimiters too.
func BenchmarkCSV(b *testing.B) {
	plain := func(text []byte) ([]byte, error) { return text, nil }
	tests := []struct {
		name   string
		ascii  bool
		encode func([]byte) ([]byte, error)
	}{
		{"ASCII", true, plain},
		{"UTF-8", false, plain},
		{"Windows-1252", false, charmap.Windows1252.NewEncoder().Bytes},
	}
	for _, tt := range tests {
		path := benchFile(b, tt.ascii, tt.encode)
		for _, method := range []struct {
			name string
			run  func(*testing.B, *os.File) (rows int)
		}{{"lines", scanLines}, {"fields", scanFields}, {"read", readRows}} {
			b.Run(tt.name+"/"+method.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f, err := os.Open(path)
					if err != nil {
						b.Fatal(err)
					}
					info, err := f.Stat()
					if err != nil {
						b.Fatal(err)
					}
					b.SetBytes(info.Size())
					if rows := method.run(b, f); rows != benchRows {
						b.Fatalf("%d rows", rows)
					}
					f.Close()
				}
			})
		}
	}
}

// scanLines looks for the ends of lines.
func scanLines(b *testing.B, f *os.File) (rows int) {
	s := bufio.NewScanner(f)
	s.Buffer(make([]byte, 64<<10), 1<<20)
	for s.Scan() {
		rows++
	}
	if err := s.Err(); err != nil {
		b.Fatal(err)
	}
	return rows
}

// scanFields looks for the ends of lines and for the delimiters in them.
func scanFields(b *testing.B, f *os.File) (rows int) {
	s := bufio.NewScanner(f)
	s.Buffer(make([]byte, 64<<10), 1<<20)
	fields := 0
	for s.Scan() {
		rows++
		line := s.Bytes()
		for n := 0; n >= 0; fields++ {
			n = bytes.IndexByte(line, ';')
			line = line[n+1:]
		}
	}
	if err := s.Err(); err != nil || fields != 12*benchRows {
		b.Fatal(fields, err)
	}
	return rows
}

func readRows(b *testing.B, f *os.File) (rows int) {
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	book, err := Open(f, info.Size(), "ledger", format.Defaults)
	if err != nil {
		b.Fatal(err)
	}
	for _, err := range book.Rows(b.Context(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		rows++
	}
	return rows
}
