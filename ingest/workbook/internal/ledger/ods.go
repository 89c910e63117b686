package ledger

import (
	"fmt"
	"os"
	"time"

	"nyckeltal/ingest/cell"
)

// odsParts are the parts beside the contents.
var odsParts = map[string]string{
	"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
	"META-INF/manifest.xml": declaration + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
}

// odsSheet writes an .ods file as LibreOffice does.
type odsSheet struct{ parts }

func newODS(f *os.File, _ int) (sheet, error) {
	p, err := newParts(f, odsParts)
	if err != nil {
		return nil, err
	}
	s := odsSheet{p}
	if err := s.next("content.xml"); err != nil {
		return nil, err
	}
	const urn = "urn:oasis:names:tc:opendocument:xmlns:"
	_, err = s.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<office:document-content` +
		` xmlns:office="` + urn + `office:1.0" xmlns:style="` + urn + `style:1.0" xmlns:text="` + urn + `text:1.0"` +
		` xmlns:table="` + urn + `table:1.0" xmlns:number="` + urn + `datastyle:1.0"` +
		` xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">` +
		`<office:automatic-styles><number:date-style style:name="N37"><number:year number:style="long"/><number:text>-</number:text>` +
		`<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>` +
		`<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N37"/></office:automatic-styles>` +
		`<office:body><office:spreadsheet><table:table table:name="` + Sheet + `">`)
	return s, err
}

func (s odsSheet) row(_ int, values []any) error {
	fmt.Fprint(s, `<table:table-row table:style-name="ro1">`)
	for _, value := range values {
		switch v := value.(type) {
		case string:
			fmt.Fprintf(s, `<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>%s</text:p></table:table-cell>`, v)
		case date:
			fmt.Fprintf(s, `<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="%[1]s"`+
				` calcext:value-type="date"><text:p>%[1]s</text:p></table:table-cell>`, day(v))
		case float64:
			fmt.Fprintf(s, `<table:table-cell office:value-type="float" office:value="%[1]s" calcext:value-type="float">`+
				`<text:p>%[1]s</text:p></table:table-cell>`, decimal(v))
		}
	}
	_, err := s.WriteString(`</table:table-row>`)
	return err
}

func (s odsSheet) close() error {
	fmt.Fprint(s, `</table:table></office:spreadsheet></office:body></office:document-content>`)
	return s.end()
}

// day writes a date as 2023-11-30.
func day(d date) string {
	return cell.Cell{Kind: cell.Date, Num: float64(d)}.Time().Format(time.DateOnly)
}
