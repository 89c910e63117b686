// Package html reads tables of web pages, which many programs save as .xls: pages of one file (.html), and files that
// pack several pages as an e-mail does (.mht).
//
// A page is one sheet, as spreadsheet programs show it: its tables stand one below the other with a blank row between,
// and the text around them stands in rows of its own in column A. A table within a cell begins in that cell, and its
// further rows are rows of their own.
//
// Cells are texts, unless the page says what they hold: by the attributes x:num, x:bool and x:err of Excel, or sdval and
// sdnum of LibreOffice. Nothing is guessed from what a cell displays.
package html

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/serial"
)

// Book is an open page, or several in one file. Several goroutines may read its sheets at a time.
type Book struct {
	limits   format.Limits
	sheets   []sheet
	styles   styles // of all sheets
	encoding string
	// dateOffset is added to the serials of dates in attributes: by the date system that Excel says the workbook has.
	dateOffset float64
}

// sheet is a page with a table.
type sheet struct {
	format.Sheet
	open func() (io.Reader, error) // the page in UTF-8
}

// Open opens the page in the first size bytes of r, whose sheet gets the name. It reads from r until it is no longer used.
// A page without a table is refused.
func Open(r io.ReaderAt, size int64, name string, limits format.Limits) (*Book, error) {
	if size > limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes more than %d bytes", limits.Bytes)
	}
	encoding, err := detectEncoding(r, size)
	if err != nil {
		return nil, err
	}
	s := sheet{Sheet: format.Sheet{Name: name}, open: func() (io.Reader, error) {
		return encoding.Reader(io.NewSectionReader(r, 0, size)), nil
	}}
	b := &Book{limits: limits, sheets: []sheet{s}, encoding: encoding.String()}
	page, err := s.open()
	if err != nil {
		return nil, err
	}
	switch found, err := b.survey(page); {
	case err != nil:
		return nil, err
	case found.frames:
		return nil, format.Refuse(format.ErrNotWorkbook, "it is the frame of a web page whose sheets lie in other files")
	case !found.table:
		return nil, format.Refuse(format.ErrNotWorkbook, "it is a web page without a table")
	}
	return b, nil
}

// Encoding returns the name of the encoding of the page.
func (b *Book) Encoding() string { return b.encoding }

// Sheets returns the sheets in the order of the file.
func (b *Book) Sheets() []format.Sheet {
	list := make([]format.Sheet, len(b.sheets))
	for i, s := range b.sheets {
		list[i] = s.Sheet
	}
	return list
}

// Rows streams the rows of the sheet with that index which hold anything.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		p := b.newPage(ctx)
		p.yield = func(row *cell.Row) bool { return yield(row, nil) }
		if err := p.read(b.sheets[index].open); err != nil {
			yield(nil, err)
		}
	}
}

// Layout returns the hidden columns and merged ranges of the sheet with that index. Columns of a page with several
// tables count as shown, as the tables need not hide the same ones.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) {
	p := b.newPage(ctx)
	p.layout = &layout{left: b.limits.Memory}
	p.yield = func(*cell.Row) bool { return true }
	if err := p.read(b.sheets[index].open); err != nil {
		return cell.Layout{}, err
	}
	return p.layout.result(), nil
}

// survey is what the beginning of a page tells.
type survey struct {
	table  bool
	frames bool
	list   []listed // of the sheets in other pages of the same file
}

// survey reads a page up to its first table. It takes in what Excel writes about the workbook before it, within a comment.
func (b *Book) survey(page io.Reader) (found survey, err error) {
	z := b.tokenizer(page)
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return found, tokenError(z.Err(), b.limits)
		case xhtml.CommentToken:
			comment := z.Text()
			if found.list == nil {
				found.list = parseList(comment)
			}
			if bytes.Contains(comment, []byte("<x:Date1904")) {
				b.dateOffset = serial.Days1904
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Table, atom.Tr, atom.Td, atom.Th:
				found.table = true
				return found, nil
			case atom.Frameset:
				found.frames = true
			}
		}
	}
}

// tokenizer splits a page into tags and texts.
func (b *Book) tokenizer(page io.Reader) *xhtml.Tokenizer {
	z := xhtml.NewTokenizer(page)
	z.SetMaxBuf(int(min(b.limits.Memory, maxToken)))
	return z
}

// maxToken is the largest size of a tag, a text between tags, a comment or a script, in bytes.
const maxToken = 64 << 20

// tokenError returns the error that ended the splitting, if it was not the end of the page.
func tokenError(err error, limits format.Limits) error {
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, xhtml.ErrBufferExceeded):
		return format.Refuse(format.ErrLimit, "a tag or text takes more than %d bytes", min(limits.Memory, maxToken))
	}
	return err
}
