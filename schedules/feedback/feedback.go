// Package feedback tells a department, in its own workbook, what to mend: it writes the marked workbook of a delivery with
// rejects, puts it into the outbox and mails it. It decides nothing about what is refused.
package feedback

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"nyckeltal/ingest/workbook"
	"nyckeltal/transform/record"
)

// Delivery is a workbook with faults.
type Delivery struct {
	Book *workbook.Workbook // as it was delivered
	// Content and Size are the bytes of the file.
	Content io.ReaderAt
	Size    int64
	Name    string // the file's name, as the department knows it
	// Sheets are those that were mapped.
	Sheets []Sheet
	// Rejects are the faults, in the order of the workbook: all of Total, or at least the first MaxMarks.
	Rejects []record.Reject
	Total   int
	// Language of the text in the copy: sv or en.
	Language string
}

// Sheet is a sheet that was mapped.
type Sheet struct {
	Name    string
	Heading int   // the number of the row with the headings; 0 when there is none
	Private []int // columns, from 0, whose cells go nowhere
}

// MaxMarks is how many faults are marked and listed: more cannot be mended by hand, and have one cause.
const MaxMarks = 1000

// ErrNoRejects says that there is nothing to mend.
var ErrNoRejects = errors.New("the delivery has no rejects: there is nothing to mark")

// Marked is a copy of a delivery in which the faults are marked.
type Marked struct {
	// Name is that of the delivery with a word that tells the copy from it, and always an .xlsx.
	Name string
	// Data is the workbook.
	Data []byte
	// Faults is how many faults are listed, and Left how many more there are.
	Faults, Left int
}

// listed returns the faults that are marked.
func (d *Delivery) listed() []record.Reject { return d.Rejects[:min(len(d.Rejects), MaxMarks)] }

// private tells whether some cells of the workbook go nowhere.
func (d *Delivery) private() bool {
	return slices.ContainsFunc(d.Sheets, func(s Sheet) bool { return len(s.Private) > 0 })
}

// sheet returns what is known of the sheet.
func (d *Delivery) sheet(name string) Sheet {
	for _, sheet := range d.Sheets {
		if sheet.Name == name {
			return sheet
		}
	}
	return Sheet{Name: name}
}

// failure wraps an error of writing the copy.
func (d *Delivery) failure(err error) error {
	return fmt.Errorf("the marked copy of %s cannot be written: %w", d.Name, err)
}
