package xlsb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
)

// rel writes a relationship of the main part.
func rel(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id=%q Type="%s/%s" Target=%q/>`, id, fixture.RelNS, kind, target)
}

// TestSheets lists sheets in the order of the workbook, with their visibility, and leaves out what has no cells.
func TestSheets(t *testing.T) {
	p := minimal.With(fixture.Parts{
		book1: mainPart(bundle(0, "rId9", "Data & mer"), bundle(0, "rId4", "Diagram"), bundle(1, "rId1", "Gömd"),
			bundle(0, null, "Modul"), bundle(0, "", "Modul 2"), bundle(2, "rId5", "Djup"), bundle(0, "rId6", "Makron"),
			bundle(0, "rId77", "Utan")),
		rels1: `<Relationships>` + rel("rId9", "worksheet", "worksheets/sheet9.bin") + rel("rId4", "chartsheet", "chart.bin") +
			rel("rId1", "worksheet", "worksheets/sheet1.bin") + rel("rId5", "worksheet", "missing.bin") +
			rel("rId6", "xlMacrosheet", "macro.bin") + `</Relationships>`,
		"xl/worksheets/sheet9.bin": sheetPart(row(1, at(rk, 0, 0, integer(9)))),
		sheet1:                     record(129) + record(130),
	})
	b, err := open(t, p.Zip(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	const want = "[{Data & mer 0 visible} {Gömd 1 hidden} {Djup 2 very hidden} {Utan 3 visible}]"
	if got := fmt.Sprint(b.Sheets()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var found []string
	for _, s := range b.Sheets() {
		for row, err := range b.Rows(t.Context(), s.Index) {
			if err != nil {
				found = append(found, err.Error())
				break
			}
			found = append(found, show(row))
		}
	}
	const wantRows = "1 A=9|the part xl/missing.bin is missing: the file is damaged; open it in a spreadsheet program and " +
		"save it again|the part that holds it is missing: the file is damaged; open it in a spreadsheet program and save it again"
	if got := strings.Join(found, "|"); got != wantRows {
		t.Errorf("got  %s\nwant %s", got, wantRows)
	}
}

// TestBetaSheets reads a list of sheets as Excel 2007 wrote it before its release, with a number more.
func TestBetaSheets(t *testing.T) {
	p := minimal.With(fixture.Parts{book1: mainPart(record(156, uint32(1), uint32(0), uint32(1), "rId1", "Blad"))})
	if got, err := read(t, p.Zip(t), 0); err != nil || !strings.HasPrefix(got, "{Blad 0 hidden}\n1 A=") {
		t.Errorf("%s, %v", got, err)
	}
}

// TestLayout reads hidden columns and merged ranges.
func TestLayout(t *testing.T) {
	column := func(first, last uint32, flags uint16) string {
		return record(columnInfo, first, last, uint32(2048), uint32(0), flags)
	}
	p := minimal.With(fixture.Parts{sheet1: record(129) + record(390) + column(0, 0, 2) + column(1, 1, 1) +
		column(3, 16383, 0x1003) + record(391) + record(145) + row(1, at(rk, 0, 0, integer(1))) + record(146) + record(177, uint32(2)) +
		record(mergeCell, uint32(0), uint32(1), uint32(0), uint32(2)) +
		record(mergeCell, uint32(9), uint32(1<<20-1), uint32(26), uint32(26)) + record(178) + record(130)})
	const want = "{Blad1 0 visible}\n1 A=1\n{[{1 1} {3 16383}] [A1:C2 AA10:AA1048576]}\n"
	if got, err := read(t, p.Zip(t), 0); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	compare(t, p)
}

// long is a workbook of more rows than are on their way at a time.
func long() fixture.Parts {
	var all strings.Builder
	for i := range 10_000 {
		all.WriteString(row(i+1, at(rk, 0, 0, integer(int32(i))), at(shared, 1, 0, uint32(0)),
			at(text, 2, 0, "och en text")))
	}
	return withRows(all.String())
}

// TestLeaving leaves a sheet early in all ways; no goroutine may stay behind, which TestMain sees to.
func TestLeaving(t *testing.T) {
	b, err := open(t, long().Zip(t), 1000)
	if err != nil {
		t.Fatal(err)
	}
	for range b.Rows(t.Context(), 0) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rows := 0
	for _, err = range b.Rows(ctx, 0) {
		rows++
		cancel()
	}
	if !errors.Is(err, context.Canceled) || rows >= 10_000 {
		t.Errorf("cancelled after a row: %d rows, %v", rows, err)
	}
	if _, err := b.Layout(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		for range b.Rows(t.Context(), 0) {
			panic("the caller's own")
		}
	}()
}

// TestCancelledStrings cancels the reading of the shared strings, which others still can read.
func TestCancelledStrings(t *testing.T) {
	p := withRows(row(1, at(shared, 0, 0, uint32(0))))
	p[strings1] = stringsPart(strings.Repeat(record(item, uint8(0), "delad"), 1000))
	b, err := open(t, p.Zip(t), 100)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range b.Rows(ctx, 0) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled before: %v", err)
		}
	}
	for row, err := range b.Rows(t.Context(), 0) {
		if err != nil || show(row) != `1 A=text("delad")` {
			t.Errorf("after that: %v, %v", row, err)
		}
	}
}

// TestTogether reads a sheet several times at once.
func TestTogether(t *testing.T) {
	b, err := open(t, long().Zip(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	results := make(chan string, 4)
	for range cap(results) {
		go func() {
			rows, sum, size := 0, 0.0, 0
			for row, err := range b.Rows(context.Background(), 0) {
				if err != nil {
					results <- err.Error()
					return
				}
				rows++
				sum += row.At(0).Num
				size += len(row.At(1).Text) + len(row.At(2).Text)
			}
			results <- fmt.Sprint(rows, sum, size)
		}()
	}
	for range cap(results) {
		if got := <-results; got != "10000 4.9995e+07 160000" {
			t.Error(got)
		}
	}
}

// TestMissingMain refuses a workbook whose main part is not there.
func TestMissingMain(t *testing.T) {
	if _, err := open(t, minimal.With(fixture.Parts{book1: ""}).Zip(t), 0); !errors.Is(err, format.ErrDamaged) {
		t.Error(err)
	}
}
