package xlsb_test

import (
	"math"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/fixture"
)

// The types of records that the tests name.
const (
	blank, rk, errorCode, boolean, real, text, shared                      = 1, 2, 3, 4, 5, 6, 7
	formulaText, formulaNumber, formulaBool, formulaError                  = 8, 9, 10, 11
	shortBlank, shortRk, shortError, shortBool, shortReal, shortText, isst = 12, 13, 14, 15, 16, 17, 18
	item, frtBegin, frtEnd, columnInfo, richText, mergeCell                = 19, 35, 36, 60, 62, 176
	shortShared                                                            = isst
)

// formula is what follows the value of a formula: its flags, its size and its bytes.
var formula = []byte{0, 0, 3, 0, 0, 0, 0x1e, 1, 0, 0, 0, 0, 0}

// integer returns a number as an RK.
func integer(n int32) uint32 { return uint32(n)<<2 | 2 }

func TestCells(t *testing.T) {
	tests := []struct{ name, rows, want string }{
		{"shared string", row(1, at(shared, 0, 0, uint32(0))), `1 A=text("delad")`},
		{"empty shared string", row(1, at(shared, 0, 0, uint32(1)), at(rk, 1, 0, integer(1))), `1 B=1`},
		{
			"text", row(1, at(text, 0, 0, "i cellen"), at(text, 1, 0, ""), at(text, 2, 0, null)),
			`1 A=text("i cellen")`,
		},
		{"text beyond ASCII", row(1, at(text, 0, 0, "åäö€😀 och mera text")), `1 A=text("åäö€😀 och mera text")`},
		{
			"text with half a surrogate pair", row(1, at(text, 0, 0, uint32(3), wide('a', 0xd83d, 'b'))),
			`1 A=text("a�b")`,
		},
		{"text that looks like an escape of XML", row(1, at(text, 0, 0, "_x0041_")), `1 A=text("_x0041_")`},
		{
			"rich text", row(1, at(richText, 0, 0, uint8(1), "ett två", uint32(1), uint16(4), uint16(2))),
			`1 A=text("ett två")`,
		},
		{
			"packed numbers", row(1, at(rk, 0, 0, integer(17)), at(rk, 1, 0, integer(-12345)|1),
				at(rk, 2, 0, uint32(0x3ff80000))),
			`1 A=17 B=-123.45 C=1.5`,
		},
		{
			"numbers", row(1, at(real, 0, 0, 0.1), at(real, 1, 0, 1e21), at(real, 2, 0, 123456789012345678.0),
				at(real, 3, 0, -7.0)),
			`1 A=0.1 B=number(1E+21 is 1e+21) C=number(123456789012345680 is 1.2345678901234568e+17) D=-7`,
		},
		{
			"numbers that are none", row(1, at(real, 0, 0, math.NaN()), at(real, 1, 0, math.Inf(-1))),
			`1 A=error("#NUM!") B=error("#NUM!")`,
		},
		{"booleans", row(1, at(boolean, 0, 0, uint8(1)), at(boolean, 1, 0, uint8(0))), `1 A=bool(1) B=bool(0)`},
		{
			"errors", row(1, at(errorCode, 0, 0, uint8(0)), at(errorCode, 1, 0, uint8(7)), at(errorCode, 2, 0, uint8(0x0f)),
				at(errorCode, 3, 0, uint8(0x17)), at(errorCode, 4, 0, uint8(0x1d)), at(errorCode, 5, 0, uint8(0x24)),
				at(errorCode, 6, 0, uint8(0x2a)), at(errorCode, 7, 0, uint8(0x2b)), at(errorCode, 8, 0, uint8(0x99))),
			`1 A=error("#NULL!") B=error("#DIV/0!") C=error("#VALUE!") D=error("#REF!") E=error("#NAME?") F=error("#NUM!") ` +
				`G=error("#N/A") H=error("#GETTING_DATA") I=error("#UNKNOWN!")`,
		},
		{
			"formulas", row(1, at(formulaText, 0, 0, "abc", formula), at(formulaNumber, 1, 0, 2.5, formula),
				at(formulaBool, 2, 0, uint8(1), formula), at(formulaError, 3, 0, uint8(7), formula),
				at(formulaText, 4, 0, "", formula)),
			`1 A=f:text("abc") B=f:2.5 C=f:bool(1) D=f:error("#DIV/0!")`,
		},
		{"formula without a value", row(1, at(formulaNumber, 0, 0, math.NaN(), formula)), `1 A=f:error("#NOVALUE")`},
		{"formulas of other records", row(1, at(formulaNumber, 0, 0, 1.0, formula), record(426, formula), record(427, formula),
			record(49, uint32(1)), record(50, uint32(1)), at(formulaNumber, 1, 0, 2.0, formula)), `1 A=f:1 B=f:2`},
		{
			"dates", row(1, at(rk, 0, 1, integer(45260)), at(real, 1, 2, 45260.5), at(formulaNumber, 2, 2, 1.0, formula)),
			`1 A=date(45260) B=date(45260.5) C=f:date(1)`,
		},
		{"durations", row(1, at(real, 0, 3, 1.5)), `1 A=duration(1.5)`},
		{"phonetic flag above the format", row(1, at(rk, 0, 1|1<<24, integer(1))), `1 A=date(1)`},
		{"unknown format", row(1, at(rk, 0, 99, integer(1)), at(rk, 1, 1<<24-1, integer(2))), `1 A=1 B=2`},
		{
			"short records", row(1, at(blank, 2, 0), short(shortRk, 0, integer(1)), short(shortReal, 1, 45260.0),
				short(shortBool, 0, uint8(1)), short(shortError, 0, uint8(0x2a)), short(shortBlank, 0), short(shortText, 0, "text"),
				short(shortShared, 0, uint32(0))),
			`1 D=1 E=date(45260) F=bool(1) G=error("#N/A") I=text("text") J=text("delad")`,
		},
		{"short records at the beginning of rows", row(1, short(shortRk, 0, integer(1)), short(shortRk, 0, integer(2))) +
			row(2, short(shortRk, 0, integer(3))), `1 A=1 B=2|2 A=3`},
		{"gaps", row(2, at(rk, 2, 0, integer(1)), at(rk, 26, 0, integer(2))), `2 C=1 AA=2`},
		{"cells out of order", row(1, at(rk, 2, 0, integer(3)), at(rk, 0, 0, integer(1))), `1 A=1 C=3`},
		{"a blank cell and one with a value", row(1, at(rk, 2, 0, integer(3)), at(blank, 2, 0)), `1 C=3`},
		{"last cell", row(1<<20, at(rk, 1<<14-1, 0, integer(1))), `1048576 XFD=1`},
		{
			"hidden rows", rowHead(0, 0x10) + at(rk, 0, 0, integer(1)) + rowHead(1, 0xef) + at(rk, 0, 0, integer(2)),
			`1! A=1|2 A=2`,
		},
		{
			"rows and cells without contents", row(1) + row(2, at(blank, 3, 1)) + row(3, at(rk, 0, 0, integer(1)), at(blank, 9, 1)) +
				row(4),
			`3 A=1`,
		},
		{"records of later versions", row(1, at(rk, 0, 0, integer(1)), record(frtBegin, uint32(1)), at(rk, 1, 0, integer(2)),
			record(frtBegin, uint32(1)), record(frtEnd), row(2), record(frtEnd), at(rk, 2, 0, integer(3))), `1 A=1 C=3`},
		{
			"unknown records", row(1, record(16383, formula), at(rk, 0, 0, integer(1)), record(37, uint16(1)),
				record(1024), record(38)),
			`1 A=1`,
		},
		{"unknown records longer than those of cells", record(16383, make([]byte, 100_000)) + row(1, at(rk, 0, 0, integer(1)),
			record(500, make([]byte, 20_000)), at(rk, 1, 0, integer(2)), record(16383, make([]byte, 300_000))), `1 A=1 B=2`},
		{"no rows", ``, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := rows(t, withRows(tt.rows))
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			compare(t, withRows(tt.rows))
		})
	}
}

// TestLongRow has texts in a row that take more than one block of memory, which have to stay as they are. The second
// row uses some of the memory of the first one again.
func TestLongRow(t *testing.T) {
	var cells strings.Builder
	var want []string
	for i := range 60 {
		long := strings.Repeat(string(rune('a'+i%26)), 60*i+1)
		cells.WriteString(short(shortText, 0, long))
		want = append(want, long)
	}
	b, err := open(t, withRows(row(1, cells.String())+row(2, cells.String())).Zip(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for row, err := range b.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		for i, c := range row.Cells {
			if c.Text != want[i] {
				t.Errorf("row %d, cell %d: %.9q and so on, %d bytes, want %d", row.Number, i, c.Text, len(c.Text), len(want[i]))
			}
		}
	}
	if rows != 2 {
		t.Errorf("%d rows", rows)
	}
}

// TestSharedStrings reads tables of shared strings of all kinds.
func TestSharedStrings(t *testing.T) {
	p := withRows(row(1, at(shared, 0, 0, uint32(0)), at(shared, 1, 0, uint32(1)), at(shared, 2, 0, uint32(2)),
		at(shared, 3, 0, uint32(3))))
	p[strings1] = stringsPart(
		record(item, uint8(1), "ett två", uint32(1), uint16(4), uint16(2)),
		record(frtBegin, uint32(1)), record(item, uint8(0), "senare"), record(frtEnd),
		record(item, uint8(2), "漢字", "かんじ", uint32(1), uint16(0), uint16(0), uint16(2), uint16(0)),
		record(37), record(item, uint8(0), null),
		record(item, uint8(0), "_x000D_\r\n"),
	) + "rubbish"
	const want = `1 A=text("ett två") B=text("漢字") D=text("_x000D_\r\n")`
	if got, err := rows(t, p); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

// TestOtherParts reads workbooks without the parts that not all have.
func TestOtherParts(t *testing.T) {
	for _, name := range []string{strings1, styles1} {
		p := withRows(row(1, at(rk, 0, 1, integer(1)))).With(fixture.Parts{name: ""})
		got, err := rows(t, p)
		if want := map[string]string{strings1: "1 A=date(1)", styles1: "1 A=1"}[name]; err != nil || got != want {
			t.Errorf("without %s: %s, %v; want %s", name, got, err, want)
		}
	}
}

// Test1904 reads dates of the older date system of the Macintosh.
func Test1904(t *testing.T) {
	p := withRows(row(1, at(rk, 0, 1, integer(43798)), at(rk, 1, 0, integer(43798)), at(real, 2, 3, 1.0)))
	p[book1] = mainPart(record(153, uint32(1), uint32(0), ""), bundle(0, "rId1", "Blad1"))
	const want = "1 A=date(43798 is 45260) B=43798 C=duration(1)"
	if got, err := rows(t, p); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}
