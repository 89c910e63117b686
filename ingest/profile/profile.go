// Package profile describes what a sheet holds without showing it: how far it reaches, which row looks like its heading,
// and what the columns hold below it. Of the cells it keeps the headings, the ranges of numbers and dates, and counts;
// texts, and numbers that look like personal identity numbers, are counted and never kept.
//
// It goes once over the rows, whatever their number, with memory that depends on the number of columns only.
package profile

import (
	"iter"

	"nyckeltal/ingest/cell"
)

// Sheet is what is known of a sheet after all its rows have been seen.
type Sheet struct {
	// Rows is the number of rows with content. All other fields are zero when there is none.
	Rows       int
	HiddenRows int        // of those
	Extent     cell.Range // from the first to the last cell with content
	// FirstHeading and LastHeading are the numbers of the rows that look like the heading of the columns; both are the
	// same for most sheets, and 0 when none does.
	FirstHeading, LastHeading int
	// Columns are those with content in the heading or below it, from left to right.
	Columns []Column
}

// Column is what is known of a column. Its counts are those of the rows below the heading, or of all rows without one.
type Column struct {
	Index   int    // counted from 0
	Heading string // in one line, also of several rows, cut off at MaxHeading characters; "" without
	// Kinds counts the cells by their kind. Cells of white space are empty. A row without content does not count.
	Kinds [cell.Error + 1]int
	Texts Texts
	// Numbers, Dates and Durations bound the values of these kinds. They are zero where there are none, and where some
	// value looks like a personal identity number.
	Numbers, Dates, Durations Range
	// Distinct is the number of different values, errors left out. There are More than that when it is too many to
	// count.
	Distinct int
	More     bool
	// Personal is the number of texts and numbers that look like Swedish personal identity numbers.
	Personal int
	// Formulas is the number of cells whose value is the stored result of a formula, or that hold a formula without
	// one.
	Formulas int
	// Errors are the codes of the error cells, in the order in which they occur.
	Errors []Fault
}

// Texts is what the text cells of a column look like.
type Texts struct {
	Numbers, Dates    int // so many look like numbers, and like dates
	Shortest, Longest int // in characters, white space at the ends left out; 0 without texts
}

// Range is a smallest and a largest value, written as cell.Cell.AppendText does. Both are "" without any.
type Range struct {
	Min, Max string
}

// Fault is an error code and where it stands.
type Fault struct {
	Code  string
	Count int
	First string // address of the first one
}

// The bounds of what is kept.
const (
	MaxHeading  = 200     // characters
	maxDistinct = 1000    // of a column
	allDistinct = 1 << 18 // of all columns together
	maxFaults   = 16      // codes of a column; the rest counts as the last one
	maxHead     = 60      // rows that are held to find the heading among them
	maxHeadSize = 8 << 20 // bytes of them
)

// Of describes the sheet with these rows. The error is the first one that they yield.
func Of(rows iter.Seq2[*cell.Row, error]) (*Sheet, error) {
	s := &scan{budget: allDistinct}
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		s.add(row)
	}
	return s.finish(), nil
}
