package html

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

var small = format.Limits{Entries: 10, Bytes: 1 << 24, Ratio: 1, RatioFree: 1, Memory: 1 << 20, CellBytes: 1 << 10, Cells: 1 << 20}

// open opens a page, or an archive of pages.
func open(contents string) (*Book, error) {
	r := strings.NewReader(contents)
	if strings.HasPrefix(contents, "MIME-Version") {
		return OpenArchive(r, r.Size(), "sida", small)
	}
	return Open(r, r.Size(), "sida", small)
}

// read returns the sheets in a short form, those of the name sida without it.
func read(contents string) (string, error) {
	b, err := open(contents)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, s := range b.Sheets() {
		if s.Name != "sida" {
			fmt.Fprintf(&text, "[%s %s]", s.Name, s.Visibility)
		}
		for row, err := range b.Rows(context.Background(), s.Index) {
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
	return strings.TrimSpace(text.String()), nil
}

// short returns a cell in a short form: texts as they are.
func short(c cell.Cell) string {
	formula := ""
	if c.Formula {
		formula = "f:"
	}
	switch c.Kind {
	case cell.Text:
		return formula + c.Text
	case cell.Error:
		return fmt.Sprintf("%s%s(%s)", formula, c.Kind, c.Text)
	case cell.Date:
		return formula + "date(" + c.Time().Format("2006-01-02T15:04:05") + ")"
	case cell.Duration:
		return formula + "duration(" + c.Elapsed().String() + ")"
	}
	return fmt.Sprintf("%s%s(%v)", formula, c.Kind, c.Num)
}

// row returns a page of one row.
func row(cells string) string { return "<table><tr>" + cells + "</tr></table>" }

func TestRead(t *testing.T) {
	const css = `<style><!--
.xl24 {mso-style-parent:style0; mso-number-format:"Short Date";}
td.xl25, .xl26 { color: red; content:"}"; MSO-NUMBER-FORMAT:"\[h\]\:mm\:ss" }
.xl27 {mso-number-format:"\0022kr\0022\\ \#\,\#\#0\;\[Red\]\\-0";}
--></style>`
	tests := []struct{ name, contents, want string }{
		{
			"rows", "<html><body><table><tr><th>Konto<th>Belopp</tr><tr><td>3000</td><td>1 234,50</td></tr></table></body></html>",
			"1 A=Konto B=Belopp 2 A=3000 B=1 234,50",
		},
		{"parts of a table, tags that are not closed", "<TABLE><THEAD><TR><TD>a<TBODY><TR><TD>b<TFOOT><TR><TD>c<TR><TD><TD>d", "1 A=a 2 A=b 3 A=c 4 B=d"},
		{"cells and rows without a table", "<tr><td>a</td></tr><tr><td>b</td><td>c", "1 A=a 2 A=b B=c"},
		{"cells without a row", "<table><td>a<td>b</table>", "1 A=a B=b"},
		{"entities and white space", row("<td>\n  A &amp; B &#229;&auml;\t x </td><td>&nbsp;</td><td>a&nbsp;b</td>"), "1 A=A & B åä x C=a\u00a0b"},
		{"line breaks", row("<td>a<br>b <br/> c</td><td><p>d</p> <p>e</p></td><td><div>f</div>g</td>"), "1 A=a\nb\nc B=d\ne C=f\ng"},
		{"markup within a text", row("<td><b>fet</b> <i>k<u>u</u>rsiv</i><span style='display:none'> med</span></td>"), "1 A=fet kursiv med"},
		{"scripts, styles and comments", "<title>x</title><script>'<table><td>no'</script>" + row("<td>a<!-- no --><script>no</script><style>no</style>b</td>"), "1 A=ab"},
		{"data for other programs", "<xml><x:Name>Blad1</x:Name></xml>" + row("<td>a"), "1 A=a"},
		{"columns spanned", row("<td colspan=3>a<td colspan='x'>b<td colspan=0>c<td colspan=-1>d"), "1 A=a D=b E=c F=d"},
		{
			"rows spanned", "<table><tr><td rowspan=2>a<td>b<td rowspan=3>c<tr><td>d<td>e<tr><td>f<td>g<td>h</table>",
			"1 A=a B=b C=c 2 B=d D=e 3 A=f B=g D=h",
		},
		{"both spanned", "<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d</table>", "1 A=a C=b 2 C=c 3 A=d"},
		{"spanned to the end of the table", "<table><tr><td rowspan=0>a<td>b<tr><td>c</table><table><tr><td>d</table>", "1 A=a B=b 2 B=c 4 A=d"},
		{
			"tables one below the other", "<table><tr><td>a</table>\n<table><tr><td>b<tr><td></table><table></table><table><tr><td>c</table>",
			"1 A=a 3 A=b 6 A=c",
		},
		{"text around tables", "<h1>Rapport <b>mars</b></h1><p>Enhet 7<p>x<br>y" + row("<td>a") + "<div>Summa</div>", "1 A=Rapport mars 2 A=Enhet 7 3 A=x 4 A=y 5 A=a 7 A=Summa"},
		{"caption", "<table><caption>Konton</caption><tr><td>a</table>", "1 A=Konton 2 A=a"},
		{"table in a cell", "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d</table><td>e<tr><td>f</table>", "1 A=a B=b C=c 2 B=d C=e 3 A=f"},
		{"table around a table", "<table><tr><td><table><tr><td>a<td>b<tr><td>c</table></table>", "1 A=a B=b 2 A=c"},
		{"table below a text in a cell", "<table><tr><td>a<td>b<table><tr><td>c<tr><td>d</table>e</table>", "1 A=a B=b 2 B=c 3 B=d C=e"},
		{"table in a spanning cell", "<table><tr><td rowspan=2><table><tr><td>a<tr><td>b</table><td>c</table>", "1 A=a 2 A=b B=c"},
		{"table in a row", "<table><tr><td>a</td><table><tr><td>b</table></table>", "1 A=a 2 A=b"},
		{"hidden rows", "<table><tr style='display:none'><td>a<tr hidden><td>b<tbody style='DISPLAY: None ;x:y'><tr><td>c</tbody><tr><td>d</table>" +
			"<table style=display:none><tr><td>e</table>", "1! A=a 2! A=b 3! A=c 4 A=d 6! A=e"},
		{"numbers of Excel", css + row(`<td x:num="1234.5">1 234,50 kr</td><td x:num>7</td><td x:num>1 000</td><td class=xl27 x:num="2">2</td>`+
			`<td x:num="1e999">x</td><td x:num="0x10">y</td>`), "1 A=number(1234.5) B=number(7) C=1 000 D=number(2) E=x F=y"},
		{"dates of Excel", css + row(`<td class=xl24 x:num="45260">30.11.23</td><td class="b xl25" x:num="1.5">36:00</td><td class=XL26 x:num="0.5"></td>`+
			`<td style='mso-number-format:"yyyy\\-mm\\-dd"' x:num="45260">x</td><td class=xl24 style="mso-number-format:\@" x:num="1">1</td>`+
			`<td class=xl24>2023-11-30</td>`), "1 A=date(2023-11-30T00:00:00) B=duration(36h0m0s) C=duration(12h0m0s) D=date(2023-11-30T00:00:00) E=number(1) F=2023-11-30"},
		{
			"other values of Excel", row(`<td x:str>007</td><td x:str=" 7">7</td><td x:bool="TRUE">SANT</td><td x:bool="FALSE"></td><td x:err="#N/A">#SAKNAS!</td>` +
				`<td x:err>#REF!</td><td x:num="3" x:fmla="=1+2">3</td><td x:str x:fmla="=A1">b</td><td x:bool="?">c</td>`),
			"1 A=007 B= 7 C=bool(1) D=bool(0) E=error(#N/A) F=error(#REF!) G=f:number(3) H=f:b I=c",
		},
		{"formulas without a value", row(`<td x:fmla="=A1"></td><td x:str x:fmla="=A1"></td>`), "1 A=f:error(#NOVALUE)"},
		{
			"1904", "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook></xml><![endif]-->" + css +
				row(`<td class=xl24 x:num="43798">x</td><td x:num="43798">y</td><td class=xl25 x:num="1">z</td>`),
			"1 A=date(2023-11-30T00:00:00) B=number(43798) C=duration(24h0m0s)",
		},
		{
			"values of LibreOffice", row(`<td sdval="45260" sdnum="1053;1053;YYYY-MM-DD">2023-11-30</td><td sdval="1.5" sdnum="1053;">1,5</td>` +
				`<td sdval="1" sdnum="1053;0;BOOLEAN">SANT</td><td sdnum="1053;0;@">007</td><td sdval="0" sdnum="1053;">#DIV/0!</td>` +
				`<td sdval="0" sdnum="1053;">Err:502</td><td>#REF!</td>`),
			"1 A=date(2023-11-30T00:00:00) B=number(1.5) C=bool(1) D=007 E=error(#DIV/0!) F=error(Err:502) G=#REF!",
		},
		{"nothing is guessed", row("<td>1234</td><td>2023-11-30</td><td>TRUE</td>"), "1 A=1234 B=2023-11-30 C=TRUE"},
		{"what stands after the end", "</table></td></tr>" + row("<td>a") + "</table>", "1 A=a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.contents)
			if err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const text = `<table><tr><td>åäö €</table>`
	latin := strings.NewReplacer("å", "\xe5", "ä", "\xe4", "ö", "\xf6", "€", "\x80").Replace(text)
	var wide []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	meta := func(label string) string {
		return `<meta http-equiv=Content-Type content="text/html; charset=` + label + `">`
	}
	tests := []struct{ name, contents, encoding string }{
		{"UTF-8", text, "UTF-8"},
		{"UTF-8 with a mark", "\ufeff" + text, "UTF-8 with a byte order mark"},
		{"UTF-8 as declared", meta("utf-8") + text, "UTF-8"},
		{"UTF-16", string(wide), "UTF-16, little end first"},
		{"Windows-1252", latin, "Windows-1252"},
		{"Windows-1252 as declared", `<meta charset="iso-8859-1">` + latin, "Windows-1252"},
		{"Windows-1252 that declares UTF-8", meta("utf-8") + latin, "Windows-1252"},
		{"an encoding that nobody knows", meta("klingon") + latin, "Windows-1252"},
		{"Mac Roman as declared", meta("macintosh") + "<table><tr><td>\x8c\x8a\x9a \xdb</table>", "macintosh"},
	}
	for _, tt := range tests {
		got, err := read(tt.contents)
		if got != "1 A=åäö €" || err != nil {
			t.Errorf("%s: %s, %v", tt.name, got, err)
			continue
		}
		if b, err := open(tt.contents); err != nil || b.Encoding() != tt.encoding {
			t.Errorf("%s: %s, %v", tt.name, b.Encoding(), err)
		}
	}
}

func TestLayout(t *testing.T) {
	tests := []struct{ name, contents, want string }{
		{"none", row("<td>a"), "{[] []}"},
		{"merged", "<table><tr><td>a<td colspan=2 rowspan=2>b<td colspan=3 style='mso-ignore:colspan'><td rowspan=2></table>", "{[] [B1:C2 G1:G2]}"},
		{
			"hidden columns", "<table><colgroup><col><col style='display:none;x:y' span=2><col hidden></colgroup><col><col style='display:none'><tr><td>a</table>",
			"{[{1 3} {5 5}] []}",
		},
		{"hidden columns of one of several tables", "<table><col hidden><tr><td>a</table>" + row("<td>b"), "{[] []}"},
		{"columns of a table in a cell", "<table><tr><td><table><col hidden><tr><td>a</table></table>", "{[] []}"},
		{"too many columns", "<table><col span=16000><col span=99999 hidden><col hidden><tr><td>a</table>", "{[{16000 16383}] []}"},
	}
	for _, tt := range tests {
		b, err := open(tt.contents)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.Layout(t.Context(), 0); err != nil || fmt.Sprint(got) != tt.want {
			t.Errorf("%s: got %v, %v; want %s", tt.name, got, err, tt.want)
		}
	}
}

func TestRefused(t *testing.T) {
	wide := `<table><tr><td rowspan=999999 colspan=16383>`
	tests := []struct {
		name, contents string
		kind           error
		says           string
	}{
		{"no table", "<html><body><h1>Logga in</h1><form></form></body></html>", format.ErrNotWorkbook, "without a table"},
		{"table in a comment", "<html><!-- <table> --><script>'<table>'</script>", format.ErrNotWorkbook, "without a table"},
		{"frames", `<html><frameset rows="*,39"><frame src="a.files/sheet001.htm"></frameset></html>`, format.ErrNotWorkbook, "other files"},
		{"control characters", "<table>" + strings.Repeat("\x01\x02", 100), format.ErrNotWorkbook, "neither"},
		{"columns", row("<td>a<td colspan=1000000000>b<td>c"), format.ErrDamaged, "row 1 has more than 16384 columns"},
		{"columns taken", wide + "a<td rowspan=9>b<tr><td>c", format.ErrDamaged, "row 2 has more than 16384 columns"},
		{"rows", "<table>" + strings.Repeat("<tr>", format.MaxRows+1), format.ErrDamaged, "more than 1048576 rows"},
		{"places taken", wide + strings.Repeat("<tr><td>", 1000), format.ErrLimit, "up to row 65"},
		{"places to take", "<table>" + strings.Repeat("<tr><td colspan=16000 rowspan=2>", 1000), format.ErrLimit, "cells up to row"},
		{"cells", "<table>" + strings.Repeat("<tr><td colspan=16000><td>a", 1000), format.ErrLimit, "up to row 66"},
		{"tables in tables", strings.Repeat("<table><tr><td>", 1000), format.ErrLimit, "100 deep"},
		{"long text", row("<td>a<td>" + strings.Repeat("b<i>", 1025)), format.ErrLimit, "cell B1"},
		{"long text in an attribute", row(`<td>a<td x:str="` + strings.Repeat("b", 1025) + `">`), format.ErrLimit, "cell B1"},
		{"long text outside of cells", strings.Repeat("a<i>", 1025) + row("<td>a"), format.ErrLimit, "1024 bytes"},
		{"endless attributes", "<table><tr><td " + strings.Repeat("a=b ", 300_000), format.ErrLimit, "1048576 bytes"},
		{"endless comment", "<table><tr><td>a<!--" + strings.Repeat("a", 1<<20), format.ErrLimit, "1048576 bytes"},
		{"bytes", strings.Repeat("<table></table>", 2_000_000), format.ErrLimit, "16777216 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.contents)
			if !errors.Is(err, tt.kind) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("%.100s, %v; want: %v", got, err, tt.kind)
			}
		})
	}
	merged := "<table>" + strings.Repeat("<tr><td colspan=2>", 50_000)
	b, err := open(merged)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Layout(t.Context(), 0); !errors.Is(err, format.ErrLimit) {
		t.Errorf("merged ranges: %v", err)
	}
}

// TestLeaving leaves a page after its first row, and cancels.
func TestLeaving(t *testing.T) {
	b, err := open("<table>" + strings.Repeat("<tr><td>a", 1000))
	if err != nil {
		t.Fatal(err)
	}
	for range b.Rows(t.Context(), 0) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rows := 0
	for _, err = range b.Rows(ctx, 0) {
		rows++
		cancel()
	}
	if !errors.Is(err, context.Canceled) || rows != 2 {
		t.Errorf("cancelled after a row: %d, %v", rows, err)
	}
}
