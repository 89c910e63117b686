// Package draft guesses how a workbook would be mapped and writes the guess as a job file for a person to finish. Every
// guess says why it was made, and what cannot be known is left to decide. It reads rows as they stream by, a few times
// over, and keeps counts instead of cells; of texts it shows headings, names of sheets, and the words of columns that
// the warehouse allows certain words in, never what stands in other columns.
package draft

import (
	"context"
	"errors"
	"iter"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
	"nyckeltal/transform/record"
)

// ErrNoTable says that no sheet has a row that looks like a heading.
var ErrNoTable = errors.New("no sheet has a row that looks like a heading, so that there is nothing to draft from; " +
	"write the mapping by hand")

// Book is the workbook that is drafted from.
type Book struct {
	File   string // its name, without the folder
	Plain  bool   // it is a text file, whose only sheet is named for the file
	Given  bool   // Sheets is the one that was asked for, of several perhaps
	Sheets []Sheet
}

// Sheet is a sheet of the workbook, with what its profile says of it.
type Sheet struct {
	Name    string
	Hidden  bool
	Profile *profile.Sheet
	Merged  []cell.Range
	// Rows streams the sheet's rows. It is called several times; a row is valid until the next one is asked for.
	Rows func(context.Context) iter.Seq2[*cell.Row, error]
}

// Options say what is known beforehand.
type Options struct {
	Dataset *record.Dataset // nil: it is guessed
	Job     string          // the name of the job; "": it is guessed from the file's name
	Folder  string          // the folder of the file, seen from the home, with slashes; "": it is not known
}

// Draft is a guess at a job.
type Draft struct {
	Dataset  *record.Dataset
	Complete bool // every column that the dataset requires is filled
	Decide   int  // how many things are left to decide
	text     string
}

// YAML returns the job file.
func (d *Draft) YAML() string { return d.text }

// Make drafts a job from a workbook. The error is ErrNoTable, or one of reading the rows.
func Make(ctx context.Context, book Book, opt Options) (*Draft, error) {
	candidates, err := readTables(ctx, book.Sheets)
	if err != nil {
		return nil, err
	}
	name := readName(book.File)
	p := choose(candidates, book, name, opt.Dataset)
	if p == nil {
		return nil, ErrNoTable
	}
	if err := p.study(ctx); err != nil {
		return nil, err
	}
	if err := p.sumUp(ctx); err != nil {
		return nil, err
	}
	w := &writer{}
	w.job(p, opt)
	return &Draft{Dataset: p.dataset, Complete: len(p.missing) == 0, Decide: w.decisions, text: w.text()}, nil
}

// plural writes a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if strings.HasSuffix(thing, "y") {
		thing = strings.TrimSuffix(thing, "y") + "ie"
	}
	return count(n) + " " + thing + "s"
}
