package spreadsheetml

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"go.uber.org/goleak"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var small = format.Limits{Entries: 1, Bytes: 1 << 22, Ratio: 1, RatioFree: 1, Memory: 1 << 20, CellBytes: 1 << 10, Cells: 1 << 16}

const (
	head = `<?xml version="1.0"?>` + "\n" + `<?mso-application progid="Excel.Sheet"?>` + "\n" +
		`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"` +
		` xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">`
	styles = `<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>` +
		`<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="h"><NumberFormat ss:Format="[h]:mm:ss"/></Style>` +
		`<Style ss:ID="iso"><Font/><NumberFormat ss:Format="yyyy\-mm\-dd"/></Style><Style ss:ID="child" ss:Parent="d"><Font/></Style>` +
		`<Style ss:ID="n" ss:Parent="d"><NumberFormat/></Style><Style ss:ID="s"><NumberFormat ss:Format="Standard"/></Style>` +
		`<Style ss:ID="a" ss:Parent="b"/><Style ss:ID="b" ss:Parent="a"/></Styles>`
)

// document returns a workbook of one sheet with these rows.
func document(rows string) string {
	return head + styles + `<Worksheet ss:Name="Blad1"><Table>` + rows + `</Table></Worksheet></Workbook>`
}

// row returns a workbook of one row with these cells.
func row(cells string) string { return document("<Row>" + cells + "</Row>") }

func number(style, value string) string {
	return `<Cell ss:StyleID="` + style + `"><Data ss:Type="Number">` + value + `</Data></Cell>`
}

// read returns the sheets of a workbook in a short form, read in chunks of that many bytes.
func read(contents string, chunk int) (string, error) {
	b, err := Open(strings.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		return "", err
	}
	b.chunk = chunk
	var text strings.Builder
	for _, sheet := range b.Sheets() {
		fmt.Fprintf(&text, "[%s %s]", sheet.Name, sheet.Visibility)
		for row, err := range b.Rows(context.Background(), sheet.Index) {
			if err != nil {
				return text.String(), err
			}
			fmt.Fprintf(&text, " %d", row.Number)
			if row.Hidden {
				text.WriteByte('!')
			}
			for i, c := range row.Cells {
				if c.Kind != cell.Empty {
					fmt.Fprintf(&text, " %s=%s", cell.Column(i), short(c))
				}
			}
		}
	}
	return text.String(), nil
}

// short returns a cell in a short form.
func short(c cell.Cell) string {
	formula := ""
	if c.Formula {
		formula = "f:"
	}
	switch c.Kind {
	case cell.Text, cell.Error:
		return fmt.Sprintf("%s%s(%s)", formula, c.Kind, c.Text)
	case cell.Date:
		return formula + c.Time().Format("2006-01-02T15:04:05")
	case cell.Duration:
		return formula + c.Elapsed().String()
	case cell.Number:
		return fmt.Sprintf("%s%v", formula, c.Num)
	}
	return fmt.Sprintf("%s%s(%v)", formula, c.Kind, c.Num)
}

func TestRead(t *testing.T) {
	tests := []struct{ name, contents, want string }{
		{
			"texts", row(`<Cell><Data ss:Type="String">Konto</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">A &amp; B&#10;å</Data></Cell>`),
			"[Blad1 visible] 1 A=text(Konto) C=text(A & B\nå)",
		},
		{"rich text", row(`<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Kon<Font html:Color="#F00">to</Font></B> 1</ss:Data>` +
			`<Comment ss:Author="x"><ss:Data>not this</ss:Data></Comment></Cell>`), "[Blad1 visible] 1 A=text(Konto 1)"},
		{"CDATA and comments", row(`<Cell><Data ss:Type="String">a<!-- b --><![CDATA[<c>]]></Data></Cell>`), "[Blad1 visible] 1 A=text(a<c>)"},
		{
			"numbers", row(number("s", "1234.50") + number("", "-1.5E-3") + number("x", " 7 ") + number("", "NaN") + number("", "0x1p4")),
			"[Blad1 visible] 1 A=1234.5 B=-0.0015 C=7 D=text(NaN) E=text(0x1p4)",
		},
		{
			"numbers that are dates", row(number("d", "45260") + number("iso", "45260.25") + number("h", "1.5") + number("child", "45260") + number("n", "45260") + number("a", "1")),
			"[Blad1 visible] 1 A=2023-11-30T00:00:00 B=2023-11-30T06:00:00 C=36h0m0s D=2023-11-30T00:00:00 E=45260 F=1",
		},
		{
			"dates", row(`<Cell ss:StyleID="d"><Data ss:Type="DateTime">2023-11-30T00:00:00.000</Data></Cell>` +
				`<Cell><Data ss:Type="DateTime">2023-11-30T13:30:00.000</Data></Cell><Cell ss:StyleID="h"><Data ss:Type="DateTime">1900-01-01T12:00:00.000</Data></Cell>` +
				`<Cell><Data ss:Type="DateTime">30/11</Data></Cell>`),
			"[Blad1 visible] 1 A=2023-11-30T00:00:00 B=2023-11-30T13:30:00 C=36h0m0s D=text(30/11)",
		},
		{
			"booleans and errors", row(`<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Boolean">0</Data></Cell>` +
				`<Cell><Data ss:Type="Boolean">ja</Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>`),
			"[Blad1 visible] 1 A=bool(1) B=bool(0) C=text(ja) D=f:error(#DIV/0!)",
		},
		{
			"formulas", row(`<Cell ss:Formula="=RC[1]"><Data ss:Type="Number">2</Data></Cell><Cell ss:Formula="=1+1"/>` +
				`<Cell ss:Formula="=1+1"><Data ss:Type="Number"></Data></Cell><Cell ss:Formula="=&quot;&quot;"><Data ss:Type="String"></Data></Cell>`),
			"[Blad1 visible] 1 A=f:2 B=f:error(#NOVALUE) C=f:error(#NOVALUE)",
		},
		{"data without a type", row(`<Cell><Data>5</Data></Cell><Cell><Data/></Cell>`), "[Blad1 visible] 1 A=text(5)"},
		{
			"styles of rows, columns and tables", head + styles + `<Worksheet ss:Name="a"><Table ss:StyleID="h"><Column/><Column ss:StyleID="d" ss:Span="1"/>` +
				`<Row>` + strings.Repeat(`<Cell><Data ss:Type="Number">2</Data></Cell>`, 4) + `</Row>` +
				`<Row ss:StyleID="s"><Cell><Data ss:Type="Number">2</Data></Cell>` + number("d", "2") + `</Row></Table></Worksheet></Workbook>`,
			"[a visible] 1 A=48h0m0s B=1900-01-02T00:00:00 C=1900-01-02T00:00:00 D=48h0m0s 2 A=2 B=1900-01-02T00:00:00",
		},
		{
			"1904", strings.Replace(row(number("d", "43798")+number("h", "1")+number("", "43798")+
				`<Cell ss:StyleID="d"><Data ss:Type="DateTime">2023-11-30T00:00:00.000</Data></Cell>`), "<Styles>", "<ExcelWorkbook><Date1904/></ExcelWorkbook><Styles>", 1),
			"[Blad1 visible] 1 A=2023-11-30T00:00:00 B=24h0m0s C=43798 D=2023-11-30T00:00:00",
		},
		{
			"rows", document(`<Row/><Row ss:Span="2"/><Row ss:Hidden="1"><Cell><Data>a</Data></Cell></Row><Row ss:Index="9"><x/><Cell><Data>b</Data></Cell></Row>`),
			"[Blad1 visible] 5! A=text(a) 9 A=text(b)",
		},
		{
			"merged cells", row(`<Cell ss:MergeAcross="2" ss:MergeDown="1"><Data>a</Data></Cell><Cell><Data>b</Data></Cell>`),
			"[Blad1 visible] 1 A=text(a) D=text(b)",
		},
		{
			"sheets", head + `<Worksheet ss:Name="Ett &amp; två"><Table><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet>` +
				`<Worksheet ss:Name="Tom"/><Worksheet><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>` +
				`<x:Other><Worksheet ss:Name="none"/></x:Other><Worksheet ss:Name="Sist"><Names/><Table><Row><Cell><Data>4</Data></Cell></Row></Table>` +
				`<x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>`,
			"[Ett & två visible] 1 A=text(1)[Tom visible][Sheet3 hidden][Sist very hidden] 1 A=text(4)",
		},
		{"prefixed", `<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="a"><ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="Number">1</ss:Data>` +
			`</ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>`, "[a visible] 1 A=1"},
		{"nothing", `<Workbook/>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.contents, 1<<16)
			if err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

// TestEncodings reads the same document in each encoding that programs write.
func TestEncodings(t *testing.T) {
	text := row(`<Cell><Data ss:Type="String">åäö</Data></Cell>`)
	const want = "[Blad1 visible] 1 A=text(åäö)"
	declare := func(encoding string) string {
		return strings.Replace(text, `"1.0"`, `"1.0" encoding="`+encoding+`"`, 1)
	}
	latin := strings.NewReplacer("å", "\xe5", "ä", "\xe4", "ö", "\xf6")
	var wide []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + declare("UTF-16"))) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	tests := []struct{ name, contents string }{
		{"UTF-8", declare("UTF-8")},
		{"UTF-8 with a mark", "\ufeff" + declare("utf-8")},
		{"ISO-8859-1", latin.Replace(declare("ISO-8859-1"))},
		{"Windows-1252", latin.Replace(declare("windows-1252"))},
		{"UTF-16", string(wide)},
		{"UTF-16 without a mark", string(wide[2:])},
		{"UTF-8 that says UTF-16", declare("utf-16")},
	}
	for _, tt := range tests {
		if got, err := read(tt.contents, 1<<16); got != want || err != nil {
			t.Errorf("%s: %s, %v", tt.name, got, err)
		}
	}
}

func TestLayout(t *testing.T) {
	contents := head + `<Worksheet ss:Name="a"><Table><Column ss:Hidden="1"/></Table></Worksheet><Worksheet ss:Name="b"><Table>` +
		`<Column/><Column ss:Hidden="1"/><Column ss:Hidden="1" ss:Span="1"/><Column ss:Index="8" ss:Hidden="1"/>` +
		`<Row ss:Index="2"><Cell ss:Index="2" ss:MergeAcross="1"/><Cell ss:MergeDown="2"><Data>a</Data></Cell></Row></Table></Worksheet></Workbook>`
	b, err := Open(strings.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"{[{0 0}] []}", "{[{1 3} {7 7}] [B2:C2 D2:D4]}"} {
		if got, err := b.Layout(t.Context(), i); err != nil || fmt.Sprint(got) != want {
			t.Errorf("got %v, %v; want %s", got, err, want)
		}
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name, contents string
		kind           error
		says           string
	}{
		{"another document", `<?xml version="1.0"?><workbook/>`, format.ErrNotWorkbook, `"workbook"`},
		{"cut off", document(`<Row><Cell><Data>1</Data></Cell></Row>`)[:600], format.ErrDamaged, "ends in the middle"},
		{"closed at once", `</Workbook>`, format.ErrDamaged, "closing tag"},
		{"document type", `<!DOCTYPE x [<!ENTITY a "b">]>` + row(`<Cell/>`), format.ErrForbidden, "document type"},
		{"entity bomb", row(`<Cell><Data>&lol9;</Data></Cell>`), format.ErrDamaged, "cell A1: the XML has no entity &lol9;"},
		{"encoding", `<?xml version="1.0" encoding="klingon"?><Workbook/>`, format.ErrUnsupported, "klingon"},
		{"not UTF-8", row("<Cell><Data>\xe5</Data></Cell>"), format.ErrDamaged, "UTF-8"},
		{"row number", document(`<Row ss:Index="3"/><Row ss:Index="3"/>`), format.ErrDamaged, `a row after row 3 has the number "3"`},
		{"row number 0", document(`<Row ss:Index="0"/>`), format.ErrDamaged, `"0"`},
		{"row too high", document(`<Row ss:Index="1048577"/>`), format.ErrDamaged, "1048577"},
		{"rows spanned", document(`<Row ss:Span="999999999"/>`), format.ErrDamaged, "1000000000"},
		{"rows spanned by a word", document(`<Row ss:Span="x"/>`), format.ErrDamaged, `"x"`},
		{"column number", row(`<Cell/><Cell ss:Index="1"/>`), format.ErrDamaged, `Index "1"`},
		{"column too far", row(`<Cell ss:Index="16385"/>`), format.ErrDamaged, "16384"},
		{"merged far", row(`<Cell ss:MergeAcross="1000000000"/>`), format.ErrDamaged, "16384"},
		{"merged with a word", row(`<Cell ss:MergeDown="-1"/>`), format.ErrDamaged, `MergeDown "-1"`},
		{"columns", head + `<Worksheet><Table><Column ss:Span="16384"/></Table></Worksheet></Workbook>`, format.ErrDamaged, "16385"},
		{"columns in disorder", head + `<Worksheet><Table><Column ss:Index="5"/><Column ss:Index="5"/></Table></Worksheet></Workbook>`, format.ErrDamaged, `"5"`},
		{"columns spanned by a word", head + `<Worksheet><Table><Column ss:Span="x"/></Table></Worksheet></Workbook>`, format.ErrDamaged, `"x"`},
		{"long text", row(`<Cell/><Cell><Data>` + strings.Repeat("a", 1025) + `</Data></Cell>`), format.ErrLimit, "cell B1"},
		{"long row", row(`<Cell>` + strings.Repeat("<Data>a</Data>", 100_000) + `</Cell>`), format.ErrLimit, "1048576 bytes"},
		{"cells", document(strings.Repeat(`<Row><Cell ss:Index="1000"><Data>a</Data></Cell></Row>`, 100)), format.ErrLimit, "up to row 66"},
		{"sheets", head + strings.Repeat("<Worksheet/>", 20_000), format.ErrLimit, "sheets and styles"},
		{"styles", head + "<Styles>" + strings.Repeat("<Style/>", 20_000), format.ErrLimit, "sheets and styles"},
		{"bytes", head + strings.Repeat("<x/>", 2_000_000), format.ErrLimit, "4194304 bytes"},
		{"endless attributes", "<Workbook " + strings.Repeat(`a="b" `, 200_000), format.ErrLimit, "1048576 bytes"},
		{"nested deep", row("<Cell><Data>" + strings.Repeat("<B>", 400_000)), format.ErrLimit, "1048576 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.contents, 1<<16)
			if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%.100s, %v; want: %v", got, err, tt.kind)
			}
		})
	}
	merged := document(strings.Repeat(`<Row><Cell ss:MergeAcross="1"/></Row>`, 40_000))
	b, err := Open(strings.NewReader(merged), int64(len(merged)), small)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Layout(t.Context(), 0); !errors.Is(err, format.ErrLimit) {
		t.Errorf("merged ranges: %v", err)
	}
	beyond := row(`<Cell ss:Index="16384" ss:MergeAcross="1"/>`)
	if b, err = Open(strings.NewReader(beyond), int64(len(beyond)), small); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Layout(t.Context(), 0); !errors.Is(err, format.ErrDamaged) {
		t.Errorf("merged beyond the last column: %v", err)
	}
}

// TestLeaving leaves a sheet after its first row, and cancels.
func TestLeaving(t *testing.T) {
	contents := document(strings.Repeat(`<Row><Cell><Data>a</Data></Cell></Row>`, 100_000))
	b, err := Open(strings.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		t.Fatal(err)
	}
	for range b.Rows(t.Context(), 0) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, err = range b.Rows(ctx, 0) {
		cancel()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// FuzzSpreadsheetML reads documents of any bytes, at once and byte by byte.
func FuzzSpreadsheetML(f *testing.F) {
	for _, seed := range []string{
		row(number("d", "45260") + `<Cell ss:Formula="=1"/>`), document(`<Row ss:Index="2" ss:Span="1" ss:Hidden="1"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">a&amp;<B>b</B></Data></Cell></Row>`),
		head + `<ExcelWorkbook><Date1904/></ExcelWorkbook><Worksheet ss:Name="a"><Table><Column ss:Hidden="1"/><Row><Cell><Data ss:Type="DateTime">2023-11-30T00:00:00.000</Data></Cell></Row></Table>` +
			`<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet><Worksheet/></Workbook>`,
		`<Workbook/>`, `<?xml version="1.0" encoding="ISO-8859-1"?><Workbook><Worksheet/></Workbook>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, contents []byte) {
		want, wantErr := read(string(contents), 1<<16)
		var refusal *format.Error
		if wantErr != nil && !errors.As(wantErr, &refusal) {
			t.Errorf("an error that is no refusal: %v", wantErr)
		}
		if got, err := read(string(contents), 3); got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("at once:\n%s %v\nin pieces:\n%s %v", want, wantErr, got, err)
		}
	})
}
