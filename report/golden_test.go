package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/report"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// TestFormats compares every format of the example reports with its golden file.
func TestFormats(t *testing.T) {
	w := sampleWarehouse(t)
	for _, of := range []struct{ report, period string }{{"minirapport", "2023-11"}, {"arlig-analys", "2025"}, {"avdelning", "2023-11"}} {
		for _, lang := range []string{"sv", "en"} {
			r, err := build(t, w, of.report, of.period, lang)
			if err != nil {
				t.Fatal(err)
			}
			for _, format := range []report.Format{report.Text, report.TSV, report.JSON, report.HTML} {
				name := of.report + "." + lang + "." + extensions[format]
				t.Run(name, func(t *testing.T) {
					compare(t, name, written(t, r, format, report.Options{Sparklines: true}))
				})
			}
		}
	}
}

var extensions = map[report.Format]string{report.Text: "txt", report.TSV: "tsv", report.JSON: "json", report.HTML: "html"}

func written(t *testing.T, r *report.Report, format report.Format, opt report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, r, format, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compare compares with the golden file, or writes it with -update.
func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); if it is meant to, run go test ./report -update:\n%s", file, diff)
	}
}
