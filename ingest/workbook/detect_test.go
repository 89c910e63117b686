package workbook_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook"
)

const (
	xmlRows  = `<Worksheet ss:Name="Blad1"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>`
	xmlBook  = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>` + "\r\n" + xmlRoot
	xmlRoot  = `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">` + xmlRows
	flatBook = `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
		` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
		` office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="Blad1">` +
		`<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body></office:document>`
	webTable = `<table><tr><td x:num="1">1</td></tr></table>`
)

// TestFormat tells files by their contents; each is named .xls and holds a 1 in A1.
func TestFormat(t *testing.T) {
	const one = "1 A=1"
	tests := []struct{ name, contents, format, row string }{
		{"xlsx", string(sheet(`<row><c><v>1</v></c></row>`).Zip(t)), "Excel workbook (.xlsx)", one},
		{"xlsm", string(sheet(`<row><c><v>1</v></c></row>`).With(parts{"xl/vbaProject.bin": "x"}).Zip(t)), "Excel workbook with macros (.xlsm)", one},
		{"XML spreadsheet", xmlBook, "XML spreadsheet of Excel 2003 in UTF-8", one},
		{"XML spreadsheet without a declaration", "\n" + xmlRoot, "XML spreadsheet of Excel 2003 in UTF-8", one},
		{"XML spreadsheet in UTF-16", wide(xmlBook, binary.LittleEndian), "XML spreadsheet of Excel 2003 in UTF-16, little end first", one},
		{"flat OpenDocument", flatBook, "flat OpenDocument spreadsheet (.fods)", one},
		{
			"flat OpenDocument with many namespaces", strings.Replace(flatBook, " xmlns:table", strings.Repeat(` xmlns:a="b"`, 1000)+" xmlns:table", 1),
			"flat OpenDocument spreadsheet (.fods)", one,
		},
		{"page", "<!DOCTYPE html>\n<html>" + webTable, "web page with tables (HTML) in UTF-8", one},
		{"page of old", "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.0//EN\"><!-- x --><HTML>" + webTable, "web page with tables (HTML) in UTF-8", one},
		{"XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">` + webTable, "web page with tables (HTML) in UTF-8", one},
		{"piece of a page", " \r\n\t" + webTable, "web page with tables (HTML) in UTF-8", one},
		{"page after a mark", "\ufeff<style>x</style>" + webTable, "web page with tables (HTML) in UTF-8 with a byte order mark", one},
		{"page in UTF-16", wide("<html>"+webTable, binary.BigEndian), "web page with tables (HTML) in UTF-16, big end first", one},
		{"web archive", "From: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + webTable, "web archive with tables (MHTML)", one},
		{"text", "a;1", "text of separated values in UTF-8, separated by semicolons", `1 A=text("a") B=text("1")`},
		{"text in CP850", "a\tp\x86 v\x84g", "text of separated values in CP850, separated by tabs", `1 A=text("a") B=text("på väg")`},
		{"text with a named delimiter", "sep=^\na^1", `text of separated values in UTF-8, separated by '^'`, `1 A=text("a") B=text("1")`},
		{"text that begins with PK", "PKNR;1", "text of separated values in UTF-8, separated by semicolons", `1 A=text("PKNR") B=text("1")`},
		{"text that begins as SYLK does", "ID;PNR\nP;B", "text of separated values in UTF-8, separated by semicolons", `1 A=text("ID") B=text("PNR")`},
		{"text that begins as DIF does", "TABLE\nx", "text of separated values in UTF-8, separated by commas", `1 A=text("TABLE")`},
		{"text that begins with a bracket", "[a];<b>", "text of separated values in UTF-8, separated by semicolons", `1 A=text("[a]") B=text("<b>")`},
		{"text that begins with a sign", "<5;1", "text of separated values in UTF-8, separated by semicolons", `1 A=text("<5") B=text("1")`},
		{"text that begins with a word in signs", "<okänd>;1", "text of separated values in UTF-8, separated by semicolons", `1 A=text("<okänd>") B=text("1")`},
		{"text that begins as a mail does", "Namn: x;1", "text of separated values in UTF-8, separated by semicolons", `1 A=text("Namn: x") B=text("1")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := workbook.Open(file(t, "a.xls", []byte(tt.contents)), workbook.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			if got := w.Format().String(); got != tt.format {
				t.Errorf("got %s, want %s", got, tt.format)
			}
			rows, err := read(t, w, 0)
			if err != nil || len(rows) == 0 || rows[0] != tt.row {
				t.Errorf("got %v, %v; want %s", rows, err, tt.row)
			}
		})
	}
}

// TestOtherFiles refuses what is no workbook, and says what it is.
func TestOtherFiles(t *testing.T) {
	tests := []struct {
		name, contents string
		kind           error
		says           string
	}{
		{"PDF", "%PDF-1.7\n%\xe2\xe3", workbook.ErrNotWorkbook, "PDF"},
		{"RTF", `{\rtf1\ansi`, workbook.ErrNotWorkbook, "RTF"},
		{"PNG", "\x89PNG\r\n\x1a\n\x00", workbook.ErrNotWorkbook, "PNG"},
		{"JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", workbook.ErrNotWorkbook, "JPEG"},
		{"gzip", "\x1f\x8b\x08\x00", workbook.ErrUnsupported, "gzip"},
		{"7z", "7z\xbc\xaf\x27\x1c\x00", workbook.ErrUnsupported, "7z"},
		{"RAR", "Rar!\x1a\x07\x00", workbook.ErrUnsupported, "RAR"},
		{"tar", strings.Repeat("a\x00", 128) + "\x00ustar\x0000", workbook.ErrUnsupported, "tar"},
		{"SQLite", "SQLite format 3\x00", workbook.ErrUnsupported, "SQLite"},
		{"Lotus", "\x00\x00\x02\x00\x06\x04", workbook.ErrUnsupported, "Lotus"},
		{"dBase", "\x03\x75\x03\x05\x03\x00\x00\x00\xa1\x00\x21\x00" + strings.Repeat("\x00", 20), workbook.ErrUnsupported, "dBase"},
		{"Numbers", string(parts{"Index/Document.iwa": "x"}.Zip(t)), workbook.ErrUnsupported, "Numbers"},
		{"Quattro Pro", string(ole("PerfectOffice_MAIN")), workbook.ErrUnsupported, "Quattro"},
		{"JSON", "{\n  \"a\": 1}", workbook.ErrUnsupported, "JSON"},
		{"JSON of a list", "[{\"a\": 1}]", workbook.ErrUnsupported, "JSON"},
		{"SYLK", "ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K1\r\nE\r\n", workbook.ErrUnsupported, "SYLK"},
		{"DIF", "TABLE\r\n0,1\r\n\"EXCEL\"\r\n", workbook.ErrUnsupported, "DIF"},
		{"other XML", `<?xml version="1.0"?><a:faktura xmlns:a="b"/>`, workbook.ErrUnsupported, `"faktura"`},
		{"other XML without a declaration", `<faktura xmlns="b"/>`, workbook.ErrUnsupported, `"faktura"`},
		{"XML of a declaration", `<?xml version="1.0"?>`, workbook.ErrUnsupported, "XML"},
		{"part of an .xlsx", `<?xml version="1.0"?><workbook xmlns="x"/>`, workbook.ErrUnsupported, `"workbook"`},
		{"Word as XML", `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>`, workbook.ErrUnsupported, "single XML"},
		{
			"flat text document", strings.NewReplacer("office:spreadsheet>", "office:text>", "opendocument.spreadsheet", "opendocument.text").Replace(flatBook),
			workbook.ErrNotWorkbook, "OpenDocument",
		},
		{
			"document type in an XML spreadsheet", `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY a "&lol;">]>` + xmlRoot,
			workbook.ErrForbidden, "document type",
		},
		{"page without a table", "<!DOCTYPE html><html><h1>Logga in</h1></html>", workbook.ErrNotWorkbook, "without a table"},
		{"mail", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHej", workbook.ErrNotWorkbook, "e-mail"},
		{"bytes", "\x01\x02\x03\x04\x05", workbook.ErrNotWorkbook, "neither a workbook nor a text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, refusal(t, []byte(tt.contents), workbook.Limits{}), tt.kind, tt.says)
		})
	}
}
