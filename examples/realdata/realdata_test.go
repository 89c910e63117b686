// Package realdata_test maps real files, which are not part of the project, by the jobs beside it and compares the sums
// with those that the files or their publishers state.
package realdata_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// files is where the real files lie when they are there: beside the project.
const files = "../../../shared/realdata"

// open returns the path of a real file, and skips the test when it is not there.
func open(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(files, name)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: the real files are not part of the project", path)
	}
	return path
}

// mapped is a Sink that keeps everything, and what the mapping counted.
type mapped struct {
	transform.Summary
	job     *home.Job
	records []record.Record
	rejects []record.Reject
}

func (m *mapped) Record(r *record.Record) error {
	kept := *r
	kept.Values = append([]record.Value(nil), r.Values...)
	m.records = append(m.records, kept)
	return nil
}

func (m *mapped) Reject(r record.Reject) error {
	m.rejects = append(m.rejects, r)
	return nil
}

// mapFile maps a real file by a job of this home. Every row must be accounted for, none refused, and no column unknown.
func mapFile(t *testing.T, job, file string) *mapped {
	t.Helper()
	path := open(t, file)
	h, err := home.Open(".")
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	selected, err := schedules.Select(jobs, []string{job})
	if err != nil {
		t.Fatal(err)
	}
	m := &mapped{job: selected[0]}
	captures, ok := m.job.Files().Match(file)
	if !ok {
		t.Fatalf("%s does not follow %s", file, m.job.From.Pattern)
	}
	book, err := workbook.Open(path, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows := 0
	what := schedules.Mapping{Job: m.job, Book: book, File: source.File{Name: file, Captures: captures}}
	m.Summary, err = schedules.Map(t.Context(), what, m, func() { rows++ })
	m.conserved(t, rows)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// conserved checks that every row that was read is counted, once.
func (m *mapped) conserved(t *testing.T, rows int) {
	t.Helper()
	skips := 0
	for _, n := range m.Skips {
		skips += n
	}
	if m.Rows != rows || m.Rows != m.Mapped+m.Rejected+m.Skipped || m.Skipped != skips || m.Records != len(m.records) {
		t.Errorf("%d rows, and the counts are %+v", rows, m.Summary)
	}
	for _, reject := range m.rejects {
		t.Errorf("%s %s: %s", reject.Cell, reject.Column, reject.Message())
	}
	for _, note := range m.Notes {
		t.Error(note)
	}
}

// counts compares the rows that were mapped and those that were skipped, by name.
func (m *mapped) counts(t *testing.T, rows int, skips map[string]int) {
	t.Helper()
	if m.Mapped != rows {
		t.Errorf("%d rows were mapped, want %d", m.Mapped, rows)
	}
	for name, n := range skips {
		if m.Skips[name] != n {
			t.Errorf("%d rows were skipped as %s, want %d", m.Skips[name], name, n)
		}
	}
	if len(m.Skips) != len(skips) {
		t.Errorf("skipped rows: %v, want %v", m.Skips, skips)
	}
}

// of returns the value of a record's column.
func (m *mapped) of(r *record.Record, column string) record.Value {
	return r.Values[m.job.Schema().Index(column)]
}

// sum adds up a column of the records for which keep is true, or of all when it is nil.
func (m *mapped) sum(column string, keep func(r *record.Record) bool) decimal.Decimal {
	scale := m.job.Schema().Columns[m.job.Schema().Index(column)].Scale
	var units int64
	for i := range m.records {
		if r := &m.records[i]; keep == nil || keep(r) {
			units += m.of(r, column).Int
		}
	}
	return decimal.New(units, -int32(scale))
}

// equal compares a sum with a control figure as it is printed, with spaces between thousands.
func equal(t *testing.T, what string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(decimal.RequireFromString(strings.ReplaceAll(want, " ", ""))) {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}
