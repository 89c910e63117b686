// Package xls reads the binary workbooks of Excel up to 2003 (.xls): BIFF8 and BIFF5 in their container, and the single
// sheets of BIFF2 to BIFF4 that have none.
//
// A workbook is a stream of records ([MS-XLS]): first those that hold for all sheets, then those of each sheet in turn.
// A sheet's records are gone over twice: once from head to head, which tells what is hidden and whether the rows come
// in order, and once to read the cells. Records that are encrypted are decrypted as they are read.
package xls

import (
	"context"
	"errors"
	"io"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole"
	"nyckeltal/ingest/workbook/internal/texts"
)

// Book is an open workbook. Several goroutines may read its sheets at a time.
type Book struct {
	limits format.Limits
	stream io.ReaderAt
	size   int64
	short  error      // the kind of refusal when the records end too early
	locked protection // nil when the records are not encrypted

	version  version
	texts    textDecoder
	date1904 bool
	formats  []cell.Kind // what each cell format makes of a number
	sheets   []sheet

	sst     int64      // where the shared strings lie in the stream; 0 when there are none
	strings texts.Lazy // read when a cell refers to it
}

// sheet is a sheet with the part of the stream that it lies in.
type sheet struct {
	format.Sheet
	start, end int64
}

// Options say how to open a workbook.
type Options struct {
	Name     string // of the one sheet of workbooks that name none
	Password string // "" when none is known
	Limits   format.Limits
}

// Open opens a workbook of that size. The book reads from r until it is no longer used.
func Open(r io.ReaderAt, size int64, opt Options) (*Book, error) {
	b := &Book{limits: opt.Limits, stream: r, size: size, short: format.ErrTruncated, texts: newTextDecoder(defaultPage)}
	if size > b.limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes more than %d bytes", b.limits.Bytes)
	}
	if err := b.unwrap(); err != nil {
		return nil, err
	}
	if err := b.readGlobals(opt); err != nil {
		return nil, err
	}
	return b, nil
}

// unwrap finds the stream of the workbook if the file is a container. Excel 97 can save a workbook both for itself and,
// in a stream of the older name, for Excel 95.
func (b *Book) unwrap() error {
	head := make([]byte, len(ole.Signature))
	if n, _ := b.stream.ReadAt(head, 0); string(head[:n]) != ole.Signature {
		return nil
	}
	file, err := ole.Open(b.stream, b.size, b.limits)
	if err != nil {
		return err
	}
	stream, err := file.Stream("Workbook", "Book")
	switch {
	case err != nil:
		return err
	case stream == nil:
		return format.Refuse(format.ErrNotWorkbook, "it is a file of an older Microsoft program")
	}
	b.stream, b.size, b.short = stream, stream.Size(), format.ErrDamaged
	return nil
}

// records returns a reader of the records in a part of the stream.
func (b *Book) records(start, end int64) *records {
	r := &records{src: b.stream, at: start, end: end, short: b.short}
	if b.locked != nil {
		r.cipher = b.locked.cipher()
	}
	return r
}

// Sheets returns the sheets in the order of the workbook. Charts and sheets of macros are left out.
func (b *Book) Sheets() []format.Sheet {
	list := make([]format.Sheet, len(b.sheets))
	for i, s := range b.sheets {
		list[i] = s.Sheet
	}
	return list
}

// checkEvery is how many records are read between two looks at whether to go on.
const checkEvery = 4096

// scan calls visit for each record of a sheet until it returns false. Records of charts that lie in the sheet are left
// out. What visit keeps of the data is valid until it reads from the records itself, or returns.
func (b *Book) scan(ctx context.Context, s *sheet, visit func(r *records, id uint16, data []byte) (bool, error)) error {
	r := b.records(s.start, s.end)
	depth := 0
	for n := 0; ; n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		id, data, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return format.Refuse(b.short, "the sheet has no end")
		case err != nil:
			return err
		case isBOF(id):
			depth++
			continue
		case depth == 0:
			return format.Refuse(format.ErrDamaged, "the sheet does not begin where the workbook says")
		case id == recEOF:
			if depth--; depth == 0 {
				return nil
			}
			continue
		case depth > 1:
			continue
		}
		if goOn, err := visit(r, id, data); err != nil || !goOn {
			return err
		}
	}
}
