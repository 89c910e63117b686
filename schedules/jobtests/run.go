package jobtests

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// key makes the pseudonyms of tests, the same everywhere. It protects nobody: the persons of tests are invented.
var key = []byte("nyckeltal: the key of the tests of jobs")

// Result is what a test came to.
type Result struct {
	Test
	Missing  bool   // there is nothing yet that was expected
	got      []byte // the lines, as the product writes them
	expected []byte // those that were expected, written in the same way
}

// Passed tells whether the job makes of the workbook what is expected.
func (r *Result) Passed() bool { return !r.Missing && bytes.Equal(r.got, r.expected) }

// Diff shows what differs: lines that were expected and did not come begin with a minus, those that came instead with a
// plus.
func (r *Result) Diff() string {
	text := string(diff.Diff("expected", r.expected, "mapped", r.got))
	_, text, _ = strings.Cut(text, "\n") // the command line of diff
	return text
}

// Write makes what came what is expected.
func (r *Result) Write() error { return os.WriteFile(r.Expected, r.got, 0o644) }

// Run maps the workbook of the test. That the workbook as a whole is refused is a result like others; the error is
// one of reading the files of the test, of which faults are *config.Problem, or of the context.
func (t Test) Run(ctx context.Context) (*Result, error) {
	r := &Result{Test: t}
	expected, err := os.ReadFile(t.Expected)
	r.Missing = errors.Is(err, fs.ErrNotExist)
	if err != nil && !r.Missing {
		return nil, err
	}
	dataset := t.Job.Schema()
	if r.expected, err = canonical(t.Expected, expected, dataset); err != nil {
		return nil, err
	}
	codes, err := t.codes()
	if err != nil {
		return nil, err
	}
	lines := &collector{dataset: dataset}
	summary, err := t.mapInto(ctx, codes, lines)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	lines.finish(summary, err)
	r.got, err = write(lines.list, dataset)
	return r, err
}

// mapInto maps the workbook.
func (t Test) mapInto(ctx context.Context, codes transform.Lookup, to transform.Sink) (transform.Summary, error) {
	data, err := os.ReadFile(t.Workbook)
	if err != nil {
		return transform.Summary{}, err
	}
	name := filepath.Base(t.Workbook)
	book, err := workbook.OpenReader(bytes.NewReader(data), int64(len(data)), workbook.Options{Name: name})
	if err != nil {
		return transform.Summary{}, err
	}
	defer book.Close() // only read from
	m := schedules.Mapping{
		Job: t.Job, Book: book, File: source.File{Path: t.Workbook, Name: name, Captures: t.Captures}, Codes: codes, Key: key,
	}
	return schedules.Map(ctx, m, to, func() {})
}

// collector is a sink that writes down what it gets.
type collector struct {
	dataset *record.Dataset
	list    []line
}

var _ transform.Sink = (*collector)(nil)

// Record writes a record down.
func (c *collector) Record(r *record.Record) error {
	l := line{Sheet: r.Sheet, Row: r.Row, Cell: r.Cell, Record: fields{}}
	for i, v := range r.Values {
		if value := show(&c.dataset.Columns[i], v); value != nil {
			l.Record[c.dataset.Columns[i].Name] = value
		}
	}
	c.list = append(c.list, l.place())
	return nil
}

// Reject writes a reject down.
func (c *collector) Reject(r record.Reject) error {
	l := line{Sheet: r.Sheet, Row: r.Row, Cell: r.Cell, Reject: string(r.Reason), Column: r.Column, Expected: r.Expected, Found: r.Found}
	c.list = append(c.list, l.place())
	return nil
}

// finish writes down what is said of the workbook as a whole.
func (c *collector) finish(s transform.Summary, fault error) {
	for _, w := range s.Warnings {
		l := line{Sheet: w.Sheet, Row: w.Row, Cell: w.Cell, Warning: w.Check, Column: w.Column, Message: w.Message}
		if w.Count > 1 {
			l.Count = w.Count
		}
		c.list = append(c.list, l.place())
	}
	for _, note := range s.Notes {
		c.list = append(c.list, line{Note: note})
	}
	if fault != nil {
		c.list = append(c.list, line{Refused: fault.Error()})
		return // what was counted until then is by chance
	}
	c.list = append(c.list, line{Counts: &counts{
		Rows: s.Rows, Mapped: s.Mapped, Rejected: s.Rejected, Skipped: s.Skipped, Skips: s.Skips, Records: s.Records,
	}})
}
