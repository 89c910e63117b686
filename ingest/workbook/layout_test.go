package workbook_test

import (
	"fmt"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook"
)

// layout returns the layout of the first sheet in a short form: hidden columns, then merged ranges.
func layout(t *testing.T, w *workbook.Workbook) (string, error) {
	t.Helper()
	l, err := w.Layout(t.Context(), 0)
	return fmt.Sprint(l.HiddenColumns, l.Merged), err
}

// withLayout returns a small workbook with these elements before and after its rows.
func withLayout(before, rows, after string) parts {
	return minimal.With(parts{"xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet xmlns="` + ns + `">` + before +
		`<sheetData>` + rows + `</sheetData>` + after + `</worksheet>`})
}

func TestLayout(t *testing.T) {
	const (
		cols   = `<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/><col min="4" max="4" hidden="true"/></cols>`
		merges = `<mergeCells count="2"><mergeCell ref="A1:C2"/><mergeCell ref="XFD1048576"/></mergeCells>`
		want   = "[{1 3}] [A1:C2 XFD1048576:XFD1048576]"
	)
	rows := strings.Repeat(`<row><c t="str"><v>sheetData</v></c><c><v>1</v></c></row>`, 5000)
	tests := []struct{ name, before, rows, after, want string }{
		{"nothing", "", rows, "", "[] []"},
		{"both", cols, rows, merges, want},
		{"no rows", cols, "", merges, want},
		{"shown columns", `<cols><col min="1" max="2" hidden="0"/><col min="3" max="3"/></cols>`, rows, "", "[] []"},
		{"columns apart", `<cols><col min="1" max="1" hidden="1"/><col min="3" max="16384" hidden="1"/></cols>`, "", "", "[{0 0} {2 16383}] []"},
		{"the end of the rows in a comment", cols, `<!-- </sheetData> -->` + rows + `<!-- </sheetData> -->`, merges, want},
		{"the end of the rows in a text", cols, `<row><c t="str"><v><![CDATA[</sheetData>]]></v></c></row>` + rows, merges, want},
		{"the end of the rows in an instruction", cols, `<?x </sheetData>?>` + rows, merges, want},
		{"the word everywhere", cols, `sheetData<sheetData/><x sheetData="sheetData">sheetData</x>`, merges, want},
		{
			"the same names deeper down", `<x><cols><col min="1" max="1" hidden="1"/></cols></x>`, rows,
			`<extLst><ext><mergeCells><mergeCell ref="A1:B2"/></mergeCells></ext></extLst>`, "[] []",
		},
		{"other names", `<x><col min="1" max="1" hidden="1"/></x>`, rows, `<y><mergeCell ref="A1:B2"/></y>`, "[] []"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := layout(t, open(t, withLayout(tt.before, tt.rows, tt.after)))
			if err != nil || got != tt.want {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestPrefixedLayout(t *testing.T) {
	w := open(t, minimal.With(parts{"xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="` + ns + `"><x:cols><x:col min='5' max='5' ` +
		`hidden='on'/></x:cols><x:sheetData><x:row/></x:sheetData ><x:mergeCells><x:mergeCell ref="B2:B3"/></x:mergeCells></x:worksheet>`}))
	if got, err := layout(t, w); err != nil || got != "[{4 4}] [B2:B3]" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestRefusedLayout(t *testing.T) {
	tests := []struct {
		name, before, after string
		limits              workbook.Limits
		kind                error
		says                string
	}{
		{"column 0", `<cols><col min="0" max="1" hidden="1"/></cols>`, "", workbook.Limits{}, workbook.ErrDamaged, "columns 0 to 1"},
		{"columns backwards", `<cols><col min="3" max="2" hidden="1"/></cols>`, "", workbook.Limits{}, workbook.ErrDamaged, "columns 3 to 2"},
		{"column too far", `<cols><col min="3" max="16385" hidden="1"/></cols>`, "", workbook.Limits{}, workbook.ErrDamaged, "16385"},
		{"column without a number", `<cols><col min="3" hidden="1"/></cols>`, "", workbook.Limits{}, workbook.ErrDamaged, "columns 3"},
		{"no range", "", `<mergeCells><mergeCell/></mergeCells>`, workbook.Limits{}, workbook.ErrDamaged, `merges the cells ""`},
		{"half a range", "", `<mergeCells><mergeCell ref="A1:"/></mergeCells>`, workbook.Limits{}, workbook.ErrDamaged, `"A1:"`},
		{"a range backwards", "", `<mergeCells><mergeCell ref="B2:A3"/></mergeCells>`, workbook.Limits{}, workbook.ErrDamaged, `"B2:A3"`},
		{"a range too low", "", `<mergeCells><mergeCell ref="A1:A1048577"/></mergeCells>`, workbook.Limits{}, workbook.ErrDamaged, `"A1:A1048577"`},
		{"a range too far", "", `<mergeCells><mergeCell ref="A1:XFE1"/></mergeCells>`, workbook.Limits{}, workbook.ErrDamaged, `"A1:XFE1"`},
		{
			"many ranges", "", `<mergeCells>` + strings.Repeat(`<mergeCell ref="A1:B2"/>`, 5000) + `</mergeCells>`,
			workbook.Limits{Memory: 100_000},
			workbook.ErrLimit, "more than 3125 ",
		},
		{
			"many columns", `<cols>` + strings.Repeat(`<col min="1" max="1" hidden="1"/>`, 10_000) + `</cols>`, "",
			workbook.Limits{Memory: 100_000},
			workbook.ErrLimit, "more than 6250 ",
		},
		{"a document type", "", `<!DOCTYPE x>`, workbook.Limits{}, workbook.ErrForbidden, "document type"},
		{"cut off", "", `<!-- `, workbook.Limits{}, workbook.ErrDamaged, "ends in the middle"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := file(t, "a.xlsx", withLayout(tt.before, `<row/>`, tt.after).Zip(t))
			w, err := workbook.Open(path, workbook.Options{Limits: tt.limits})
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			_, err = layout(t, w)
			check(t, err, tt.kind, tt.says)
		})
	}
}

// TestNoLayout asks sheets without rows and without anything.
func TestNoLayout(t *testing.T) {
	for _, text := range []string{`<worksheet/>`, `<worksheet></worksheet>`, `<worksheet><sheetData/></worksheet>`} {
		w := open(t, minimal.With(parts{"xl/worksheets/sheet1.xml": text}))
		if got, err := layout(t, w); err != nil || got != "[] []" {
			t.Errorf("%s: %s, %v", text, got, err)
		}
		for _, index := range []int{-1, 1} {
			if _, err := w.Layout(t.Context(), index); err == nil || !strings.Contains(err.Error(), "1 sheets") {
				t.Errorf("sheet %d: %v", index, err)
			}
		}
	}
}
