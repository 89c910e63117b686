package ods

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"nyckeltal/ingest/workbook/internal/format"
)

func TestSheets(t *testing.T) {
	tests := []struct{ name, tables, want string }{
		{"none", ``, ""},
		{
			"several", `<table:table table:name="A &amp; B" table:style-name="seen">` + row(number) + `</table:table>` +
				`<table:table table:name="tomt"/><table:table table:name="dold" table:style-name="hid">` + row(number) + number + `</table:table>`,
			"A & B visible\n1 A=7\ntomt visible\ndold hidden\n1 A=7\n",
		},
		{"tables that are no sheets", `<table:tracked-changes><table:table table:name="x"/></table:tracked-changes>` +
			`<table:dde-links><table:dde-link><table:table table:name="x"/></table:dde-link></table:dde-links>` + table(row(number)) +
			`<table:table table:name="&apos;file:///C:/b.ods&apos;#$Blad1">` + row(number) + `</table:table>` +
			`<table:table table:name="sist"/>`, "Blad1 visible\n1 A=7\nsist visible\n"},
		{"tables within tables", table(`<table:shapes><draw:frame><draw:object><office:document><office:body><office:chart>`+
			`<table:table table:name="local">`+row(number)+`</table:table></office:chart></office:body></office:document></draw:object>`+
			`</draw:frame></table:shapes>`+row(number)) + `<table:table table:name="sist"/>`, "Blad1 visible\n1 A=7\nsist visible\n"},
		{
			"what looks like a table", table(row(text(`<text:p>&lt;/table:table&gt;<![CDATA[</table:table>]]></text:p>`))+`<!-- </table:table> -->`+
				`<?x </table:table>?>`+`<table:tables/>`) + `<table:table table:name="sist"/>`,
			"Blad1 visible\n1 A=text(\"</table:table></table:table>\")\nsist visible\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAll(t, tt.tables)
			if err != nil || got != tt.want {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestRows(t *testing.T) {
	hiddenRow := func(how string) string {
		return `<table:table-row table:visibility="` + how + `">` + number + `</table:table-row>`
	}
	group := func(attr, rows string) string {
		return `<table:table-row-group` + attr + `>` + rows + `</table:table-row-group>`
	}
	tests := []struct{ name, rows, want string }{
		{"empty ones", row(``) + row(`<table:table-cell/>`) + `<table:table-row/>` + row(number), "4 A=7"},
		{"repeated empty ones", `<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>` +
			`</table:table-row>` + row(number) + row(``), "1048575 A=7"},
		{
			"repeated ones", row(number) + `<table:table-row table:number-rows-repeated="3">` + number + `</table:table-row>` + row(number),
			"1 A=7\n2 A=7\n3 A=7\n4 A=7\n5 A=7",
		},
		{"far more empty ones than there are", row(number) + strings.Repeat(`<table:table-row table:number-rows-repeated="99999999999999999999"/>`, 3), "1 A=7"},
		{"hidden ones", hiddenRow("visible") + hiddenRow("collapse") + hiddenRow("filter") + hiddenRow("x"), "1 A=7\n2! A=7\n3! A=7\n4 A=7"},
		{"groups", `<table:table-header-rows>` + row(number) + `</table:table-header-rows><table:table-rows>` + row(number) + `</table:table-rows>` +
			group(``, row(number)+group(` table:display="false"`, row(number)+group(` table:display="true"`, row(number)))+row(number)) + row(number) +
			`<table:table-row-group/>` + row(number), "1 A=7\n2 A=7\n3 A=7\n4! A=7\n5! A=7\n6 A=7\n7 A=7\n8 A=7"},
		{"what else may stand there", `<table:title>x</table:title><office:forms><form:form/></office:forms>` + row(`<x>`+number+`</x>`+number) +
			`<text:soft-page-break/><calcext:conditional-formats><x/></calcext:conditional-formats>` + row(number), "1 A=7\n2 A=7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAll(t, table(tt.rows))
			if want := "Blad1 visible\n" + tt.want + "\n"; err != nil || got != want {
				t.Errorf("got %s, %v; want %s", got, err, want)
			}
		})
	}
}

// TestDefaultStyles takes the style of the row, or else of the column, for cells without one.
func TestDefaultStyles(t *testing.T) {
	const time = `<table:table-cell office:value-type="time" office:time-value="PT36H"/>`
	got, err := readAll(t, table(`<table:table-column/><table:table-columns><table:table-column table:default-cell-style-name="ch"`+
		` table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="cn">x</table:table-column></table:table-columns>`+
		row(time+time+time+time+time)+
		`<table:table-row table:default-cell-style-name="cn">`+time+time+`</table:table-row>`+
		`<table:table-row table:default-cell-style-name="ch">`+time+`<table:table-cell table:style-name="ct" office:value-type="time"`+
		` office:time-value="PT36H"/></table:table-row>`+row(time+time)))
	want := "Blad1 visible\n1 A=date(1.5) B=duration(1.5) C=duration(1.5) D=date(1.5) E=date(1.5)\n" +
		"2 A=date(1.5) B=date(1.5)\n3 A=duration(1.5) B=date(1.5)\n4 A=date(1.5) B=duration(1.5)\n"
	if err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

func TestLayout(t *testing.T) {
	const hidden, shown = `<table:table-column table:visibility="collapse"/>`, `<table:table-column/>`
	merged := func(columns, rows int, attrs string) string {
		return fmt.Sprintf(`<table:table-cell table:number-columns-spanned="%d" table:number-rows-spanned="%d"%s/>`, columns, rows, attrs)
	}
	tests := []struct{ name, rows, want string }{
		{"none", shown + row(number), "1 A=7\n"},
		{"hidden columns", shown + hidden + hidden + shown + `<table:table-column table:visibility="filter" table:number-columns-repeated="16379"/>` +
			hidden + hidden, "[{1 2} {4 16383}] []\n"},
		{"hidden groups of columns", `<table:table-column-group table:display="false">` + shown + `</table:table-column-group>` + shown +
			`<table:table-header-columns>` + hidden + `</table:table-header-columns>`, "[{0 0} {2 2}] []\n"},
		{
			"merged cells", row(merged(2, 1, "")+`<table:covered-table-cell/>`+merged(1, 3, "")) + row(``) + row(number+merged(1, 1, "")),
			"3 A=7\n[] [A1:B1 C1:C3]\n",
		},
		{"merged cells that are repeated", `<table:table-row table:number-rows-repeated="2">` + merged(1, 2, ` table:number-columns-repeated="2"`) +
			`</table:table-row>`, "[] [A1:A2 B1:B2 A2:A3 B2:B3]\n"},
		{
			"merged cells beyond the end", row(`<table:table-cell table:number-columns-repeated="16383"/>` + merged(9, 9999999, "")),
			"[] [XFD1:XFD1048576]\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAll(t, table(tt.rows))
			if want := "Blad1 visible\n" + tt.want; err != nil || got != want {
				t.Errorf("got %s, %v; want %s", got, err, want)
			}
		})
	}
}

// TestUTF16 reads a flat document in UTF-16.
func TestUTF16(t *testing.T) {
	contents := []byte{0xff, 0xfe}
	doc := strings.Replace(content("document", "", table(row(text(`<text:p>åäö</text:p>`)))+table(row(number))), "UTF-8", "UTF-16", 1)
	for _, unit := range utf16.Encode([]rune(doc)) {
		contents = append(contents, byte(unit), byte(unit>>8))
	}
	got, err := readWay(openFlat(contents, ways[0]))
	if want := "Blad1 visible\n1 A=text(\"åäö\")\nBlad1 visible\n1 A=7\n"; err != nil || got != want {
		t.Errorf("got %s, %v", got, err)
	}
}

// TestTogether reads all sheets at the same time.
func TestTogether(t *testing.T) {
	var tables strings.Builder
	for i := range 8 {
		fmt.Fprintf(&tables, `<table:table table:name="%d">%s</table:table>`, i, strings.Repeat(row(text(fmt.Sprintf("<text:p>%d</text:p>", i))), 50))
	}
	b, err := openPacked(packedParts(content("document-content", "", tables.String())).Zip(t), ways[3])
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			rows := 0
			for row, err := range b.Rows(t.Context(), i) {
				if err != nil || row.At(0).Text != fmt.Sprint(i) {
					t.Errorf("sheet %d: %v %v", i, row, err)
					return
				}
				rows++
			}
			if rows != 50 {
				t.Errorf("sheet %d: %d rows", i, rows)
			}
		})
	}
	wg.Wait()
}

// TestStopped leaves the rows early, and has the context cancelled among rows and among repeated ones.
func TestStopped(t *testing.T) {
	repeated := `<table:table-row table:number-rows-repeated="10000">` + number + `</table:table-row>`
	b, err := openFlat([]byte(content("document", "", table(repeated+strings.Repeat(row(number), 5000)))), way{chunk: 200})
	if err != nil {
		t.Fatal(err)
	}
	for range b.Rows(t.Context(), 0) {
		break
	}
	for _, after := range []int{1, 10_001} {
		ctx, cancel := context.WithCancel(t.Context())
		rows, last := 0, error(nil)
		for _, err := range b.Rows(ctx, 0) {
			if last = err; err == nil {
				rows++
			}
			if rows == after {
				cancel()
			}
		}
		cancel()
		if !errors.Is(last, context.Canceled) || rows >= 15_000 {
			t.Errorf("cancelled after %d rows: %d rows, %v", after, rows, last)
		}
	}
}

// TestAllocations reads rows without allocating for each.
func TestAllocations(t *testing.T) {
	cells := text(`<text:p>a</text:p>`) + text(`<text:p>a&amp;b<text:s/></text:p><text:p>c</text:p>`) + number +
		`<table:table-cell table:style-name="cd" office:value-type="date" office:date-value="2023-11-30T06:00:00"/>` +
		`<table:table-cell table:style-name="ch" office:value-type="time" office:time-value="PT36H05M00.5S"/>`
	allocations := func(rows int) float64 {
		contents := []byte(content("document", named, table(strings.Repeat(row(cells), rows))))
		b, err := OpenFlat(bytes.NewReader(contents), int64(len(contents)), format.Defaults)
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(5, func() {
			for _, err := range b.Rows(t.Context(), 0) {
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if few, many := allocations(10), allocations(2000); many > few+100 {
		t.Errorf("%v allocations for 10 rows, %v for 2000", few, many)
	}
}
