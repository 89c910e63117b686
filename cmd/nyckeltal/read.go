package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/dump"
)

func newReadCommand() *cobra.Command {
	format := "csv"
	var from bookFlags
	cmd := &cobra.Command{
		Use:   "read FILE",
		Short: "Print the cells of a workbook as they are stored",
		Long: `Read prints the rows of one sheet: the first visible one, or the one that --sheet gives by its name or
its number in the workbook, as #2. Rows without content are left out.

  csv    commas between the cells. Numbers as the file stores them, dates as 2023-11-30 or
         2023-11-30T13:30:00, times of day as 13:30:00, lengths of time as 26:30:00, errors by their
         code (#REF!). Nothing is changed: a text that begins with = stays so, and a spreadsheet
         program that opens the output may take it for a formula.
  jsonl  an object per row, {"row":2,"cells":[…]}, with the row's number in the sheet, and
         "hidden":true if it is hidden. Numbers keep their digits, empty cells are null, an error is
         {"error":"#REF!"}.
  none   reads everything and prints nothing.

When the workbook turns out to be damaged on the way, the rows before have been printed, and the exit
code is 1.`,
		Example: "  nyckeltal read volymer_hr.xlsx --sheet Löneärenden\n" +
			"  nyckeltal read volymer_hr.xlsx --sheet '#2' --format jsonl",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			open, ok := cellFormats[format]
			if !ok {
				return usagef("there is no format %q: use csv, jsonl or none", format)
			}
			return read(cmd.Context(), args[0], from, open(cmd.OutOrStdout()))
		},
	}
	from.add(cmd)
	cmd.Flags().StringVar(&format, "format", format, "csv, jsonl or none")
	return cmd
}

// rowWriter prints rows.
type rowWriter interface {
	Write(*cell.Row) error
	Flush() error
}

// cellFormats are the ways to print rows.
var cellFormats = map[string]func(io.Writer) rowWriter{
	"csv":   func(w io.Writer) rowWriter { return dump.NewCSV(w) },
	"jsonl": func(w io.Writer) rowWriter { return dump.NewJSON(w) },
	"none":  func(io.Writer) rowWriter { return nothing{} },
}

// nothing prints nothing.
type nothing struct{}

func (nothing) Write(*cell.Row) error { return nil }
func (nothing) Flush() error          { return nil }

// read prints every row of the sheet, also those before an error.
func read(ctx context.Context, file string, from bookFlags, to rowWriter) error {
	book, err := from.open(file)
	if err != nil {
		return err
	}
	defer book.Close()
	sheet, err := from.choose(book.Sheets(), file)
	if err != nil {
		return err
	}
	for row, err := range book.Rows(ctx, sheet.Index) {
		if err != nil {
			return errors.Join(to.Flush(), err)
		}
		if err := to.Write(row); err != nil {
			return err
		}
	}
	return to.Flush()
}
