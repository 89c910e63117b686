package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// TestRun plays a short story; the program itself refuses a figure that is wrong.
func TestRun(t *testing.T) {
	var out, progress bytes.Buffer
	dir := t.TempDir()
	if err := run(t.Context(), []string{"-jobs", "7", "-nights", "4", "-dir", dir}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	for _, want := range []string{"7 jobs, 4 of 4 nights", "16 workbooks delivered: 1 refused, 3 with rejected rows, 2 late for a closed month; months restated: 1", "\n| 4 |", "growth per night from night 3 to 4"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %q in\n%s", want, &out)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "home*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// TestTruth follows a workbook through a closed month.
func TestTruth(t *testing.T) {
	truth := newTruth()
	b := book{job: job{"volume-001", volume, 0}, period: months[0]}
	c := cell{indicator: "letters", scenario: "actual", customer: customer(0), period: months[0]}
	truth.deliver(b)
	first := truth.figures()[c]
	truth.close(time.Date(2024, 2, 1, 9, 0, 0, 0, time.UTC), b.period)
	b.version++
	truth.deliver(b)
	if got := truth.figures()[c]; got != first || first == (amounts{}) || !truth.late(b.period) {
		t.Errorf("closed: %v after %v", got, first)
	}
	truth.reopen(b.period)
	if got := truth.figures()[c]; got == first || truth.late(b.period) {
		t.Errorf("reopened: still %v", got)
	}
	b.fault = cutOff
	before := truth.figures()[c]
	truth.deliver(b)
	if got := truth.figures()[c]; got != before || !truth.failing()["volume-001"] {
		t.Errorf("refused: %v after %v", got, before)
	}
}

// TestWrongFigures says where figures differ.
func TestWrongFigures(t *testing.T) {
	want := figures{{indicator: "costs"}: {1, 0}, {indicator: "result"}: {2, 0}}
	got := figures{{indicator: "costs"}: {1, 0}, {indicator: "result"}: {3, 0}}
	if err := difference(want, want); err != nil {
		t.Error(err)
	}
	if err := difference(want, got); err == nil || !strings.Contains(err.Error(), "indicator:result") || strings.Contains(err.Error(), "indicator:costs") {
		t.Errorf("error %v", err)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-jobs", "6"}, {"-jobs", "1001"}, {"-nights", "3"}, {"-x"}, {"more"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
