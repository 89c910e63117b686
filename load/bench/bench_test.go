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

	"github.com/shopspring/decimal"
)

// TestMain lets the test's own program be the loop that it starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "loop" {
		if err := run(context.Background(), os.Args[1:], io.Discard, os.Stderr); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestRun compares ways and measures a backfill, on small ledgers.
func TestRun(t *testing.T) {
	program := filepath.Join(t.TempDir(), "nyckeltal")
	if out, err := exec.Command("go", "build", "-o", program, "nyckeltal/cmd/nyckeltal").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	tests := map[string]struct {
		args []string
		want []string
	}{
		"ours":     {[]string{"-runs", "2", "-only", "nyckeltal run"}, []string{"50 x 12", "| nyckeltal run, until published |", "| nyckeltal run, to its end"}},
		"a loop":   {[]string{"-runs", "1", "-only", "row by row"}, []string{"| excelize, clickhouse-go row by row |"}},
		"backfill": {[]string{"-backfill", "1,2", "-cores", "1"}, []string{"workbooks with 50 rows", "| 1 | 1 |", "| 1 | 2 |", "= backfill, 2 workbooks"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var out, progress bytes.Buffer
			dir := t.TempDir()
			err := run(t.Context(), append(test.args, "-rows", "50", "-dir", dir, "-program", program), &out, &progress)
			if err != nil {
				t.Fatalf("%v: %s", err, &progress)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in %s", want, &out)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "home*")); left != nil {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestDifferentSums notices who has loaded something else.
func TestDifferentSums(t *testing.T) {
	a := sum{rows: 2, amount: decimal.New(150, -2), accounts: 1, days: 1, hash: 7}
	b := a
	b.amount = decimal.New(15, -1)
	if err := same([]result{{name: "read"}, {name: "a", sum: a}, {name: "b", sum: b}}); err != nil {
		t.Error(err)
	}
	b.amount = decimal.New(149, -2)
	if err := same([]result{{name: "a", sum: a}, {name: "b", sum: b}}); err == nil || !strings.Contains(err.Error(), "b {rows:2") {
		t.Errorf("error %v", err)
	}
}

// TestNotInstalled tells which ways are missing.
func TestNotInstalled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := printTable(&out, &home{ledger: path}, []result{{name: "other"}}); err != nil || !strings.Contains(out.String(), "| other | not installed") {
		t.Errorf("%v: %s", err, &out)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-rows", "0"}, {"-rows", "1048576"}, {"-backfill", "-1"}, {"-backfill", "12,1000"}, {"-cores", "0"}, {"-cores", "1,1000"}, {"-x"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
