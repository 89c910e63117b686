package workbook_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
)

// conforming are the files of the suite: one workbook, saved in every format (testdata/conformance/README.md). A format
// joins with a line, and with what its file holds differently.
var conforming = []struct {
	file string
	// golden names what the file holds: "cells.txt" for the workbook itself.
	golden string
	// values tells that the file holds the results of formulas as if they were values.
	values bool
	// differs replaces facts of the golden file; "" takes one away.
	differs map[string]string
	// spelt is how the program writes texts that the format has no letters for. May be nil.
	spelt func(string) string
}{
	{file: "libreoffice.xlsx", golden: "cells.txt"},
	{file: "libreoffice.xls", golden: "cells.txt"},
	{file: "libreoffice.ods", golden: "cells.txt", differs: oneForTrue},
	{file: "libreoffice.fods", golden: "cells.txt", differs: oneForTrue},
	{file: "libreoffice.csv", golden: "csv.txt"},
	{file: "libreoffice.html", golden: "html.txt"},
	{file: "sheetjs.xlsb", golden: "cells.txt", values: true},
	{file: "sheetjs-biff8.xls", golden: "cells.txt", values: true, differs: rowsShown},
	{file: "sheetjs-biff5.xls", golden: "cells.txt", values: true, differs: unshaped, spelt: ascii},
	{file: "sheetjs-2003.xml", golden: "cells.txt"},
}

var (
	// oneForTrue is how LibreOffice writes the results of formulas that are true or false, without a format of such values.
	oneForTrue = map[string]string{
		"Värden!B37": "formula number 1", "Värden!B38": "formula number 0",
		"Formler!B6": "formula number 1", "Formler!B7": "formula number 0",
	}
	// rowsShown and unshaped are what SheetJS leaves out of .xls files, the latter in BIFF5.
	rowsShown = map[string]string{"Form & mått!row 6": "", "Form & mått!row 9": ""}
	unshaped  = map[string]string{
		"Form & mått!row 6": "", "Form & mått!row 9": "", "Form & mått!column D": "", "Form & mått!B2:C3": "", "Form & mått!E2:E3": "",
	}
)

// ascii is how SheetJS writes texts of BIFF5: an underscore for each unit of UTF-16 that is not ASCII.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r < 0x10000:
			b.WriteString("_")
		default:
			b.WriteString("__")
		}
	}
	return b.String()
}

// TestConformance reads the same cells out of every format.
func TestConformance(t *testing.T) {
	for _, tt := range conforming {
		t.Run(tt.file, func(t *testing.T) {
			want := golden(t, tt.golden)
			maps.Copy(want, tt.differs)
			maps.DeleteFunc(want, func(_, fact string) bool { return fact == "" })
			for place, fact := range maps.Clone(want) {
				if tt.values {
					want[place] = strings.TrimPrefix(fact, "formula ")
				}
				if tt.spelt != nil {
					delete(want, place)
					want[tt.spelt(place)] = tt.spelt(strings.TrimPrefix(fact, "formula "))
				}
			}
			compare(t, facts(t, filepath.Join("testdata/conformance", tt.file)), want)
		})
	}
}

// golden reads the facts of a workbook: lines of a place, a tab, and what is there.
func golden(t *testing.T, name string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/conformance", name))
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]string{}
	for line := range strings.Lines(string(text)) {
		place, fact, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok || facts[place] != "" {
			t.Fatalf("%s: %q", name, line)
		}
		facts[place] = fact
	}
	return facts
}

// facts reads all that a workbook holds.
func facts(t *testing.T, path string) map[string]string {
	t.Helper()
	w, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if w.Format().String() == "" {
		t.Errorf("files of the kind %s have no name in format.go", w.Format().Kind)
	}
	facts := map[string]string{}
	for _, s := range w.Sheets() {
		facts[fmt.Sprintf("sheet %d", s.Index)] = s.Name + ", " + s.Visibility.String()
		for row, err := range w.Rows(t.Context(), s.Index) {
			if err != nil {
				t.Fatal(err)
			}
			if row.Hidden {
				facts[fmt.Sprintf("%s!row %d", s.Name, row.Number)] = "hidden"
			}
			for i, c := range row.Cells {
				if c.Kind != cell.Empty {
					facts[s.Name+"!"+cell.Ref(i, row.Number)] = fact(c)
				}
			}
		}
		layout, err := w.Layout(t.Context(), s.Index)
		if err != nil {
			t.Fatal(err)
		}
		for _, span := range layout.HiddenColumns {
			for column := span.First; column <= span.Last; column++ {
				facts[s.Name+"!column "+cell.Column(column)] = "hidden"
			}
		}
		for _, r := range layout.Merged {
			facts[s.Name+"!"+r.String()] = "merged"
		}
	}
	return facts
}

// fact writes what a cell holds. Numbers have 15 digits: LibreOffice writes no more into XML.
func fact(c cell.Cell) string {
	var s string
	switch c.Kind {
	case cell.Text:
		s = fmt.Sprintf("text %q", c.Text)
	case cell.Bool:
		s = fmt.Sprintf("bool %v", c.Num)
	case cell.Date:
		s = "date " + c.Time().Format("2006-01-02T15:04:05.999")
	case cell.Duration:
		s = "duration " + c.Elapsed().String()
	case cell.Error:
		s = "error " + c.Text
	default:
		s = fmt.Sprintf("number %.15g", c.Num)
	}
	if c.Formula {
		return "formula " + s
	}
	return s
}

// compare says in which facts two workbooks differ.
func compare(t *testing.T, got, want map[string]string) {
	t.Helper()
	places := maps.Clone(want)
	maps.Copy(places, got)
	for _, place := range slices.Sorted(maps.Keys(places)) {
		if got[place] != want[place] {
			t.Errorf("%s: got %q, want %q", place, got[place], want[place])
		}
	}
}
