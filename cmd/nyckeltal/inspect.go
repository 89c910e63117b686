package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
	"nyckeltal/ingest/workbook"
)

func newInspectCommand() *cobra.Command {
	var from bookFlags
	var asJSON bool
	var draft draftFlags
	cmd := &cobra.Command{
		Use:   "inspect FILE",
		Short: "Show what a workbook holds: sheets, headings, types per column; or draft a job for it",
		Long: `Inspect reads a workbook and shows its format, its sheets with their visibility and extent, and for each
sheet the row that looks like the heading and what the columns hold below it: kinds of values, how many
different ones, the range of numbers and dates, errors, and formulas without a stored result.

Texts are never shown, only headings; and no range of a column in which something looks like a personal
identity number. Nothing is loaded.

With --draft it writes a job file instead: a mapping as far as the workbook tells it, with the reason for each
guess, and "# decide" where a person must decide. Of texts it shows the words of columns in which only certain
words are allowed, such as a status.`,
		Example: "  nyckeltal inspect volymer_hr.xlsx\n  nyckeltal inspect volymer_hr.xlsx --sheet Löneärenden --json\n" +
			"  nyckeltal inspect leverantorer_2023-11.csv --draft --dataset ledger --job leverantorer > jobs/leverantorer.yaml",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case draft.on:
				return writeDraft(cmd.Context(), cmd.OutOrStdout(), args[0], from, draft)
			case draft.dataset != "" || draft.job != "":
				return usagef("--dataset and --job belong to --draft")
			}
			found, err := inspect(cmd.Context(), args[0], from)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if asJSON {
				err = newEncoder(out).Encode(found.machine())
			} else {
				err = found.print(out, columnsOf(out))
			}
			return errors.Join(err, found.verdict())
		},
	}
	from.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	cmd.Flags().BoolVar(&draft.on, "draft", false, "write a job file as a draft")
	cmd.Flags().StringVar(&draft.dataset, "dataset", "", "the dataset that the draft fills, instead of the one that fits best")
	cmd.Flags().StringVar(&draft.job, "job", "", "the name of the drafted job")
	cmd.MarkFlagsMutuallyExclusive("draft", "json")
	return cmd
}

// inspection is what was found in a workbook.
type inspection struct {
	file   string
	format workbook.Format
	count  int // of all its sheets
	sheets []inspectedSheet
}

// inspectedSheet is what was found in a sheet, or why it cannot be read.
type inspectedSheet struct {
	workbook.Sheet
	layout  cell.Layout
	profile *profile.Sheet
	err     error
}

// inspect reads the sheets of the workbook, or the one that is named.
func inspect(ctx context.Context, file string, from bookFlags) (*inspection, error) {
	book, err := from.open(file)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	return inspectBook(ctx, book, file, from)
}

// inspectBook reads the sheets of an open workbook, or the one that is named.
func inspectBook(ctx context.Context, book *workbook.Workbook, file string, from bookFlags) (*inspection, error) {
	sheets := book.Sheets()
	found := &inspection{file: filepath.Base(file), format: book.Format(), count: len(sheets)}
	if from.sheet != "" {
		sheet, err := from.choose(sheets, file)
		if err != nil {
			return nil, err
		}
		sheets = []workbook.Sheet{sheet}
	}
	for _, sheet := range sheets {
		s := inspectedSheet{Sheet: sheet}
		if s.profile, s.err = profile.Of(book.Rows(ctx, sheet.Index)); s.err == nil {
			s.layout, s.err = book.Layout(ctx, sheet.Index)
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		found.sheets = append(found.sheets, s)
	}
	return found, nil
}

// verdict is the error of a workbook of which sheets cannot be read.
func (found *inspection) verdict() error {
	var failed []error
	for _, s := range found.sheets {
		if s.err != nil {
			failed = append(failed, s.err)
		}
	}
	switch {
	case len(failed) == 0:
		return nil
	case len(failed) == len(found.sheets):
		return fmt.Errorf("no sheet can be read: %w", failed[0])
	}
	return errPartly
}
