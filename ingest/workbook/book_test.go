package workbook_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"go.uber.org/goleak"

	"nyckeltal/ingest/workbook"
)

// wide returns the text in UTF-16 with a byte order mark.
func wide(text string, order binary.AppendByteOrder) string {
	b := order.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// TestShapes reads the same cells from workbooks that programs write in different ways.
func TestShapes(t *testing.T) {
	const want = `1 A=text("delad") B=1.5 C=date(2023-11-30T00:00:00)`
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c><c r="C1" s="2"><v>45260</v></c></row>`
	plain := sheet(rows)
	prefixed := strings.NewReplacer("</", "</x:", "<?", "<?", "<", "<x:")
	prefix := func(s string) string {
		declaration, rest, _ := strings.Cut(s, "?>")
		return declaration + "?>" + prefixed.Replace(rest)
	}
	const sheet1, main, rels = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
	tests := []struct {
		name    string
		changes parts
	}{
		{"as Excel writes it", nil},
		{"prefixed namespaces", parts{
			sheet1: prefix(plain[sheet1]), main: prefix(plain[main]), "xl/styles.xml": prefix(plain["xl/styles.xml"]),
			"xl/sharedStrings.xml": prefix(plain["xl/sharedStrings.xml"]), rels: prefix(plain[rels]),
		}},
		{"strict", parts{
			"_rels/.rels": strings.ReplaceAll(plain["_rels/.rels"], "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"),
			rels:          strings.ReplaceAll(plain[rels], "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"),
			sheet1:        strings.ReplaceAll(plain[sheet1], ns, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
		}},
		{"UTF-16, little end first", parts{
			sheet1: wide(plain[sheet1], binary.LittleEndian), main: wide(plain[main], binary.LittleEndian),
			rels: wide(strings.Replace(plain[rels], `"1.0"`, `"1.0" encoding="UTF-16"`, 1), binary.LittleEndian),
		}},
		{"UTF-16, big end first, no mark", parts{
			sheet1:                 wide(plain[sheet1], binary.BigEndian)[2:],
			"xl/sharedStrings.xml": wide(plain["xl/sharedStrings.xml"], binary.BigEndian)[2:],
		}},
		{"UTF-8 with a mark", parts{sheet1: "\ufeff" + plain[sheet1], rels: "\ufeff" + plain[rels]}},
		{"no XML declarations", parts{sheet1: strings.TrimPrefix(plain[sheet1], `<?xml version="1.0"?>`)}},
		{"backslashes and capitals in names", parts{
			sheet1: "", `XL\Worksheets\Sheet1.xml`: plain[sheet1],
			"xl/sharedStrings.xml": "", "xl/SharedStrings.xml": plain["xl/sharedStrings.xml"],
		}},
		{"slashes before names", parts{sheet1: "", "/" + sheet1: plain[sheet1], main: "", "/" + main: plain[main]}},
		{"absolute targets", parts{rels: strings.ReplaceAll(plain[rels], `Target="`, `Target="/xl/`)}},
		{"targets up and down", parts{rels: strings.ReplaceAll(plain[rels], `Target="`, `Target="./x/../`)}},
		{"backslashes in targets", parts{rels: strings.ReplaceAll(plain[rels], `Target="worksheets/`, `Target="worksheets\`)}},
		{"escapes in targets", parts{rels: strings.ReplaceAll(plain[rels], `sheet1.xml`, `sheet%31.xml`)}},
		{"other names", parts{
			sheet1: "", "data/first": plain[sheet1], main: "", "data/book.xml": plain[main], rels: "",
			"data/_rels/book.xml.rels": strings.NewReplacer("worksheets/sheet1.xml", "first", "sharedStrings", "../xl/sharedStrings",
				"styles.xml", "/xl/styles.xml").Replace(plain[rels]),
			"_rels/.rels": strings.ReplaceAll(plain["_rels/.rels"], "xl/workbook.xml", "data/book.xml"),
		}},
		{"no package relationships", parts{"_rels/.rels": ""}},
		{"no content types", parts{"[Content_Types].xml": ""}},
		{"wrong dimension", parts{sheet1: strings.Replace(plain[sheet1], "<sheetData>", `<dimension ref="A1:A1"/><sheetData>`, 1)}},
		{"other parts of a sheet", parts{sheet1: strings.NewReplacer(
			"<sheetData>", `<sheetPr><pageSetUpPr/></sheetPr><cols><col min="1" max="2"/></cols><sheetData>`,
			"</sheetData>", `</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells><row r="1"/>`).Replace(plain[sheet1])}},
		{"formats of conditions beside those of cells", parts{"xl/styles.xml": strings.Replace(plain["xl/styles.xml"], "</styleSheet>",
			`<dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs><extLst><ext><x14:cellXfs><xf numFmtId="0"/></x14:cellXfs>`+
				`</ext></extLst></styleSheet>`, 1)}},
		{"rich shared strings", parts{"xl/sharedStrings.xml": `<sst><si><r><t>de</t></r><r><t>lad</t></r><rPh><t>x</t></rPh></si><si/></sst>`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(t, open(t, plain.With(tt.changes)), 0)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(got, "|"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// Test1904 reads dates of the older date system of the Macintosh.
func Test1904(t *testing.T) {
	extension := `<extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>`
	p := sheet(`<row r="1"><c r="A1" s="1"><v>43798</v></c><c r="B1"><v>43798</v></c><c r="C1" s="3"><v>1</v></c>` +
		`<c r="D1" s="1"><f>A1</f><v>0</v></c><c r="E1" t="d"><v>2023-11-30</v></c></row>`)
	main := strings.Replace(p["xl/workbook.xml"], "</workbook>", extension, 1)
	const want = "1 A=date(2023-11-30T00:00:00) B=43798 C=duration(24h0m0s) D=f:date(1904-01-01T00:00:00) E=date(2023-11-30T00:00:00)"
	for _, value := range []string{"1", "true"} {
		p["xl/workbook.xml"] = strings.Replace(main, "<sheets>", `<workbookPr date1904="`+value+`"/><sheets>`, 1)
		if got, err := read(t, open(t, p), 0); err != nil || got[0] != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}

// TestSheets lists sheets in the order of the workbook, with their visibility, and leaves out what has no cells.
func TestSheets(t *testing.T) {
	p := minimal.With(parts{
		"xl/workbook.xml": `<workbook><sheets><sheet name="Data &amp; mer" r:id="rId9"/><sheet name="Diagram" r:id="rId4"/>` +
			`<sheet name="Gömd" state="hidden" r:id="rId1"/><sheet name="Modul" r:id=""/>` +
			`<sheet name="Djup" state="veryHidden" r:id="rId5"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships>` +
			`<Relationship Id="rId9" Type="` + relNS + `/worksheet" Target="worksheets/sheet9.xml"/>` +
			`<Relationship Id="rId4" Type="` + relNS + `/chartsheet" Target="chartsheets/sheet1.xml"/>` +
			`<Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId5" Type="` + relNS + `/worksheet" Target="worksheets/missing.xml"/>` +
			`<Relationship Id="rId7" Type="` + relNS + `/externalLink" TargetMode="External" Target="file:///etc/passwd"/></Relationships>`,
		"xl/worksheets/sheet9.xml": `<worksheet><sheetData><row><c><v>9</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData/></worksheet>`,
	})
	w := open(t, p)
	const want = "[{Data & mer 0 visible} {Gömd 1 hidden} {Djup 2 very hidden}]"
	if got := fmt.Sprint(w.Sheets()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, err := read(t, w, 0); err != nil || len(got) != 1 || got[0] != "1 A=9" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := read(t, w, 1); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := read(t, w, 2); !errors.Is(err, workbook.ErrDamaged) || !strings.Contains(err.Error(), `sheet "Djup"`) {
		t.Errorf("a sheet without its part: %v", err)
	}
	for _, index := range []int{-1, 3} {
		if _, err := read(t, w, index); err == nil || !strings.Contains(err.Error(), "3 sheets") {
			t.Errorf("sheet %d: %v", index, err)
		}
	}
}

// TestLeaving leaves a sheet early in all ways; no goroutine may stay behind.
func TestLeaving(t *testing.T) {
	defer goleak.VerifyNone(t)
	path := ledger(t, "inline", 20_000)
	w, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for range w.Rows(t.Context(), 0) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rows := 0
	for _, err = range w.Rows(ctx, 0) {
		rows++
		cancel()
	}
	if !errors.Is(err, context.Canceled) || rows > 20_000 {
		t.Errorf("cancelled after a row: %d rows, %v", rows, err)
	}
	func() {
		defer func() { recover() }()
		for range w.Rows(t.Context(), 0) {
			panic("the caller's own")
		}
	}()
}

// TestTogether reads a sheet several times at once.
func TestTogether(t *testing.T) {
	w, err := workbook.Open(ledger(t, "shared", 2000), workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	results := make(chan string, 4)
	for range cap(results) {
		go func() {
			rows, text := 0, 0
			for row, err := range w.Rows(t.Context(), 0) {
				if err != nil {
					results <- err.Error()
					return
				}
				rows++
				text += len(row.At(9).Text)
			}
			results <- fmt.Sprint(rows, text)
		}()
	}
	first := <-results
	for range cap(results) - 1 {
		if got := <-results; got != first || !strings.HasPrefix(got, "2001 ") {
			t.Errorf("got %s and %s", first, got)
		}
	}
}

func TestName(t *testing.T) {
	path := file(t, "abcdef", bytes.Repeat([]byte{0}, 100))
	_, err := workbook.Open(path, workbook.Options{Name: "huvudbok.xlsx"})
	var refusal *workbook.Error
	if !errors.As(err, &refusal) || refusal.File != "huvudbok.xlsx" {
		t.Errorf("%v", err)
	}
	if _, err := workbook.Open(path+"x", workbook.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if _, err := workbook.Open(t.TempDir(), workbook.Options{}); !errors.Is(err, workbook.ErrNotWorkbook) {
		t.Errorf("%v", err)
	}
}
