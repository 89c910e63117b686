package explanation_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/contribution"
	"nyckeltal/report/contribution/contributiontest"
	"nyckeltal/report/explanation"
	"nyckeltal/report/locale"
)

// TestWorkbook computes the formulas of workbooks: the figure, and the sums that it is made of, must come out as they are
// stored beside them.
func TestWorkbook(t *testing.T) {
	now := views(t, open(t), contributiontest.Second)
	for _, of := range []struct {
		key  contribution.Key
		want float64
	}{
		{key("styckpris", "ytd", "actual"), 3009.1101694915},
		{key("resultat", "ytd", "actual"), -2050.75},
		{key("fakturor", "year", "target"), 1800},
		{february(key("viktat", "ytd", "actual")), 1.0000333233},
		{february(key("timmar", "ytd", "actual")), 5980},
	} {
		e, err := explanation.Explain(t.Context(), now, of.key, language(t, locale.Swedish))
		if err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		if err := e.Write(t.Context(), &content, explanation.XLSX, explanation.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&content)
		if err != nil {
			t.Fatal(err)
		}
		formulas := 0
		for row := 1; row < 40; row++ {
			for _, column := range []string{"B", "G"} {
				formulas += computed(t, book, "Summa", column+strconv.Itoa(row))
			}
		}
		if formulas < 3 {
			t.Errorf("%s: %d formulas", of.key.Name(), formulas)
		}
		if got := float(t, book, "Summa", "B7"); got-of.want > 1e-9 || of.want-got > 1e-9 {
			t.Errorf("%s: the workbook says %v, want %v", of.key.Name(), got, of.want)
		}
		_ = book.Close()
	}
}

// computed compares the value of a formula with the one that is stored beside it, and returns how many formulas the cell
// has.
func computed(t *testing.T, book *excelize.File, sheet, cell string) int {
	t.Helper()
	formula, err := book.GetCellFormula(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	if formula == "" {
		return 0
	}
	text, err := book.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatalf("%s = %s: %v", cell, formula, err)
	}
	got, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%s = %s: %v", cell, formula, err)
	}
	if want := float(t, book, sheet, cell); got-want > 1e-6 || want-got > 1e-6 {
		t.Errorf("%s = %s comes to %v, but %v is stored", cell, formula, got, want)
	}
	return 1
}

func float(t *testing.T, book *excelize.File, sheet, cell string) float64 {
	t.Helper()
	text, err := book.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%s holds %q: %v", cell, text, err)
	}
	return f
}
