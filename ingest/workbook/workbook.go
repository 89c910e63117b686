// Package workbook reads spreadsheets: it opens a file of any kind that it knows, told by its contents and not by its
// name, lists the sheets and streams their rows as typed cells. It knows nothing of what the cells mean.
//
// It reads Office Open XML (.xlsx, .xlsm and their templates), binary workbooks of Excel (.xlsb, .xls), OpenDocument (.ods,
// .fods), XML spreadsheets of Excel 2003, web pages and web archives with tables (often named .xls), and text of
// separated values (.csv, .txt; UTF-8, UTF-16, Windows-1252, CP850 and others, with tab, semicolon, bar or comma). A
// text or a web page is a workbook of one sheet, named as the file without its extension, and the cells of a text are
// all texts.
//
// Values come as they are stored and never as they are displayed. Of formulas the results count that the program
// which saved the file has stored; nothing is calculated, no macro is run and no link is followed.
package workbook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

type (
	// Sheet describes a sheet of a workbook: its name, its index and who can see it.
	Sheet = format.Sheet
	// Visibility tells who can see a sheet in a spreadsheet program.
	Visibility = format.Visibility
	// Limits bound what reading one workbook may cost.
	Limits = format.Limits
	// Error is the refusal of a workbook, or of one of its sheets, with the place where it came to that.
	Error = format.Error
)

// A hidden sheet can be shown from the program's menu, a very hidden one from macros only.
const (
	Visible    = format.Visible
	Hidden     = format.Hidden
	VeryHidden = format.VeryHidden
)

// NoValue is the text of the error cell that stands for a formula whose result the file does not hold.
const NoValue = format.NoValue

// The kinds of refusals: every error about the contents of a file is an *Error that unwraps to one of them.
var (
	ErrEmpty       = format.ErrEmpty       // the file holds nothing
	ErrTruncated   = format.ErrTruncated   // the file is cut off, or still being written
	ErrNotWorkbook = format.ErrNotWorkbook // the file is something else
	ErrUnsupported = format.ErrUnsupported // the file is a spreadsheet of a kind that is not read
	ErrEncrypted   = format.ErrEncrypted   // the file is protected by a password
	ErrDamaged     = format.ErrDamaged     // the file contradicts its format
	ErrLimit       = format.ErrLimit       // the file is larger than the limits allow
	ErrForbidden   = format.ErrForbidden   // the file holds what only hostile files do
)

// Options say how to open a workbook. The zero value is good.
type Options struct {
	// Name is the file's name in messages, for files that lie under another one. Open takes the path's last element
	// when it is empty.
	Name string
	// Password opens files that are protected by one. "" refuses them.
	Password string
	// Limits hold instead of the usual ones where they are not 0. Every workbook of people passes the usual ones.
	Limits Limits
}

// Workbook is an open workbook. Its methods may be used by several goroutines at a time, except Close.
type Workbook struct {
	file io.Closer // nil when the caller closes what is read
	name string
	opened
}

// book is an open workbook of some format. Its errors leave out the names of file and sheet.
type book interface {
	Sheets() []format.Sheet
	// Rows streams a sheet that is there, as Workbook.Rows does.
	Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error]
	// Layout returns what a sheet that is there says of its shape.
	Layout(ctx context.Context, index int) (cell.Layout, error)
}

// Open opens the workbook at path. Refusals are *Error; other errors are those of the file system.
func Open(path string, opt Options) (*Workbook, error) {
	opt.Name = cmp.Or(opt.Name, filepath.Base(path))
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	w, err := openFile(f, opt)
	if err != nil {
		f.Close() // only read from
		return nil, err
	}
	w.file = f
	return w, nil
}

func openFile(f *os.File, opt Options) (*Workbook, error) {
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = format.Refuse(format.ErrNotWorkbook, "it is no ordinary file")
	}
	if err != nil {
		return nil, (&Workbook{name: opt.Name}).named(err, "")
	}
	return OpenReader(f, info.Size(), opt)
}

// OpenReader opens the workbook in the first size bytes of r, which is read from until the workbook is closed, and is
// left open then. It may be read from several places at a time.
func OpenReader(r io.ReaderAt, size int64, opt Options) (*Workbook, error) {
	opt.Limits = opt.Limits.OrDefaults()
	w := &Workbook{name: opt.Name}
	var err error
	if w.opened, err = openBook(r, size, opt); err != nil {
		return nil, w.named(err, "")
	}
	return w, nil
}

// Format says what kind of file the workbook is.
func (w *Workbook) Format() Format { return w.format }

// Sheets returns the sheets in the order of the workbook. Those without cells, such as charts, are left out.
func (w *Workbook) Sheets() []Sheet { return w.book.Sheets() }

// Rows streams the rows of the sheet with that Sheet.Index, in the order of the file, numbered as the sheet numbers
// them. Rows in which nothing stands are left out, and so are empty cells at the end of a row. A row and its cells are
// valid until the next one is asked for. An error ends the sequence; the rows before it may be a part of the truth
// only, and the last one has not been reached before the sequence has ended without an error.
func (w *Workbook) Rows(ctx context.Context, sheet int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		name, err := w.sheetName(sheet)
		if err != nil {
			yield(nil, err)
			return
		}
		for row, err := range w.book.Rows(ctx, sheet) {
			if err != nil {
				yield(nil, w.named(err, name))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Layout returns what the sheet with that Sheet.Index says of its shape beside the cells: which columns are hidden and
// which cells are merged. Most formats say it behind the rows, so it costs about as much as reading them.
func (w *Workbook) Layout(ctx context.Context, sheet int) (cell.Layout, error) {
	name, err := w.sheetName(sheet)
	if err != nil {
		return cell.Layout{}, err
	}
	layout, err := w.book.Layout(ctx, sheet)
	if err != nil {
		return cell.Layout{}, w.named(err, name)
	}
	return layout, nil
}

// sheetName returns the name of the sheet with that index, or an error when there is none.
func (w *Workbook) sheetName(index int) (string, error) {
	sheets := w.Sheets()
	if index < 0 || index >= len(sheets) {
		return "", fmt.Errorf("%s: there is no sheet with index %d, only %d sheets", w.name, index, len(sheets))
	}
	return sheets[index].Name, nil
}

// Close closes the file that Open opened. Texts of shared strings stay valid.
func (w *Workbook) Close() error {
	if w.file == nil {
		return nil
	}
	return w.file.Close()
}

// named adds the names of the file and the sheet to a refusal.
func (w *Workbook) named(err error, sheet string) error {
	var refusal *Error
	switch {
	case errors.As(err, &refusal):
		refusal.File, refusal.Sheet = w.name, sheet
		return refusal
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{File: w.name, Sheet: sheet, Kind: ErrTruncated, Cause: err}
	}
	return fmt.Errorf("%s: %w", w.name, err)
}
