package ledger_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
	"nyckeltal/ingest/workbook/internal/ledger"
)

// TestWrite reads the same ledger out of every format.
func TestWrite(t *testing.T) {
	want := map[string]string{}
	for _, format := range []string{ledger.Shared, ledger.Inline, ledger.XLSB, ledger.ODS, ledger.CSV} {
		path := filepath.Join(t.TempDir(), "a."+format)
		if err := ledger.Write(path, format, 500); err != nil {
			t.Fatal(err)
		}
		typed := fmt.Sprint(format != ledger.CSV) // a text file holds texts only
		got := read(t, path)
		if want[typed] == "" {
			want[typed] = got
		}
		if got != want[typed] || strings.Count(got, "\n") != 501 || !strings.HasPrefix(got, "1 Kontotext 0 ") {
			t.Errorf("%s: %.300s", format, got)
		}
	}
	if err := ledger.Write(filepath.Join(t.TempDir(), "a"), "pdf", 1); err == nil {
		t.Error("a format that there is not")
	}
}

// read returns the cells of a ledger, a line for each row.
func read(t *testing.T, path string) string {
	t.Helper()
	w, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var b strings.Builder
	for row, err := range w.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&b, row.Number)
		for _, c := range row.Cells {
			if c.Kind != cell.Text {
				c.Text = "" // how the file writes it
			}
			fmt.Fprintf(&b, " %s%s %v", c.Text, c.Kind, c.Num)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
