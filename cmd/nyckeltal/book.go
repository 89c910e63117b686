package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/match"
	"nyckeltal/ingest/workbook"
)

// bookFlags say what of a workbook is read, and how it is opened.
type bookFlags struct {
	sheet        string // name or #number; "" leaves the choice to the verb
	passwordFile string
}

func (f *bookFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.sheet, "sheet", "", "name of the sheet, or its number as #2")
	cmd.Flags().StringVar(&f.passwordFile, "password-file", "", "file whose first line is the password of a protected workbook")
}

// open opens the workbook in a file.
func (f *bookFlags) open(file string) (*workbook.Workbook, error) {
	var opt workbook.Options
	if f.passwordFile != "" {
		text, err := os.ReadFile(f.passwordFile)
		if err != nil {
			return nil, usagef("the file of the password cannot be read: %w", err)
		}
		line, _, _ := strings.Cut(string(text), "\n")
		opt.Password = strings.TrimSuffix(line, "\r")
	}
	return workbook.Open(file, opt)
}

// choose finds the sheet, or the first visible one when none is named.
func (f *bookFlags) choose(sheets []workbook.Sheet, file string) (workbook.Sheet, error) {
	var names []string
	for _, s := range sheets {
		if s.Name == f.sheet || f.sheet == "" && s.Visibility == workbook.Visible {
			return s, nil
		}
		names = append(names, s.Name)
	}
	switch number, isNumber := strings.CutPrefix(f.sheet, "#"); {
	case len(sheets) == 0:
		return workbook.Sheet{}, fmt.Errorf("%s has no sheet with cells", file)
	case f.sheet == "":
		return workbook.Sheet{}, usagef("all sheets of %s are hidden; name one with --sheet: %q", file, names)
	case isNumber:
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= len(sheets) {
			return sheets[n-1], nil
		}
	}
	return workbook.Sheet{}, usagef("%s has no sheet %q%s; it has %q", file, f.sheet, match.DidYouMean(f.sheet, names), names)
}
