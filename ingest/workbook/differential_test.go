package workbook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
)

// TestMadeUp writes workbooks of any shape with excelize and reads them: every cell must come back as it was made up, and
// excelize must read the same.
func TestMadeUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		pages := drawPages(rt)
		path := writePages(t, pages, rapid.Bool().Draw(rt, "streamed"))
		if wrong := wrongCells(t, path, pages); len(wrong) > 0 {
			rt.Fatal(strings.Join(wrong, "\n"))
		}
		if diffs, _ := differences(t, path); len(diffs) > 0 {
			rt.Fatal(strings.Join(diffs, "\n"))
		}
	})
}

// wrongCells lists the cells that are read otherwise than they were made up.
func wrongCells(tb testing.TB, path string, pages []page) (wrong []string) {
	tb.Helper()
	w, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer w.Close()
	for i, p := range pages {
		for row, err := range w.Rows(tb.Context(), i) {
			if err != nil {
				tb.Fatal(err)
			}
			for column, c := range row.Cells {
				if want, ok := p.cells[row.Number][column]; c.Kind != cell.Empty || ok {
					if !want.is(c) {
						wrong = append(wrong, fmt.Sprintf("%s: %+v, not %+v", cell.Ref(column, row.Number), c, want))
					}
				}
				delete(p.cells[row.Number], column)
			}
		}
		for row, cells := range p.cells {
			for column, c := range cells {
				wrong = append(wrong, fmt.Sprintf("%s: nothing, not %+v", cell.Ref(column, row), c))
			}
		}
	}
	return wrong
}

// is tells whether a cell holds just what was made up, numbers up to the digits that excelize leaves out.
func (m made) is(c cell.Cell) bool {
	if c.Kind != m.kind || c.Formula {
		return false
	}
	switch v := m.value.(type) {
	case string:
		return c.Text == v
	case bool:
		return c.Num == 1 == v
	}
	want := m.value.(float64)
	return math.Abs(c.Num-want) <= 1e-14*math.Abs(want)
}

// openpyxlCell is a cell as testdata/cells.py prints it.
type openpyxlCell struct {
	Sheet int
	Ref   string
	Kind  string
	Text  string
	Num   float64
}

// TestOpenpyxl compares with openpyxl on workbooks of many shapes.
func TestOpenpyxl(t *testing.T) {
	python := pythonWithOpenpyxl()
	if python == "" {
		t.Skip("no python3 with openpyxl is installed")
	}
	paths := []string{ledger(t, "inline", 200), "testdata/conformance/libreoffice.xlsx"}
	for seed := range 20 {
		pages := rapid.Custom(drawPages).Example(seed)
		paths = append(paths, writePages(t, pages, seed%2 == 0))
	}
	for i, want := range openpyxl(t, python, paths) {
		for _, diff := range openpyxlDifferences(t, paths[i], want) {
			t.Errorf("%s: %s", paths[i], diff)
		}
	}
}

// pythonWithOpenpyxl returns the python3 that has openpyxl, the first on the path or the system's own, or "".
func pythonWithOpenpyxl() string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import openpyxl").Run() == nil {
			return python
		}
	}
	return ""
}

// openpyxl reads the cells of workbooks with openpyxl.
func openpyxl(t *testing.T, python string, paths []string) [][]openpyxlCell {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), python, append([]string{"testdata/cells.py"}, paths...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	var cells [][]openpyxlCell
	if err := json.Unmarshal(out, &cells); err != nil {
		t.Fatal(err)
	}
	return cells
}

// openpyxlDifferences lists the cells that are read otherwise than by openpyxl.
func openpyxlDifferences(t *testing.T, path string, want []openpyxlCell) (diffs []string) {
	t.Helper()
	w, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var got []openpyxlCell
	for _, s := range w.Sheets() {
		for row, err := range w.Rows(t.Context(), s.Index) {
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range row.Cells {
				if c.Kind != cell.Empty {
					got = append(got, openpyxlCell{s.Index, cell.Ref(i, row.Number), c.Kind.String(), strings.Clone(c.Text), c.Num})
				}
			}
		}
	}
	if len(got) != len(want) {
		diffs = append(diffs, fmt.Sprintf("%d cells, openpyxl %d", len(got), len(want)))
	}
	for i := range min(len(got), len(want)) {
		if !got[i].like(want[i]) {
			diffs = append(diffs, fmt.Sprintf("we %+v, openpyxl %+v", got[i], want[i]))
		}
	}
	return diffs[:min(len(diffs), 10)]
}

// like compares cells: texts by their letters, dates to the millisecond, and of numbers all digits.
func (c openpyxlCell) like(other openpyxlCell) bool {
	if c.Sheet != other.Sheet || c.Ref != other.Ref || c.Kind != other.Kind {
		return false
	}
	switch c.Kind {
	case "text", "error":
		return c.Text == other.Text
	case "date", "duration":
		const millisecond = 1.0 / float64(24*time.Hour/time.Millisecond)
		return math.Abs(c.Num-other.Num) <= millisecond
	}
	return c.Num == other.Num
}
