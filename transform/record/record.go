// Package record is the language between transform and load: the datasets with their typed columns, the records
// that fill them, and the rejects. It knows neither workbooks nor the warehouse.
package record

import (
	"strconv"
	"strings"
	"time"

	"nyckeltal/ingest/period"
)

// Type is the type of a dataset's column.
type Type uint8

// The types of columns.
const (
	Code     Type = iota + 1 // a short text that names something: an account, a customer; leading zeros count
	Text                     // free text; never holds names of people
	Codes                    // a list of codes
	Int                      // a whole number
	Decimal                  // an exact number with Column.Scale decimals
	Date                     // a day
	DateTime                 // a moment, to the second, in UTC or wall-clock time of the source
	Period                   // a month, see package period
	Person                   // a personal identity number; only its keyed pseudonym leaves transform
	Bool                     // true or false; of fields of mappings, no dataset has such columns
	Clock                    // a time of day; of fields only
	Duration                 // a length of time; of fields only
)

// String returns the type's name as mappings and documentation write it.
func (t Type) String() string {
	names := [...]string{"", "code", "text", "codes", "int", "decimal", "date", "datetime", "period", "person", "bool", "time", "duration"}
	if int(t) < len(names) {
		return names[t]
	}
	return "type " + strconv.Itoa(int(t))
}

// Gives tells whether a value of the type can be one of another: any text of another text, a list of codes of a code when
// it has a single one.
func (t Type) Gives(other Type) bool {
	isText := func(t Type) bool { return t == Code || t == Text }
	return t == other || isText(t) && isText(other) || t == Codes && isText(other)
}

// Column is a typed column of a dataset.
type Column struct {
	Name     string
	Type     Type
	Scale    int  // decimals of a Decimal, 0–18
	Required bool // a record without a value is a reject; otherwise texts may be empty and other types NULL
	Lookup   string
	Allowed  []string // when not empty, the only values a Code may have
	Comment  string
}

// Dataset is a table of the warehouse that records are loaded into.
type Dataset struct {
	Name    string
	Columns []Column
	// Control names the Decimal columns whose sums per period are checked in the warehouse before publication.
	Control []string
	// Key names the columns that identify a row of a dimension; it is empty for facts.
	Key []string
	// Figure names the column whose cell a record's figure stands in; it is empty where a record has several or none.
	Figure  string
	Comment string
}

// Dimension tells whether the dataset describes codes (accounts, customers) and has no periods.
func (d *Dataset) Dimension() bool { return len(d.Key) > 0 }

// Index returns the position of the named column, or -1.
func (d *Dataset) Index(column string) int {
	for i := range d.Columns {
		if d.Columns[i].Name == column {
			return i
		}
	}
	return -1
}

// Value is one typed value of a record. Its column's type says which field counts; Null says that none does.
type Value struct {
	Null bool
	Int  int64     // Int; Decimal as scaled units (12.50 with scale 2 is 1250); Period as YYYYMM; Bool as 0 and 1; Clock and Duration in nanoseconds
	Str  string    // Code, Text, Person (as pseudonym); Codes joined by U+001F
	Time time.Time // Date, DateTime
}

// listSeparator joins the elements of a Codes value.
const listSeparator = "\x1f"

// JoinCodes makes the Str of a Codes value.
func JoinCodes(codes []string) string { return strings.Join(codes, listSeparator) }

// SplitCodes takes the Str of a Codes value apart; empty text gives no codes.
func SplitCodes(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, listSeparator)
}

// Record is one typed row of a dataset with its lineage. Values has one entry per column of the dataset, in order.
type Record struct {
	Sheet  string
	Row    int    // 1-based row of the sheet
	Cell   string // A1 address of the cell the record's figure came from; empty when the whole row did
	Values []Value
}

// Period returns the record's period within the dataset, or 0 when the dataset has none.
func (r *Record) Period(d *Dataset) period.Period {
	if i := d.Index("period"); i >= 0 {
		return period.Period(r.Values[i].Int)
	}
	return 0
}

// Reject is a row or a cell that was refused. It never holds a private value: Found is empty for those.
type Reject struct {
	Sheet    string
	Row      int    // 1-based row of the sheet; 0 when the sheet as a whole was refused
	Cell     string // A1 address, or empty when the whole row was refused
	Column   string // the dataset's column, or empty
	Reason   Reason
	Expected string // what would have been accepted, for a person
	Found    string // what the cell holds, shortened; empty for private columns
}

// Message says for a person what is wrong and how to mend it.
func (r Reject) Message() string {
	var b strings.Builder
	b.WriteString(string(r.Reason))
	if r.Expected != "" {
		b.WriteString(": expected " + r.Expected)
	}
	if r.Found != "" {
		b.WriteString(", found " + strconv.Quote(r.Found))
	}
	return b.String()
}

// Reason says in short why something was refused; the values are stable and appear in the warehouse.
type Reason string

// The reasons of rejects.
const (
	Missing       Reason = "missing value"
	Malformed     Reason = "malformed value"
	Ambiguous     Reason = "ambiguous value"
	UnknownCode   Reason = "unknown code"
	NotAllowed    Reason = "value not allowed"
	ErrorCell     Reason = "error in the cell"
	OutsideScope  Reason = "period outside the delivery"
	DuplicateKey  Reason = "duplicate key"
	TooManyDigits Reason = "too many decimals"
	OutOfRange    Reason = "value out of range"
	CheckFailed   Reason = "check failed"
	NotComputed   Reason = "value not computed"
	PersonNumber  Reason = "personal identity number"
)
