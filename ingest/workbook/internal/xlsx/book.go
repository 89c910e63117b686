// Package xlsx reads the workbooks of Office Open XML (ECMA-376, transitional and strict; .xlsx and its sisters): the list
// of sheets, number formats, shared strings, and the rows of a sheet while its part is being unpacked. Cells that are
// written as most programs write them are read by comparing them with the ones above; all others are scanned with care.
package xlsx

import (
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/texts"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// Book is an open workbook. Several goroutines may read its sheets at a time.
type Book struct {
	parts    *zipped.Container
	sheets   []sheet
	date1904 bool
	formats  []cell.Kind // what each cell format makes of a number

	careful bool // leaves fastCells alone, for tests

	stringsPart string     // "" when the workbook has none
	strings     texts.Lazy // read when a cell refers to it
}

// sheet is a sheet with the part that it lies in.
type sheet struct {
	format.Sheet
	part string // "" when it is missing
}

// Open opens the workbook whose list of sheets lies in the part main. The book reads from the container until it is no
// longer used.
func Open(parts *zipped.Container, main string) (*Book, error) {
	b := &Book{parts: parts}
	relations, err := parts.Relations(main)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]zipped.Relation, len(relations))
	styles := ""
	for _, rel := range relations {
		byID[rel.ID] = rel
		switch rel.Kind {
		case "sharedStrings":
			b.stringsPart = rel.Target
		case "styles":
			styles = rel.Target
		}
	}
	if err := b.readMain(main, byID); err != nil {
		return nil, err
	}
	b.formats, err = readStyles(parts, styles)
	return b, err
}

// readMain reads the list of sheets and the date system. The relations are those of the part, by their ids.
func (b *Book) readMain(main string, relations map[string]zipped.Relation) error {
	root := ""
	err := b.parts.Scan(main, func(s *markup.Scanner, depth int) error {
		switch {
		case s.Kind == markup.Close:
		case depth == 0 && root == "":
			root = string(s.Name)
		case s.Is("workbookPr") && depth == 1:
			value, _ := s.Lookup("date1904")
			b.date1904 = truth(value)
		case s.Is("sheet") && depth == 2:
			return b.addSheet(s, relations)
		}
		return nil
	})
	if err == nil && root != "workbook" {
		err = format.Refuse(format.ErrNotWorkbook, "its main part %s holds a %q", main, root)
	}
	return err
}

// addSheet adds the sheet of a sheet tag. Sheets without cells, such as charts and modules of macros, are left out.
func (b *Book) addSheet(s *markup.Scanner, relations map[string]zipped.Relation) error {
	name, _ := s.Lookup("name")
	id, _ := s.Lookup("id")
	state, _ := s.Lookup("state")
	if id == "" {
		return nil // a module of macros in a workbook that began as .xls
	}
	sh := sheet{Sheet: format.Sheet{Name: name, Index: len(b.sheets)}}
	switch state {
	case "hidden":
		sh.Visibility = format.Hidden
	case "veryHidden":
		sh.Visibility = format.VeryHidden
	}
	rel, ok := relations[id]
	if ok && rel.Kind != "worksheet" && strings.HasSuffix(strings.ToLower(rel.Kind), "sheet") {
		return nil // of charts, dialogs or macros
	}
	sh.part = rel.Target
	b.sheets = append(b.sheets, sh)
	if n := b.parts.Limits.Entries; len(b.sheets) > n {
		return format.Refuse(format.ErrLimit, "it has more than %d sheets", n)
	}
	return nil
}

// Sheets returns the sheets in the order of the workbook.
func (b *Book) Sheets() []format.Sheet {
	list := make([]format.Sheet, len(b.sheets))
	for i, s := range b.sheets {
		list[i] = s.Sheet
	}
	return list
}

// truth reads a boolean attribute.
func truth(value string) bool { return value == "1" || value == "true" || value == "on" }
