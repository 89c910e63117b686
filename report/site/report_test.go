package site_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// has expects texts on a page.
func (b *browser) has(t *testing.T, path string, texts ...string) {
	t.Helper()
	got := b.ask(t, "GET", path, nil)
	for _, text := range texts {
		if got.status != http.StatusOK || !strings.Contains(got.body, text) {
			t.Errorf("%s: %d, it lacks %q", path, got.status, text)
		}
	}
}

// TestParts picks parts of the organisation, and keeps the one that was picked in addresses.
func TestParts(t *testing.T) {
	b := open(t).enter(t, "analyst")
	b.has(t, partPath, "<option selected>Digital infrastruktur</option>", "Digital infrastruktur, november 2023",
		"?for=Digital&#43;infrastruktur&amp;", "kind=area&amp;", "slice=Digital&#43;infrastruktur", "Avdelningens månadsrapport</option>")
	b.has(t, "/report?report=avdelning&period=2023-11&for=none", "<option selected>Avdelningen Kund och service</option>")
	b.has(t, "/report?report=minirapport&period=2023-11&for=none", "Minirapport november 2023")
	b.has(t, figurePath+"&for=Digital+infrastruktur", `href="/report?for=Digital&#43;infrastruktur&amp;period=2023-11&amp;report=minirapport"`)
	file := b.ask(t, "GET", "/report/file?report=avdelning&period=2023-11&for=Digital+infrastruktur&format=tsv", nil)
	if got := file.header.Get("Content-Disposition"); got != `attachment; filename="avdelning-2023-11-Digital infrastruktur.tsv"` {
		t.Error(got)
	}
}

// TestNothingOldIsShown shows at once what is written, loaded or closed, though pages are kept that were built before.
func TestNothingOldIsShown(t *testing.T) {
	o := open(t)
	analyst, auditor := o.enter(t, "analyst"), o.enter(t, "auditor")
	const september = "/report?report=minirapport&period=2023-09"
	analyst.has(t, reportPath, "Minirapport november 2023", "Förvaltningen levererar sina tjänster")
	auditor.has(t, september, "2023-09 är inte stängd")

	definition := filepath.Join(home, "reports", "minirapport.yaml")
	change(t, definition, "Minirapport {month_name}", "Kortrapport {month_name}")
	analyst.has(t, reportPath, "Kortrapport november 2023")
	change(t, definition, "Kortrapport {month_name}", "Minirapport {month_name}")
	change(t, filepath.Join(home, "comments", "minirapport", "2023-11.md"), "Förvaltningen levererar", "Nämnden köper")
	analyst.has(t, reportPath, "Minirapport november 2023", "Nämnden köper sina tjänster")

	w, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	publishActivity(t, w.Warehouse, "En ny aktivitet")
	analyst.has(t, reportPath, "En ny aktivitet")

	if _, err := w.CloseMonth(t.Context(), load.Decision{Period: 202309, By: "anna", RunID: "closing"}); err != nil {
		t.Fatal(err)
	}
	auditor.has(t, september, "Fastställda med bokslutet 2023-09")
	auditor.has(t, september+"&current=1", "Visar andra uppgifter än de som är fastställda med bokslutet 2023-09")
	analyst.has(t, september, "bokslutet 2023-09")
	if got := auditor.ask(t, "GET", september+"&at=2020-01-01T00:00", nil); got.status != http.StatusNotFound || !strings.Contains(got.body, "Det finns inga uppgifter") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestPrepared reads reports that were built before anybody asked: no key figure is read then, but for older ones.
func TestPrepared(t *testing.T) {
	o := open(t)
	w, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.site.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := w.readings.Load()
	for _, reader := range []string{"analyst", "auditor"} {
		b := o.enter(t, reader)
		b.has(t, reportPath, "Minirapport november 2023")
		b.has(t, "/report?report=minirapport&period=2023-06", "Minirapport juni 2023")
		b.has(t, "/report?report=arlig-analys&period=2025", "2025")
	}
	if after := w.readings.Load(); before == 0 || after != before {
		t.Errorf("%d readings of key figures, %d more for reports that were prepared", before, after-before)
	}
	b := o.enter(t, "analyst")
	b.has(t, "/report?report=minirapport&period=2023-05", "Minirapport maj 2023")
	if w.readings.Load() == before {
		t.Error("an older report was prepared too")
	}
}

// TestReadersAtOnce asks for the same report several times at once.
func TestReadersAtOnce(t *testing.T) {
	b := open(t).enter(t, "analyst")
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() { b.has(t, "/report?report=minirapport&period=2023-10", "Minirapport oktober 2023") })
	}
	group.Wait()
}

// change replaces a text of a file.
func change(t *testing.T, file, old, replacement string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s lacks %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), old, replacement)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// publishActivity loads an activity of 2023-11.
func publishActivity(t *testing.T, w *load.Warehouse, item string) {
	t.Helper()
	dataset := record.Find("status")
	r := &record.Record{Sheet: "Blad1", Row: 2, Cell: "A2", Values: make([]record.Value, len(dataset.Columns))}
	for i, c := range dataset.Columns {
		value, known := map[string]record.Value{
			"period": {Int: 202311}, "kind": {Str: "activity"}, "position": {Int: 99}, "item": {Str: item}, "status": {Str: "green"},
		}[c.Name]
		value.Null = !known
		r.Values[i] = value
	}
	l := w.Begin(t.Context(), load.Meta{
		RunID: "run", Job: "more", Dataset: dataset, Source: "more", Series: "more", Delivery: "a", File: "more.xlsx", Mapping: "m",
	})
	defer l.Abandon()
	if err := l.Record(r); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(t.Context(), load.Counts{Rows: 1, Mapped: 1}); err != nil {
		t.Fatal(err)
	}
}
