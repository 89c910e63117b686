// Package cell is the model of a spreadsheet that every reader produces and every mapping consumes: rows of
// typed cells, each with its address. It knows no file format and no meaning.
package cell

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Kind says what a cell holds.
type Kind uint8

// The kinds of a cell. A number whose format is a date or a time of day arrives as Date, one whose format counts
// elapsed time ([h]:mm) as Duration; all other numbers are Number, whatever their format displays.
const (
	Empty Kind = iota
	Text
	Number
	Bool
	Date
	Duration
	Error
)

var kindNames = [...]string{"empty", "text", "number", "bool", "date", "duration", "error"}

// String returns the kind's name in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind " + strconv.Itoa(int(k))
}

// Cell is one cell of a row. The zero value is an empty cell.
type Cell struct {
	Kind Kind
	// Formula is true when the value is the cached result of a formula.
	Formula bool
	// Text is the text of a Text cell, the code of an Error cell (#REF!), and the digits of a Number, Date or
	// Duration exactly as the file stores them. It may point into a buffer of the reader: it is valid until the
	// next row is read, and must be cloned to be kept.
	Text string
	// Num is the value of a Number, 1 or 0 for a Bool, and for a Date or Duration the serial in days. Date serials
	// count from 1899-12-30 whatever the date system of the workbook: readers add the 1462 days of the 1904 system.
	Num float64
}

// IsEmpty tells whether the cell holds nothing, or only white space.
func (c Cell) IsEmpty() bool {
	return c.Kind == Empty || c.Kind == Text && strings.TrimSpace(c.Text) == ""
}

// epoch is day 0 of the 1900 date system for every date from 1900-03-01 on.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// Time returns the moment that a Date cell holds, in UTC and rounded to the millisecond, which is the resolution
// that spreadsheets keep. Serials below 60 follow Excel, which counts a 1900-02-29 that never was.
func (c Cell) Time() time.Time {
	serial := c.Num
	if serial < 60 {
		serial++
	}
	days := math.Floor(serial)
	ms := math.Round((serial - days) * 86_400_000)
	return epoch.AddDate(0, 0, int(days)).Add(time.Duration(ms) * time.Millisecond)
}

// Elapsed returns the length of time that a Duration cell holds, rounded to the millisecond.
func (c Cell) Elapsed() time.Duration {
	return time.Duration(math.Round(c.Num*86_400_000)) * time.Millisecond
}

// Row is one row of a sheet. Cells[i] stands in column i (0 is A); rows may have different lengths. A row and its
// cells belong to the reader and are valid until the next row is read.
type Row struct {
	Number int // as the sheet numbers it, from 1
	Hidden bool
	Cells  []Cell
}

// At returns the cell in column i, counted from 0; beyond the row's end it is empty.
func (r *Row) At(i int) Cell {
	if i < 0 || i >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[i]
}

// IsBlank tells whether every cell of the row is empty.
func (r *Row) IsBlank() bool {
	for _, c := range r.Cells {
		if !c.IsEmpty() {
			return false
		}
	}
	return true
}

// Ref returns the A1 address of the cell in column col, counted from 0, and row, counted from 1.
func Ref(col, row int) string {
	var text [34]byte // as long as the largest ints take; every record has such an address
	letters := appendColumn(text[:0], col)
	return string(strconv.AppendInt(letters, int64(row), 10))
}

// Column returns the letters of column col, counted from 0: A, B, … Z, AA.
func Column(col int) string { return string(appendColumn(nil, col)) }

// appendColumn appends the letters of a column.
func appendColumn(to []byte, col int) []byte {
	var letters [14]byte // as many as the largest int takes
	i := len(letters)
	for col++; col > 0; col = (col - 1) / 26 {
		i--
		letters[i] = byte('A' + (col-1)%26)
	}
	return append(to, letters[i:]...)
}
