package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook"
)

func newReadCommand() *cobra.Command {
	var sheet string
	format := "csv"
	cmd := &cobra.Command{
		Use:   "read FILE",
		Short: "Print the cells of a workbook as they are stored",
		Long: `Read prints the rows of one sheet, the first visible one unless --sheet names another. Numbers are printed as the file
stores them, dates as 2023-11-30, empty cells as nothing. --format none reads everything and prints nothing.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			write, ok := cellFormats[format]
			if !ok {
				return usagef("there is no format %q: use csv, jsonl or none", format)
			}
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			if err := read(cmd.Context(), args[0], sheet, write(out)); err != nil {
				return err
			}
			return out.Flush()
		},
	}
	cmd.Flags().StringVar(&sheet, "sheet", "", "name of the sheet")
	cmd.Flags().StringVar(&format, "format", format, "csv, jsonl or none")
	return cmd
}

// read calls write with every row of the sheet.
func read(ctx context.Context, file, sheet string, write func(*cell.Row) error) error {
	book, err := workbook.Open(file, workbook.Options{})
	if err != nil {
		return err
	}
	defer book.Close()
	index, err := chooseSheet(book, file, sheet)
	if err != nil {
		return err
	}
	for row, err := range book.Rows(ctx, index) {
		if err != nil {
			return err
		}
		if err := write(row); err != nil {
			return err
		}
	}
	return nil
}

// chooseSheet finds the sheet by name, or the first visible one.
func chooseSheet(book *workbook.Workbook, file, name string) (int, error) {
	var names []string
	for _, s := range book.Sheets() {
		if s.Name == name || name == "" && s.Visibility == workbook.Visible {
			return s.Index, nil
		}
		names = append(names, s.Name)
	}
	return 0, usagef("%s has no sheet %q; it has %q", file, name, names)
}

// cellFormats are the ways to print rows; each makes a function that prints one.
var cellFormats = map[string]func(io.Writer) func(*cell.Row) error{
	"csv":   csvRows,
	"jsonl": jsonRows,
	"none":  func(io.Writer) func(*cell.Row) error { return func(*cell.Row) error { return nil } },
}

func csvRows(out io.Writer) func(*cell.Row) error {
	w := csv.NewWriter(out)
	return func(r *cell.Row) error {
		texts := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			texts[i] = fmt.Sprint(shown(c))
			if c.Kind == cell.Empty {
				texts[i] = ""
			}
		}
		if err := w.Write(texts); err != nil {
			return err
		}
		w.Flush()
		return w.Error()
	}
}

func jsonRows(out io.Writer) func(*cell.Row) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return func(r *cell.Row) error {
		values := make([]any, len(r.Cells))
		for i, c := range r.Cells {
			values[i] = shown(c)
		}
		return encoder.Encode(map[string]any{"row": r.Number, "cells": values})
	}
}

// shown is a cell's value as it is printed.
func shown(c cell.Cell) any {
	switch c.Kind {
	case cell.Empty:
		return nil
	case cell.Number:
		return json.Number(c.Text)
	case cell.Bool:
		return c.Num != 0
	case cell.Date:
		return dateText(c.Time())
	case cell.Duration:
		return c.Elapsed().String()
	default:
		return c.Text
	}
}

// dateText writes a date without a time of day that is midnight.
func dateText(t time.Time) string {
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05.999")
}
