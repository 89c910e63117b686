package html

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/format"
)

const mhtHead = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"----=_Part\"\r\n\r\nThis document is a web archive.\r\n\r\n"

// mht returns a web archive of these parts.
func mht(parts ...string) string {
	return mhtHead + "------=_Part\r\n" + strings.Join(parts, "\r\n------=_Part\r\n") + "\r\n------=_Part--\r\n"
}

// mhtPart returns a part with an encoding of its own.
func mhtPart(location, transfer, media, text string) string {
	return "Content-Location: " + location + "\r\nContent-Transfer-Encoding: " + transfer + "\r\nContent-Type: " + media + "\r\n\r\n" + text
}

// TestArchive reads web archives such as Excel writes.
func TestArchive(t *testing.T) {
	const list = `<html><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>` +
		`<x:ExcelWorksheet><x:Name>Huvudbok &amp; mer</x:Name><x:WorksheetSource HRef=3D"a.files/sheet002.htm"/></x:ExcelWorksheet>` +
		`<x:ExcelWorksheet><x:Name>G=C3=B6md</x:Name><x:WorksheetSource HRef=3D"a.files\sheet001.htm"/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>` +
		`</x:WorksheetOptions></x:ExcelWorksheet><x:ExcelWorksheet><x:Name>Diagram</x:Name><x:WorksheetSource HRef=3D"a.files/chart.htm"/></x:ExcelWorksheet>` +
		`</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><frameset><frame src=3D"a.files/sheet001.htm"></frameset></html>`
	sheet1 := mhtPart("file:///C:/a.files/sheet001.htm", "quoted-printable", `text/html; charset="windows-1252"`, "<table><tr><td class=3Dxl24 x:num=3D\"45260\">=E5=\r\n</table>")
	sheet2 := mhtPart("file:///C:/a.files/sheet002.htm", "base64", "text/html; charset=utf-8", base64.StdEncoding.EncodeToString([]byte("<table><tr><td>åäö</table>")))
	plain := mhtPart("x/ett.htm", "8bit", "text/html", "<meta charset=utf-8><table><tr><td>ö</table>")
	tests := []struct{ name, contents, want string }{
		{
			"sheets listed", mht(mhtPart("file:///C:/a.htm", "quoted-printable", `text/html; charset="utf-8"`, list),
				mhtPart("file:///C:/a.files/stylesheet.css", "quoted-printable", "text/css", ".xl24 {mso-number-format:\"Short Date\";}"),
				mhtPart("file:///C:/a.files/tabstrip.htm", "7bit", "text/html", row("<td>Blad1")), sheet1, sheet2,
				mhtPart("file:///C:/a.files/image001.png", "base64", "image/png", "iVBORw0KGgo=")),
			"[Huvudbok & mer visible] 1 A=åäö[Gömd hidden] 1 A=date(2023-11-30T00:00:00)",
		},
		{"one page of several parts", mht(plain, mhtPart("y.css", "8bit", "text/css", "p {}")), "1 A=ö"},
		{"pages without a list", mht(plain, sheet2), "[ett visible] 1 A=ö[sheet002 visible] 1 A=åäö"},
		{"one page alone", "MIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<table><tr><td>=E5</table>", "1 A=å"},
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

func TestRefusedArchive(t *testing.T) {
	tests := []struct {
		name, contents string
		kind           error
		says           string
	}{
		{"no header", "MIME-Version", format.ErrDamaged, "header"},
		{"endless header", "MIME-Version: 1.0\n" + strings.Repeat("a: b\n", 100_000), format.ErrDamaged, "header"},
		{"mail", "MIME-Version: 1.0\nContent-Type: text/plain\n\nHej", format.ErrNotWorkbook, "e-mail"},
		{"no parts", mhtHead + "------=_Part--\r\n", format.ErrNotWorkbook, "without a table"},
		{"no table", mht(mhtPart("a.htm", "8bit", "text/html", "<p>Hej")), format.ErrNotWorkbook, "without a table"},
		{"cut off", mht(mhtPart("a.htm", "8bit", "text/html", row("<td>a")))[:260], format.ErrDamaged, "part"},
		{"broken base64", mht(mhtPart("a.htm", "base64", "text/html", "PHRhYmxlPg==!!")), format.ErrDamaged, "cannot be decoded"},
		{"many parts", mht(strings.Split(strings.Repeat(mhtPart("a.htm", "8bit", "text/plain", "")+"|", 20), "|")...), format.ErrLimit, "more than 10 parts"},
		{"bytes", mhtHead + strings.Repeat("a", 1<<24), format.ErrLimit, "16777216 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.contents)
			if !errors.Is(err, tt.kind) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("%.100s, %v; want: %v", got, err, tt.kind)
			}
		})
	}
}

// FuzzHTML reads pages and archives of any bytes.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"<table><tr><td colspan=2 rowspan=2>a<td x:num=1>b<tr><td>c<table><tr><td>d</table>e</table>",
		"<style>.a {mso-number-format:\"\\0022x\\0022 yyyy\";}</style><table><col hidden><tr hidden><td class=a x:num=\"1\" x:fmla>a<br>b</table><p>c",
		"<meta charset=shift_jis><caption>x<tr><th sdval=1 sdnum=\"1;1;BOOLEAN\"><xml>y</xml>",
		mht(mhtPart("a.htm", "quoted-printable", "text/html; charset=utf-8", "<table><tr><td>=C3=B6")),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, contents []byte) {
		first, err := read(string(contents))
		var refusal *format.Error
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("an error that is no refusal: %v", err)
		}
		b, openErr := open(string(contents))
		if openErr != nil {
			return
		}
		for i := range b.Sheets() {
			if _, err := b.Layout(t.Context(), i); err != nil && !errors.As(err, &refusal) {
				t.Errorf("an error that is no refusal: %v", err)
			}
		}
		if second, _ := read(string(contents)); second != first {
			t.Errorf("first %q, then %q", first, second)
		}
	})
}
