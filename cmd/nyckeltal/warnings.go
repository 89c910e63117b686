package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/transform/record"
)

// printWarnings prints what checks warned of, as a table, and who has accepted it.
func printWarnings(out io.Writer, job *home.Job, warnings []record.Warning, file, sha string) {
	if len(warnings) == 0 {
		return
	}
	t := newTable(out, "check", "sheet", "at", "warning", "")
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

// warnOfIdle tells on standard error what indicators of a catalogue count and nothing in the warehouse has.
func warnOfIdle(cmd *cobra.Command, w *load.Warehouse, indicators *catalogue.Catalogue) error {
	idle, err := w.IdleTerms(cmd.Context(), indicators)
	for _, term := range idle {
		fmt.Fprintf(cmd.ErrOrStderr(), "warning: %s\n", term)
	}
	return err
}

// checkIdle is warnOfIdle for check, which asks no server and starts no engine where nothing was ever loaded. A warehouse that
// cannot be asked is no fault of the configuration.
func (a *app) checkIdle(cmd *cobra.Command, h *home.Home, indicators *catalogue.Catalogue) {
	if _, err := os.Stat(h.State("archive")); err != nil || !usesEngine(h) {
		return
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err == nil {
		defer func() { _ = done() }() // nothing was written
		err = warnOfIdle(cmd, w, indicators)
	}
	if err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "The catalogue was not compared with the warehouse: %v\n", err)
	}
}
