package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"nyckeltal/ingest/workbook"
)

// refusal opens the file and reads all its sheets until that fails.
func refusal(t *testing.T, contents []byte, limits workbook.Limits) error {
	t.Helper()
	w, err := workbook.Open(file(t, "a.xlsx", contents), workbook.Options{Limits: limits})
	if err != nil {
		return err
	}
	defer w.Close()
	for _, s := range w.Sheets() {
		if _, err := read(t, w, s.Index); err != nil {
			return err
		}
	}
	return nil
}

// check checks that the error is a refusal of that kind whose sentence names the file and says what it should.
func check(t *testing.T, err, kind error, says string) {
	t.Helper()
	var refusal *workbook.Error
	switch {
	case !errors.As(err, &refusal), !errors.Is(err, kind):
		t.Errorf("got %v; want a refusal: %v", err, kind)
	case refusal.File != "a.xlsx" || !strings.HasPrefix(err.Error(), "a.xlsx"):
		t.Errorf("%v does not name the file", err)
	case !strings.Contains(err.Error(), says):
		t.Errorf("%v does not say %q", err, says)
	}
}

// ole returns a file in Microsoft's older container with a directory of streams of these names.
func ole(names ...string) []byte {
	b := make([]byte, 512)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for i, name := range append([]string{"Root Entry"}, names...) {
		entry := make([]byte, 128)
		units := utf16.Encode([]rune(name))
		for i, unit := range units {
			binary.LittleEndian.PutUint16(entry[2*i:], unit)
		}
		binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(units)+2))
		entry[66] = 2
		if i == 0 {
			entry[66] = 5
		}
		b = append(b, entry...)
	}
	return b
}

func TestRefusedFiles(t *testing.T) {
	good := minimal.Zip(t)
	tests := []struct {
		name     string
		contents []byte
		kind     error
		says     string
	}{
		{"empty", nil, workbook.ErrEmpty, "empty"},
		{"binary", []byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08"), workbook.ErrNotWorkbook, ""},
		{"PDF", []byte("%PDF-1.7\n\x00\x01\x02"), workbook.ErrNotWorkbook, ""},
		{"encrypted", ole("EncryptionInfo", "EncryptedPackage"), workbook.ErrEncrypted, "without"},
		{"a header of an xls alone", ole("Workbook"), workbook.ErrDamaged, "compound file"},
		{"a header of an old xls alone", ole("Book"), workbook.ErrDamaged, "compound file"},
		{"doc", ole("WordDocument"), workbook.ErrNotWorkbook, "Word"},
		{"msg", ole("__properties"), workbook.ErrNotWorkbook, "older Microsoft"},
		{"half of it", good[:len(good)/2], workbook.ErrTruncated, "zip directory"},
		{"all but the last byte", good[:len(good)-1], workbook.ErrTruncated, "zip directory"},
		{"a zip of something else", parts{"a.txt": "a"}.Zip(t), workbook.ErrNotWorkbook, "without a workbook"},
		{"docx", parts{
			"_rels/.rels":       strings.ReplaceAll(minimal["_rels/.rels"], "xl/workbook.xml", "word/document.xml"),
			"word/document.xml": `<w:document/>`,
		}.Zip(t), workbook.ErrNotWorkbook, `"document"`},
		{"half an xlsb", parts{
			"_rels/.rels":     strings.ReplaceAll(minimal["_rels/.rels"], "workbook.xml", "workbook.bin"),
			"xl/workbook.bin": "\x83\x01\x00",
		}.Zip(t), workbook.ErrDamaged, "workbook.bin ends in the middle"},
		{
			"ods", parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}.Zip(t),
			workbook.ErrNotWorkbook, `"x"`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, refusal(t, tt.contents, workbook.Limits{}), tt.kind, tt.says)
		})
	}
}

func TestRefusedParts(t *testing.T) {
	const sheet1 = "xl/worksheets/sheet1.xml"
	laughs := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>`
	xxe := `<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>`
	tests := []struct {
		name  string
		parts parts
		kind  error
		says  string
	}{
		{"document type in the sheet", minimal.With(parts{sheet1: laughs + minimal[sheet1]}), workbook.ErrForbidden, "document type"},
		{
			"document type in the strings", minimal.With(parts{"xl/sharedStrings.xml": xxe + minimal["xl/sharedStrings.xml"]}),
			workbook.ErrForbidden, "document type",
		},
		{"document type in the styles", minimal.With(parts{"xl/styles.xml": xxe + minimal["xl/styles.xml"]}), workbook.ErrForbidden, "document type"},
		{"document type in UTF-16", minimal.With(parts{sheet1: wide(laughs+minimal[sheet1], binary.LittleEndian)}), workbook.ErrForbidden, ""},
		{"document type among the cells", sheet(`<row r="1"><c r="A1"><v>1</v></c>` + laughs + `</row>`), workbook.ErrForbidden, `"Blad1"`},
		{"two parts of a name", minimal.With(parts{"XL/worksheets/sheet1.xml": minimal[sheet1]}), workbook.ErrForbidden, "two parts"},
		{"two parts but for slashes", minimal.With(parts{`xl\worksheets\sheet1.xml`: minimal[sheet1]}), workbook.ErrForbidden, "two parts"},
		{"sheet missing", minimal.With(parts{sheet1: ""}), workbook.ErrDamaged, sheet1},
		{"strings missing", minimal.With(parts{"xl/sharedStrings.xml": ""}), workbook.ErrDamaged, "sharedstrings"},
		{"relationships missing", minimal.With(parts{"xl/_rels/workbook.xml.rels": ""}), workbook.ErrDamaged, "missing"},
		{"strings without a reference", minimal.With(parts{"xl/_rels/workbook.xml.rels": strings.ReplaceAll(
			minimal["xl/_rels/workbook.xml.rels"], "/sharedStrings", "/other")}), workbook.ErrDamaged, "there are 0"},
		{"unknown shared string", sheet(`<row r="7"><c r="B7" t="s"><v>1</v></c></row>`), workbook.ErrDamaged, `cell B7: it refers to shared string 1, and there are 1`},
		{"negative shared string", sheet(`<row r="7"><c r="B7" t="s"><v>-1</v></c></row>`), workbook.ErrDamaged, `cell B7`},
		{"huge shared string", sheet(`<row r="7"><c r="B7" t="s"><v>18446744073709551616</v></c></row>`), workbook.ErrDamaged, `cell B7`},
		{"shared string with decimals", sheet(`<row r="7"><c r="B7" t="s"><v>0.5</v></c></row>`), workbook.ErrDamaged, `cell B7`},
		{"row 0", sheet(`<row r="0"><c><v>1</v></c></row>`), workbook.ErrDamaged, `number "0"`},
		{"row too high", sheet(`<row r="1048577"><c><v>1</v></c></row>`), workbook.ErrDamaged, `number "1048577"`},
		{"row after the last", sheet(`<row r="1048576"><c><v>1</v></c></row><row><c><v>1</v></c></row>`), workbook.ErrDamaged, "1048577"},
		{"row without digits", sheet(`<row r="x"><c><v>1</v></c></row>`), workbook.ErrDamaged, `number "x"`},
		{"row twice", sheet(`<row r="3"><c><v>1</v></c></row><row r="3"><c><v>2</v></c></row>`), workbook.ErrDamaged, "row 3 stands after row 3"},
		{"cell twice", sheet(`<row r="3"><c r="B3"><v>1</v></c><c r="B3"><v>2</v></c></row>`), workbook.ErrDamaged, "cell B3: the cell stands twice"},
		{"column too far", sheet(`<row r="3"><c r="XFE3"><v>1</v></c></row>`), workbook.ErrDamaged, `"XFE3"`},
		{"column much too far", sheet(`<row r="3"><c r="AAAAAAAAAAAAAAAA3"><v>1</v></c></row>`), workbook.ErrDamaged, `"AAAAAAAAAAAAAAAA3"`},
		{"column after the last", sheet(`<row r="3"><c r="XFD3"><v>1</v></c><c><v>1</v></c></row>`), workbook.ErrDamaged, "columns"},
		{"address without letters", sheet(`<row r="3"><c r="3"><v>1</v></c></row>`), workbook.ErrDamaged, `"3"`},
		{"tags in a value", sheet(`<row r="3"><c r="A3"><v><b/></v></c></row>`), workbook.ErrDamaged, "cell A3: its value has tags"},
		{"unknown entity", sheet(`<row r="3"><c r="A3" t="str"><v>&x;</v></c></row>`), workbook.ErrDamaged, "cell A3: the XML has no entity &x;"},
		{"entity without an end", sheet(`<row r="3"><c r="A3" t="str"><v>a & b</v></c></row>`), workbook.ErrDamaged, "&"},
		{"entity of no character", sheet(`<row r="3"><c r="A3" t="str"><v>&#xD800;</v></c></row>`), workbook.ErrDamaged, "&#xD800;"},
		{"not UTF-8", sheet("<row r=\"3\"><c r=\"A3\" t=\"str\"><v>\xe5</v></c></row>"), workbook.ErrDamaged, "cell A3: its text is not valid UTF-8"},
		{"shared strings not UTF-8", minimal.With(parts{"xl/sharedStrings.xml": "<sst><si><t>\xe5</t></si></sst>"}), workbook.ErrDamaged, "UTF-8"},
		{"another encoding", minimal.With(parts{sheet1: `<?xml version="1.0" encoding="ISO-8859-1"?><worksheet/>`}), workbook.ErrDamaged, "ISO-8859-1"},
		{"a < within a tag", sheet(`<row r="3"><c r="A3" <v>1</v></c></row>`), workbook.ErrDamaged, "within the tag <c"},
	}
	for name := range minimal {
		if text := minimal[name]; strings.HasSuffix(name, ".xml") && name[0] != '[' || strings.HasSuffix(name, ".rels") {
			tests = append(tests, struct {
				name  string
				parts parts
				kind  error
				says  string
			}{"cut off " + name, minimal.With(parts{name: text[:len(text)-30]}), workbook.ErrDamaged, strings.ToLower(name)})
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, refusal(t, tt.parts.Zip(t), workbook.Limits{}), tt.kind, tt.says)
		})
	}
}

func TestLimits(t *testing.T) {
	many := func(n int, text string, args ...any) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, text, i+1)
		}
		return b.String()
	}
	rows := many(100_000, `<row r="%d" spans="1:1"/>`)
	entries := minimal.With(nil)
	for i := range 50 {
		entries[fmt.Sprintf("x/%d", i)] = "x"
	}
	shared := minimal.With(parts{"xl/sharedStrings.xml": `<sst>` + many(100_000, `<si><t>text %d</t></si>`) + `</sst>`})
	tests := []struct {
		name   string
		parts  parts
		limits workbook.Limits
		says   string
	}{
		{"parts", entries, workbook.Limits{Entries: 50}, "parts, more than 50"},
		{
			"sheets", minimal.With(parts{"xl/workbook.xml": `<workbook><sheets>` + strings.Repeat(`<sheet name="a" id="rId1"/>`, 51) + `</sheets></workbook>`}),
			workbook.Limits{Entries: 50},
			"more than 50 sheets",
		},
		{"bytes", sheet(rows), workbook.Limits{Bytes: 1_000_000}, "1000000 bytes"},
		{"ratio", sheet(strings.Repeat(" ", 10_000_000)), workbook.Limits{RatioFree: 1_000_000}, "zip bombs"},
		{"cells", sheet(many(100, `<row r="%[1]d"><c r="XFD%[1]d"><v>1</v></c></row>`)), workbook.Limits{Cells: 1_000_000}, "up to row 62"},
		{
			"inline text", sheet(`<row r="4"><c r="B4" t="inlineStr"><is><t>` + strings.Repeat("a", 101) + `</t></is></c></row>`),
			workbook.Limits{CellBytes: 100},
			"cell B4: its text takes 101 bytes",
		},
		{
			"shared text", minimal.With(parts{"xl/sharedStrings.xml": `<sst><si><t>` + strings.Repeat("a", 101) + `</t></si></sst>`}),
			workbook.Limits{CellBytes: 100},
			"100 bytes",
		},
		{"shared texts", shared, workbook.Limits{Memory: 100_000}, "100000 bytes"},
		{
			"shared texts without text", minimal.With(parts{"xl/sharedStrings.xml": `<sst>` + strings.Repeat("<si/>", 300_000) + `</sst>`}),
			workbook.Limits{Memory: 1_000_000},
			"more than 250000 shared strings",
		},
		{
			"a small part", minimal.With(parts{"xl/styles.xml": "<styleSheet>" + strings.Repeat(" ", 10_000) + "</styleSheet>"}),
			workbook.Limits{Memory: 1000},
			"xl/styles.xml",
		},
		{"a row", sheet(`<row r="1">` + strings.Repeat(`<x/>`, 1_000_000) + `</row>`), workbook.Limits{Memory: 1_000_000}, "1000000 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, refusal(t, tt.parts.Zip(t), tt.limits), workbook.ErrLimit, tt.says)
		})
	}
}

// TestManyEntries refuses a zip directory that would take much more memory than the file is large.
func TestManyEntries(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 200_000 {
		if _, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	check(t, refusal(t, b.Bytes(), workbook.Limits{}), workbook.ErrLimit, "zip directory")
}
