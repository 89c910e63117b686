package transform

import (
	"context"
	"iter"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Sheet is a sheet of the workbook that is mapped.
type Sheet struct {
	Name   string
	Hidden bool
	// Rows streams the sheet's rows from top to bottom. A row is valid until the next one is asked for; an error ends
	// the sequence. It is called at most once for sheets that the mapping selects, and once
	// for each check that compares a sum with a cell of the sheet.
	Rows func(context.Context) iter.Seq2[*cell.Row, error]
	// Layout returns what the sheet says of its shape. It is called at most once, before Rows, and only for mappings that
	// need it: stacked headings, hidden columns. It may be nil when nothing is known.
	Layout func(context.Context) (cell.Layout, error)
}

// Lookup knows the codes of the dimensions. It must be safe for concurrent use when the Mapper is used concurrently.
type Lookup interface {
	// Find returns what the dimension (account, organisation, …) says of a code, in any order. ok is false when it does
	// not know the code. A dimension that nobody keeps yet knows every code, without entries.
	Find(dimension, code string) (entries []record.Entry, ok bool)
	// Near returns the code of the dimension that an unknown one was probably meant to be, or "".
	Near(dimension, code string) string
}

// Input is one delivery to map.
type Input struct {
	Sheets   []Sheet
	File     string            // its name, for messages
	Period   period.Period     // of the file's name; 0 when the name has none. Records of other periods are refused
	Year     int               // of the file's name; 0 when the name has none. Records of other years are refused
	Captures map[string]string // named parts of the file's name
	Lookup   Lookup            // nil: codes are not looked up
	Key      []byte            // of the pseudonyms; needed when the dataset has a person
	// Delivered is when the delivery came, for checks of its freshness; without it they are left out, with a note.
	Delivered time.Time
	// Previous is how many rows of the last delivery of the source gave records; 0 when there was none.
	Previous int
}

// covers tells whether the file's name allows records of the period.
func (in *Input) covers(p period.Period) bool {
	if in.Period != 0 {
		return p == in.Period
	}
	return in.Year == 0 || p.Year() == in.Year
}

// Sink receives what a delivery is mapped to, in the order of its rows. An error ends the mapping and is returned.
type Sink interface {
	// Record takes a record. The record and its Values belong to the Mapper and are valid during the call only; the
	// texts in them may be kept.
	Record(*record.Record) error
	// Reject takes a refused row or cell. A refused row has at least one reject and no record.
	Reject(record.Reject) error
}

// Summary counts what became of the rows of a delivery. Rows == Mapped + Rejected + Skipped, always.
type Summary struct {
	Rows     int            // read from mapped sheets, headings included
	Records  int            // given to the sink
	Mapped   int            // rows that gave records
	Rejected int            // rows that were refused
	Rejects  int            // given to the sink: a row may have several
	Skipped  int            // rows that are no data
	Skips    map[string]int // the skipped rows by name
	Sheets   []SheetSummary // the mapped sheets, in the order of the workbook
	Notes    []string       // what a person should know: columns and sheets that are not mapped
	// Warnings are what checks noticed that refuse nothing: the first 100 of each check in the order of the rows, and then how
	// many more there are, by period.
	Warnings []record.Warning
}

// SheetSummary counts what became of the rows of one sheet.
type SheetSummary struct {
	Name     string
	Layout   string // the layout of the mapping that it follows; "" when the mapping has no layouts
	Heading  int    // the number of the (lowest) row with the heading; 0 when there is none
	Rows     int
	Records  int
	Mapped   int
	Rejected int
	Skipped  int
	Private  []int // columns, from 0, whose cells go nowhere but into the warehouse as pseudonyms
}
