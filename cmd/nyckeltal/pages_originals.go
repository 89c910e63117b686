package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/load"
	"nyckeltal/report/site"
	"nyckeltal/schedules"
	"nyckeltal/schedules/feedback"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// originals shows delivered files on the pages. A file is mapped again before anything of it is shown, since only the mapping tells
// which columns are private: what cannot be mapped is not shown.
type originals struct {
	home      *home.Home
	archive   *archive.Archive
	jobs      []*home.Job
	warehouse func(context.Context) (*load.Warehouse, error) // for the codes
	turn      chan struct{}                                  // one file at a time is mapped
}

func openOriginals(h *home.Home, jobs []*home.Job) (*originals, error) {
	if err := h.CreateState(); err != nil {
		return nil, err
	}
	store, err := archive.Open(h.State("archive"), time.Now())
	if err != nil {
		return nil, err
	}
	return &originals{home: h, archive: store, jobs: jobs, turn: make(chan struct{}, 1)}, nil
}

// mapped is a delivered file that has been mapped again.
type mapped struct {
	content *archive.Content
	book    *workbook.Workbook
	summary transform.Summary
	refused []record.Reject
	name    string
}

func (m *mapped) close() error { return errors.Join(m.book.Close(), m.content.Close()) }

// open maps a delivered file.
func (o *originals) open(ctx context.Context, d site.Delivered) (m *mapped, err error) {
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	job := home.Named(o.jobs, d.Job)
	if job == nil {
		return nil, &site.HiddenError{Why: fmt.Errorf("there is no job %s any more, which took %s in", d.Job, d.File)}
	}
	password, err := o.home.Reveal(job.From.Password)
	if err != nil {
		return nil, err
	}
	m = &mapped{name: d.File}
	if m.content, err = o.archive.Open(ctx, d.SHA256); err != nil {
		return nil, fmt.Errorf("%s: %w", d.File, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, m.content.Close())
		}
	}()
	m.book, err = workbook.OpenReader(m.content, m.content.Size(), workbook.Options{Name: d.File, Password: password})
	if err != nil {
		return nil, &site.HiddenError{Why: err}
	}
	if err := o.mapAgain(ctx, m, job, d); err != nil {
		return nil, errors.Join(err, m.book.Close())
	}
	return m, nil
}

// mapAgain maps the file as a run would now.
func (o *originals) mapAgain(ctx context.Context, m *mapped, job *home.Job, d site.Delivered) error {
	captures, matches := job.Files().Match(d.File)
	if !matches {
		return &site.HiddenError{Why: fmt.Errorf("%s does not follow the pattern of job %s any more, %s", d.File, job.Name, job.From.Pattern)}
	}
	w, err := o.warehouse(ctx)
	if err != nil {
		return err
	}
	codes, err := w.Codes(ctx)
	if err != nil {
		return err
	}
	key, err := o.home.PseudonymKey()
	if err != nil {
		return err
	}
	refused := &rejects{}
	m.summary, err = schedules.Map(ctx, schedules.Mapping{
		Job: job, Book: m.book, File: source.File{Name: d.File, Captures: captures, ModTime: time.Now()}, Codes: codes, Key: key,
	}, refused, func() {})
	m.refused = refused.list
	switch {
	case err == nil, onlyTotals(err):
		return nil
	case ctx.Err() != nil:
		return err
	}
	return &site.HiddenError{Why: err}
}

// onlyTotals tells whether nothing but control totals is wrong, which are compared when every row has been mapped.
func onlyTotals(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			if !onlyTotals(one) {
				return false
			}
		}
		return true
	}
	_, ok := err.(*transform.ControlError) //nolint:errorlint // each leaf is looked at by itself
	return ok
}

// around is how many rows are shown before and after the one that is meant.
const around = 6

// Around is site.Originals'.
func (o *originals) Around(ctx context.Context, d site.Delivered, sheet string, row int) (grid *site.Grid, err error) {
	m, err := o.open(ctx, d)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	known := schedules.Sheets(m.summary)
	at := slices.IndexFunc(known, func(s feedback.Sheet) bool { return s.Name == sheet })
	if at < 0 {
		return nil, &site.HiddenError{Why: fmt.Errorf("the mapping reads no sheet %q of %s", sheet, d.File)}
	}
	index := -1
	for _, s := range m.book.Sheets() {
		if s.Name == sheet {
			index = s.Index
		}
	}
	grid = &site.Grid{}
	for r, err := range m.book.Rows(ctx, index) {
		if err != nil {
			return nil, err
		}
		if r.Number > row+around {
			break
		}
		if heading := r.Number == known[at].Heading; heading || r.Number >= row-around && r.Number > known[at].Heading {
			grid.Rows = append(grid.Rows, gridRow(r, known[at]))
		}
	}
	square(grid)
	return grid, nil
}

// gridRow is a row of a sheet without what is private.
func gridRow(r *cell.Row, s feedback.Sheet) site.GridRow {
	one := site.GridRow{Number: r.Number, Heading: r.Number == s.Heading}
	for i, c := range r.Cells {
		shown := site.GridCell{Ref: cell.Ref(i, r.Number), Hidden: !one.Heading && slices.Contains(s.Private, i)}
		if !shown.Hidden {
			shown.Text, shown.Number = string(c.AppendText(nil)), c.Kind == cell.Number
		}
		one.Cells = append(one.Cells, shown)
	}
	return one
}

// square names the columns, and fills short rows up.
func square(g *site.Grid) {
	width := 0
	for _, r := range g.Rows {
		width = max(width, len(r.Cells))
	}
	for i := range width {
		g.Columns = append(g.Columns, strings.TrimSuffix(cell.Ref(i, 1), "1"))
	}
	for i := range g.Rows {
		for len(g.Rows[i].Cells) < width {
			g.Rows[i].Cells = append(g.Rows[i].Cells, site.GridCell{})
		}
	}
}

// Tell is site.Originals'.
func (o *originals) Tell(language, reason, expected string) (toldReason, toldExpected string) {
	return feedback.Tell(language, record.Reason(reason), expected)
}

// Marked is site.Originals'.
func (o *originals) Marked(ctx context.Context, d site.Delivered) (name string, data []byte, err error) {
	m, err := o.open(ctx, d)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	copied := &feedback.Delivery{
		Book: m.book, Content: m.content, Size: m.content.Size(), Name: strings.ReplaceAll(d.File, "/", "_"), Sheets: schedules.Sheets(m.summary),
		Rejects: m.refused, Total: len(m.refused), Language: o.home.Config.Language,
	}
	marked, err := copied.Mark(ctx)
	if errors.Is(err, feedback.ErrNoRejects) {
		return "", nil, site.ErrNothingRefused
	}
	if err != nil {
		return "", nil, err
	}
	return marked.Name, marked.Data, nil
}
