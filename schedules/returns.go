package schedules

import (
	"context"
	"fmt"
	"strings"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/workbook"
	"nyckeltal/load"
	"nyckeltal/schedules/feedback"
	"nyckeltal/transform"
)

// giveBack gives the department its workbook with the faults marked, unless an earlier run did, and returns a note of
// where it went. That it fails is noted too and fails nothing: the rejects stay in the warehouse. It is called before the
// load is registered.
func (e *execution) giveBack(ctx context.Context, meta load.Meta, content *archive.Content, summary transform.Summary, s *sink) string {
	to := feedback.Department{Job: e.job.Name, Title: e.job.Title, Contact: e.job.Contact}
	if s.rejects == 0 || e.Feedback == nil || !e.Feedback.Needed(to) {
		return ""
	}
	tried, err := e.Warehouse.Tried(ctx, meta)
	if tried {
		return ""
	}
	where := ""
	if err == nil {
		where, err = e.markAndReturn(ctx, meta.File, content, summary, s, to)
	}
	switch {
	case err != nil && where != "":
		return fmt.Sprintf("marked copy: %s; but %v", where, err)
	case err != nil:
		return fmt.Sprintf("no marked copy: %v", err)
	}
	return "marked copy: " + where
}

func (e *execution) markAndReturn(
	ctx context.Context, name string, content *archive.Content, summary transform.Summary, s *sink, to feedback.Department,
) (string, error) {
	book, err := e.open(content, name)
	if err != nil {
		return "", err
	}
	defer book.Close()
	return e.Feedback.Return(ctx, &feedback.Delivery{
		Book: book, Content: content, Size: content.Size(), Name: strings.ReplaceAll(name, "/", "_"), Sheets: Sheets(summary),
		Rejects: s.first, Total: s.rejects, Language: e.Home.Config.Language,
	}, to)
}

// open opens a workbook of the job.
func (e *execution) open(content *archive.Content, name string) (*workbook.Workbook, error) {
	password, err := e.Home.Reveal(e.job.From.Password)
	if err != nil {
		return nil, err
	}
	return workbook.OpenReader(content, content.Size(), workbook.Options{Name: name, Password: password})
}

// Sheets are the mapped sheets as a marked copy needs them.
func Sheets(summary transform.Summary) []feedback.Sheet {
	var sheets []feedback.Sheet
	for _, sheet := range summary.Sheets {
		sheets = append(sheets, feedback.Sheet{Name: sheet.Name, Heading: sheet.Heading, Private: sheet.Private})
	}
	return sheets
}
