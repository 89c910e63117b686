package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/report"
	"nyckeltal/report/comment"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

func newCheckCommand(a *app) *cobra.Command {
	var file, job, marked string
	var updateTests bool
	cmd := &cobra.Command{
		Use:   "check [--file FILE --job JOB]",
		Short: "Check the configuration, or try a workbook without loading it",
		Long: `Without flags, check reads the home's configuration, jobs, catalogue and report definitions and names every fault
with file and line; then it runs the tests of the jobs, which lie in jobs/JOB.tests. With --file and --job it maps the
workbook as the job would, lists what would be refused, and loads nothing.`,
		Example: "  nyckeltal check\n  nyckeltal check --file volymer_ekonomi.xlsx --job volymer",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (file == "") != (job == "") {
				return usagef("--file and --job belong together")
			}
			if marked != "" && file == "" {
				return usagef("--marked belongs to --file and --job")
			}
			if updateTests && file != "" {
				return usagef("--update-tests belongs to the whole home, not to --file")
			}
			h, jobs, err := a.jobs()
			if file != "" {
				if err != nil {
					return err
				}
				return a.checkFile(cmd, h, jobs, trial{file, job, marked})
			}
			return a.checkHome(cmd, h, jobs, err, updateTests)
		},
	}
	cmd.Flags().StringVar(&file, "file", "", "a workbook to map without loading it")
	cmd.Flags().StringVar(&job, "job", "", "the job whose mapping is used")
	cmd.Flags().StringVar(&marked, "marked", "", "write the workbook with the faults marked to this .xlsx file")
	cmd.Flags().BoolVar(&updateTests, "update-tests", false, "show what the jobs' tests find different, and make it what they expect")
	return cmd
}

// trial is a workbook that is mapped without being loaded.
type trial struct {
	path, job string
	marked    string // where a marked copy goes, or ""
}

// checkHome names every fault of the home, and runs the tests of its jobs; jobsErr are the faults of its jobs.
func (a *app) checkHome(cmd *cobra.Command, h *home.Home, jobs []*home.Job, jobsErr error, updateTests bool) error {
	if h == nil {
		return jobsErr
	}
	indicators, catalogueErr := loadCatalogue(h)
	reports, reportsErr := report.Load(filepath.Join(h.Dir, "reports"))
	var commentsErr error
	if reportsErr == nil { // a report that is not known has no comments that could be checked
		commentsErr = comment.Check(filepath.Join(h.Dir, "comments"), reports)
	}
	var fitErr error
	if reportsErr == nil && catalogueErr == nil {
		fitErr = report.Check(reports, unitsOf(indicators))
	}
	if err := errors.Join(jobsErr, catalogueErr, reportsErr, commentsErr, fitErr); err != nil {
		return &usageError{err}
	}
	if err := errors.Join(checkAnalysts(h), checkPages(h)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "The configuration is in order: %s, %s, %s.\n",
		plural(len(jobs), "job"), plural(len(indicators.Indicators), "indicator"), plural(len(reports), "report"))
	if err != nil {
		return err
	}
	warnOfDrafts(cmd.ErrOrStderr(), jobs)
	a.checkIdle(cmd, h, indicators)
	return runTests(cmd, h, jobs, updateTests)
}

// warnOfDrafts names the lines of jobs where a draft left something to decide.
func warnOfDrafts(out io.Writer, jobs []*home.Job) {
	for _, job := range jobs {
		for _, line := range job.Undecided() {
			fmt.Fprintf(out, "warning: %s:%d: the draft left this to decide: decide it, and remove the comment\n", job.File, line)
		}
	}
}

// unitsOf returns the indicators of a catalogue with their units.
func unitsOf(c *catalogue.Catalogue) map[string]string {
	units := make(map[string]string, len(c.Indicators))
	for i := range c.Indicators {
		units[c.Indicators[i].ID] = c.Indicators[i].Unit
	}
	return units
}

// checkFile maps a workbook without loading it and prints what would become of its rows.
func (a *app) checkFile(cmd *cobra.Command, h *home.Home, jobs []*home.Job, try trial) error {
	selected, err := schedules.Select(jobs, []string{try.job})
	if err != nil {
		return &usageError{err}
	}
	m, err := a.attempt(cmd, h, selected[0], try.path)
	if err != nil {
		return err
	}
	sha, err := fingerprint(try.path)
	if err != nil {
		return err
	}
	password, err := h.Reveal(m.Job.From.Password)
	if err != nil {
		return err
	}
	if m.Book, err = workbook.Open(try.path, workbook.Options{Password: password}); err != nil {
		return err
	}
	defer m.Book.Close()
	refused := &rejects{}
	summary, err := schedules.Map(cmd.Context(), m, refused, func() {})
	printCounts(cmd.OutOrStdout(), summary)
	printRejects(cmd.OutOrStdout(), refused.list)
	printWarnings(cmd.OutOrStdout(), m.Job, summary.Warnings, m.File.Name, sha)
	if try.marked != "" && len(refused.list) > 0 {
		err = errors.Join(err, writeMarked(cmd, h, m.Book, try, summary, refused.list))
	}
	if err != nil {
		return err
	}
	if err := schedules.Acceptable(m.Job, m.File.Name, summary); err != nil {
		return fmt.Errorf("a run would load nothing of it: %w", err)
	}
	if len(refused.list) > 0 {
		return errPartly
	}
	return nil
}

// attempt prepares the mapping of a file by a job: what its name says, and what the warehouse knows.
func (a *app) attempt(cmd *cobra.Command, h *home.Home, job *home.Job, path string) (m schedules.Mapping, err error) {
	m = schedules.Mapping{Job: job, File: source.File{Path: path, Name: job.Files().NameOf(path)}}
	captures, matches := job.Files().Match(m.File.Name)
	if !matches {
		return m, usagef("the name of %s does not follow the pattern of job %s, %s: rename a copy", path, job.Name, job.From.Pattern)
	}
	m.File.Captures = captures
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return m, err
	}
	defer func() { _ = done() }() // nothing was written
	codes, err := w.Codes(cmd.Context())
	if err != nil {
		return m, err
	}
	m.Codes = codes
	if m.Previous, err = w.Previous(cmd.Context(), load.Meta{Dataset: job.Schema(), Source: captures.Key(job.Name)}); err != nil {
		return m, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return m, err
	}
	m.File.ModTime = info.ModTime()
	m.Key, err = h.PseudonymKey()
	return m, err
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
	fmt.Fprintf(out, "%s read = %d mapped + %d rejected + %d skipped; %s.\n", plural(s.Rows, "row"), s.Mapped, s.Rejected, s.Skipped,
		plural(s.Records, "record"))
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
	t := newTable(out, "sheet", "at", "column", "what is wrong")
	for _, r := range refused {
		at := r.Cell
		if at == "" {
			at = fmt.Sprintf("row %d", r.Row)
		}
		t.AppendRow(table.Row{r.Sheet, at, r.Column, r.Message()})
	}
	t.Render()
}
