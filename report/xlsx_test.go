package report_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report"
)

// TestWorkbook compares what a reader finds in the workbooks with golden files: the sheets, their panes, and each
// cell's address, type, stored value, and text as displayed.
func TestWorkbook(t *testing.T) {
	w := sampleWarehouse(t)
	for _, of := range []struct{ report, period, lang string }{
		{"minirapport", "2023-11", "sv"}, {"arlig-analys", "2025", "en"},
	} {
		t.Run(of.report, func(t *testing.T) {
			r, err := build(t, w, of.report, of.period, of.lang)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, of.report+"."+of.lang+".xlsx.txt", dump(t, written(t, r, report.XLSX, report.Options{})))
		})
	}
}

// TestWorkbookIsRepeatable: the same report gives the same bytes.
func TestWorkbookIsRepeatable(t *testing.T) {
	r, err := build(t, sampleWarehouse(t), "arlig-analys", "2025", "sv")
	if err != nil {
		t.Fatal(err)
	}
	one, two := written(t, r, report.XLSX, report.Options{}), written(t, r, report.XLSX, report.Options{})
	if !bytes.Equal(one, two) {
		t.Error("two workbooks of one report differ")
	}
}

var cellTypes = map[excelize.CellType]string{
	excelize.CellTypeUnset: "number", excelize.CellTypeNumber: "number", excelize.CellTypeSharedString: "text",
	excelize.CellTypeInlineString: "text", excelize.CellTypeFormula: "FORMULA",
}

func dump(t *testing.T, workbook []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var b bytes.Buffer
	for _, name := range f.GetDefinedName() {
		fmt.Fprintf(&b, "%s of %s: %s\n", name.Name, name.Scope, name.RefersTo)
	}
	for _, sheet := range f.GetSheetList() {
		panes, err := f.GetPanes(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "\n%s (frozen above and left of %s)\n", sheet, panes.TopLeftCell)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, displayed := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				dumpCell(t, &b, f, sheet, at, displayed)
			}
		}
	}
	return b.Bytes()
}

func dumpCell(t *testing.T, b *bytes.Buffer, f *excelize.File, sheet, at, displayed string) {
	t.Helper()
	raw, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil || raw == "" {
		return
	}
	kind, err := f.GetCellType(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	if cellTypes[kind] == "number" {
		if _, err := strconv.ParseFloat(raw, 64); err != nil {
			t.Errorf("%s!%s: %q is stored as a number", sheet, at, raw)
		}
		fmt.Fprintf(b, "%s\tnumber\t%s\t%s\n", at, raw, displayed)
		return
	}
	fmt.Fprintf(b, "%s\t%s\t%s\n", at, cellTypes[kind], raw)
}

// TestWorkbookHasNoFormulas: a text that looks like a formula stays a text.
func TestWorkbookHasNoFormulas(t *testing.T) {
	w := sampleWarehouse(t)
	w.insert("project_status", "202311 | activity | -2+3 | 1 | +46 31 365 00 00 | @SUM(A1) | =1+1 | -1")
	r, err := build(t, w, "minirapport", "2023-11", "sv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(dump(t, written(t, r, report.XLSX, report.Options{}))), "\n")
	for _, want := range []string{"text\t-2+3", "text\t+46 31 365 00 00", "text\t=1+1", "text\t-1"} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasSuffix(l, want) }) {
			t.Errorf("no cell %q", want)
		}
	}
}
