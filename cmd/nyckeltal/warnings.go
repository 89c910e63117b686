package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/jedib0t/go-pretty/v6/table"

	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/transform/record"
)

// printWarnings prints what checks warned of, as a table, and who has accepted it.
func printWarnings(out io.Writer, job *home.Job, warnings []record.Warning, file, sha string) {
	if len(warnings) == 0 {
		return
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = 0
	t.AppendHeader(table.Row{"check", "sheet", "at", "warning", ""})
	for i := range warnings {
		w := &warnings[i]
		at := w.Cell
		if at == "" && w.Row > 0 {
			at = fmt.Sprintf("row %d", w.Row)
		}
		state := "open"
		if a := job.Accepted(w, file, sha); a != nil {
			state = fmt.Sprintf("accepted by %s %s: %s", a.By, a.Date, a.Comment)
		}
		t.AppendRow(table.Row{w.Check, w.Sheet, at, w.Message, state})
	}
	t.Render()
	all, open := schedules.Warned(job, warnings, file, sha)
	fmt.Fprintf(out, "Warnings: %d, of which %d are open; sign them off in %s.\n", all, open, job.AcceptedFile())
}

// fingerprint returns the SHA-256 of a file in hexadecimal.
func fingerprint(path string) (sha string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
