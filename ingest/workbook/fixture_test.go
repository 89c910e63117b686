package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// ns is the namespace of spreadsheets in transitional workbooks.
const ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// parts are the parts of a workbook by their names.
type parts map[string]string

// minimal is a small workbook as Excel writes it. Tests change what they are about.
var minimal = parts{
	"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
	"_rels/.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"` +
		` Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="` + ns + `" xmlns:r="` + relNS + `">` +
		`<sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships>` +
		`<Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + relNS + `/sharedStrings" Target="sharedStrings.xml"/>` +
		`<Relationship Id="rId3" Type="` + relNS + `/styles" Target="styles.xml"/></Relationships>`,
	"xl/styles.xml": `<?xml version="1.0"?><styleSheet xmlns="` + ns + `">` +
		`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
		`<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>` +
		`<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>`,
	"xl/sharedStrings.xml": `<?xml version="1.0"?><sst xmlns="` + ns + `"><si><t>delad</t></si></sst>`,
	"xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet xmlns="` + ns + `"><sheetData>` +
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c></row></sheetData></worksheet>`,
}

const relNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// with returns the parts with some changed; an empty text removes a part.
func (p parts) with(changes parts) parts {
	p = maps.Clone(p)
	for name, text := range changes {
		if p[name] = text; text == "" {
			delete(p, name)
		}
	}
	return p
}

// sheet returns a small workbook whose sheet holds these rows.
func sheet(rows string) parts {
	return minimal.with(parts{"xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet xmlns="` + ns + `"><sheetData>` +
		rows + `</sheetData></worksheet>`})
}

// zip packs the parts.
func (p parts) zip(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if err := addPart(z, name, p[name]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// addPart adds a part to a zip file.
func addPart(z *zip.Writer, name, text string) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// file writes a file for a test and returns its path.
func file(tb testing.TB, name string, contents []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, contents, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}
