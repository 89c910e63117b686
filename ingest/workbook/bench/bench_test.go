package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/ledger"
)

// TestMain lets the test's own program be the readers that it starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "read" || os.Args[1] == "write") {
		if err := run(context.Background(), os.Args[1:], io.Discard, io.Discard); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestRun compares nyckeltal with the baseline on small ledgers, a table for each format.
func TestRun(t *testing.T) {
	program := filepath.Join(t.TempDir(), "nyckeltal")
	if out, err := exec.Command("go", "build", "-o", program, "nyckeltal/cmd/nyckeltal").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var out bytes.Buffer
	args := []string{"-rows", "50", "-runs", "2", "-dir", t.TempDir(), "-program", program, "-only", "nyckeltal"}
	if err := run(t.Context(), args, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	tables := strings.Split(out.String(), "\n\n")
	if len(tables) != 2*len(formats)+2 { // a heading and a table for each, the summary, and nothing
		t.Fatalf("%d tables: %s", len(tables)/2, &out)
	}
	if summary := tables[2*len(formats)]; strings.Count(summary, "= reading 50 x 12, ") != len(formats) {
		t.Errorf("summary: %s", summary)
	}
	for i, format := range formats {
		table := tables[2*i+1]
		if !strings.HasPrefix(tables[2*i], format+", 50 x 12") || !strings.Contains(table, "| raw bytes |") ||
			!strings.Contains(table, "| nyckeltal |") || strings.Count(table, "| 2 |") != 2 {
			t.Errorf("%s: %s\n%s", format, tables[2*i], table)
		}
	}
}

// TestBaselines counts the rows that the baselines read.
func TestBaselines(t *testing.T) {
	for baseline, format := range map[string]string{"excelize": ledger.Inline, "encoding/csv": ledger.CSV} {
		path := filepath.Join(t.TempDir(), "a")
		if err := ledger.Write(path, format, 50); err != nil {
			t.Fatal(err)
		}
		if rows, err := baselines[baseline](path); rows != 51 || err != nil {
			t.Errorf("%s: %d rows, %v", baseline, rows, err)
		}
	}
}

// TestNotInstalled tells which readers are missing.
func TestNotInstalled(t *testing.T) {
	var out bytes.Buffer
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	results := []result{{name: "raw bytes", cost: cost{wall: 2, cpu: 2}, runs: 1}, {name: "other"}, {name: "third", failed: true}}
	if err := printTable(&out, "csv", 1, path, results); err != nil || !strings.Contains(out.String(), "| other | not installed") ||
		!strings.Contains(out.String(), "| third | could not read it |") {
		t.Errorf("%v: %s", err, &out)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-rows", "x"}, {"-rows", "0"}, {"-rows", "1048576"}, {"-x"}, {"read", "none", "a"}, {"write", "csv", "x", "a"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
