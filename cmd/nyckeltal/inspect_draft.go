package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules/home"
	"nyckeltal/transform/draft"
	"nyckeltal/transform/record"
)

// draftFlags say how a draft is made.
type draftFlags struct {
	on      bool
	dataset string
	job     string
}

// find returns the dataset that was asked for; nil when none was.
func (f *draftFlags) find() (*record.Dataset, error) {
	if f.dataset == "" {
		return nil, nil
	}
	if d := record.Find(f.dataset); d != nil {
		return d, nil
	}
	var names []string
	for _, d := range record.Datasets() {
		names = append(names, d.Name)
	}
	return nil, usagef("there is no dataset %q%s; there are %s", f.dataset, match.DidYouMean(f.dataset, names), strings.Join(names, ", "))
}

// writeDraft writes a job for a workbook as a draft.
func writeDraft(ctx context.Context, out io.Writer, file string, from bookFlags, flags draftFlags) error {
	dataset, err := flags.find()
	if err != nil {
		return err
	}
	book, err := from.open(file)
	if err != nil {
		return err
	}
	defer book.Close()
	found, err := inspectBook(ctx, book, file, from)
	if err != nil {
		return err
	}
	if err := found.verdict(); err != nil {
		return err
	}
	d, err := draft.Make(ctx, found.draftFrom(book, from), draft.Options{Dataset: dataset, Job: flags.job, Folder: folderInHome(file)})
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	_, err = io.WriteString(out, d.YAML())
	return err
}

// folderInHome returns the folder that a file lies in, seen from the home around it; "" where there is none.
func folderInHome(file string) string {
	path, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	dir, err := home.Find(filepath.Dir(path))
	if err != nil {
		return ""
	}
	folder, err := filepath.Rel(dir, filepath.Dir(path))
	if err != nil {
		return ""
	}
	return filepath.ToSlash(folder)
}

// draftFrom is what a draft is made from: the sheets that were inspected, and their rows once more.
func (found *inspection) draftFrom(book *workbook.Workbook, from bookFlags) draft.Book {
	b := draft.Book{File: found.file, Plain: found.format.Delimiter != 0, Given: from.sheet != ""}
	for i := range found.sheets {
		s := &found.sheets[i]
		b.Sheets = append(b.Sheets, draft.Sheet{
			Name: s.Name, Hidden: s.Visibility != workbook.Visible, Profile: s.profile, Merged: s.layout.Merged,
			Rows: func(ctx context.Context) iter.Seq2[*cell.Row, error] { return book.Rows(ctx, s.Index) },
		})
	}
	return b
}
