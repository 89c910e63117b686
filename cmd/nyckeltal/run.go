package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

func newRunCommand(a *app) *cobra.Command {
	var all, remap bool
	cmd := &cobra.Command{
		Use:   "run JOB...",
		Short: "Run jobs now",
		Long: `Run takes the newest workbooks of the named jobs, or of all jobs with --all, into the warehouse. A workbook that
the warehouse holds already is left alone, whatever it is called now; a changed one replaces exactly its scope.
Nothing of a workbook is visible before all of it is.

With --remap, run takes the deliveries from the archive instead, and maps those again that were mapped otherwise than
they would be now, so that history follows a corrected mapping. All of a job's deliveries change together, or none.`,
		Example: "  nyckeltal run huvudbok\n  nyckeltal run --all",
		RunE: func(cmd *cobra.Command, names []string) error {
			if all == (len(names) > 0) {
				return usagef("name the jobs to run, or say --all")
			}
			return a.execute(cmd, names, schedules.Request{Trigger: schedules.OnDemand, Remap: remap})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "run every job of the home")
	cmd.Flags().BoolVar(&remap, "remap", false, "map the deliveries of the archive again")
	return cmd
}

// execute runs the named jobs, or all of them, and shows how it goes and what came of it.
func (a *app) execute(cmd *cobra.Command, names []string, request schedules.Request) error {
	h, jobs, err := a.jobs()
	if err != nil {
		return err
	}
	request.Jobs = jobs
	if len(names) > 0 {
		if request.Jobs, err = schedules.Select(jobs, names); err != nil {
			return &usageError{err}
		}
	}
	return a.executeIn(cmd, h, request)
}

func (a *app) executeIn(cmd *cobra.Command, h *home.Home, request schedules.Request) error {
	progress := newProgress(cmd.ErrOrStderr(), "jobs")
	progress.expect(len(request.Jobs))
	r, closeRun, err := a.runner(cmd, h, progress)
	if err != nil {
		return advised(err)
	}
	results, err := r.Run(cmd.Context(), request)
	progress.finish()
	printSummary(cmd.OutOrStdout(), results)
	if err := errors.Join(err, closeRun()); err != nil {
		return advised(err)
	}
	return verdict(results)
}

// verdict is the error of a run: nothing, errPartly, or a failure when every job failed.
func verdict(results []schedules.Result) error {
	failed, partly := 0, 0
	for _, r := range results {
		switch r.Outcome {
		case schedules.Failed, schedules.Skipped:
			failed++
			partly += r.Loaded()
		case schedules.Partly:
			partly++
		}
	}
	switch {
	case failed > 0 && failed == len(results) && partly == 0:
		return errors.New("nothing was loaded")
	case failed > 0 || partly > 0:
		return errPartly
	}
	return nil
}

// printSummary prints the totals of a run.
func printSummary(w io.Writer, results []schedules.Result) {
	var rows, mapped, rejected, skipped, records, files, waiting, warnings, open, held int
	for _, r := range results {
		c := r.Counts()
		rows, mapped, rejected, skipped = rows+c.Rows, mapped+c.Mapped, rejected+c.Rejected, skipped+c.Skipped
		records += r.Records()
		files += r.Loaded()
		waiting += r.Waiting()
		warnings += r.Warnings()
		open += r.Open()
		held += r.Held()
	}
	switch {
	case files > 0 || rows > 0:
		fmt.Fprintf(w, "%s loaded: %s read = %d mapped + %d rejected + %d skipped; %s published.\n",
			plural(files, "delivery"), plural(rows, "row"), mapped, rejected, skipped, plural(records, "record"))
	case waiting == 0 && verdict(results) == nil:
		fmt.Fprintln(w, "Nothing new.")
	}
	if rejected > 0 {
		fmt.Fprintln(w, "Rejected rows: see `nyckeltal rejects`.")
	}
	if warnings > 0 {
		fmt.Fprintf(w, "Warnings: %d, of which %d are open: see `nyckeltal warnings`.\n", warnings, open)
	}
	if held > 0 {
		fmt.Fprintf(w, "Held back, as their months are closed: %s: see `nyckeltal deliveries late`.\n", plural(held, "delivery"))
	}
	if err := failures(results); err != nil {
		fmt.Fprintln(w, cmp.Or(adviceAfter(err), "Something failed, as said above: mend it, and run again to finish the work."))
	}
	if waiting > 0 {
		fmt.Fprintf(w, "Left for the next run, as they are still being written: %d.\n", waiting)
	}
}

// failures joins why jobs failed or were skipped.
func failures(results []schedules.Result) error {
	var all []error
	for _, r := range results {
		if r.Outcome == schedules.Failed || r.Outcome == schedules.Skipped {
			all = append(all, r.Err)
		}
	}
	return errors.Join(all...)
}
