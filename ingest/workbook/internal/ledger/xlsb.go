package ledger

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"unicode/utf16"
)

// The types of the records that are written ([MS-XLSB] 2.3).
const (
	rowHeader = 0
	cellRK    = 2
	cellReal  = 5
	cellText  = 7
	text      = 19
	format    = 47
)

// xlsbParts are the parts beside the sheet and its texts.
var xlsbParts = map[string]string{
	"[Content_Types].xml": declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>` +
		`<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>` +
		`<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>` +
		`<Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/></Types>`,
	"_rels/.rels": declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.bin"/></Relationships>`,
	"xl/_rels/workbook.bin.rels": declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.bin"/>` +
		`<Relationship Id="rId2" Type="` + office + `/styles" Target="styles.bin"/>` +
		`<Relationship Id="rId3" Type="` + office + `/sharedStrings" Target="sharedStrings.bin"/></Relationships>`,
	"xl/workbook.bin": record(131) + record(143) + record(156, 0, 0, 0, 0, 1, 0, 0, 0, wide("rId1"), wide(Sheet)) +
		record(144) + record(132),
	"xl/styles.bin": record(278) + record(617, 2, 0, 0, 0) + record(format, make([]byte, 16)) +
		record(format, 0, 0, 14, make([]byte, 13)) + record(618) + record(279),
}

// xlsbSheet writes an .xlsb file as Excel does.
type xlsbSheet struct {
	parts
	table shared
	body  []byte // of the record that is being written
}

func newXLSB(f *os.File, _ int) (sheet, error) {
	p, err := newParts(f, xlsbParts)
	if err != nil {
		return nil, err
	}
	s := &xlsbSheet{parts: p, table: shared{index: map[string]int{}}}
	if err := s.next("xl/worksheets/sheet1.bin"); err != nil {
		return nil, err
	}
	_, err = s.WriteString(record(129) + record(145))
	return s, err
}

func (s *xlsbSheet) row(number int, values []any) error {
	s.body = binary.LittleEndian.AppendUint32(s.body[:0], uint32(number-1))
	s.body = append(s.body, 0, 0, 0, 0, 0x2c, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, byte(len(values)-1), 0, 0, 0)
	if err := s.write(rowHeader); err != nil {
		return err
	}
	for column, value := range values {
		s.body = append(s.body[:0], byte(column), 0, 0, 0, 0, 0, 0, 0)
		id := 0
		switch v := value.(type) {
		case string:
			id, s.body = cellText, binary.LittleEndian.AppendUint32(s.body, uint32(s.table.add(v)))
		case date:
			s.body[4] = 1 // the cell's format
			id = s.number(float64(v))
		case float64:
			id = s.number(v)
		}
		if err := s.write(id); err != nil {
			return err
		}
	}
	return nil
}

// number appends a number, packed if it is whole or has two decimals (2.5.123 RkNumber), and returns the record's type.
func (s *xlsbSheet) number(v float64) int {
	const whole, hundredths, limit = 2, 1, 1 << 29
	switch cents := math.Round(v * 100); {
	case v == math.Trunc(v) && math.Abs(v) < limit:
		s.body = binary.LittleEndian.AppendUint32(s.body, uint32(int32(v))<<2|whole)
		return cellRK
	case cents/100 == v && math.Abs(cents) < limit:
		s.body = binary.LittleEndian.AppendUint32(s.body, uint32(int32(cents))<<2|whole|hundredths)
		return cellRK
	}
	s.body = binary.LittleEndian.AppendUint64(s.body, math.Float64bits(v))
	return cellReal
}

func (s *xlsbSheet) close() error {
	fmt.Fprint(s, record(146)+record(130))
	if err := s.next("xl/sharedStrings.bin"); err != nil {
		return err
	}
	fmt.Fprint(s, record(159, make([]byte, 8)))
	for _, t := range s.table.texts {
		s.body = append(append(s.body[:0], 0), wide(t)...)
		if err := s.write(text); err != nil {
			return err
		}
	}
	fmt.Fprint(s, record(160))
	return s.end()
}

// write writes a record with the body.
func (s *xlsbSheet) write(id int) error {
	_, err := s.WriteString(record(id, s.body))
	return err
}

// record returns a record ([MS-XLSB] 2.1.4) of bytes and strings of bytes.
func record(id int, body ...any) string {
	var b []byte
	for _, part := range body {
		switch v := part.(type) {
		case int:
			b = append(b, byte(v))
		case []byte:
			b = append(b, v...)
		}
	}
	var r []byte
	if r = append(r, byte(id)); id >= 0x80 {
		r[0] |= 0x80
		r = append(r, byte(id>>7))
	}
	return string(append(binary.AppendUvarint(r, uint64(len(b))), b...))
}

// wide returns a text with its length ([MS-XLSB] 2.5.168 XLWideString).
func wide(text string) []byte {
	units := utf16.Encode([]rune(text))
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(units)))
	for _, unit := range units {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}
