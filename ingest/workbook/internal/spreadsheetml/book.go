// Package spreadsheetml reads the XML spreadsheets of Excel 2002 and 2003, which many business systems export as .xls or
// .xml: one XML document with all sheets.
//
// Source: the XML Spreadsheet Reference, msdn.microsoft.com/library/aa140066 (office.10).
package spreadsheetml

import (
	"context"
	"fmt"
	"io"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/pump"
	"nyckeltal/ingest/workbook/internal/xmlstream"
)

// Book is an open workbook. Several goroutines may read its sheets at a time.
type Book struct {
	r        io.ReaderAt
	size     int64
	limits   format.Limits
	chunk    int // how much is read at a time
	encoding charset.Encoding

	sheets   []format.Sheet
	date1904 bool
	styles   map[string]style
	kinds    map[string]cell.Kind // what a style makes of a number, by its ID
}

// Open opens the workbook in the first size bytes of r, reads all of it for its sheets and styles, and reads from r until
// it is no longer used.
func Open(r io.ReaderAt, size int64, limits format.Limits) (*Book, error) {
	if size > limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes more than %d bytes", limits.Bytes)
	}
	b := &Book{r: r, size: size, limits: limits, chunk: int(min(pump.ChunkSize, size+1)), styles: map[string]style{}}
	if err := b.detectEncoding(); err != nil {
		return nil, err
	}
	stream := b.stream(context.Background())
	defer stream.Close()
	o := outline{book: b, left: limits.Memory}
	for !o.ended {
		if err := stream.Next(o.parse); err != nil {
			return nil, err
		}
	}
	b.resolveStyles()
	return b, stream.Finish()
}

// stream begins to scan the document.
func (b *Book) stream(ctx context.Context) *xmlstream.Stream {
	text := b.encoding.Reader(io.NewSectionReader(b.r, 0, b.size))
	return xmlstream.Start(ctx, io.NopCloser(text), "the XML", b.chunk, b.limits)
}

// Encoding returns the name of the encoding of the document.
func (b *Book) Encoding() string { return b.encoding.String() }

// Sheets returns the sheets in the order of the workbook.
func (b *Book) Sheets() []format.Sheet { return b.sheets }

// outline reads the document but for its rows.
type outline struct {
	book  *Book
	path  []string // the names of the elements around the next tag
	left  int64    // bytes that it may still take
	style string   // ID of the style around the next tag
	ended bool
}

// parse reads the next tag, and passes the element if nothing in it is needed.
func (o *outline) parse(s *markup.Scanner) error {
	if err := s.Next(); err != nil {
		return err
	}
	if s.Kind == markup.Close {
		return o.leave(s)
	}
	if len(o.path) == 0 {
		return o.root(s)
	}
	goInto, err := o.enter(s)
	if err != nil {
		return err
	}
	if s.Kind == markup.Single {
		return nil
	}
	if !goInto {
		return s.Skip()
	}
	o.path = append(o.path, string(s.Name))
	return nil
}

// root reads the tag of the outermost element.
func (o *outline) root(s *markup.Scanner) error {
	if !s.Is("Workbook") {
		return format.Refuse(format.ErrNotWorkbook, "its XML holds a %q", clip(s.Name))
	}
	o.ended = s.Kind == markup.Single
	o.path = append(o.path, string(s.Name))
	return nil
}

// leave goes out of an element that is closed.
func (o *outline) leave(s *markup.Scanner) error {
	if len(o.path) == 0 {
		return format.Refuse(format.ErrDamaged, "its XML begins with a closing tag")
	}
	if o.within("Worksheet", "WorksheetOptions", "Visible") {
		text, err := s.AppendText(nil)
		if err != nil {
			return err
		}
		switch sheet := &o.book.sheets[len(o.book.sheets)-1]; string(text) {
		case "SheetHidden":
			sheet.Visibility = format.Hidden
		case "SheetVeryHidden":
			sheet.Visibility = format.VeryHidden
		}
	}
	o.path = o.path[:len(o.path)-1]
	o.ended = len(o.path) == 0
	return nil
}

// enter takes in a tag, and tells whether what it encloses is needed.
func (o *outline) enter(s *markup.Scanner) (goInto bool, err error) {
	switch {
	case o.within():
		switch {
		case s.Is("Worksheet"):
			return true, o.addSheet(s)
		case s.Is("Styles"), s.Is("ExcelWorkbook"):
			return true, nil
		}
	case o.within("ExcelWorkbook"):
		o.book.date1904 = o.book.date1904 || s.Is("Date1904")
	case o.within("Styles") && s.Is("Style"):
		return true, o.addStyle(s)
	case o.within("Styles", "Style") && s.Is("NumberFormat"):
		o.setFormat(s)
	case o.within("Worksheet"):
		return s.Is("Table") || s.Is("WorksheetOptions"), nil
	case o.within("Worksheet", "WorksheetOptions"):
		return s.Is("Visible"), nil
	}
	return false, nil
}

// within tells whether the elements around the next tag are the workbook and these.
func (o *outline) within(names ...string) bool {
	if len(o.path) != len(names)+1 {
		return false
	}
	for i, name := range names {
		if o.path[i+1] != name {
			return false
		}
	}
	return true
}

// addSheet adds the sheet of a Worksheet tag.
func (o *outline) addSheet(s *markup.Scanner) error {
	name, ok := s.Lookup("Name")
	if !ok {
		name = fmt.Sprintf("Sheet%d", len(o.book.sheets)+1)
	}
	o.book.sheets = append(o.book.sheets, format.Sheet{Name: name, Index: len(o.book.sheets)})
	return o.take(len(name))
}

// take counts the memory that a name and what it stands for takes.
func (o *outline) take(name int) error {
	const size = 100
	if o.left -= int64(name) + size; o.left < 0 {
		return format.Refuse(format.ErrLimit, "its sheets and styles take more than %d bytes", o.book.limits.Memory)
	}
	return nil
}

// clip shortens a name for a message.
func clip(name []byte) []byte { return name[:min(len(name), 40)] }
