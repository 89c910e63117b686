package ods

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
)

// check checks that the error is a refusal of that kind whose sentence says what it should.
func check(t *testing.T, err, kind error, says string) {
	t.Helper()
	var refusal *format.Error
	if !errors.As(err, &refusal) || !errors.Is(err, kind) || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v; want %v that says %q", err, kind, says)
	}
}

func TestRefused(t *testing.T) {
	const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>`
	filled := func(attrs string) string {
		return `<table:table-cell office:value-type="float" office:value="7"` + attrs + `/>`
	}
	tests := []struct {
		name        string
		spreadsheet string
		kind        error
		says        string
	}{
		{"document type", laughs, format.ErrForbidden, "document type"},
		{"document type among the sheets", table(row(number) + laughs), format.ErrForbidden, "document type"},
		{"document type in a cell", table(row(text(`<text:p>` + laughs + `&lol2;</text:p>`))), format.ErrForbidden, "document type"},
		{"unknown entity", table(row(number + text(`<text:p>&lol;</text:p>`))), format.ErrDamaged, "cell B1: the XML has no entity &lol;"},
		{
			"unknown entity in an attribute", table(row(`<table:table-cell office:value-type="string" office:string-value="&x;"/>`)),
			format.ErrDamaged, "cell A1: the XML has no entity &x;",
		},
		{"not UTF-8", table(row("") + row(text("<text:p>\xe5</text:p>"))), format.ErrDamaged, "cell A2: its text is not valid UTF-8"},
		{
			"an error not in UTF-8", table(row("<table:table-cell calcext:value-type=\"error\"><text:p>\xe5</text:p></table:table-cell>")),
			format.ErrDamaged, "cell A1: its text is not valid UTF-8",
		},
		{"too many columns", table(row(filled(` table:number-columns-repeated="16385"`))), format.ErrDamaged, "more than 16384 columns"},
		{
			"a cell after the last column", table(row(`<table:table-cell table:number-columns-repeated="99999999"/>` + number)),
			format.ErrDamaged, "more than 16384 columns",
		},
		{
			"too many rows", table(row(number) + `<table:table-row table:number-rows-repeated="1048576">` + number + `</table:table-row>`),
			format.ErrDamaged, "row 2 stands for 1048576 like it",
		},
		{
			"a row after the last one", table(`<table:table-row table:number-rows-repeated="99999999"/>` + row(number)), format.ErrDamaged,
			"more than 1048576 rows",
		},
		{
			"a day that is none", `<table:calculation-settings><table:null-date table:date-value="1904"/></table:calculation-settings>`,
			format.ErrDamaged, `"1904"`,
		},
		{"a < within a tag", table(row(`<table:table-cell <text:p>`)), format.ErrDamaged, "within the tag <table-cell"},
		{
			"a row that stands for too many", table(`<table:table-row table:number-rows-repeated="1000000">` + number + `</table:table-row>`),
			format.ErrLimit, "more than 16384 cells up to row 1000000",
		},
		{"too many repeated cells", table(row(filled(` table:number-columns-repeated="16384"`)) + row(number)), format.ErrLimit, "up to row 2"},
		{
			"many rows that are long", table(strings.Repeat(row(`<table:table-cell table:number-columns-repeated="16383"/>`+number), 2)),
			format.ErrLimit, "more than 16384 cells",
		},
		{"a long text", table(row(text(`<text:p>` + strings.Repeat("a", 4097) + `</text:p>`))), format.ErrLimit, "cell A1: its text takes more than 4096"},
		{
			"a long number", table(row(`<table:table-cell office:value-type="float" office:value="` + strings.Repeat("1", 4097) + `"/>`)),
			format.ErrLimit, "4096 bytes",
		},
		{"spaces", table(row(text(`<text:p><text:s text:c="4097"/></text:p>`))), format.ErrLimit, "cell A1: its text takes more than 4096"},
		{"spaces again and again", table(row(text(`<text:p>` + strings.Repeat(`<text:s text:c="4000"/>`, 2) + `</text:p>`))), format.ErrLimit, "4096"},
		{
			"spaces in many cells", table(row(strings.Repeat(text(`<text:p><text:s text:c="4000"/></text:p>`), 300))), format.ErrLimit,
			"the texts of its row take more than 1048576 bytes",
		},
		{"merged cells", table(`<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"` +
			` table:number-rows-spanned="2"/></table:table-row>`), format.ErrLimit, "merged cells take more than 1048576 bytes"},
		{"many sheets", strings.Repeat(`<table:table/>`, 20_000), format.ErrLimit, "sheets"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readAll(t, tt.spreadsheet)
			check(t, err, tt.kind, tt.says)
		})
	}
}

// TestDeep reads what lies in each other far deeper than any workbook has it.
func TestDeep(t *testing.T) {
	nest := func(open, close, within string) string {
		return strings.Repeat(open, 2000) + within + strings.Repeat(close, 2000)
	}
	got, err := readAll(t, table(nest(`<table:table-row-group>`, `</table:table-row-group>`, row(number))+
		row(text(`<text:p>`+nest(`<text:span>`, `</text:span>`, "a")+`</text:p>`))+
		nest(`<table:table>`, `</table:table>`, number))+`<table:table table:name="sist"/>`)
	if want := "Blad1 visible\n1 A=7\n2 A=text(\"a\")\nsist visible\n"; err != nil || got != want {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestRefusedParts(t *testing.T) {
	good := packedParts(content("document-content", "", table(row(number))))
	var styles strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&styles, `<style:style style:name="ce%d" style:family="table-cell"/>`, i)
	}
	tests := []struct {
		name    string
		changes fixture.Parts
		kind    error
		says    string
	}{
		{"encrypted", fixture.Parts{manifestPart: `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>`}, format.ErrEncrypted, ""},
		{"entities in the manifest", fixture.Parts{manifestPart: `<!DOCTYPE x [<!ENTITY a "b">]><x/>`}, format.ErrForbidden, "document type"},
		{"a long manifest", fixture.Parts{manifestPart: strings.Repeat("aä", 1<<19)}, format.ErrLimit, ""},
		{"no content", fixture.Parts{contentPart: ""}, format.ErrDamaged, "content.xml is missing"},
		{
			"content that is cut off",
			fixture.Parts{contentPart: good[contentPart][:len(good[contentPart])-50]},
			format.ErrDamaged,
			"the part content.xml ends in the middle",
		},
		{"styles that are cut off", fixture.Parts{stylesPart: "<office:document-styles>"}, format.ErrDamaged, "the part styles.xml ends in the middle"},
		{"styles with a document type", fixture.Parts{stylesPart: "<!DOCTYPE x><office:document-styles/>"}, format.ErrForbidden, "document type"},
		{"styles with a spreadsheet", fixture.Parts{stylesPart: good[contentPart]}, format.ErrDamaged, "where its styles should be"},
		{"many styles", fixture.Parts{stylesPart: `<office:document-styles><office:styles>` + styles.String() +
			`</office:styles></office:document-styles>`}, format.ErrLimit, "its styles"},
		{"another root", fixture.Parts{contentPart: `<html/>`}, format.ErrNotWorkbook, `"html"`},
		{"an end to begin with", fixture.Parts{contentPart: `</html>`}, format.ErrDamaged, "begins with the end"},
		{"a text", fixture.Parts{contentPart: strings.ReplaceAll(good[contentPart], "spreadsheet", "text")}, format.ErrNotWorkbook, "another kind (text)"},
		{"an old spreadsheet", fixture.Parts{contentPart: strings.NewReplacer("<office:spreadsheet>", "", "</office:spreadsheet>", "").
			Replace(good[contentPart])}, format.ErrUnsupported, "OpenOffice 1"},
		{"nothing", fixture.Parts{contentPart: `<office:document-content/>`}, format.ErrNotWorkbook, "without a spreadsheet"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readWay(openPacked(good.With(tt.changes).Zip(t), ways[0]))
			check(t, err, tt.kind, tt.says)
		})
	}
	if got, err := readWay(openPacked(good.With(fixture.Parts{stylesPart: "", manifestPart: ""}).Zip(t), ways[0])); err != nil || got == "" {
		t.Errorf("without parts that need not be there: %q, %v", got, err)
	}
}

// TestCutOff cuts a flat document off at every byte, and a packed one.
func TestCutOff(t *testing.T) {
	doc := []byte(content("document", "", table(row(text(`<text:p>a</text:p>`)))))
	for n := range doc {
		if _, err := readWay(openFlat(doc[:n], ways[0])); !errors.Is(err, format.ErrTruncated) && !errors.Is(err, format.ErrDamaged) {
			t.Errorf("the first %d of %d bytes: %v", n, len(doc), err)
		}
	}
	_, err := openFlat(doc[:len(doc)-5], ways[0])
	check(t, err, format.ErrTruncated, "the end of its XML is missing")
	packed := packedParts(string(doc)).Zip(t)
	for n := range packed {
		if _, err := readWay(openPacked(packed[:n], ways[0])); !errors.Is(err, format.ErrTruncated) {
			t.Errorf("the first %d of %d bytes: %v", n, len(packed), err)
		}
	}
}

func TestFlatTooLarge(t *testing.T) {
	_, err := openFlat([]byte(content("document", "", strings.Repeat(" ", 1<<20))), ways[0])
	check(t, err, format.ErrLimit, "more than 1048576")
}

// TestChangedBytes changes the bytes of a good workbook one by one. Whatever can be read then is as before, as the
// checksums see to it, unless it is a name that changed.
func TestChangedBytes(t *testing.T) {
	good := packedParts(content("document-content", "", table(row(number)))).Zip(t)
	want, err := readWay(openPacked(good, ways[0]))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		changed := bytes.Clone(good)
		changed[i] ^= 0x41
		if got, err := readWay(openPacked(changed, ways[0])); err == nil && got != want {
			t.Errorf("byte %d changed gives %s", i, got)
		}
	}
}

// FuzzSpreadsheet reads spreadsheets made of any bytes, packed and flat and in all ways, which have to give the same.
func FuzzSpreadsheet(f *testing.F) {
	for _, tt := range cells {
		f.Add(table(row(tt.cells)))
	}
	f.Add(`<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings><table:table/>`)
	f.Add(table(`<table:table-column table:visibility="collapse" table:number-columns-repeated="9" table:default-cell-style-name="ch"/>` +
		`<table:table-row-group table:display="false"><table:table-row table:number-rows-repeated="3" table:visibility="filter">` +
		`<table:table-cell table:number-columns-spanned="2"/></table:table-row></table:table-row-group>`))
	f.Add(table(row(`<table:tabl` + strings.Repeat("x", 300) + `<table:table>`)))
	f.Fuzz(func(t *testing.T, spreadsheet string) { _, _ = readAll(t, spreadsheet) })
}

// FuzzODS reads files made of any bytes, as packed and as flat ones.
func FuzzODS(f *testing.F) {
	f.Add(packedParts(content("document-content", "", table(row(number)))).Zip(f))
	f.Add([]byte(content("document", named, table(row(number)))))
	f.Add([]byte("\xff\xfe<\x00x\x00/\x00>\x00"))
	f.Fuzz(func(t *testing.T, contents []byte) {
		for _, open := range []func([]byte, way) (*Book, error){openPacked, openFlat} {
			_, err := readWay(open(contents, ways[0]))
			var refusal *format.Error
			if err != nil && !errors.As(err, &refusal) {
				t.Errorf("an error that is no refusal: %v", err)
			}
		}
	})
}
