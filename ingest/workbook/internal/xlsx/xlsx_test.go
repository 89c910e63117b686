package xlsx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/zipped"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// small are limits that keep tests of hostile files quick.
var small = format.Limits{
	Entries: 100, Bytes: 1 << 20, Ratio: 200, RatioFree: 1 << 16, Memory: 1 << 20, CellBytes: 1 << 16,
	Cells: 1 << 18,
}

// way is a way of reading a sheet. All ways have to give the same rows.
type way struct {
	name    string
	chunk   int
	careful bool
}

var ways = []way{{"as it is", 0, false}, {"carefully", 0, true}, {"in chunks of 1", 1, false}, {"in chunks of 200", 200, false}}

// read returns all rows of all sheets as text.
func read(contents []byte, w way) (string, error) {
	parts, err := zipped.Open(bytes.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		return "", err
	}
	if w.chunk > 0 {
		parts.Chunk = w.chunk
	}
	main, err := parts.Main()
	if err != nil {
		return "", err
	}
	b, err := Open(parts, main)
	if err != nil {
		return "", err
	}
	b.careful = w.careful
	var rows strings.Builder
	for _, s := range b.Sheets() {
		fmt.Fprintln(&rows, s)
		for row, err := range b.Rows(context.Background(), s.Index) {
			if err != nil {
				return rows.String(), err
			}
			fmt.Fprintln(&rows, *row)
		}
		layout, err := b.Layout(context.Background(), s.Index)
		if err != nil {
			return rows.String(), err
		}
		fmt.Fprintln(&rows, layout)
	}
	return rows.String(), nil
}

// TestFlippedBytes changes the bytes of a good workbook one by one. Whatever can be read then is as before, as the
// checksums see to it, unless it is a name that changed.
func TestFlippedBytes(t *testing.T) {
	good := fixture.Minimal.Zip(t)
	want, err := read(good, ways[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		contents := bytes.Clone(good)
		contents[i] ^= 0x41
		if got, err := read(contents, ways[0]); err == nil && got != want {
			t.Errorf("byte %d changed gives %s", i, got)
		}
	}
}

func TestTruncated(t *testing.T) {
	good := fixture.Minimal.Zip(t)
	for n := range good {
		if _, err := read(good[:n], ways[0]); !errors.Is(err, format.ErrTruncated) {
			t.Errorf("the first %d of %d bytes: %v", n, len(good), err)
		}
	}
}

// sheets are rows of sheets that reach all branches of the parsers of rows.
var sheets = []string{
	`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"><v>45260</v></c><c r="C1" t="n"><v>-1.5</v></c><c r="D1" s="1"/></row>`,
	`<row r="12"><c r="A12" t="inlineStr"><is><t>åäö</t></is></c><c r="XFD12"><v>1E5</v></c></row><row r="13"><c r="B13"><v>1</v></c></row>`,
	`<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh><r><t xml:space="preserve"> c_x0041_</t></r></is></c></row>`,
	`<row><c><f>A1</f><v>1</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c t="str"><v>a&amp;b</v></c><c t="d"><v>2023-11-30</v></c></row>`,
	`<row r="1"><c r="B1" t="s"><v>0</v></c><c r="A1"><v>1</v></c><!-- c --><c r="C1"><v><![CDATA[2]]></v></c></row>`,
	`<row r="1"><c r="A1" s="3" t="s"><v>99</v></c></row>`,
	`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>`,
	`<x:row r='1' hidden='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row>`,
	`<row r="10"><c r="A1"><v>1</v></c><c r="B100"><v>2</v></c><c r="C"><v>3</v></c></row>`,
	"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>\xe5</t></is></c></row>",
	`<row r="1"><c r="A1" s="0" t="n"><f aca="false">1+1</f><v>2</v></c><c r="B1" t="str"><f>B&amp;C</f><v>a_b</v></c><c r="C1"><f>1</f></c>` +
		`<c r="D1" t="b"><f t="shared" si="0"/><v>1</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F1"><f a="&gt;>">1</f><v>1</v></c></row>`,
	`<row r="1"><c r="A1" t="inlineStr"><is><t>l&#246;n &amp; _x0041_</t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>` +
		`<c r="C1" t="s" s="1"><v>0</v></c><c t="d" r="D1" s="1"><v>2023-11-30</v></c><c r="E1" s="1" t="n"><v>1e+21</v></c></row>` +
		`<row r="2"><c r="A2" t="inlineStr"><is><t>&#246;</t></is></c><c r="B2"><v>-12345678.12345678</v></c><c r="D2" t="x"><v>1</v></c></row>`,
	`<row><c><v>1</v></c><c t="s"><v>0</v></c><c t="str"><v>a</v></c></row><row><c t="s"><v>0</v></c><c><v>2</v></c><c s="1"/><c><v>3</v></c></row>`,
	`<row r="1"><c r="A1" r="A1"><v>1</v></c></row><row r="2"><c r="A1" r="A2"><v>1</v></c></row>`,
	`<row r="1"><c r="A1"><v>12345678</v></c><c r="B1"><v>1.</v></c><c r="C1" t="s"><v>0.</v></c></row>`,
	`<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>`,
	`<row r="1"><c r="A1"><f a="</f><v>1</v></c>">1</f><v>2</v></c><c r="B1"><fx>1</fx><v>2</v></c></row>`,
	`<row r="1"><c r="A1"><v>123456789012345678901</v></c><c r="B1"><v>-</v></c><c r="C1"><v>.</v></c><c r="D1"><v></v></c></row>`,
}

// compare reads a workbook in all ways.
func compare(t *testing.T, contents []byte) {
	t.Helper()
	want, wantErr := read(contents, ways[0])
	var refusal *format.Error
	if wantErr != nil && !errors.As(wantErr, &refusal) {
		t.Errorf("an error that is no refusal: %v", wantErr)
	}
	for _, w := range ways[1:] {
		got, err := read(contents, w)
		if got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s:\n%s%v\n%s:\n%s%v", ways[0].name, want, wantErr, w.name, got, err)
		}
	}
}

func TestWays(t *testing.T) {
	for _, rows := range sheets {
		compare(t, fixture.Sheet(rows+strings.Repeat(" ", 200)).Zip(t))
		compare(t, fixture.Sheet(rows).Zip(t))
		compare(t, prefixed(rows+strings.Repeat(" ", 200)).Zip(t))
	}
}

// prefixed returns a small workbook whose sheet and shared strings have prefixes, as some libraries write them.
func prefixed(rows string) fixture.Parts {
	prefix := strings.NewReplacer("<c", "<x:c", "</c", "</x:c", "<v", "<x:v", "</v", "</x:v", "<f", "<x:f", "</f", "</x:f", "<is", "<x:is",
		"</is", "</x:is", "<t", "<x:t", "</t", "</x:t", "<row", "<x:row", "</row", "</x:row")
	return fixture.Minimal.With(fixture.Parts{
		"xl/sharedStrings.xml":     `<x:sst><x:si><x:t>delad</x:t></x:si><x:si/></x:sst>`,
		"xl/worksheets/sheet1.xml": `<x:worksheet><x:sheetData>` + prefix.Replace(rows) + `</x:sheetData></x:worksheet>`,
	})
}

// FuzzSheetXML reads sheets made of any bytes.
func FuzzSheetXML(f *testing.F) {
	for _, rows := range sheets {
		f.Add([]byte(fixture.Sheet(rows)["xl/worksheets/sheet1.xml"]))
		f.Add([]byte(prefixed(rows)["xl/worksheets/sheet1.xml"]))
	}
	f.Add([]byte(`<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><!-- </sheetData> --><row>sheetData</row></sheetData>` +
		`<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`))
	f.Add([]byte("\xff\xfe<\x00"))
	f.Fuzz(func(t *testing.T, sheet []byte) {
		compare(t, fixture.Minimal.With(fixture.Parts{"xl/worksheets/sheet1.xml": string(sheet)}).Zip(t))
	})
}

// FuzzSharedStrings reads tables of shared strings made of any bytes.
func FuzzSharedStrings(f *testing.F) {
	f.Add([]byte(`<x:sst><x:si><x:t xml:space="preserve"> a_x0041_ </x:t></x:si><x:si><x:t>&#246;</x:t></x:si></x:sst>`))
	f.Add([]byte(`<?xml version="1.0"?><sst count="1"><si><t>a&#10;</t></si><si><r><rPr/><t> b</t></r></si><si/></sst>`))
	f.Fuzz(func(t *testing.T, table []byte) {
		compare(t, fixture.Minimal.With(fixture.Parts{"xl/sharedStrings.xml": string(table)}).Zip(t))
	})
}

// FuzzXLSX reads files made of any bytes.
func FuzzXLSX(f *testing.F) {
	f.Add(fixture.Minimal.Zip(f))
	for _, rows := range sheets {
		f.Add(fixture.Sheet(rows).Zip(f))
	}
	f.Fuzz(func(t *testing.T, contents []byte) {
		_, err := read(contents, ways[0])
		var refusal *format.Error
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("an error that is no refusal: %v", err)
		}
	})
}
