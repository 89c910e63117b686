package report_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report"
)

// TestWorkbook compares what a reader finds in the workbooks with golden files: the sheets, their panes, each cell's address,
// type, stored value, text as displayed, formula and link, and what charts and sparklines are drawn from.
func TestWorkbook(t *testing.T) {
	w := sampleWarehouse(t)
	for _, of := range []struct{ report, period, lang string }{
		{"minirapport", "2023-11", "sv"}, {"arlig-analys", "2025", "en"}, {"avdelning", "2023-11", "sv"},
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
	dumpDrawings(t, &b, workbook)
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
		fmt.Fprintf(b, "%s\tnumber\t%s\t%s%s\n", at, raw, displayed, beneath(t, f, sheet, at))
		return
	}
	fmt.Fprintf(b, "%s\t%s\t%s%s\n", at, cellTypes[kind], raw, beneath(t, f, sheet, at))
}

// beneath returns the formula and the link of a cell.
func beneath(t *testing.T, f *excelize.File, sheet, at string) string {
	t.Helper()
	formula, err := f.GetCellFormula(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	if formula != "" {
		formula = "\t=" + formula
	}
	if linked, target, err := f.GetCellHyperLink(sheet, at); err != nil {
		t.Fatal(err)
	} else if linked {
		formula += "\t-> " + target
	}
	return formula
}

// drawn finds the places of charts, and what charts and sparklines are drawn from.
var drawn = map[string]*regexp.Regexp{
	"xl/drawings/":   regexp.MustCompile(`<xdr:(?:col|row)>(\d+)<|name="([^"]*)"`),
	"xl/charts/":     regexp.MustCompile(`<a:t>([^<]*)</|<f>([^<]*)</|<(barChart|lineChart)>|<(?:min|max) val="([^"]*)"`),
	"xl/worksheets/": regexp.MustCompile(`<xm:f>([^<]*)</|<xm:sqref>([^<]*)</`),
}

// dumpDrawings writes where charts stand, and the cells that charts and sparklines are drawn from.
func dumpDrawings(t *testing.T, b *bytes.Buffer, workbook []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(z.File, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	for _, part := range z.File {
		wanted := drawn[path.Dir(part.Name)+"/"]
		if wanted == nil {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if found := wanted.FindAllSubmatch(text, -1); found != nil {
			fmt.Fprintf(b, "\n%s\n", part.Name)
			for _, match := range found {
				fmt.Fprintln(b, html.UnescapeString(string(bytes.Join(match[1:], nil))))
			}
		}
	}
}

// ours are the formulas that are written: sums of cells, and differences of two.
var ours = regexp.MustCompile(`\t=(SUM\([A-Z]+\d+(:[A-Z]+\d+)?(,[A-Z]+\d+(:[A-Z]+\d+)?)*\)|[A-Z]+\d+-[A-Z]+\d+|` +
	`\([A-Z]+\d+-[A-Z]+\d+\)\*100/ABS\([A-Z]+\d+\))(\t->.*)?$`)

// TestWorkbookTextsStayTexts: a text that looks like a formula stays a text, and no formula holds a text.
func TestWorkbookTextsStayTexts(t *testing.T) {
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
	for _, line := range lines {
		if strings.Contains(line, "\tnumber\t") && strings.Contains(line, "\t=") && !ours.MatchString(line) {
			t.Errorf("another formula: %s", line)
		}
	}
}
