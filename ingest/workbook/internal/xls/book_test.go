package xls_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
)

// TestSheets lists sheets with their visibility, and leaves out those without cells.
func TestSheets(t *testing.T) {
	cellOf := func(n float64) []byte { return rec(number, 0, 0, 0, n) }
	for _, version := range []int{5, 8} {
		file := oletest.Workbook("Book", stream(version, nil, part{name: "Ett", records: cellOf(1)},
			part{name: "Diagram", kind: 2},
			part{name: "Gömd", state: 1, records: cellOf(2)}, part{name: "Makro", kind: 1, state: 1},
			part{name: "Djup", state: 2, records: cellOf(3)},
			part{name: "Modul", kind: 6}))
		if version == 5 {
			file = bytes.ReplaceAll(file, append([]byte{5}, "Gömd"...), append([]byte{4}, "G\xf6md\x00"...))
		}
		b, err := open(file, format.Defaults)
		if err != nil {
			t.Fatal(err)
		}
		const want = "[{Ett 0 visible} {Gömd 1 hidden} {Djup 2 very hidden}]"
		if got := fmt.Sprint(b.Sheets()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		for i := range b.Sheets() {
			if got, err := read(file, i, format.Defaults); err != nil || got != fmt.Sprintf("1 A=%d", i+1) {
				t.Errorf("sheet %d: %s, %v", i, got, err)
			}
		}
	}
}

// TestBothGenerations reads the newer of two workbooks in one container.
func TestBothGenerations(t *testing.T) {
	file := oletest.Container{Streams: []oletest.Stream{
		{Name: "Book", Data: stream(5, nil, part{name: "5", records: rec(number, 0, 0, 0, 5.0)})},
		{Name: "Workbook", Data: stream(8, nil, part{name: "8", records: rec(number, 0, 0, 0, 8.0)})},
	}}.Build()
	if got, err := read(file, 0, format.Defaults); err != nil || got != "1 A=8" {
		t.Errorf("%s, %v", got, err)
	}
}

// TestSharedStrings reads tables that are broken into records in every way.
func TestSharedStrings(t *testing.T) {
	head := []any{uint32(3), uint32(3)}
	tests := []struct {
		name  string
		table []byte
		want  string
	}{
		{"within narrow characters", recs(rec(sst, join(head...), 5, byte(0), "ab"), rec(contin,
			byte(0), "cde", unicode("x"))), "abcde x"},
		{"narrow, then wide", recs(rec(sst, join(head...), 5, byte(0), "ab"), rec(contin,
			byte(1), wide("c€e"), unicode("x"))), "abc€e x"},
		{"wide, then narrow", recs(rec(sst, join(head...), 5, byte(1), wide("a€")), rec(contin,
			byte(0), "cde", unicode("x"))), "a€cde x"},
		{"over three records", recs(rec(sst, join(head...), 5, byte(1), wide("a€")), rec(contin, byte(0), "c"),
			rec(contin, byte(1), wide("d€")),
			rec(contin, unicode("x"))), "a€cd€ x"},
		{
			"within a surrogate pair", recs(rec(sst, join(head...), 3, byte(1), wide("😀")[:2]), rec(contin,
				byte(1), wide("😀")[2:], wide("b"), unicode("x"))),
			"😀b x",
		},
		{"before the characters", recs(rec(sst, join(head...), 2, byte(0)), rec(contin,
			byte(1), wide("ab"), unicode("x"))), "ab x"},
		{"within the head", recs(rec(sst, join(head...), 2), rec(contin, byte(0), "ab", byte(1)), rec(contin,
			byte(0), byte(0), "x")), "ab x"},
		{"between texts", recs(rec(sst, join(head...), unicode("a")), rec(contin, unicode("b")),
			rec(contin, unicode("c"))), "a b c"},
		{"within runs and phonetic data", recs(rec(sst, join(head...), 1, byte(1<<3|1<<2), 3, uint32(5), "a",
			uint32(1)), rec(contin, uint32(2)),
			rec(contin, uint32(3), "12"), rec(contin, "345", unicode("x"))), "a x"},
		{"empty records", recs(rec(sst, join(head...)), rec(contin), rec(contin, unicode("a")), rec(contin),
			rec(contin, unicode("b"))), "a b"},
		{"counted too low", rec(sst, uint32(0), uint32(0), unicode("a"), unicode("b")), "a b"},
		{"counted too high", rec(sst, uint32(1<<31), uint32(1<<31), unicode("a"), unicode("b")), "a b"},
		{"something behind", rec(sst, uint32(1), uint32(1), unicode("a"), byte(9)), "a"},
		{"no texts", rec(sst, join(head...)), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var records []byte
			want := ""
			for i, text := range strings.Fields(tt.want) {
				records = append(records, rec(labelSST, 0, i, 0, uint32(i))...)
				want += fmt.Sprintf(" %s=text(%q)", cell.Column(i), text)
			}
			if want != "" {
				want = "1" + want
			}
			got, err := read(excel97With(tt.table, records), 0, format.Defaults)
			if err != nil || got != want {
				t.Errorf("got  %s, %v\nwant %s", got, err, want)
			}
		})
	}
}

func TestLayout(t *testing.T) {
	file := excel97(rec(colInfo, 0, 0, 100, 0, 1, 0), rec(colInfo, 1, 2, 100, 0, 0, 0),
		rec(colInfo, 3, 4, 100, 0, 1, 0), rec(colInfo, 5, 5, 0, 0, 1, 0),
		rec(colInfo, 250, 256, 0, 0, 0x1001, 0), rec(number, 0, 0, 0, 1.0),
		rec(merged, 2, 0, 1, 0, 2, 9, 9, 3, 3), rec(merged, 1, 65535, 65535, 254, 255),
		rec(merged, 1, 5, 4, 0, 0), rec(merged, 9, 6, 6, 0, 1))
	b, err := open(file, format.Defaults)
	if err != nil {
		t.Fatal(err)
	}
	layout, err := b.Layout(context.Background(), 0)
	const want = "{[{0 0} {3 5} {250 255}] [A1:C2 D10:D10 IU65536:IV65536 A7:B7]}"
	if got := fmt.Sprint(layout); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	old := recs(rec(0x09, 2, 0x10), rec(0x24, byte(1), byte(3), 0), rec(0x24, byte(5), byte(5), 10), rec(eof))
	if b, err = open(old, format.Defaults); err != nil {
		t.Fatal(err)
	}
	if layout, err := b.Layout(context.Background(), 0); err != nil || fmt.Sprint(layout) != "{[{1 3}] []}" {
		t.Errorf("%v, %v", layout, err)
	}
}

// TestLeaving leaves a sheet early.
func TestLeaving(t *testing.T) {
	var records []byte
	for i := range 20_000 {
		records = append(records, rec(number, i, 0, 0, float64(i))...)
	}
	for name, more := range map[string][]byte{"in order": nil, "out of order": rec(number, 0, 1, 0, 1.0)} {
		b, err := open(excel97(records, more), format.Defaults)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for row, err := range b.Rows(context.Background(), 0) {
			if rows++; err != nil || row.Number != rows {
				t.Errorf("%s: row %d is %+v, %v", name, rows, row, err)
			}
			if rows == 3 {
				break
			}
		}
		ctx, cancel := context.WithCancel(context.Background())
		rows = 0
		for _, err = range b.Rows(ctx, 0) {
			rows++
			cancel()
		}
		cancel()
		if !errors.Is(err, context.Canceled) || rows > 10_000 {
			t.Errorf("%s, cancelled after a row: %d rows, %v", name, rows, err)
		}
		if _, err := b.Layout(ctx, 0); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
}

// TestTogether reads a book several times at once.
func TestTogether(t *testing.T) {
	var records []byte
	for i := range 3000 {
		records = append(records, rec(labelSST, i, 0, 0, uint32(i%4))...)
	}
	b, err := open(excel97With(texts, records), format.Defaults)
	if err != nil {
		t.Fatal(err)
	}
	results := make(chan string, 4)
	for range cap(results) {
		go func() {
			rows, size := 0, 0
			for row, err := range b.Rows(context.Background(), 0) {
				if err != nil {
					results <- err.Error()
					return
				}
				rows++
				size += len(row.At(0).Text)
			}
			results <- fmt.Sprint(rows, size)
		}()
	}
	for range cap(results) {
		if got, want := <-results, fmt.Sprint(2250, 750*(3+4+7)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestHostile refuses what contradicts the format, and what is larger than allowed.
func TestHostile(t *testing.T) {
	one := rec(number, 0, 0, 0, 1.0)
	good := stream(8, nil, part{name: "a", records: one}, part{name: "b", records: one})
	box := func(stream []byte) []byte { return oletest.Workbook("Workbook", stream) }
	place := bytes.Index(good, []byte{1, 1, 'b', 0}) - 6 // of the entry of the second sheet
	move := func(to int) []byte {
		moved := bytes.Clone(good)
		binary.LittleEndian.PutUint32(moved[place:], uint32(to))
		return box(moved)
	}
	first := int(binary.LittleEndian.Uint32(good[place-14:]))
	tests := []struct {
		name string
		file []byte
		kind error
		says string
	}{
		{"nothing in the stream", box(nil), format.ErrDamaged, "does not begin as a workbook"},
		{"something else in the stream", box([]byte("hej hej hej")), format.ErrDamaged, ""},
		{
			"another program's file", oletest.Workbook("WordDocument", make([]byte, 5000)),
			format.ErrNotWorkbook, "older Microsoft",
		},
		{"no end", box(good[:len(good)-4]), format.ErrDamaged, "no end"},
		{"no end of the globals", box(recs(bof(8, 5))), format.ErrDamaged, "before its first sheet"},
		{"cut off in a record", box(good[:len(good)-8]), format.ErrDamaged, "ends behind"},
		{"cut off without a container", good[:len(good)-8], format.ErrTruncated, "ends behind"},
		{"old and cut off", recs(rec(0x09, 2, 0x10), rec(0x02, 0, 0, "abc", 1)), format.ErrTruncated, "no end"},
		{"sheet behind the end", move(1 << 30), format.ErrDamaged, "no end"},
		{"sheet within a record", move(first + 30), format.ErrDamaged, ""},
		{"sheets in the same place", move(first), format.ErrDamaged, "same place"},
		{"sheet that reaches into the next", box(recs(good[:first], bytes.Replace(good[first:], rec(eof),
			rec(0x99), 1))), format.ErrDamaged, "no end"},
		{"encrypted", excel97With(rec(filePass, 1, 1, 1, make([]byte, 48))), format.ErrEncrypted, ""},
		{"workspace", recs(rec(0x409, 4, 0x100, 0), rec(eof)), format.ErrUnsupported, "workspace"},
		{"chart that stands alone", recs(rec(0x409, 4, 0x20, 0), rec(eof)), format.ErrNotWorkbook, "chart"},
		{
			"unknown code page", oletest.Workbook("Book", stream(5, rec(codePage, 720),
				part{name: "a", records: rec(label, 0, 0, 0, 1, "\xe5")})),
			format.ErrUnsupported, "code page 720",
		},
		{"charts without end", excel97(bytes.Repeat(bof(8, 0x20), 1000)), format.ErrDamaged, "no end"},
		{
			"shared string that is not there", excel97With(texts, rec(labelSST, 6, 2, 0, uint32(4))),
			format.ErrDamaged, "cell C7: it refers to shared string 4",
		},
		{"no shared strings", excel97(rec(labelSST, 0, 0, 0, uint32(0))), format.ErrDamaged, "there are 0"},
		{
			"shared strings cut off", excel97With(rec(sst, uint32(1), uint32(2), unicode("a"), 2000, byte(0), "b"),
				rec(labelSST, 0, 0, 0, uint32(0))),
			format.ErrDamaged, "shared strings",
		},
		{
			"shared strings without a head", excel97With(rec(sst, 1), rec(labelSST, 0, 0, 0, uint32(0))),
			format.ErrDamaged, "2 bytes",
		},
		{
			"phonetic data of 4 GB", excel97With(rec(sst, uint32(1), uint32(1), 1, byte(4), uint32(0xffffffff), "a"),
				rec(labelSST, 0, 0, 0, uint32(0))),
			format.ErrDamaged, "shared strings",
		},
		{
			"text longer than its record", excel97(rec(label, 0, 3, 0, 0xffff, byte(1), "abc")),
			format.ErrDamaged, "cell D1",
		},
		{
			"text of a formula longer than its record", excel97(rec(formula, 0, 0, 0, result(0, 0), 0),
				rec(stringRec, 9, byte(0), "abc")),
			format.ErrDamaged, "cell A1",
		},
		{"column behind the last", excel97(rec(number, 0, 0x4000, 0, 1.0)), format.ErrDamaged, "column 16385"},
		{
			"columns behind the last", excel97(rec(mulRK, 0, 0x3fff, 0, uint32(6), 0, uint32(6), 1)),
			format.ErrDamaged, "column 16385",
		},
	}
	for id, size := range map[int]int{number: 14, rk: 10, labelSST: 10, label: 8, boolErr: 8, formula: 14, mulRK: 4, blank: 4, boundSheet: 8, formatRec: 5, xf: 4} {
		tests = append(tests, struct {
			name string
			file []byte
			kind error
			says string
		}{fmt.Sprintf("record %#x too short", id), excel97With(rec(id, make([]byte, size-1)),
			rec(id, make([]byte, size-1))), format.ErrDamaged, ""})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			for i := 0; i < 2 && err == nil; i++ {
				_, err = read(tt.file, min(i, sheets(tt.file)-1), format.Defaults)
			}
			if !errors.Is(err, tt.kind) || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %v with %q", err, tt.kind, tt.says)
			}
		})
	}
}

// sheets returns how many sheets a file has, at least 1.
func sheets(file []byte) int {
	b, err := open(file, format.Defaults)
	if err != nil {
		return 1
	}
	return max(1, len(b.Sheets()))
}

func TestLimits(t *testing.T) {
	limits := func(change func(*format.Limits)) format.Limits {
		l := format.Defaults
		change(&l)
		return l
	}
	cells := recs(rec(number, 0, 1, 0, 1.0), rec(number, 1, 1, 0, 1.0),
		rec(label, 2, 1, 0, unicode(strings.Repeat("å", 1000))))
	tests := []struct {
		name   string
		file   []byte
		limits format.Limits
		says   string
	}{
		{"cells", excel97(cells), limits(func(l *format.Limits) { l.Cells = 5 }), "more than 5 cells up to row 3"},
		{
			"text", excel97(cells),
			limits(func(l *format.Limits) { l.CellBytes = 1999 }), "cell B3: its text takes 2000 bytes",
		},
		{
			"shared string", excel97With(texts, rec(labelSST, 0, 0, 0, uint32(0))),
			limits(func(l *format.Limits) { l.CellBytes = 6 }), "shared string 3",
		},
		{
			"row", excel97(bytes.Repeat(cells[36:], 10)),
			limits(func(l *format.Limits) { l.Memory = 5000 }), "row 3 takes more",
		},
		{
			"sheet out of order", excel97(cells, bytes.Repeat(rec(number, 0, 0, 0, 1.0), 1000)),
			limits(func(l *format.Limits) { l.Memory = 20000 }),
			"rows are not in order",
		},
		{
			"merged ranges", excel97(bytes.Repeat(rec(merged, 1, 1, 1, 1, 1), 10)),
			limits(func(l *format.Limits) { l.Memory = 300 }), "merged",
		},
		{
			"sheets", oletest.Workbook("Workbook", stream(8, nil, part{name: "a"}, part{name: "b"})),
			limits(func(l *format.Limits) { l.Entries = 1 }),
			"more than 1 sheets",
		},
		{"bytes", excel97(cells), limits(func(l *format.Limits) { l.Bytes = 100 }), "more than 100 bytes"},
		{"number formats", excel97With(bytes.Repeat(rec(formatRec, 1, unicode("0")), 1<<16+1)), format.Defaults, "number formats"},
		{"cell formats", excel97With(bytes.Repeat(rec(xf, uint32(0)), 1<<16+1)), format.Defaults, "cell formats"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(tt.file, 0, tt.limits)
			if b, openErr := open(tt.file, tt.limits); err == nil && openErr == nil {
				_, err = b.Layout(context.Background(), 0)
			}
			if kind := err; kind == nil || !strings.Contains(kind.Error(), tt.says) ||
				!errors.Is(err, format.ErrLimit) && !errors.Is(err, format.ErrDamaged) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}
