package workbook_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	ledgers "nyckeltal/ingest/workbook/internal/ledger"
)

// ledger returns the path of a ledger of that many rows, its texts "shared" or "inline". It is written when it is first
// asked for.
func ledger(tb testing.TB, texts string, rows int) string {
	tb.Helper()
	path := filepath.Join(scratch, fmt.Sprintf("%s-%d.xlsx", texts, rows))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if err := ledgers.Write(path, texts+".xlsx", rows); err != nil {
		tb.Fatal(err)
	}
	return path
}

// scratch is a folder for files that several tests and benchmarks read.
var scratch string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "nyckeltal-workbook")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	scratch = dir
	return m.Run()
}
