package xls_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
	"nyckeltal/ingest/workbook/internal/xls"
)

// rec returns a record. Its data are ints of two bytes, bytes, uint32s, float64s, strings byte by byte, and byte slices.
func rec(id int, data ...any) []byte {
	d := join(data...)
	b := binary.LittleEndian.AppendUint16(nil, uint16(id))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(d)))
	return append(b, d...)
}

// join returns the data of a record.
func join(data ...any) []byte {
	var b []byte
	for _, d := range data {
		switch d := d.(type) {
		case int:
			b = binary.LittleEndian.AppendUint16(b, uint16(d))
		case byte:
			b = append(b, d)
		case uint32:
			b = binary.LittleEndian.AppendUint32(b, d)
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(d))
		case string:
			b = append(b, d...)
		case []byte:
			b = append(b, d...)
		default:
			panic(fmt.Sprintf("a %T", d))
		}
	}
	return b
}

// recs returns records one after the other.
func recs(list ...[]byte) []byte { return bytes.Join(list, nil) }

// wide returns a text in UTF-16.
func wide(text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

// unicode returns a text of BIFF8 with its length in two bytes.
func unicode(text string) []byte {
	for _, char := range text {
		if char > 0xff {
			w := wide(text)
			return join(len(w)/2, byte(1), w)
		}
	}
	var narrow []byte
	for _, char := range text {
		narrow = append(narrow, byte(char))
	}
	return join(len(narrow), byte(0), narrow)
}

// Records by their numbers in the specification.
const (
	eof        = 0x0a
	codePage   = 0x42
	boundSheet = 0x85
	dateMode   = 0x22
	filePass   = 0x2f
	formatRec  = 0x41e
	xf         = 0xe0
	sst        = 0xfc
	contin     = 0x3c
	labelSST   = 0xfd
	label      = 0x204
	rString    = 0xd6
	number     = 0x203
	rk         = 0x27e
	mulRK      = 0xbd
	blank      = 0x201
	mulBlank   = 0xbe
	boolErr    = 0x205
	formula    = 0x06
	stringRec  = 0x207
	sharedFmla = 0x4bc
	array      = 0x221
	rowRec     = 0x208
	colInfo    = 0x7d
	merged     = 0xe5
)

// part is a sheet of a workbook to be built.
type part struct {
	name    string
	state   byte // 0 visible, 1 hidden, 2 very hidden
	kind    byte // 0 worksheet, 1 macros, 2 chart, 6 module
	records []byte
}

// bof begins a substream of BIFF5 or BIFF8.
func bof(version, kind int) []byte {
	return rec(0x809, map[int]int{5: 0x0500, 8: 0x0600}[version], kind, 0, 0)
}

// stream returns a workbook of BIFF5 or BIFF8 without its container.
func stream(version int, globals []byte, parts ...part) []byte {
	b := recs(bof(version, 5), globals)
	var places []int
	for _, p := range parts {
		name := join(byte(len(p.name)), p.name)
		if version == 8 {
			w := wide(p.name)
			name = join(byte(len(w)/2), byte(1), w)
		}
		places = append(places, len(b)+4)
		b = append(b, rec(boundSheet, uint32(0), p.state, p.kind, name)...)
	}
	b = append(b, rec(eof)...)
	for i, p := range parts {
		binary.LittleEndian.PutUint32(b[places[i]:], uint32(len(b)))
		b = append(b, recs(bof(version, 0x10), p.records, rec(eof))...)
	}
	return b
}

// excel97 returns a file of BIFF8 with one sheet of these records. Its cell formats are: 0 none, 1 a date, 2 a date by
// its code, 3 a duration.
func excel97(records ...[]byte) []byte { return excel97With(nil, records...) }

// excel97With returns the same with further records for all sheets.
func excel97With(globals []byte, records ...[]byte) []byte {
	return oletest.Workbook("Workbook", stream(8, recs(rec(codePage, 1200), formats(8), globals),
		part{name: "Blad1", records: recs(records...)}))
}

// excel95 returns a file of BIFF5 with one sheet of these records and the same cell formats.
func excel95(records ...[]byte) []byte {
	return oletest.Workbook("Book", stream(5, recs(rec(codePage, 1252), formats(5)),
		part{name: "Blad1", records: recs(records...)}))
}

// formats returns the records of four cell formats.
func formats(version int) []byte {
	code := join(byte(10), "yyyy-mm-dd")
	if version == 8 {
		code = unicode("yyyy-mm-dd")
	}
	b := rec(formatRec, 164, code)
	for _, number := range []int{0, 14, 164, 46} {
		b = append(b, rec(xf, 0, number, make([]byte, 16))...)
	}
	return b
}

// open opens a file.
func open(file []byte, limits format.Limits) (*xls.Book, error) {
	return xls.Open(bytes.NewReader(file), int64(len(file)), xls.Options{Name: "fil", Limits: limits})
}

// read returns the rows of a sheet in the short form of write, one after the other with a | between.
func read(file []byte, index int, limits format.Limits) (string, error) {
	b, err := open(file, limits)
	if err != nil {
		return "", err
	}
	return rows(b, index)
}

// rows returns the rows of a sheet.
func rows(b *xls.Book, index int) (string, error) {
	var rows []string
	for row, err := range b.Rows(context.Background(), index) {
		if err != nil {
			return strings.Join(rows, "|"), err
		}
		rows = append(rows, write(row))
	}
	return strings.Join(rows, "|"), nil
}

// write writes a row in a short form: its number, ! if it is hidden, and its cells with f: before those of formulas.
func write(row *cell.Row) string { return fixture.Row(row, value) }

// value writes a cell that is neither text nor error.
func value(c cell.Cell) string {
	switch c.Kind {
	case cell.Number:
		return c.Text
	case cell.Date:
		return fmt.Sprintf("%s(%s %s)", c.Kind, c.Text, c.Time().Format("2006-01-02T15:04:05"))
	case cell.Duration:
		return fmt.Sprintf("%s(%s %s)", c.Kind, c.Text, c.Elapsed())
	}
	return fmt.Sprintf("%s(%v)", c.Kind, c.Num)
}
