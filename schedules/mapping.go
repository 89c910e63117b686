package schedules

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules/feedback"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
)

// Mapping is what is needed to map one workbook by a job.
type Mapping struct {
	Job   *home.Job
	Book  *workbook.Workbook
	File  source.File // what the workbook is called and what its name says
	Codes transform.Lookup
	Key   []byte // of the pseudonyms
	// Previous is how many rows of the last delivery of the source gave records; 0 when there was none.
	Previous int
}

// Map reads the workbook and hands its records and rejects to the sink, without loading them. It calls row for every
// row that is read. The errors are those of reading the workbook (*workbook.Error), of mapping it, and of the sink.
func Map(ctx context.Context, m Mapping, to transform.Sink, row func()) (transform.Summary, error) {
	in := transform.Input{
		File: m.File.Name, Period: m.File.Captures.Period, Year: m.File.Captures.Year, Captures: m.File.Captures.Values,
		Lookup: m.Codes, Key: m.Key, Delivered: m.File.ModTime, Previous: m.Previous,
	}
	for _, sheet := range m.Book.Sheets() {
		if feedback.IsList(sheet.Name) {
			continue // of a marked copy that came back
		}
		in.Sheets = append(in.Sheets, transform.Sheet{
			Name:   sheet.Name,
			Hidden: sheet.Visibility != workbook.Visible,
			Rows: func(ctx context.Context) iter.Seq2[*cell.Row, error] {
				return counting(cell.Ahead(m.Book.Rows(ctx, sheet.Index)), row)
			},
			Layout: func(ctx context.Context) (cell.Layout, error) { return m.Book.Layout(ctx, sheet.Index) },
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
