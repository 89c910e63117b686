package schedules

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
)

// Mapping is what is needed to map one workbook by a job.
type Mapping struct {
	Job   *home.Job
	Path  string      // where the workbook lies
	File  source.File // what it was called and what its name says
	Codes transform.Lookup
	Key   []byte // of the pseudonyms
}

// Map reads the workbook and hands its records and rejects to the sink, without loading them. It calls row for every
// row that is read. The errors are those of opening and reading the workbook (*workbook.Error), of mapping it, and of
// the sink.
func Map(ctx context.Context, m Mapping, to transform.Sink, row func()) (transform.Summary, error) {
	book, err := workbook.Open(m.Path, workbook.Options{Name: m.File.Name})
	if err != nil {
		return transform.Summary{}, err
	}
	defer book.Close()
	in := transform.Input{
		File: m.File.Name, Period: m.File.Captures.Period, Year: m.File.Captures.Year, Captures: m.File.Captures.Values,
		Lookup: m.Codes, Key: m.Key,
	}
	for _, sheet := range book.Sheets() {
		in.Sheets = append(in.Sheets, transform.Sheet{
			Name:   sheet.Name,
			Hidden: sheet.Visibility != workbook.Visible,
			Rows: func(ctx context.Context) iter.Seq2[*cell.Row, error] {
				return counting(book.Rows(ctx, sheet.Index), row)
			},
		})
	}
	return m.Job.Mapper().Map(ctx, in, to)
}

// counting calls row for every row that passes.
func counting(rows iter.Seq2[*cell.Row, error], row func()) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		for r, err := range rows {
			row()
			if !yield(r, err) {
				return
			}
		}
	}
}
