// Package rows writes the rows of a query for people and for programs: as a table, one column per line, as text between
// tabs or commas, as JSON, or as a table of Markdown.
//
// A Format streams: it holds one row at a time, but for those that align columns (Format.Aligned), which hold them all.
package rows

import (
	"io"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Rows are what a Format writes, such as driver.Rows. They are read to their end, and not closed.
type Rows interface {
	Next() bool
	Scan(targets ...any) error
	Columns() []string
	ColumnTypes() []driver.ColumnType
	Err() error
}

// Style is how rows are written for people. The zero value is that for scripts.
type Style struct {
	// Dim writes NULL dimmed, by the escape sequence of terminals.
	Dim bool
	// Limit is the greatest number of rows that are written, 0 for all; the rest are left unread.
	Limit int
}

// Format is a way to write rows.
type Format struct {
	// Name is what people call it.
	Name string
	// Aligned is true of formats for reading, which align columns.
	Aligned bool

	write func(*writer) error
}

var formats = []Format{
	{Name: "table", Aligned: true, write: writeTable},
	{Name: "vertical", Aligned: true, write: writeVertical},
	{Name: "tsv", write: writeTSV},
	{Name: "csv", write: writeCSV},
	{Name: "json", write: writeJSON},
	{Name: "jsonl", write: writeJSON},
	{Name: "markdown", Aligned: true, write: writeMarkdown},
}

// The formats that code asks for by name.
var (
	Table = formats[0]
	JSON  = formats[4]
)

// Names are the names of all formats; json and jsonl are the same, an object per line.
func Names() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}

// Find returns the format with the name.
func Find(name string) (Format, bool) {
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return formats[i], true
}

// Write writes the rows and returns how many there were. Of an error, rows may have been written already.
func (f Format) Write(to io.Writer, rows Rows, style Style) (n int, err error) {
	w := &writer{Writer: to, rows: rows, style: style}
	err = f.write(w)
	return w.n, err
}

// writer is where one result goes.
type writer struct {
	io.Writer
	rows  Rows
	style Style
	n     int // rows read
}

// each calls do with the values of every row.
func (w *writer) each(do func([]any) error) error {
	types := w.rows.ColumnTypes()
	for (w.style.Limit == 0 || w.n < w.style.Limit) && w.rows.Next() {
		values, err := scan(w.rows, types)
		if err != nil {
			return err
		}
		w.n++
		if err := do(values); err != nil {
			return err
		}
	}
	return w.rows.Err()
}

// null is NULL for people.
func (w *writer) null() string {
	if w.style.Dim {
		return "\x1b[2mNULL\x1b[0m"
	}
	return "NULL"
}
