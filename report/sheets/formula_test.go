package sheets_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
	"nyckeltal/report/sheets"
)

// TestFormulas: sums and deviations are formulas where these give exactly the figure, and mere figures elsewhere.
func TestFormulas(t *testing.T) {
	f := workbook(t, &model.Table{
		ID: "t", Unit: "tkr",
		Columns: []model.Column{
			{ID: "actual", Heading: "Actual"},
			{ID: "budget", Heading: "Budget"},
			{ID: "deviation", Deviation: &model.Deviation{Of: "actual", Against: "budget"}},
			{ID: "percent", Deviation: &model.Deviation{Of: "actual", Against: "budget", Percent: true}},
			{ID: "status", Status: true},
		},
		Rows: []model.Row{ // the first is in row 6 of the sheet
			{Kind: model.Heading, Label: "Group"},
			{Label: "a", Level: 1, Cells: cells("10.1", "8", "2.1", "26.25", "")},
			{Label: "b", Level: 1, Cells: cells("20.2", "-4", "24.2", "605", "")},
			{Label: "sum of a group", Kind: model.Subtotal, Level: 1, Cells: cells("30.3", "4", "26.3", "657.5", "")},
			{Label: "c", Cells: cells("5", "", "", "", "")},
			{Label: "less is better", Cells: cells("1", "3", "2", "66.6666666666666667", "")},
			{Label: "of no group", Kind: model.Total, Cells: cells("36.3", "7", "29.3", "418.5714285714285714", "")},
			{Label: "d", Cells: cells("0.1", "0.2", "", "", "")},
			{Label: "e", Cells: cells("0.2", "0.3", "", "", "")},
			{Label: "only of its own part", Kind: model.Total, Cells: cells("0.3", "0.6", "", "", "")},
			{Label: "nothing", Indicator: "costs", Cells: cells("0", "", "", "", "")},
			{Label: "another nothing", Indicator: "result", Kind: model.Total, Cells: cells("0", "", "", "", "")},
			{Label: "percent", Unit: "%", Cells: cells("50", "", "", "", "")},
			{Label: "of other units", Kind: model.Total, Cells: cells("50", "", "", "", "")},
			{Label: "f", Cells: cells("10000000.4", "", "", "", "")},
			{Label: "g", Cells: cells("-10000000.2", "", "", "", "")},
			{Label: "lost in binary fractions", Kind: model.Total, Cells: cells("0.2", "", "", "", "")},
		},
	})
	for at, want := range map[string]string{
		"B9": "SUM(B7:B8)", "C9": "SUM(C7:C8)", "B12": "SUM(B9:B11)", "C12": "SUM(C9:C11)", "B15": "SUM(B13:B14)",
		"C15": "", "B17": "", "B19": "", "B7": "", "B10": "",
		"D7": "B7-C7", "E7": "(B7-C7)*100/ABS(C7)", "E8": "(B8-C8)*100/ABS(C8)", "D9": "B9-C9",
		"D11": "C11-B11", "E11": "(C11-B11)*100/ABS(C11)", "D12": "B12-C12", "D10": "",
	} {
		if got, err := f.GetCellFormula("S", at); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", at, got, want, err)
		}
	}
	if kind, err := f.GetCellType("S", "B9"); err != nil || kind != excelize.CellTypeUnset {
		t.Errorf("the figure of a formula is stored as %v, %v", kind, err)
	}
}

// TestNotesAndRestatements: notes and both figures of what has changed stand below the table.
func TestNotesAndRestatements(t *testing.T) {
	table := &model.Table{ID: "t", Columns: []model.Column{{ID: "actual", Heading: "Actual"}}, Rows: []model.Row{
		{Label: "a", Unit: "tkr", Note: "Estimated.", Cells: cells("11")},
		{Label: "b", Unit: "%", Cells: cells("5.25")},
	}}
	former, now := cells("10")[0], cells("6")[0]
	table.Rows[0].Cells[0].Former, table.Rows[1].Cells[0].Now = &former, &now
	f := workbook(t, table)
	rows, err := f.GetRows("S", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for _, row := range rows[4:] {
		for i, text := range row {
			if i > 0 {
				got.WriteString(" | ")
			}
			got.WriteString(text)
		}
		got.WriteString("\n")
	}
	want := "a\u00a0(1) | SEK thousand | 11\nb | % | 5.25\n(1) Estimated.\n\n" +
		"Restated since the closing before\nThe report shows the figures that are certified now.\n |  | Before | After\na, SEK thousand | Actual | 10 | 11\n\n" +
		"Changed since the closing\nThe report shows the certified figures.\n |  | Before | After\nb | Actual | 5.25 | 6\n"
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// TestComment: what the controller says is texts, also where it looks like a formula.
func TestComment(t *testing.T) {
	f := workbook(t, &model.Comment{Prose: []model.Paragraph{
		{Kind: model.Subheading, Spans: []model.Span{{Text: "Result"}}},
		{Spans: []model.Span{{Text: "=1+1 "}, {Text: "see", Link: "https://example.org"}}},
		{Kind: model.Bullet, Spans: []model.Span{{Text: "one"}}},
		{Kind: model.Numbered, Number: 2, Spans: []model.Span{{Text: "two"}}},
	}})
	for at, want := range map[string]string{
		"A4": "Result", "A5": "=1+1 see (https://example.org)", "A6": "• one", "A7": "2. two",
	} {
		if got, err := f.GetCellValue("S", at); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", at, got, want, err)
		}
		if formula, err := f.GetCellFormula("S", at); err != nil || formula != "" {
			t.Errorf("%s: formula %q, %v", at, formula, err)
		}
	}
}

// workbook writes and reads a report whose section S is of the block.
func workbook(t *testing.T, block model.Block) *excelize.File {
	t.Helper()
	l, err := locale.Of(locale.English)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 12, 8, 0, 0, 0, 0, time.UTC)
	r := &model.Report{
		Name: "r", Title: "R", Locale: l, Period: 202311, AsOf: at, Made: at,
		Sections: []model.Section{{Title: "S", Blocks: []model.Block{block}}},
	}
	var b bytes.Buffer
	if err := sheets.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// cells returns cells of the values, without one for the empty text.
func cells(values ...string) []model.Cell {
	all := make([]model.Cell, len(values))
	for i, value := range values {
		if value == "" {
			all[i] = model.Cell{Absence: model.Missing}
			continue
		}
		all[i] = model.Cell{Value: decimal.RequireFromString(value), Decimals: 1}
	}
	return all
}
