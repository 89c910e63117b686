package xls_test

import (
	"math"
	"testing"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
)

// result is the result of a formula that is no number.
func result(kind, value byte) []byte { return join(kind, byte(0), value, byte(0), 0, 0xffff) }

// texts are shared strings: "ett", "två" with runs and phonetic data, "", "€😀".
var texts = rec(sst, uint32(4), uint32(4), unicode("ett"),
	join(3, byte(1<<3|1<<2), 1, uint32(6), "tv\xe5", uint32(7), "fonetk"), unicode(""), unicode("€😀"))

// TestCells reads each kind of record in BIFF8.
func TestCells(t *testing.T) {
	tests := []struct {
		name    string
		records []byte
		want    string
	}{
		{"numbers", recs(rec(number, 0, 0, 0, 1.5), rec(number, 0, 1, 0, -0.1), rec(number, 0, 2, 0, 1e300),
			rec(number, 0, 3, 99, 7.0),
			rec(number, 65535, 255, 0, 2.0)), "1 A=1.5 B=-0.1 C=1E+300 D=7|65536 IV=2"},
		{
			"what is no number", recs(rec(number, 0, 0, 0, math.NaN()), rec(number, 0, 1, 1, math.Inf(1))),
			`1 A=error("#NUM!") B=error("#NUM!")`,
		},
		{"packed numbers", recs(rec(rk, 0, 0, 0, uint32(5<<2|2)), rec(rk, 0, 1, 0, uint32(12345<<2|3)),
			rec(rk, 0, 2, 0, uint32(0xfffffffe)),
			rec(rk, 0, 3, 0, uint32(0x3ff80000))), "1 A=5 B=123.45 C=-1 D=1.5"},
		{
			"packed numbers side by side", rec(mulRK, 2, 1, 0, uint32(1<<2|2), 1, uint32(45260<<2|2), 0,
				uint32(3<<2|2), 3),
			"3 B=1 C=date(45260 2023-11-30T00:00:00) D=3",
		},
		{
			"dates and durations", recs(rec(number, 0, 0, 1, 45260.25), rec(rk, 0, 1, 2, uint32(59<<2|2)),
				rec(number, 0, 2, 3, 1.5)),
			"1 A=date(45260.25 2023-11-30T06:00:00) B=date(59 1900-02-28T00:00:00) C=duration(1.5 36h0m0s)",
		},
		{
			"truth and errors", recs(rec(boolErr, 0, 0, 0, byte(1), byte(0)), rec(boolErr, 0, 1, 0, byte(0), byte(0)),
				rec(boolErr, 0, 2, 0, byte(7), byte(1)), rec(boolErr, 0, 3, 0, byte(42), byte(1))),
			`1 A=bool(1) B=bool(0) C=error("#DIV/0!") D=error("#N/A")`,
		},
		{"shared strings", recs(rec(labelSST, 0, 0, 0, uint32(1)), rec(labelSST, 0, 1, 0, uint32(2)),
			rec(labelSST, 0, 2, 0, uint32(3)),
			rec(labelSST, 0, 4, 0, uint32(0))), `1 A=text("två") C=text("€😀") E=text("ett")`},
		{"texts", recs(rec(label, 0, 0, 0, unicode("smör")), rec(label, 0, 1, 0, unicode("")),
			rec(label, 0, 2, 0, unicode("žluťoučký")),
			rec(rString, 1, 0, 0, unicode("fet"), 1, 0, 0)), `1 A=text("smör") C=text("žluťoučký")|2 A=text("fet")`},
		{
			"a text that goes on", recs(rec(label, 0, 0, 0, 6, byte(0), "sm\xf6"), rec(contin, byte(1), wide("r€s")),
				rec(number, 0, 1, 0, 1.0)),
			`1 A=text("smör€s") B=1`,
		},
		{"half a surrogate pair", rec(label, 0, 0, 0, 2, byte(1), 0xd83d, 0x61), `1 A=text("` + "\ufffd" + `a")`},
		{
			"formulas", recs(rec(formula, 0, 0, 0, 1.25, 0, uint32(0), 0), rec(formula, 0, 1, 0, result(1, 1), 0,
				uint32(0), 0),
				rec(formula, 0, 2, 0, result(2, 0x17), 0, uint32(0), 0), rec(formula, 0, 3, 0, result(3, 0), 0,
					uint32(0), 0),
				rec(formula, 0, 4, 1, 45260.0, 0, uint32(0), 0)),
			`1 A=f:1.25 B=f:bool(1) C=f:error("#REF!") E=f:date(45260 2023-11-30T00:00:00)`,
		},
		{
			"texts of formulas", recs(rec(formula, 0, 0, 0, result(0, 0), 0, uint32(0), 0),
				rec(stringRec, unicode("svar")),
				rec(formula, 0, 1, 0, result(0, 0), 0, uint32(0), 0), rec(sharedFmla, 0, 0, byte(1), byte(1), 0),
				rec(stringRec, unicode("delat")),
				rec(formula, 0, 2, 0, result(0, 0), 0, uint32(0), 0), rec(array, 0, 0), rec(stringRec, 4, byte(0), "l"),
				rec(contin, byte(1), wide("ång")), rec(formula, 0, 3, 0, result(0, 0), 0, uint32(0), 0),
				rec(stringRec, unicode(""))),
			`1 A=f:text("svar") B=f:text("delat") C=f:text("lång")`,
		},
		{
			"formulas without a text", recs(rec(formula, 0, 0, 0, result(0, 0), 0, uint32(0), 0),
				rec(number, 0, 1, 0, 1.0),
				rec(stringRec, unicode("zu spät")), rec(formula, 0, 2, 0, result(9, 0), 0, uint32(0), 0),
				rec(stringRec, unicode("x"))),
			`1 A=f:error("#NOVALUE") B=1 C=f:error("#NOVALUE")`,
		},
		{"empty cells", recs(rec(blank, 0, 0, 0), rec(mulBlank, 0, 1, 0, 0, 0, 3), rec(number, 1, 5, 0, 1.0),
			rec(blank, 1, 6, 0)), "2 F=1"},
		{"a cell that stands twice", recs(rec(number, 0, 0, 0, 1.0), rec(blank, 0, 0, 0),
			rec(number, 0, 0, 0, 2.0)), "1 A=2"},
		{"cells out of order", recs(rec(number, 0, 2, 0, 3.0), rec(number, 0, 0, 0, 1.0)), "1 A=1 C=3"},
		{"rows out of order", recs(rec(number, 5, 0, 0, 5.0), rec(formula, 0, 1, 0, result(0, 0), 0,
			uint32(0), 0), rec(sharedFmla, 0), rec(contin, 0),
			rec(stringRec, 3, byte(0), "s"), rec(contin, byte(0), "ex"), rec(0x99, 0), rec(contin, byte(0), "x"),
			rec(number, 5, 1, 0, 6.0),
			rec(number, 0, 0, 0, 1.0), rec(number, 5, 0, 0, 7.0)), `1 A=1 B=f:text("sex")|6 A=7 B=6`},
		{"hidden rows", recs(rec(rowRec, 0, 0, 1, 255, 0, 0, 0x20, 0), rec(rowRec, 1, 0, 1, 255, 0, 0, 0x00, 0),
			rec(number, 0, 0, 0, 1.0),
			rec(number, 1, 0, 0, 2.0), rec(number, 2, 0, 0, 3.0),
			rec(rowRec, 2, 0, 1, 255, 0, 0, 0x20, 0)), "1! A=1|2 A=2|3! A=3"},
		{"a chart in the sheet", recs(rec(number, 0, 0, 0, 1.0), bof(8, 0x20),
			rec(number, 0, 0, 0, 9.0), bof(8, 0x20), rec(eof), rec(eof),
			rec(number, 0, 1, 0, 2.0)), "1 A=1 B=2"},
		{"wrong dimensions and unknown records", recs(rec(0x200, uint32(7), uint32(7), 9, 9, 0), rec(0x20b,
			uint32(1<<31)), rec(0xd7, "x"),
			rec(0x7777, make([]byte, 8224)), rec(number, 0, 0, 0, 1.0)), "1 A=1"},
		{"no records", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(excel97With(texts, tt.records), 0, format.Defaults)
			if err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

// TestExcel95 reads what BIFF5 writes in another way.
func TestExcel95(t *testing.T) {
	file := excel95(rec(label, 0, 0, 0, 4, "sm\xf6r"), rec(rString, 0, 1, 0, 3, "f\x80t", byte(1), byte(0),
		byte(0)), rec(number, 1, 0, 2, 45260.0),
		rec(formula, 1, 1, 0, result(0, 0), 0, uint32(0), 0), rec(stringRec, 6, "l\xe5"), rec(contin, "nga!"),
		rec(mulRK, 2, 0, 0, uint32(6), 0, uint32(10), 1))
	const want = `1 A=text("smör") B=text("f€t")|2 A=date(45260 2023-11-30T00:00:00) B=f:text("långa!")|3 A=1 B=2`
	if got, err := read(file, 0, format.Defaults); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

// TestCodePages reads texts of BIFF5 in several code pages.
func TestCodePages(t *testing.T) {
	tests := []struct {
		page       []byte
		text, want string
	}{
		{nil, "\xe5\x80", "å€"},
		{rec(codePage, 1252), "\xe5\x80", "å€"},
		{rec(codePage, 0x8001), "\xe5", "å"},
		{rec(codePage, 1250), "\xf8", "ř"},
		{rec(codePage, 437), "\x86\x84\x94", "åäö"},
		{rec(codePage, 850), "\x86\x84\x94\x9b", "åäöø"},
		{rec(codePage, 10000), "\x8c\x8a\x9a", "åäö"},
		{rec(codePage, 0x8000), "\x8c", "å"},
		{rec(codePage, 932), "\x83e\x83X\x83g", "テスト"},
		{rec(codePage, 936), "\xd6\xd0", "中"},
		{rec(codePage, 949), "\xc7\xd1", "한"},
		{rec(codePage, 950), "\xa4\xa4", "中"},
		{rec(codePage, 12345), "abc", "abc"},
	}
	for _, tt := range tests {
		file := oletest.Workbook("Book", stream(5, tt.page,
			part{name: tt.text, records: rec(label, 0, 0, 0, len(tt.text), tt.text)}))
		got, err := read(file, 0, format.Defaults)
		if want := `1 A=text("` + tt.want + `")`; err != nil || got != want {
			t.Errorf("%x: got %s, %v, want %s", tt.page, got, err, want)
		}
		if b, err := open(file, format.Defaults); err != nil || b.Sheets()[0].Name != tt.want {
			t.Errorf("%x: %v, %v", tt.page, b, err)
		}
	}
}

// Test1904 reads dates of the older date system of the Macintosh.
func Test1904(t *testing.T) {
	cells := recs(rec(number, 0, 0, 1, 43798.0), rec(number, 0, 1, 0, 43798.0), rec(number, 0, 2, 3, 1.0),
		rec(formula, 0, 3, 2, 0.0, 0, uint32(0), 0), rec(mulRK, 1, 0, 1, uint32(43798<<2|2), 0))
	const want = "1 A=date(43798 2023-11-30T00:00:00) B=43798 C=duration(1 24h0m0s) D=f:date(0 1904-01-01T00:00:00)|" +
		"2 A=date(43798 2023-11-30T00:00:00)"
	if got, err := read(excel97With(rec(dateMode, 1), cells), 0, format.Defaults); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

// TestOld reads files of one sheet without a container.
func TestOld(t *testing.T) {
	look := func(b byte) []byte { return []byte{0, b, 0} }
	code := func(text string) []byte { return join(byte(len(text)), text) }
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{
			"BIFF2", recs(rec(0x09, 2, 0x10), rec(codePage, 1252), rec(0x1e, code("General")),
				rec(0x1e, code("yyyy-mm-dd")),
				rec(0x08, 0, 0, 5, 0, 0, byte(0), 0), rec(0x02, 0, 0, look(0), 17), rec(0x03, 0, 1, look(0), 1.5),
				rec(0x03, 0, 2, look(1), 45260.0),
				rec(0x04, 0, 3, look(0), byte(4), "sm\xf6r"), rec(0x05, 0, 4, look(0), byte(1), byte(0)),
				rec(0x01, 0, 5, look(0)),
				rec(0x06, 1, 0, look(0), result(0, 0), byte(0), byte(0)), rec(0x07, byte(4), "svar"),
				rec(0x06, 1, 1, look(0), 2.5, byte(0), byte(0)), rec(eof)),
			`1! A=17 B=1.5 C=date(45260 2023-11-30T00:00:00) D=text("smör") E=bool(1)|2 A=f:text("svar") B=f:2.5`,
		},
		{
			"BIFF3", recs(rec(0x209, 3, 0x10, 0), rec(0x1e, code("General")), rec(0x1e, code("yyyy-mm-dd")),
				rec(0x243, byte(0), byte(0), make([]byte, 10)),
				rec(0x243, byte(0), byte(1), make([]byte, 10)), rec(rowRec, 0, 0, 5, 0, 0, 0, uint32(0x20)),
				rec(number, 0, 0, 1, 45260.0),
				rec(label, 0, 1, 0, 4, "sm\xf6r"), rec(rk, 0, 2, 0, uint32(6)), rec(0x206, 1, 0, 0,
					result(0, 0), 0, 0), rec(stringRec, 4, "svar"), rec(eof)),
			`1! A=date(45260 2023-11-30T00:00:00) B=text("smör") C=1|2 A=f:text("svar")`,
		},
		{
			"BIFF4", recs(rec(0x409, 4, 0x10, 0), rec(formatRec, 0, code("General")),
				rec(formatRec, 0, code("yyyy-mm-dd")),
				rec(0x443, byte(0), byte(1), make([]byte, 10)), rec(number, 0, 0, 0, 45260.0),
				rec(0x406, 1, 0, 9, 2.5, 0, 0), rec(eof)),
			`1 A=date(45260 2023-11-30T00:00:00)|2 A=f:2.5`,
		},
		{"BIFF5", stream(5, formats(5),
			part{name: "fil", records: rec(number, 0, 0, 1, 45260.0)}), `1 A=date(45260 2023-11-30T00:00:00)`},
		{"one sheet of BIFF8", recs(bof(8, 0x10), formats(8), rec(number, 0, 0, 1, 45260.0),
			rec(eof)), `1 A=date(45260 2023-11-30T00:00:00)`},
		{"BIFF3 that is marked as BIFF5", recs(rec(0x809, 0x300, 0x10), rec(label, 0, 0, 0, 1, "a"),
			rec(eof)), `1 A=text("a")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(tt.file, 0, format.Defaults)
			if err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
			if b, err := open(tt.file, format.Defaults); err != nil || len(b.Sheets()) != 1 || b.Sheets()[0].Name != "fil" {
				t.Errorf("%v, %v", b, err)
			}
		})
	}
}

// TestNumberFormats tells dates by the codes of their formats, however these are written.
func TestNumberFormats(t *testing.T) {
	tests := []struct {
		name string
		code []byte
		want string
	}{
		{"narrow", unicode("yyyy"), "1 A=date(366 1900-12-31T00:00:00)"},
		{"wide", join(4, byte(1), wide("yyyy")), "1 A=date(366 1900-12-31T00:00:00)"},
		{"counted too high", join(9, byte(0), "0 d"), "1 A=366"},
		{"wide and counted too high", join(9, byte(1), wide("d0")), "1 A=date(366 1900-12-31T00:00:00)"},
		{"in quotes", unicode(`"dygn" 0`), "1 A=366"},
		{"elapsed", unicode("[h]"), "1 A=duration(366 8784h0m0s)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			globals := recs(rec(formatRec, 14, tt.code), rec(xf, 0, 14, make([]byte, 16))) // in place of a built-in one
			if got, err := read(excel97With(globals,
				rec(number, 0, 0, 4, 366.0)), 0, format.Defaults); err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}
