// Package dump writes the rows of a sheet as text, as they are stored: CSV, and JSON with an object per line. It neither
// chooses nor changes anything; what is written for people, such as rejects, does not belong here.
package dump

import (
	"io"

	"nyckeltal/ingest/cell"
)

// Writer writes rows. It is not safe for concurrent use.
type Writer struct {
	out    io.Writer
	buffer []byte
	append func(b []byte, row *cell.Row) []byte
}

// flushAt is the number of bytes that are collected before they are written.
const flushAt = 1 << 16

// NewCSV returns a writer of CSV as RFC 4180 describes it, in UTF-8 with line feeds: a line per row, commas between the
// cells. Values are written as cell.Cell.AppendText does, and never changed to be safe in a spreadsheet program: a text
// that begins with = stays so.
func NewCSV(w io.Writer) *Writer { return &Writer{out: w, append: appendCSV} }

// NewJSON returns a writer of an object per row and line, {"row":2,"cells":[…]}, with "hidden":true for rows that are
// hidden. Empty cells are null, numbers the digits that the file holds, texts, dates and durations strings, booleans
// booleans, and error cells objects such as {"error":"#REF!"}.
func NewJSON(w io.Writer) *Writer { return &Writer{out: w, append: appendJSON} }

// Write writes a row. The errors are those of the underlying writer.
func (w *Writer) Write(row *cell.Row) error {
	w.buffer = w.append(w.buffer, row)
	if len(w.buffer) < flushAt {
		return nil
	}
	return w.Flush()
}

// Flush writes what has been collected. It is to be called at the end.
func (w *Writer) Flush() error {
	_, err := w.out.Write(w.buffer)
	w.buffer = w.buffer[:0]
	return err
}
