package workbook_test

import (
	"fmt"
	"strings"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
	"nyckeltal/ingest/workbook/internal/fixture"
)

// write writes cells in a short form: kind and value, f: before those of formulas, rows as number and cells, hidden rows
// with a !.
func write(row *cell.Row) string { return fixture.Row(row, value) }

// value writes a cell that is neither text nor error.
func value(c cell.Cell) string {
	switch c.Kind {
	case cell.Date:
		return "date(" + c.Time().Format("2006-01-02T15:04:05.999") + ")"
	case cell.Duration:
		return fmt.Sprintf("duration(%s)", c.Elapsed())
	case cell.Number:
		return fmt.Sprint(c.Num)
	}
	return fmt.Sprintf("%s(%v)", c.Kind, c.Num)
}

// read reads a sheet and returns its rows in the short form.
func read(t *testing.T, w *workbook.Workbook, index int) ([]string, error) {
	t.Helper()
	var rows []string
	for row, err := range w.Rows(t.Context(), index) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, write(row))
	}
	return rows, nil
}

// open opens a workbook that must be good.
func open(t *testing.T, p parts) *workbook.Workbook {
	t.Helper()
	w, err := workbook.Open(file(t, "a.xlsx", p.Zip(t)), workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func TestCells(t *testing.T) {
	tests := []struct{ name, rows, want string }{
		{"shared string", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `1 A=text("delad")`},
		{"inline string", `<row r="1"><c r="A1" t="inlineStr"><is><t>i cellen</t></is></c></row>`, `1 A=text("i cellen")`},
		{
			"inline string with spaces", `<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>`,
			`1 A=text(" a ")`,
		},
		{
			"rich text without its phonetic runs",
			`<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>ett </t></r><r><t>två</t></r><rPh sb="0" eb="1">` +
				`<t>uttal</t></rPh><phoneticPr fontId="1"/></is></c></row>`, `1 A=text("ett två")`,
		},
		{
			"rich text of runs without text", `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr/></r><r><t/></r><r><t>a</t></r></is></c></row>`,
			`1 A=text("a")`,
		},
		{
			"inline string that has a value too", `<row r="1"><c r="A1" t="inlineStr"><v>x</v><is><t>a</t></is></c></row>`,
			`1 A=text("a")`,
		},
		{
			"entities", `<row r="1"><c r="A1" t="str"><v>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;&#x1F600;</v></c></row>`,
			`1 A=text("<&>\"'AB😀")`,
		},
		{
			"escapes", `<row r="1"><c r="A1" t="str"><v>a_x000D__x005F_x0041_ _x00e5_ _xZZZZ_ _x12_ _xD800_</v></c></row>`,
			`1 A=text("a\r_x0041_ å _xZZZZ_ _x12_ _xD800_")`,
		},
		{
			"comments and CDATA", `<!-- </row> --><row r="1"><!-- <c> --><c r="A1" t="str"><v>a<!-- b -->c<![CDATA[<d>&amp;</v>]]>e</v></c></row>`,
			`1 A=text("ac<d>&amp;</v>e")`,
		},
		{"line ends", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\r\nb\rc\nd</v></c></row>", `1 A=text("a\nb\nc\nd")`},
		{
			"numbers", `<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="n"><v>-0.1</v></c><c r="C1"><v>1E-2</v></c>` +
				`<c r="D1"><v>123456789012345678901234567890</v></c><c r="E1"><v>0.30000000000000004</v></c>` +
				`<c r="F1"><v> 5 </v></c><c r="G1"><v>+7</v></c><c r="H1"><v>.5</v></c><c r="I1"><v>5.</v></c></row>`,
			`1 A=1 B=-0.1 C=0.01 D=1.2345678901234568e+29 E=0.30000000000000004 F=5 G=7 H=0.5 I=5`,
		},
		{
			"what is no number", `<row r="1"><c r="A1"><v>abc</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>1_0</v></c>` +
				`<c r="D1"><v>0x10</v></c><c r="E1"><v>1e999</v></c><c r="F1"><v>-</v></c><c r="G1"><v>1.2.3</v></c></row>`,
			`1 A=text("abc") B=text("NaN") C=text("1_0") D=text("0x10") E=text("1e999") F=text("-") G=text("1.2.3")`,
		},
		{"booleans", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="b"><v>true</v></c>` +
			`<c r="D1" t="b"><v>ja</v></c></row>`, `1 A=bool(1) B=bool(0) C=bool(1) D=text("ja")`},
		{
			"errors", `<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`,
			`1 A=error("#REF!") B=f:error("#DIV/0!")`,
		},
		{
			"formulas", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>` +
				`<c r="C1"><f t="shared" si="0"/><v>3</v></c><c r="D1" t="b"><f>TRUE()</f><v>1</v></c></row>`,
			`1 A=f:2 B=f:text("ab") C=f:3 D=f:bool(1)`,
		},
		{
			"formulas without a value", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c>` +
				`<c r="C1"><f>1</f><v/></c><c r="D1" t="str"><f>""</f><v></v></c></row>`,
			`1 A=f:error("#NOVALUE") B=f:error("#NOVALUE") C=f:error("#NOVALUE")`,
		},
		{
			"dates", `<row r="1"><c r="A1" s="1"><v>45260</v></c><c r="B1" s="2"><v>45260.5</v></c><c r="C1" s="1"><v>1</v></c>` +
				`<c r="D1" s="1"><v>59</v></c><c r="E1" s="1"><v>61</v></c><c r="F1" s="2"><f>A1</f><v>45260</v></c></row>`,
			`1 A=date(2023-11-30T00:00:00) B=date(2023-11-30T12:00:00) C=date(1900-01-01T00:00:00) ` +
				`D=date(1900-02-28T00:00:00) E=date(1900-03-01T00:00:00) F=f:date(2023-11-30T00:00:00)`,
		},
		{"durations", `<row r="1"><c r="A1" s="3"><v>1.5</v></c></row>`, `1 A=duration(36h0m0s)`},
		{
			"ISO dates", `<row r="1"><c r="A1" t="d"><v>2023-11-30</v></c><c r="B1" t="d"><v>2023-11-30T13:30:00.25</v></c>` +
				`<c r="C1" t="d"><v>2023-11-30T13:30:00Z</v></c><c r="D1" t="d"><v>1900-01-01</v></c><c r="E1" t="d"><v>1900-02-28</v></c>` +
				`<c r="F1" t="d"><v>1900-03-01</v></c><c r="G1" t="d"><v>12:00:00</v></c><c r="H1" t="d"><v>30/11</v></c></row>`,
			`1 A=date(2023-11-30T00:00:00) B=date(2023-11-30T13:30:00.25) C=date(2023-11-30T13:30:00) D=date(1900-01-01T00:00:00) ` +
				`E=date(1900-02-28T00:00:00) F=date(1900-03-01T00:00:00) G=date(1899-12-31T12:00:00) H=text("30/11")`,
		},
		{"unknown cell format", `<row r="1"><c r="A1" s="99"><v>1</v></c><c r="B1" s="x"><v>1</v></c></row>`, `1 A=1 B=1`},
		{
			"cells and rows without references", `<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c></row><row><c><v>4</v></c></row>`,
			`1 A=1 B=2|5 A=3|6 A=4`,
		},
		{"gaps", `<row r="2"><c r="C2"><v>1</v></c><c><v>2</v></c><c r="AA2"><v>3</v></c></row>`, `2 C=1 D=2 AA=3`},
		{"cells out of order", `<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>`, `1 A=1 C=3`},
		{"last column", `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`, `1048576 XFD=1`},
		{"hidden rows", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="0"><c r="A2"><v>2</v></c></row>` +
			`<row r="3" hidden="true"><c r="A3"><v>3</v></c></row>`, `1! A=1|2 A=2|3! A=3`},
		{
			"rows and cells without contents", `<row r="1"/><row r="2" s="1"></row><row r="3"><c r="A3" s="1"/><c r="B3" s="1"></c></row>` +
				`<row r="4"><c r="A4"><v>1</v></c><c r="XFD4" s="1"/></row><row r="5"><c r="A5" t="s"/><c r="B5" t="inlineStr"><is/></c></row>`,
			`4 A=1`,
		},
		{
			"unknown elements", `<x/><row r="1"><y><c r="B1"><v>9</v></c></y><c r="A1"><v>1</v><extLst><ext><v>2</v></ext></extLst></c></row>`,
			`1 A=1`,
		},
		{"other attributes", `<row spans='1:2' r='1' ht="12"><c cm="1" s='1' r='A1' x:t="a>b" t='n' ><v>1</v></c ></row >`, `1 A=date(1900-01-01T00:00:00)`},
		{"white space", "<row r=\"1\" >\n <c r=\"A1\" >\n <f> 1+1 </f>\n <v>2</v> </c>\n</row>\n", `1 A=f:2`},
		{"lower-case reference", `<row r="1"><c r="b1"><v>1</v></c></row>`, `1 B=1`},
		{"no rows", ``, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(t, open(t, sheet(tt.rows)), 0)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(got, "|"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestText keeps the digits of numbers and dates as the file writes them.
func TestText(t *testing.T) {
	w := open(t, sheet(`<row r="1"><c r="A1"><v>1.10</v></c><c r="B1" s="1"><v>45260.0</v></c><c r="C1" t="d"><v>2023-11-30</v></c></row>`))
	for row, err := range w.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if got := row.At(0).Text + " " + row.At(1).Text + " " + row.At(2).Text; got != "1.10 45260.0 2023-11-30" {
			t.Error(got)
		}
	}
}

// TestPrograms reads a row as programs write it, twice and with another after it, so that most of it is read the fast way.
// The number of the row is written as §.
func TestPrograms(t *testing.T) {
	const (
		values = `text("lön & mer") B=text(" a_b") C=1.5 D=date(2023-11-30T00:00:00) E=f:2 F=bool(1)`
		last   = `<row r="3"><c r="A3"><v>1</v></c></row>`
	)
	shared := `<si><t>lön &amp; mer</t></si><si><t> a_b</t></si>`
	tests := []struct{ name, row, strings, want string }{
		{"Excel", `<row r="§" spans="1:6" x14ac:dyDescent="0.25"><c r="A§" t="s"><v>0</v></c><c r="B§" t="s"><v>1</v></c><c r="C§"><v>1.5</v></c>` +
			`<c r="D§" s="1"><v>45260</v></c><c r="E§"><f>1+1</f><v>2</v></c><c r="F§" t="b"><v>1</v></c></row>`, shared, values},
		{
			"LibreOffice", `<row r="§" customFormat="false" ht="15" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">` +
				`<c r="A§" s="0" t="s"><v>0</v></c><c r="B§" s="0" t="s"><v>1</v></c><c r="C§" s="0" t="n"><v>1.5</v></c><c r="D§" s="1" t="n"><v>45260</v></c>` +
				`<c r="E§" s="0" t="n"><f aca="false">1+1</f><v>2</v></c><c r="F§" s="0" t="b"><v>1</v></c></row>`,
			strings.ReplaceAll(shared, "<t>", `<t xml:space="preserve">`), values,
		},
		{
			"openpyxl", `<row r="§"><c r="A§" t="inlineStr"><is><t>l&#246;n &amp; mer</t></is></c><c r="B§" t="inlineStr"><is><t xml:space="preserve"> a_b</t></is></c>` +
				`<c r="C§" t="n"><v>1.5</v></c><c r="D§" s="1" t="n"><v>45260</v></c><c r="E§"><f>1+1</f><v></v></c><c r="F§" t="b"><v>1</v></c></row>`, "",
			strings.Replace(values, "f:2", `f:error("#NOVALUE")`, 1),
		},
		{"Open XML SDK", `<x:row r="§"><x:c r="A§" s="0" t="s"><x:v>0</x:v></x:c><x:c r="B§" s="0" t="s"><x:v>1</x:v></x:c><x:c r="C§"><x:v>1.5</x:v></x:c>` +
			`<x:c r="D§" s="1"><x:v>45260</x:v></x:c><x:c r="E§"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="F§" t="b"><x:v>1</x:v></x:c></x:row>`, shared, values},
		{"SheetJS", `<row r="§"><c r="A§" t="str"><v>lön &amp; mer</v></c><c r="B§" t="str"><v xml:space="preserve"> a_b</v></c><c r="C§" t="n"><v>1.5</v></c>` +
			`<c r="D§" s="1" t="d"><v>2023-11-30T00:00:00.000Z</v></c><c r="E§"><f>1+1</f><v>2</v></c><c r="F§" t="b"><v>1</v></c></row>`, "", values},
		{
			"without references", `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>1.5E0</v></c><c s="1"><v>45260</v></c><c><f/><v>2</v></c><c t="b"><v>1</v></c></row>`,
			shared, values,
		},
		{"attributes in another order", `<row r='§'><c t="s" r="A§"><v>0</v></c><c t='s' r='B§'><v>1</v></c><c s="0" r="C§"><v>1.5</v></c>` +
			`<c t="n" s="1" r="D§"><v>45260</v></c><c r="E§" cm="1"><f t="array" ref="E§">1+1</f><v>2</v></c><c t="b" r="F§"><v>1</v></c></row>`, shared, values},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet(strings.ReplaceAll(tt.row, "§", "1") + strings.ReplaceAll(tt.row, "§", "2") + last)
			if strings.Contains(tt.row, "<x:row") {
				prefix := strings.NewReplacer("sheetData>", "x:sheetData>", last, `<x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row>`)
				p["xl/worksheets/sheet1.xml"] = prefix.Replace(p["xl/worksheets/sheet1.xml"])
			}
			if tt.strings != "" {
				p["xl/sharedStrings.xml"] = `<sst>` + tt.strings + `</sst>`
			}
			got, err := read(t, open(t, p), 0)
			want := "1 A=" + tt.want + "|2 A=" + tt.want + "|3 A=1"
			if got := strings.Join(got, "|"); err != nil || got != want {
				t.Errorf("got  %s, %v\nwant %s", got, err, want)
			}
		})
	}
}
