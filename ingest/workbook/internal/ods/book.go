// Package ods reads OpenDocument spreadsheets (OpenDocument 1.3 part 3, OASIS), packed (.ods) and flat (.fods).
//
// The tables of a workbook lie one after the other in one XML document. It is read once when the workbook is opened, to
// find the tables and the styles that make a number a date, and once more up to the end of a sheet whenever the rows of
// that are asked for. No more than one row at a time is held in memory.
package ods

import (
	"context"
	"io"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// Book is an open workbook. Several goroutines may read its sheets at a time.
type Book struct {
	content document
	sheets  []sheet
	kinds   map[string]cell.Kind // Date or Duration, by the name of the cell style that shows numbers so
	// dateOffset is the serial of the day that the workbook counts from. Dates are stored as such, times of day are not.
	dateOffset float64

	careful bool // leaves fastCells alone, for tests
}

// sheet is a sheet with the place where its table begins, in bytes of the content in UTF-8.
type sheet struct {
	format.Sheet
	start int64
}

// The parts of a packed workbook.
const (
	contentPart  = "content.xml"
	stylesPart   = "styles.xml"
	manifestPart = "META-INF/manifest.xml"
)

// Open opens a packed workbook. The book reads from the container until it is no longer used.
func Open(parts *zipped.Container) (*Book, error) {
	if err := checkManifest(parts); err != nil {
		return nil, err
	}
	documents := make([]document, 0, 2)
	if parts.Has(stylesPart) {
		documents = append(documents, packed(parts, stylesPart))
	}
	return open(append(documents, packed(parts, contentPart)))
}

// OpenFlat opens a workbook that is a single XML document. The book reads from r until it is no longer used.
func OpenFlat(r io.ReaderAt, size int64, limits format.Limits) (*Book, error) {
	if size > limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes %d bytes, more than %d", size, limits.Bytes)
	}
	if err := checkEnd(r, size); err != nil {
		return nil, err
	}
	return open([]document{flat(r, size, limits)})
}

// open reads the documents of a workbook, of which the last one holds the tables.
func open(documents []document) (*Book, error) {
	o := outline{styles: styles{budget: newBudget(documents[0].limits.Memory)}}
	for _, d := range documents {
		if o.spreadsheet {
			return nil, format.Refuse(format.ErrDamaged, "it has a spreadsheet where its styles should be")
		}
		if err := o.read(d); err != nil {
			return nil, err
		}
	}
	if !o.spreadsheet {
		return nil, format.Refuse(format.ErrNotWorkbook, "it is an OpenDocument file without a spreadsheet in it")
	}
	return &Book{
		content:    documents[len(documents)-1],
		sheets:     o.sheets,
		kinds:      o.styles.kinds(),
		dateOffset: o.dateOffset,
	}, nil
}

// Sheets returns the sheets in the order of the workbook.
func (b *Book) Sheets() []format.Sheet {
	list := make([]format.Sheet, len(b.sheets))
	for i, s := range b.sheets {
		list[i] = s.Sheet
	}
	return list
}

// Layout returns the hidden columns and merged ranges of the sheet with that index.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) {
	p := &rowParser{book: b, layout: &layout{budget: newBudget(b.content.limits.Memory)}}
	err := p.stream(ctx, index, func(*cell.Row, error) bool { return true })
	return p.layout.Layout, err
}
