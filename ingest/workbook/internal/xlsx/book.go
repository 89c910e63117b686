package xlsx

import (
	"io"
	"strings"
	"sync"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// Book is an open workbook. Several goroutines may read its sheets at a time.
type Book struct {
	parts    *container
	sheets   []sheet
	date1904 bool
	formats  []cell.Kind // what each cell format makes of a number

	careful bool // leaves fastCells alone, for tests

	stringsPart string // "" when the workbook has none
	loading     sync.Mutex
	strings     *stringTable // nil until a cell refers to it
}

// sheet is a sheet with the part that it lies in.
type sheet struct {
	format.Sheet
	part string // "" when it is missing
}

// Open opens the workbook that r holds. It reads from r until it is no longer used, and does not close it.
func Open(r io.ReaderAt, size int64, limits format.Limits) (*Book, error) {
	parts, err := openContainer(r, size, limits)
	if err != nil {
		return nil, err
	}
	b := &Book{parts: parts}
	main, err := b.mainPart()
	if err != nil {
		return nil, err
	}
	relations, err := parts.relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.readMain(main, relations); err != nil {
		return nil, err
	}
	for _, rel := range relations {
		switch rel.kind {
		case "sharedStrings":
			b.stringsPart = rel.target
		case "styles":
			if b.formats, err = parts.readStyles(rel.target); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// mainPart returns the part that holds the list of sheets.
func (b *Book) mainPart() (string, error) {
	relations, err := b.parts.relations("")
	if err != nil {
		return "", err
	}
	main := "xl/workbook.xml"
	for _, rel := range relations {
		if rel.kind == "officeDocument" {
			main = rel.target
		}
	}
	switch {
	case strings.HasSuffix(main, ".bin"):
		return "", format.Refuse(format.ErrUnsupported, "it is a binary workbook (.xlsb)")
	case b.parts.has(main):
		return main, nil
	case b.parts.has("mimetype") && b.parts.has("content.xml"):
		return "", format.Refuse(format.ErrUnsupported, "it is an OpenDocument file (.ods)")
	}
	return "", format.Refuse(format.ErrNotWorkbook, "it is a zip file without a workbook in it")
}

// readMain reads the list of sheets and the date system.
func (b *Book) readMain(main string, relations []relation) error {
	root := ""
	err := b.parts.scan(main, func(s *markup.Scanner, depth int) error {
		switch {
		case s.Kind == markup.Close:
		case depth == 0 && root == "":
			root = string(s.Name)
		case s.Is("workbookPr") && depth == 1:
			value, _ := s.Lookup("date1904")
			b.date1904 = truth(value)
		case s.Is("sheet") && depth == 2:
			b.addSheet(s, relations)
		}
		return nil
	})
	if err == nil && root != "workbook" {
		err = format.Refuse(format.ErrNotWorkbook, "its main part %s holds a %q", main, root)
	}
	return err
}

// addSheet adds the sheet of a sheet tag. Sheets without cells, such as charts and modules of macros, are left out.
func (b *Book) addSheet(s *markup.Scanner, relations []relation) {
	name, _ := s.Lookup("name")
	id, _ := s.Lookup("id")
	state, _ := s.Lookup("state")
	if id == "" {
		return // a module of macros in a workbook that began as .xls
	}
	sh := sheet{Sheet: format.Sheet{Name: name, Index: len(b.sheets)}}
	switch state {
	case "hidden":
		sh.Visibility = format.Hidden
	case "veryHidden":
		sh.Visibility = format.VeryHidden
	}
	for _, rel := range relations {
		if rel.id != id {
			continue
		}
		if rel.kind != "worksheet" && strings.HasSuffix(strings.ToLower(rel.kind), "sheet") {
			return
		}
		sh.part = rel.target
	}
	b.sheets = append(b.sheets, sh)
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
