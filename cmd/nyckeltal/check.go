package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"nyckeltal/ingest/source"
	"nyckeltal/load/catalogue"
	"nyckeltal/report"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

func newCheckCommand(a *app) *cobra.Command {
	var file, job string
	cmd := &cobra.Command{
		Use:   "check [--file FILE --job JOB]",
		Short: "Check the configuration, or try a workbook without loading it",
		Long: `Without flags, check reads the home's configuration, jobs, catalogue and report definitions and names every fault
with file and line. With --file and --job it maps the workbook as the job would, lists what would be refused, and loads
nothing.`,
		Example: "  nyckeltal check\n  nyckeltal check --file volymer_ekonomi.xlsx --job volymer",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (file == "") != (job == "") {
				return usagef("--file and --job belong together")
			}
			h, jobs, err := a.jobs()
			if file != "" {
				if err != nil {
					return err
				}
				return a.checkFile(cmd, h, jobs, file, job)
			}
			return checkHome(cmd, h, jobs, err)
		},
	}
	cmd.Flags().StringVar(&file, "file", "", "a workbook to map without loading it")
	cmd.Flags().StringVar(&job, "job", "", "the job whose mapping is used")
	return cmd
}

// checkHome names every fault of the home; jobsErr are those of its jobs.
func checkHome(cmd *cobra.Command, h *home.Home, jobs []*home.Job, jobsErr error) error {
	if h == nil {
		return jobsErr
	}
	indicators, catalogueErr := catalogue.Load(filepath.Join(h.Dir, "catalogue.yaml"))
	reports, reportsErr := report.Load(filepath.Join(h.Dir, "reports"))
	if err := errors.Join(jobsErr, catalogueErr, reportsErr); err != nil {
		return &usageError{err}
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "The configuration is in order: %d jobs, %d indicators, %d reports.\n",
		len(jobs), len(indicators.Indicators), len(reports))
	return err
}

// checkFile maps a workbook without loading it and prints what would become of its rows.
func (a *app) checkFile(cmd *cobra.Command, h *home.Home, jobs []*home.Job, path, name string) error {
	selected, err := schedules.Select(jobs, []string{name})
	if err != nil {
		return &usageError{err}
	}
	job := selected[0]
	captures, matches := job.Files().Match(filepath.Base(path))
	if !matches {
		return usagef("the name of %s does not follow the pattern of job %s, %s: rename a copy", path, job.Name, job.From.Pattern)
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	codes, err := w.Codes(cmd.Context())
	if err != nil {
		return err
	}
	key, err := h.PseudonymKey()
	if err != nil {
		return err
	}
	refused := &rejects{}
	m := schedules.Mapping{
		Job: job, Path: path, File: source.File{Path: path, Name: filepath.Base(path), Captures: captures}, Codes: codes, Key: key,
	}
	summary, err := schedules.Map(cmd.Context(), m, refused, func() {})
	printCounts(cmd.OutOrStdout(), summary)
	printRejects(cmd.OutOrStdout(), refused.list)
	if err == nil && len(refused.list) > 0 {
		err = errPartly
	}
	return err
}

// rejects is a sink that keeps the rejects and drops the records.
type rejects struct{ list []record.Reject }

var _ transform.Sink = (*rejects)(nil)

// Record drops a record.
func (r *rejects) Record(*record.Record) error { return nil }

// Reject keeps a reject.
func (r *rejects) Reject(reject record.Reject) error {
	r.list = append(r.list, reject)
	return nil
}

// printCounts prints what became of the rows.
func printCounts(out io.Writer, s transform.Summary) {
	fmt.Fprintf(out, "%d rows read = %d mapped + %d rejected + %d skipped; %d records.\n", s.Rows, s.Mapped, s.Rejected, s.Skipped, s.Records)
	for _, rule := range slices.Sorted(maps.Keys(s.Skips)) {
		fmt.Fprintf(out, "  skipped as %s: %d\n", rule, s.Skips[rule])
	}
	for _, note := range s.Notes {
		fmt.Fprintf(out, "Note: %s\n", note)
	}
}

// printRejects prints what was refused, as a table.
func printRejects(out io.Writer, refused []record.Reject) {
	if len(refused) == 0 {
		return
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = 0
	t.AppendHeader(table.Row{"sheet", "at", "column", "what is wrong"})
	for _, r := range refused {
		at := r.Cell
		if at == "" {
			at = fmt.Sprintf("row %d", r.Row)
		}
		t.AppendRow(table.Row{r.Sheet, at, r.Column, r.Message()})
	}
	t.Render()
}
