package xlsb_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/xlsb"
	"nyckeltal/ingest/workbook/internal/zipped"
)

func TestRefused(t *testing.T) {
	const huge = uint32(math.MaxUint32 - 1)
	with := func(part, contents string) fixture.Parts { return minimal.With(fixture.Parts{part: contents}) }
	head := record(129) + record(145)
	one := at(rk, 0, 0, integer(1))
	tests := []struct {
		name  string
		parts fixture.Parts
		kind  error
		says  string
	}{
		{
			"sheet of something else", with(sheet1, mainPart()),
			format.ErrDamaged, "begins with a record of type 131 instead of 129",
		},
		{"sheet of XML", with(sheet1, `<?xml version="1.0"?><worksheet/>`), format.ErrDamaged, "begins with"},
		{"empty sheet part", with(sheet1, "\x00"), format.ErrDamaged, "ends in the middle"},
		{"sheet without an end", with(sheet1, head+row(1, one)), format.ErrDamaged, "sheet1.bin ends in the middle"},
		{"sheet without rows or an end", with(sheet1, record(129)), format.ErrDamaged, "ends in the middle"},
		{
			"sheet that ends in the rows", with(sheet1, head+row(1)+record(130)),
			format.ErrDamaged, "ends in the middle",
		},
		{"later record without an end", withRows(row(1, record(frtBegin))), format.ErrDamaged, "ends in the middle"},
		{
			"type of three bytes", withRows("\x80\x80\x01\x00\x00\x00\x00"),
			format.ErrDamaged, "something else than records",
		},
		{
			"size of five bytes", withRows("\x05\xff\xff\xff\xff\x01\x00"),
			format.ErrDamaged, "something else than records",
		},
		{"absurd size of a cell", withRows(row(1, "\x06\xff\xff\xff\x7f")), format.ErrDamaged, "ends in the middle"},
		{
			"absurd size of an unknown record", withRows(row(1, "\xff\x7f\xff\xff\xff\x7f")),
			format.ErrDamaged, "ends in the middle",
		},
		{"header cut off", with(sheet1, head+"\x85"), format.ErrDamaged, "ends in the middle"},
		{
			"row cut off", withRows(record(0, uint32(0), uint32(0))),
			format.ErrDamaged, "the head of the row after row 0 is cut off",
		},
		{
			"row too high", withRows(row(1, one) + row(1<<20+1, one)),
			format.ErrDamaged, "a row has the number 1048577",
		},
		{"absurd row", withRows(rowHead(huge, 0)), format.ErrDamaged, "4294967295"},
		{"row twice", withRows(row(3, one) + row(3, one)), format.ErrDamaged, "row 3 stands after row 3"},
		{"rows that fall", withRows(row(3) + row(2, one)), format.ErrDamaged, "row 2 stands after row 3"},
		{"cell before the rows", withRows(one), format.ErrDamaged, "before the first row"},
		{"cell twice", withRows(row(3, one, one)), format.ErrDamaged, "cell A3: the cell stands twice"},
		{
			"column too far", withRows(row(3, at(rk, 1<<14, 0, integer(1)))),
			format.ErrDamaged, "row 3 has more than 16384 columns",
		},
		{"absurd column", withRows(row(3, at(rk, huge, 0, integer(1)))), format.ErrDamaged, "16384 columns"},
		{
			"short cell beyond the last column", withRows(row(3, at(rk, 1<<14-1, 0, integer(1)), short(shortRk, 0, integer(1)))),
			format.ErrDamaged, "16384 columns",
		},
		{
			"cell without a format", withRows(row(3, record(rk, uint32(1), uint16(0)))),
			format.ErrDamaged, "a cell of row 3 is cut off",
		},
		{
			"short cell without a format", withRows(row(3, record(shortBlank, uint16(0)))),
			format.ErrDamaged, "a cell of row 3",
		},
		{
			"number cut off", withRows(row(3, at(rk, 1, 0, uint16(1)))),
			format.ErrDamaged, "cell B3: its record is cut off",
		},
		{
			"long number cut off", withRows(row(3, at(formulaNumber, 1, 0, uint32(1)))),
			format.ErrDamaged, "cell B3: its record",
		},
		{"boolean cut off", withRows(row(3, at(boolean, 1, 0))), format.ErrDamaged, "cell B3: its record"},
		{"index cut off", withRows(row(3, at(shared, 1, 0, uint8(0)))), format.ErrDamaged, "cell B3: its record"},
		{
			"text without a size", withRows(row(3, at(text, 1, 0, uint16(0)))),
			format.ErrDamaged, "cell B3: its record",
		},
		{"rich text without flags", withRows(row(3, at(richText, 1, 0))), format.ErrDamaged, "cell B3: its record"},
		{
			"text cut off", withRows(row(3, at(text, 1, 0, uint32(4), wide('a', 'b', 'c')))),
			format.ErrDamaged, "cell B3: its text of 4 characters is cut off",
		},
		{
			"absurd text", withRows(row(3, at(formulaText, 1, 0, huge, wide('a')))),
			format.ErrDamaged, "4294967294 characters",
		},
		{
			"text too long", withRows(row(3, at(text, 1, 0, strings.Repeat("a", 4097)))),
			format.ErrLimit, "4097 bytes, more than 4096",
		},
		{
			"text much too long", withRows(row(3, at(text, 1, 0, strings.Repeat("a", 200_000)))),
			format.ErrLimit, "cell B3",
		},
		{
			"text too long in UTF-8", withRows(row(3, at(text, 1, 0, strings.Repeat("å", 2049)))),
			format.ErrLimit, "4098 bytes",
		},
		{
			"texts of a row too long", withRows(row(3, strings.Repeat(short(shortText, 0, strings.Repeat("a", 4096)), 65))),
			format.ErrLimit,
			"cell BM3: the texts of row 3 take more than 262144 bytes",
		},
		{
			"unknown shared string", withRows(row(7, at(shared, 1, 0, uint32(2)))),
			format.ErrDamaged, "cell B7: it refers to shared string 2, and there are 2",
		},
		{"absurd shared string", withRows(row(7, short(shortShared, 0, huge))), format.ErrDamaged, "cell A7"},
		{
			"strings without a reference", with(rels1, strings.ReplaceAll(minimal[rels1], "/sharedStrings", "/other")),
			format.ErrDamaged,
			"there are 0",
		},
		{
			"strings missing", with(strings1, ""),
			format.ErrDamaged, "shared strings: the part xl/sharedstrings.bin is missing",
		},
		{
			"strings cut off", with(strings1, record(159)+record(item, uint8(0), "a")),
			format.ErrDamaged, "ends in the middle",
		},
		{
			"string cut off", with(strings1, stringsPart(record(item, uint8(0), uint32(2), wide('a')))),
			format.ErrDamaged, "shared strings: its text",
		},
		{
			"string without flags", with(strings1, stringsPart(record(item))),
			format.ErrDamaged, "shared strings: its record",
		},
		{
			"string too long", with(strings1, stringsPart(record(item, uint8(0), strings.Repeat("å", 2049)))),
			format.ErrLimit,
			"shared string 0 takes more than 4096 bytes",
		},
		{
			"strings too long", with(strings1, stringsPart(strings.Repeat(record(item, uint8(0), strings.Repeat("a", 4096)), 65))),
			format.ErrLimit, "the shared strings take more than 262144 bytes",
		},
		{
			"too many strings", with(strings1, stringsPart(strings.Repeat(record(item, uint8(0), ""), 65537))),
			format.ErrLimit,
			"more than 65536 shared strings",
		},
		{
			"main part of something else", with(book1, sheetPart()),
			format.ErrDamaged, "begins with a record of type 129 instead of 131",
		},
		{"main part cut off", with(book1, record(131)), format.ErrDamaged, "workbook.bin ends in the middle"},
		{
			"sheet without a name", with(book1, mainPart(record(156, uint32(0), uint32(1), "rId1"))),
			format.ErrDamaged, "list of sheets: its record",
		},
		{
			"sheet without anything", with(book1, mainPart(record(156))),
			format.ErrDamaged, "list of sheets: its record",
		},
		{
			"sheet name cut off", with(book1, mainPart(record(156, uint32(0), uint32(1), "rId1", uint32(9)))),
			format.ErrDamaged,
			"list of sheets: its text",
		},
		{
			"sheet names too long", with(book1, mainPart(strings.Repeat(bundle(0, "x", strings.Repeat("a", 4096)), 40))),
			format.ErrLimit,
			"its list of sheets takes more than 262144 bytes",
		},
		{
			"too many sheets", with(book1, mainPart(strings.Repeat(bundle(0, "x", ""), 101))), format.ErrLimit,
			"it has more than 100 sheets",
		},
		{"styles cut off", with(styles1, record(278)), format.ErrDamaged, "styles: the part xl/styles.bin ends"},
		{
			"number format cut off", with(styles1, record(278)+record(44, uint8(0))+record(279)),
			format.ErrDamaged, "styles: its record",
		},
		{
			"number format code cut off", with(styles1, record(278)+record(44, uint16(0), uint32(1))+record(279)),
			format.ErrDamaged,
			"styles: its text",
		},
		{
			"cell format cut off", with(styles1, record(278)+record(617)+record(47, uint16(0))+record(279)),
			format.ErrDamaged,
			"styles: its record",
		},
		{
			"column cut off", withRows(record(columnInfo, uint32(0), uint32(0))),
			format.ErrDamaged, "columns: its record",
		},
		{
			"columns that fall", withRows(record(columnInfo, uint32(2), uint32(1), uint32(0), uint32(0), uint16(1))),
			format.ErrDamaged,
			"columns from 3 to 2",
		},
		{
			"columns too far", withRows(record(columnInfo, uint32(0), huge, uint32(0), uint32(0), uint16(1))),
			format.ErrDamaged,
			"columns from 1 to 4294967295",
		},
		{
			"too many columns", withRows(strings.Repeat(record(columnInfo, uint32(0), uint32(0), uint32(0), uint32(0),
				uint16(1)), 16385)),
			format.ErrDamaged, "more than once",
		},
		{"range cut off", withRows(record(mergeCell, uint32(0))), format.ErrDamaged, "merged cells: its record"},
		{
			"range that falls", withRows(record(mergeCell, uint32(0), uint32(1), uint32(1), uint32(0))),
			format.ErrDamaged,
			"rows 1 to 2 and columns 2 to 1",
		},
		{
			"range too far", withRows(record(mergeCell, uint32(0), huge, uint32(1), uint32(1))),
			format.ErrDamaged, "4294967295",
		},
		{
			"too many ranges", withRows(strings.Repeat(record(mergeCell, uint32(0), uint32(1), uint32(0), uint32(1)), 8193)),
			format.ErrLimit,
			"more than 8192 merged ranges",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(t, tt.parts.Zip(t), 0)
			switch {
			case !errors.Is(err, tt.kind) || !isRefusal(err):
				t.Errorf("got %v; want a refusal: %v", err, tt.kind)
			case !strings.Contains(err.Error(), tt.says):
				t.Errorf("%v does not say %q", err, tt.says)
			}
		})
	}
}

// TestTooManyCells counts the cells of all rows.
func TestTooManyCells(t *testing.T) {
	var all strings.Builder
	for i := range 17 {
		all.WriteString(row(i+1, at(rk, 1<<14-1, 0, integer(1))))
	}
	_, err := rows(t, withRows(all.String()))
	if !errors.Is(err, format.ErrLimit) || !strings.Contains(err.Error(), "more than 262144 cells up to row 17") {
		t.Error(err)
	}
}

// TestEncryptedParts refuses zip files whose entries are encrypted.
func TestEncryptedParts(t *testing.T) {
	for _, name := range []string{book1, sheet1, strings1, styles1} {
		if err := readAll(zipWith(t, name, func(h *zip.FileHeader) { h.Flags = 1 })); !errors.Is(err, format.ErrEncrypted) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFalseSizes reads zip files whose directory gives a part a size that it does not have.
func TestFalseSizes(t *testing.T) {
	for _, name := range []string{book1, sheet1, strings1, styles1} {
		for _, size := range []uint64{0, 1, 1 << 40, math.MaxUint64} {
			err := readAll(zipWith(t, name, func(h *zip.FileHeader) { h.UncompressedSize64 = size }))
			if !errors.Is(err, format.ErrDamaged) {
				t.Errorf("%s with size %d: %v", name, size, err)
			}
		}
	}
}

// zipWith packs a small workbook, with a change to what the directory says of one part.
func zipWith(t *testing.T, name string, change func(*zip.FileHeader)) []byte {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for part, contents := range minimal {
		size := uint64(len(contents))
		h := &zip.FileHeader{
			Name: part, CRC32: crc32.ChecksumIEEE([]byte(contents)), CompressedSize64: size, UncompressedSize64: size,
		}
		if part == name {
			change(h)
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, contents)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// readAll reads the first sheet of a file.
func readAll(contents []byte) error {
	parts, err := zipped.Open(bytes.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		return err
	}
	b, err := xlsb.Open(parts, book1)
	if err != nil {
		return err
	}
	for _, err := range b.Rows(context.Background(), 0) {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestTruncatedParts cuts each part off at each byte. What can be read then is a part of the whole.
func TestTruncatedParts(t *testing.T) {
	for _, name := range []string{book1, sheet1, strings1} {
		whole := minimal[name]
		for n := 1; n < len(whole); n++ {
			got, err := read(t, minimal.With(fixture.Parts{name: whole[:n]}).Zip(t), 0)
			if !errors.Is(err, format.ErrDamaged) {
				t.Errorf("the first %d of %d bytes of %s: %s, %v", n, len(whole), name, got, err)
			}
		}
	}
}

// chunks are the ways in which parts are inflated: all of them have to give the same.
var chunks = []int{1, 7, 100, 1000}

// compare reads a workbook in all ways.
func compare(t *testing.T, p fixture.Parts) {
	t.Helper()
	contents := p.Zip(t)
	want, wantErr := read(t, contents, 0)
	if wantErr != nil && !isRefusal(wantErr) {
		t.Errorf("an error that is no refusal: %v", wantErr)
	}
	for _, chunk := range chunks {
		got, err := read(t, contents, chunk)
		if got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("whole:\n%s%v\nin chunks of %d:\n%s%v", want, wantErr, chunk, got, err)
		}
	}
}

// seeds are rows that reach all branches.
var seeds = []string{
	row(1, at(shared, 0, 0, uint32(0)), at(rk, 1, 1, integer(45260)), at(real, 2, 2, 1.5), at(text, 3, 0, "åäö😀")),
	row(1, at(blank, 2, 0), short(shortRk, 0, integer(1)), short(shortReal, 1, 45260.0), short(shortBool, 0, uint8(1)),
		short(shortError, 0, uint8(0x2a)), short(shortBlank, 0), short(shortText, 0, "text"), short(shortShared, 0, uint32(0))),
	row(9, at(formulaText, 0, 0, "abc", formula), at(formulaNumber, 1, 0, math.NaN(), formula)) +
		rowHead(20, 0x10) + at(formulaBool, 2, 0, uint8(1), formula) + at(formulaError, 3, 0, uint8(7), formula),
	record(columnInfo, uint32(1), uint32(3), uint32(0), uint32(0), uint16(1)) +
		row(1, at(richText, 0, 0, uint8(1), "a", uint32(0))) + record(mergeCell, uint32(0), uint32(1), uint32(0), uint32(1)),
	row(1, record(frtBegin, uint32(1)), row(2), record(frtEnd), record(500, make([]byte, 20_000)),
		at(errorCode, 5, 0, uint8(23))),
}

// FuzzSheetRecords reads sheets made of any bytes.
func FuzzSheetRecords(f *testing.F) {
	for _, rows := range seeds {
		f.Add([]byte(sheetPart(rows)))
	}
	f.Fuzz(func(t *testing.T, part []byte) { compare(t, minimal.With(fixture.Parts{sheet1: string(part) + " "})) })
}

// FuzzOtherRecords reads the other parts made of any bytes.
func FuzzOtherRecords(f *testing.F) {
	f.Add([]byte(minimal[book1]), []byte(minimal[styles1]), []byte(minimal[strings1]))
	f.Add([]byte(mainPart(record(153, uint32(1)), record(156, uint32(2), uint32(0), uint32(1), "rId1", "a"))),
		[]byte(minimal[styles1]), []byte(stringsPart(record(item, uint8(1), "a", uint32(1), uint32(0)), record(item, uint8(0), null))))
	f.Fuzz(func(t *testing.T, main, styles, strings []byte) {
		compare(t, minimal.With(fixture.Parts{
			book1: string(main) + " ", styles1: string(styles) + " ", strings1: string(strings) + " ",
		}))
	})
}
