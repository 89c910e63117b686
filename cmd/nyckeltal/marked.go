package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules"
	"nyckeltal/schedules/feedback"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// sender gives marked workbooks back as the home's configuration says.
func sender(h *home.Home) (*feedback.Sender, error) {
	mail, err := mailServer(h)
	if err != nil {
		return nil, err
	}
	s := &feedback.Sender{Mail: mail}
	if outbox := h.Config.Feedback.Outbox; outbox != "" {
		s.Outbox.Dir = h.Path(outbox)
	}
	return s, nil
}

// writeMarked writes the workbook of a trial with its faults marked.
func writeMarked(
	cmd *cobra.Command, h *home.Home, book *workbook.Workbook, try trial, summary transform.Summary, refused []record.Reject,
) error {
	file, err := os.Open(try.path)
	if err != nil {
		return err
	}
	defer file.Close() // only read from
	info, err := file.Stat()
	if err != nil {
		return err
	}
	delivery := &feedback.Delivery{
		Book: book, Content: file, Size: info.Size(), Name: filepath.Base(try.path), Sheets: schedules.Sheets(summary),
		Rejects: refused, Total: len(refused), Language: h.Config.Language,
	}
	marked, err := delivery.Mark(cmd.Context())
	if err != nil {
		return err
	}
	if err := os.WriteFile(try.marked, marked.Data, 0o640); err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "The faults are marked in %s.\n", try.marked)
	return err
}
