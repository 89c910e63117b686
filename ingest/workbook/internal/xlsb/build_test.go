package xlsb_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"go.uber.org/goleak"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/xlsb"
	"nyckeltal/ingest/workbook/internal/zipped"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// null is an XLNullableWideString that is null.
const null = uint32(math.MaxUint32)

// record writes a record with these fields: numbers in as many bytes as their types have, texts as XLWideString, and
// bytes as they are.
func record(id int, fields ...any) string {
	body := pack(fields...)
	header := []byte{byte(id)}
	if id >= 0x80 {
		header = []byte{byte(id) | 0x80, byte(id >> 7)}
	}
	size := len(body)
	for ; size >= 0x80; size >>= 7 {
		header = append(header, byte(size)|0x80)
	}
	return string(append(header, byte(size))) + body
}

// pack writes fields as record does.
func pack(fields ...any) string {
	var b []byte
	for _, field := range fields {
		switch v := field.(type) {
		case uint8:
			b = append(b, v)
		case uint16:
			b = binary.LittleEndian.AppendUint16(b, v)
		case uint32:
			b = binary.LittleEndian.AppendUint32(b, v)
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		case string:
			units := utf16.Encode([]rune(v))
			b = binary.LittleEndian.AppendUint32(b, uint32(len(units)))
			b = append(b, wide(units...)...)
		case []byte:
			b = append(b, v...)
		default:
			panic(fmt.Sprintf("a field of type %T", field))
		}
	}
	return string(b)
}

// wide returns code units of UTF-16 as bytes.
func wide(units ...uint16) []byte {
	var b []byte
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// row writes a BrtRowHdr for a row, counted from 1, and what follows it.
func row(number int, records ...string) string {
	return rowHead(uint32(number-1), 0) + strings.Join(records, "")
}

// rowHead writes a BrtRowHdr.
func rowHead(index uint32, flags uint8) string {
	return record(0, index, uint32(0), uint16(300), uint8(0), flags, uint8(0), uint32(1), uint32(0), uint32(0))
}

// at writes the record of a cell, with a column counted from 0 and the number of a cell format.
func at(id int, column, style uint32, fields ...any) string {
	return record(id, append([]any{column, style}, fields...)...)
}

// short writes the record of a cell without a column.
func short(id int, style uint32, fields ...any) string {
	return record(id, append([]any{style}, fields...)...)
}

// sheetPart writes the part of a sheet with these rows.
func sheetPart(rows ...string) string {
	return record(129) + record(147, make([]byte, 23)) + record(148, make([]byte, 16)) +
		record(145) + strings.Join(rows, "") + record(146) + record(476, make([]byte, 48)) + record(130)
}

// bundle writes a BrtBundleSh.
func bundle(state uint32, id any, name string) string { return record(156, state, uint32(1), id, name) }

// mainPart writes the main part with these records.
func mainPart(records ...string) string { return record(131) + strings.Join(records, "") + record(132) }

// stringsPart writes a table of shared strings.
func stringsPart(items ...string) string {
	return record(159, uint32(len(items)), uint32(len(items))) + strings.Join(items, "") + record(160)
}

// xf writes a BrtXF with the number of its number format.
func xf(numberFormat uint16) string {
	return record(47, uint16(0), numberFormat, make([]byte, 12))
}

const (
	book1    = "xl/workbook.bin"
	sheet1   = "xl/worksheets/sheet1.bin"
	strings1 = "xl/sharedStrings.bin"
	styles1  = "xl/styles.bin"
	rels1    = "xl/_rels/workbook.bin.rels"
)

// minimal is a small workbook as Excel writes it. Its cell formats are: general, a built-in date, a date of its own, a
// duration.
var minimal = fixture.Parts{
	"_rels/.rels": strings.ReplaceAll(fixture.Minimal["_rels/.rels"], "workbook.xml", "workbook.bin"),
	rels1:         strings.ReplaceAll(fixture.Minimal["xl/_rels/workbook.xml.rels"], `.xml"`, `.bin"`),
	book1: mainPart(record(153, uint32(0x10020), uint32(0), "ThisWorkbook"), record(143), bundle(0, "rId1", "Blad1"),
		record(144)),
	styles1: record(278) + record(615, uint32(1)) + record(44, uint16(164), `yyyy\-mm\-dd`) + record(616) +
		record(626, uint32(1)) + xf(14) + record(627) +
		record(617, uint32(4)) + xf(0) + xf(14) + xf(164) + xf(46) + record(618) +
		record(619, uint32(1)) + xf(14) + record(620) + record(279),
	strings1: stringsPart(record(19, uint8(0), "delad"), record(19, uint8(0), "")),
	sheet1:   sheetPart(row(1, at(7, 0, 0, uint32(0)), at(5, 1, 0, 1.5))),
}

// withRows returns a small workbook whose sheet holds these rows.
func withRows(rows ...string) fixture.Parts {
	return minimal.With(fixture.Parts{sheet1: sheetPart(rows...)})
}

// small are limits that keep tests of hostile files quick.
var small = format.Limits{
	Entries: 100, Bytes: 4 << 20, Ratio: 200, RatioFree: 4 << 20, Memory: 1 << 18,
	CellBytes: 1 << 12, Cells: 1 << 18,
}

// open opens a workbook whose parts are inflated that many bytes at a time, or as many as usual if it is 0.
func open(tb testing.TB, contents []byte, chunk int) (*xlsb.Book, error) {
	tb.Helper()
	parts, err := zipped.Open(bytes.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		tb.Fatal(err)
	}
	if chunk > 0 {
		parts.Chunk = chunk
	}
	main, err := parts.Main()
	if err != nil {
		tb.Fatal(err)
	}
	return xlsb.Open(parts, main)
}

// read returns all sheets, rows and layouts as text, up to the first error.
func read(tb testing.TB, contents []byte, chunk int) (string, error) {
	tb.Helper()
	b, err := open(tb, contents, chunk)
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, s := range b.Sheets() {
		fmt.Fprintln(&all, s)
		for row, err := range b.Rows(context.Background(), s.Index) {
			if err != nil {
				return all.String(), err
			}
			fmt.Fprintln(&all, show(row))
		}
		layout, err := b.Layout(context.Background(), s.Index)
		if err != nil {
			return all.String(), err
		}
		fmt.Fprintln(&all, layout)
	}
	return all.String(), nil
}

// rows returns the rows of the only sheet, with bars between them.
func rows(tb testing.TB, p fixture.Parts) (string, error) {
	tb.Helper()
	b, err := open(tb, p.Zip(tb), 0)
	if err != nil {
		return "", err
	}
	var list []string
	for row, err := range b.Rows(context.Background(), 0) {
		if err != nil {
			return strings.Join(list, "|"), err
		}
		list = append(list, show(row))
	}
	return strings.Join(list, "|"), nil
}

// show writes a row as its number, a ! if it is hidden, and its cells: with an f for formulas, the kind if it is no
// number, the text, and the value if that is another one.
func show(row *cell.Row) string {
	var b strings.Builder
	fmt.Fprint(&b, row.Number)
	if row.Hidden {
		b.WriteByte('!')
	}
	for i, c := range row.Cells {
		if c.Kind == cell.Empty {
			continue
		}
		fmt.Fprintf(&b, " %s=", cell.Column(i))
		if c.Formula {
			b.WriteString("f:")
		}
		value := fmt.Sprint(c.Num)
		switch {
		case c.Kind == cell.Text || c.Kind == cell.Error:
			fmt.Fprintf(&b, "%s(%q)", c.Kind, c.Text)
		case c.Kind == cell.Number && c.Text == value:
			b.WriteString(value)
		case c.Text == value || c.Kind == cell.Bool:
			fmt.Fprintf(&b, "%s(%s)", c.Kind, value)
		default:
			fmt.Fprintf(&b, "%s(%s is %s)", c.Kind, c.Text, value)
		}
	}
	return b.String()
}

// isRefusal tells whether the error says what is wrong with a file.
func isRefusal(err error) bool {
	var refusal *format.Error
	return errors.As(err, &refusal)
}
