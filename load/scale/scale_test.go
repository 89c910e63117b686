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
)

// TestMain lets the test's own program be the engine that it starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == engineArgument {
		if err := run(context.Background(), os.Args[1:], io.Discard, os.Stderr); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestRun fills a small warehouse and asks every question once; the program itself refuses what is not sound.
func TestRun(t *testing.T) {
	program := filepath.Join(t.TempDir(), "nyckeltal")
	if out, err := exec.Command("go", "build", "-o", program, "nyckeltal/cmd/nyckeltal").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-rows", "2400,4800", "-years", "1", "-runs", "1", "-dir", t.TempDir(), "-program", program}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| ledger_records | 4800 |", "| `report minirapport` |", "| measures after a changed chart: all months |",
		"| rows of the ledger | 2400: time |", "= `report minirapport`, 4800 postings | ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %s in\n%s", want, &out)
		}
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-rows", "x"}, {"-rows", "10"}, {"-years", "11"}, {"-runs", "0"}, {"-x"}, {"more"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
