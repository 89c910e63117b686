package feedback_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules/feedback"
	"nyckeltal/transform/record"
)

// delivered writes a workbook as a department has it: formats, a formula, a comment, a chart and a second sheet.
func delivered(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "Fakturor"))
	for ref, v := range map[string]any{
		"A1": "Konto", "B1": "Belopp (kr)", "C1": "Datum", "A2": "7459", "B2": 1234.5, "A3": "7499", "B3": "1,234",
		"A4": "Anna Ek", "B4": 10, "C3": "03/04", "A5": "Summa",
	} {
		check(f.SetCellValue("Fakturor", ref, v))
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 4})
	check(err)
	check(f.SetCellStyle("Fakturor", "A1", "B3", bold))
	check(f.SetCellFormula("Fakturor", "B5", "SUM(B2:B4)"))
	check(f.AddComment("Fakturor", excelize.Comment{Cell: "B3", Author: "Karin", Paragraph: []excelize.RichTextRun{{Text: "preliminär"}}}))
	check(f.AddChart("Fakturor", "E2", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Fakturor!$B$2:$B$4"}}}))
	_, err = f.NewSheet("Annat")
	check(err)
	check(f.SetCellValue("Annat", "A1", "orörd"))
	path := filepath.Join(t.TempDir(), "fakturor_2023-11.xlsx")
	check(f.SaveAs(path))
	return path
}

// delivery opens a workbook as a delivery with faults.
func delivery(t *testing.T, path, language string, rejects ...record.Reject) *feedback.Delivery {
	t.Helper()
	book, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return &feedback.Delivery{
		Book: book, Content: bytes.NewReader(data), Size: int64(len(data)), Name: filepath.Base(path), Language: language, Rejects: rejects, Total: len(rejects),
		Sheets: []feedback.Sheet{{Name: "Fakturor", Heading: 1}},
	}
}

var faults = []record.Reject{
	{Sheet: "Fakturor", Row: 3, Cell: "B3", Column: "amount", Reason: record.Ambiguous, Expected: "a number such as 1 234,5 (kr)", Found: "1,234"},
	{Sheet: "Fakturor", Row: 3, Cell: "C3", Column: "posted_on", Reason: record.Ambiguous, Expected: "a date, or text as YYYY-MM-DD or YYYYMMDD", Found: "03/04"},
	{Sheet: "Fakturor", Row: 4, Column: "account", Reason: record.DuplicateKey, Expected: "each account once; row 2 of sheet Fakturor has it too"},
}

// reopen opens a marked copy with excelize.
func reopen(t *testing.T, m feedback.Marked) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(m.Data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestMarkInPlace(t *testing.T) {
	path := delivered(t)
	m, err := delivery(t, path, "sv", faults...).Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if m.Name != "fakturor_2023-11_att_ratta.xlsx" || m.Faults != 3 || m.Left != 0 {
		t.Errorf("%s with %d faults and %d more", m.Name, m.Faults, m.Left)
	}
	f := reopen(t, m)
	if got := f.GetSheetList(); !cmp.Equal(got, []string{"Att rätta (nyckeltal)", "Fakturor", "Annat"}) {
		t.Errorf("sheets %q", got)
	}
	comments, err := f.GetComments("Fakturor")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range comments {
		got[c.Cell] = c.Text
		for _, run := range c.Paragraph {
			got[c.Cell] += run.Text
		}
	}
	want := map[string]string{
		"B3": "Tvetydigt värde. Väntade ett tal som 1 234,5 (kr). Fann: 1,234\n\nKarin: preliminär",
		"C3": "Tvetydigt värde. Väntade ett datum, eller text som YYYY-MM-DD eller YYYYMMDD. Fann: 03/04",
		"A4": "Dubblett. Väntade varje värde bara en gång; rad 2 på blad Fakturor har det också.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if formula, err := f.GetCellFormula("Fakturor", "B5"); err != nil || formula != "SUM(B2:B4)" {
		t.Errorf("the formula became %q, %v", formula, err)
	}
	style, err := f.GetCellStyle("Fakturor", "B3")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(style); err != nil || !s.Font.Bold || s.NumFmt != 4 || !cmp.Equal(s.Fill.Color, []string{"FFE066"}) {
		t.Errorf("the format of B3 became %+v, %v", s, err)
	}
	if linked, target, err := f.GetCellHyperLink("Att rätta (nyckeltal)", "C5"); err != nil || !linked || target != "'Fakturor'!B3" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	if row, err := f.GetRows("Att rätta (nyckeltal)"); err != nil || !cmp.Equal(row[4],
		[]string{"1", "Fakturor", "B3", "Belopp (kr)", "tvetydigt värde", "ett tal som 1 234,5 (kr)", "1,234"}) {
		t.Errorf("the list holds %q, %v", row, err)
	}
}

// TestMendedAgain marks a copy that came back with faults left: marks of before are gone, those of people stay.
func TestMendedAgain(t *testing.T) {
	m, err := delivery(t, delivered(t), "sv", faults...).Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), m.Name)
	if err := os.WriteFile(path, m.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	m, err = delivery(t, path, "en", faults[1]).Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := reopen(t, m)
	if got := f.GetSheetList(); !cmp.Equal(got, []string{"To mend (nyckeltal)", "Fakturor", "Annat"}) {
		t.Errorf("sheets %q", got)
	}
	comments, err := f.GetComments("Fakturor")
	if err != nil || len(comments) != 1 || !strings.Contains(comments[0].Text+comments[0].Paragraph[0].Text, "Ambiguous value. Expected a date") {
		t.Errorf("comments %+v, %v", comments, err)
	}
}

// TestPrivate leaves nothing of a private column in the copy, in no part of the file.
func TestPrivate(t *testing.T) {
	d := delivery(t, delivered(t), "sv", faults...)
	d.Sheets[0].Private = []int{0}
	m, err := d.Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := reopen(t, m)
	if v, err := f.GetCellValue("Fakturor", "A4"); err != nil || v != "" {
		t.Errorf("the private cell holds %q, %v", v, err)
	}
	if v, err := f.GetCellValue("Fakturor", "A1"); err != nil || v != "Konto" {
		t.Errorf("the heading holds %q, %v", v, err)
	}
	for _, part := range unpacked(t, m.Data) {
		if strings.Contains(part, "Anna Ek") {
			t.Error("the private text is still in the file")
		}
	}
}

// TestOtherFormats makes a new workbook of a csv file.
func TestOtherFormats(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Fakturor.csv")
	if err := os.WriteFile(path, []byte("Konto;Belopp;Datum\n7459;1;2023-11-01\n7499;1,234;03/04\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := delivery(t, path, "sv", faults[0]).Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := reopen(t, m)
	if rows, err := f.GetRows("Fakturor"); err != nil || !cmp.Equal(rows[2], []string{"7499", "1,234", "03/04"}) || m.Name != "Fakturor_att_ratta.xlsx" {
		t.Errorf("%s: %q, %v", m.Name, rows, err)
	}
}

func TestNothingToMark(t *testing.T) {
	if _, err := delivery(t, delivered(t), "sv").Mark(t.Context()); !errors.Is(err, feedback.ErrNoRejects) {
		t.Errorf("%v", err)
	}
}

// TestManyFaults lists a thousand and says how many more there are.
func TestManyFaults(t *testing.T) {
	var many []record.Reject
	for row := range 1500 {
		many = append(many, record.Reject{Sheet: "Fakturor", Row: row + 2, Cell: cell.Ref(1, row+2), Reason: record.Malformed})
	}
	m, err := delivery(t, delivered(t), "sv", many...).Mark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v, err := reopen(t, m).GetCellValue("Att rätta (nyckeltal)", "A3"); err != nil || !strings.Contains(v, "500 till") || m.Left != 500 {
		t.Errorf("%q, %d left, %v", v, m.Left, err)
	}
}
