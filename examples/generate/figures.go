package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// goldenFiles are the reports whose figures must come out of the workbooks.
var goldenFiles = []string{"minirapport-2023-11.tsv", "arlig-analys-2025.tsv"}

// figure names one printed figure of a report.
type figure struct{ table, row, column string }

// figures holds the printed figures. A figure that is asked for and missing is remembered and reported by err, so that
// the code that breaks figures down need not check each.
type figures struct {
	text     map[figure]string
	problems []error
}

// readFigures reads the golden files in the folder.
func readFigures(folder string) (*figures, error) {
	f := &figures{text: map[figure]string{}}
	for _, name := range goldenFiles {
		path := filepath.Join(folder, name)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		for i, line := range lines[1:] {
			cells := strings.Split(line, "\t")
			if len(cells) != 5 {
				return nil, fmt.Errorf("%s line %d: expected table, row, column, value and unit", path, i+2)
			}
			f.text[figure{cells[0], cells[1], cells[2]}] = cells[3]
		}
	}
	return f, nil
}

// err tells which figures were asked for and not found.
func (f *figures) err() error { return errors.Join(f.problems...) }

// printed tells whether the report prints a value for the figure.
func (f *figures) printed(table, row, column string) bool {
	return f.text[figure{table, row, column}] != ""
}

// whole returns a figure that is printed without decimals.
func (f *figures) whole(table, row, column string) int64 { return f.scaled(table, row, column, 0) }

// scaled returns a figure in units of its last decimal: 5.1 with one decimal is 51.
func (f *figures) scaled(table, row, column string, decimals int) int64 {
	text := f.text[figure{table, row, column}]
	integer, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > decimals {
		f.problems = append(f.problems, fmt.Errorf("%s / %s / %s: %q has too many decimals", table, row, column, text))
		return 0
	}
	n, err := strconv.ParseInt(integer+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil {
		f.problems = append(f.problems, fmt.Errorf("%s / %s / %s: %q is no number", table, row, column, text))
	}
	return n
}

// tkr returns a figure that is printed in thousands of kronor.
func (f *figures) tkr(table, row, column string) ore { return ore(f.whole(table, row, column)) * tkr }
