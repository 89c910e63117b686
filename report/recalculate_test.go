package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	command "os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nyckeltal/examples/testprogram"
	"nyckeltal/report"
)

// TestRecalculated has LibreOffice open the workbooks, compute every formula anew and save them, and compares every cell with
// what was written, and every figure of the tables with the JSON of the report.
func TestRecalculated(t *testing.T) {
	soffice := testprogram.Find(t, "soffice")
	w := sampleWarehouse(t)
	dir := t.TempDir()
	reports := map[string]*report.Report{}
	args := []string{"-env:UserInstallation=file://" + recalculating(t), "--headless", "--convert-to", "xlsx", "--outdir", filepath.Join(dir, "out")}
	for _, of := range []struct{ report, period string }{{"minirapport", "2023-11"}, {"arlig-analys", "2025"}, {"avdelning", "2023-11"}} {
		r, err := build(t, w, of.report, of.period, "sv")
		if err != nil {
			t.Fatal(err)
		}
		reports[of.report] = r
		file := filepath.Join(dir, of.report+".xlsx")
		if err := os.WriteFile(file, forgetful(t, written(t, r, report.XLSX, report.Options{})), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := command.CommandContext(t.Context(), soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, r := range reports {
		t.Run(name, func(t *testing.T) {
			ours := openWorkbook(t, written(t, r, report.XLSX, report.Options{}))
			saved, err := os.ReadFile(filepath.Join(dir, "out", name+".xlsx"))
			if err != nil {
				t.Fatal(err)
			}
			theirs := openWorkbook(t, saved)
			if formulas := compareCells(t, ours, theirs); formulas == 0 {
				t.Error("no formulas")
			}
			compareFigures(t, written(t, r, report.JSON, report.Options{}), theirs)
		})
	}
}

// recalculating returns the address of a profile of LibreOffice that computes formulas anew when it opens a workbook.
func recalculating(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	settings := `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`
	if err := os.MkdirAll(filepath.Join(dir, "user"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "user", "registrymodifications.xcu"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

var computed = regexp.MustCompile(`(<f>[^<]*</f>)<v>[^<]*</v>`)

// forgetful returns the workbook with another value in place of each that a formula has, so that none can be taken over.
func forgetful(t *testing.T, workbook []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		to, err := out.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(computed.ReplaceAll(text, []byte("$1<v>-987654321</v>"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openWorkbook(t *testing.T, workbook []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// compareCells compares the cells of two workbooks and returns how many formulas there are.
func compareCells(t *testing.T, ours, theirs *excelize.File) int {
	t.Helper()
	formulas := 0
	raw := excelize.Options{RawCellValue: true}
	for _, sheet := range ours.GetSheetList() {
		rows, err := ours.GetRows(sheet, raw)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, want := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				formula, _ := ours.GetCellFormula(sheet, at)
				if formula != "" {
					formulas++
				}
				got, err := theirs.GetCellValue(sheet, at, raw)
				if err != nil {
					t.Fatal(err)
				}
				if got != want && !close15(got, want) {
					t.Errorf("%s!%s %s: written %s, recalculated %s", sheet, at, formula, want, got)
				}
			}
		}
	}
	return formulas
}

// close15 tells whether two texts are numbers that agree in the 15 digits that spreadsheet programs know.
func close15(x, y string) bool {
	a, err := strconv.ParseFloat(x, 64)
	if err != nil {
		return false
	}
	b, err := strconv.ParseFloat(y, 64)
	return err == nil && math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b))
}

// figures is what the JSON of a report tells of its tables.
type figures struct {
	Sections []struct {
		Title  string
		Blocks []struct {
			Type    string
			Columns []struct{ Column string }
			Rows    []struct {
				Kind, Label string
				Cells       map[string]struct{ Unrounded *string }
			}
		}
	}
}

// compareFigures looks for the figures of the report's tables in the workbook, sheet by sheet and row by row.
func compareFigures(t *testing.T, document []byte, f *excelize.File) {
	t.Helper()
	var of figures
	if err := json.Unmarshal(document, &of); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, section := range of.Sections {
		rows, err := f.GetRows(section.Title, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, block := range section.Blocks {
			for _, row := range block.Rows {
				for at < len(rows) && (len(rows[at]) == 0 || rows[at][0] != row.Label && !strings.HasPrefix(rows[at][0], row.Label+"\u00a0(")) {
					at++
				}
				if at == len(rows) {
					t.Fatalf("%s has no row %s", section.Title, row.Label)
				}
				var want []string
				for _, column := range block.Columns {
					if value := row.Cells[column.Column].Unrounded; value != nil {
						want = append(want, *value)
					}
				}
				if row.Kind != "heading" {
					found += compareRow(t, section.Title, rows[at], want)
				}
				at++
			}
		}
	}
	if found == 0 {
		t.Error("no figures")
	}
}

// compareRow compares the numbers of a row of the sheet with those that are wanted, and returns how many there are.
func compareRow(t *testing.T, sheet string, row, want []string) int {
	t.Helper()
	var numbers []string
	for _, cell := range row[1:] {
		if _, err := strconv.ParseFloat(cell, 64); err == nil {
			numbers = append(numbers, cell)
		}
	}
	same := len(numbers) == len(want)
	for i := range want {
		same = same && close15(numbers[i], want[i])
	}
	if !same {
		t.Errorf("%s, %s: got %s, want %s", sheet, row[0], fmt.Sprint(numbers), fmt.Sprint(want))
	}
	return len(numbers)
}
