package workbook_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
)

// raw returns the cells of a sheet as excelize reads them, without formats, by their addresses.
func raw(f *excelize.File, sheet string) (map[string]string, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // its temporary files only
	cells := map[string]string{}
	for number := 1; rows.Next(); number++ {
		columns, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		for i, text := range columns {
			if text != "" {
				cells[cell.Ref(i, number)] = text
			}
		}
	}
	return cells, rows.Error()
}

// differences compares the sheets of a workbook with how excelize reads them.
func differences(tb testing.TB, path string) (diffs []string, cells int) {
	tb.Helper()
	w, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer w.Close()
	f, err := excelize.OpenFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close() // its temporary files only
	for _, s := range w.Sheets() {
		want, err := raw(f, s.Name)
		if err != nil {
			tb.Fatal(err)
		}
		cells += len(want)
		for row, err := range w.Rows(tb.Context(), s.Index) {
			if err != nil {
				tb.Fatal(err)
			}
			for i, c := range row.Cells {
				ref := cell.Ref(i, row.Number)
				if !same(c, want[ref]) {
					diffs = append(diffs, fmt.Sprintf("%s!%s: we %s %q %g, excelize %q", s.Name, ref, c.Kind, c.Text, c.Num, want[ref]))
				}
				delete(want, ref)
			}
		}
		for ref, text := range want {
			diffs = append(diffs, fmt.Sprintf("%s!%s: we nothing, excelize %q", s.Name, ref, text))
		}
	}
	return diffs, cells
}

// same tells whether excelize reads a cell alike.
func same(c cell.Cell, text string) bool {
	switch c.Kind {
	case cell.Empty:
		return text == ""
	case cell.Bool:
		return text == map[float64]string{0: "FALSE", 1: "TRUE"}[c.Num] || text == strconv.FormatFloat(c.Num, 'f', -1, 64)
	case cell.Error:
		return text == c.Text || c.Text == workbook.NoValue && text == ""
	case cell.Text:
		return text == c.Text
	}
	f, err := strconv.ParseFloat(text, 64)
	ours, ourErr := strconv.ParseFloat(c.Text, 64)
	return err == nil && ourErr == nil && f == ours && (f == c.Num || c.Kind == cell.Date)
}

// TestGenerated compares with excelize on workbooks that it wrote itself.
func TestGenerated(t *testing.T) {
	for _, name := range []string{"shared", "inline"} {
		diffs, cells := differences(t, ledger(t, name, 5000))
		if len(diffs) > 0 || cells < 50_000 {
			t.Errorf("%s: %d cells, differences: %s", name, cells, strings.Join(diffs[:min(len(diffs), 10)], "\n"))
		}
	}
}

// TestRealFiles compares with excelize on files of public bodies, if they are at hand.
func TestRealFiles(t *testing.T) {
	paths, err := filepath.Glob("../../../shared/realdata/*.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("../shared/realdata is not there")
	}
	for _, path := range paths {
		diffs, cells := differences(t, path)
		if len(diffs) > 0 || cells == 0 {
			t.Errorf("%s: %d cells, differences: %s", path, cells, strings.Join(diffs[:min(len(diffs), 10)], "\n"))
		}
	}
}
