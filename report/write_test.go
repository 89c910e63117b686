package report_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"nyckeltal/report"
)

func TestParseFormat(t *testing.T) {
	for _, f := range report.Formats() {
		if got, err := report.ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("%s: %v, %v", f, got, err)
		}
	}
	_, err := report.ParseFormat("doc")
	if !errors.Is(err, report.ErrUnknownFormat) ||
		err.Error() != `unknown format "doc": choose one of text, tsv, json, html, xlsx, pdf` {
		t.Errorf("got %v", err)
	}
	if err := report.Write(io.Discard, nil, "doc", report.Options{}); !errors.Is(err, report.ErrUnknownFormat) {
		t.Errorf("got %v", err)
	}
}

// TestOptionsForFile: what is not a terminal gets no colour and the usual width.
func TestOptionsForFile(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	opt := report.OptionsFor(f, func(string) string { return "" })
	if opt.Color || opt.Width != 80 {
		t.Errorf("got %+v", opt)
	}
}
