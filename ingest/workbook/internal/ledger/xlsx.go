package ledger

import (
	"fmt"
	"os"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/cell"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"
	main        = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	office      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	content     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// xlsxParts are the parts beside the sheet and its texts.
var xlsxParts = map[string]string{
	"[Content_Types].xml": declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + content + `sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + content + `worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + content + `styles+xml"/>` +
		`<Override PartName="/xl/sharedStrings.xml" ContentType="` + content + `sharedStrings+xml"/></Types>`,
	"_rels/.rels": declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml": declaration + `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets>` +
		`<sheet name="` + Sheet + `" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + office + `/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId3" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
	"xl/styles.xml": declaration + `<styleSheet xmlns="` + main + `"><fonts count="1"><font/></fonts>` +
		`<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
}

// sharedSheet writes an .xlsx file as Excel does.
type sharedSheet struct {
	parts
	table shared
}

func newShared(f *os.File, rows int) (sheet, error) {
	p, err := newParts(f, xlsxParts)
	if err != nil {
		return nil, err
	}
	s := &sharedSheet{p, shared{index: map[string]int{}}}
	if err := s.next("xl/worksheets/sheet1.xml"); err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(s, declaration+`<worksheet xmlns=%q xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">`+
		`<dimension ref="A1:L%d"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>`+
		`<sheetData>`, main, rows)
	return s, err
}

func (s *sharedSheet) row(number int, values []any) error {
	fmt.Fprintf(s, `<row r="%d" spans="1:%d" x14ac:dyDescent="0.25">`, number, len(values))
	for column, value := range values {
		ref := cell.Ref(column, number)
		switch v := value.(type) {
		case string:
			fmt.Fprintf(s, `<c r="%s" t="s"><v>%d</v></c>`, ref, s.table.add(v))
		case date:
			fmt.Fprintf(s, `<c r="%s" s="1"><v>%s</v></c>`, ref, decimal(float64(v)))
		case float64:
			fmt.Fprintf(s, `<c r="%s"><v>%s</v></c>`, ref, decimal(v))
		}
	}
	_, err := s.WriteString(`</row>`)
	return err
}

func (s *sharedSheet) close() error {
	fmt.Fprint(s, `</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)
	if err := s.next("xl/sharedStrings.xml"); err != nil {
		return err
	}
	fmt.Fprintf(s, declaration+`<sst xmlns=%q uniqueCount="%d">`, main, len(s.table.texts))
	for _, text := range s.table.texts {
		fmt.Fprintf(s, `<si><t>%s</t></si>`, text)
	}
	fmt.Fprint(s, `</sst>`)
	return s.end()
}

// inlineSheet writes an .xlsx file with excelize.
type inlineSheet struct {
	out    *os.File
	file   *excelize.File
	stream *excelize.StreamWriter
	date   int
}

func newInline(f *os.File, _ int) (sheet, error) {
	s := &inlineSheet{out: f, file: excelize.NewFile()}
	if err := s.file.SetSheetName("Sheet1", Sheet); err != nil {
		return nil, err
	}
	var err error
	if s.date, err = s.file.NewStyle(&excelize.Style{NumFmt: 14}); err != nil {
		return nil, err
	}
	s.stream, err = s.file.NewStreamWriter(Sheet)
	return s, err
}

func (s *inlineSheet) row(number int, values []any) error {
	cells := make([]any, len(values))
	for i, value := range values {
		cells[i] = value
		if serial, ok := value.(date); ok {
			cells[i] = excelize.Cell{StyleID: s.date, Value: float64(serial)}
		}
	}
	return s.stream.SetRow(cell.Ref(0, number), cells)
}

func (s *inlineSheet) close() error {
	defer s.file.Close() // its temporary files only
	if err := s.stream.Flush(); err != nil {
		return err
	}
	return s.file.Write(s.out)
}
