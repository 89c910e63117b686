package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/period"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/timetable"
)

// backfillFlags are the flags of backfill.
type backfillFlags struct {
	jobs     []string
	from, to string
	parallel int
	dryRun   bool
	resume   bool
}

func newBackfillCommand(a *app) *cobra.Command {
	flags := backfillFlags{parallel: 1}
	cmd := &cobra.Command{
		Use:   "backfill --from MONTH --to MONTH [--job JOB]...",
		Short: "Take in the deliveries of a range of months",
		Long: `Backfill takes the deliveries of the jobs, or of all jobs, whose periods touch the range: first those without a
period, such as a chart of accounts, then month by month. With --dry-run it only shows the plan. A backfill that was
interrupted goes on with --resume, with the same jobs and months; what has been taken is not looked at again.`,
		Example: "  nyckeltal backfill --job huvudbok --from 2022-01 --to 2023-11\n  nyckeltal backfill --resume",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.backfill(cmd, flags) },
	}
	cmd.Flags().StringArrayVar(&flags.jobs, "job", nil, "only this job; may be repeated")
	cmd.Flags().StringVar(&flags.from, "from", "", "first month, as 2022-01")
	cmd.Flags().StringVar(&flags.to, "to", "", "last month, as 2023-11")
	cmd.Flags().IntVar(&flags.parallel, "parallel", flags.parallel, fmt.Sprintf("how many deliveries are taken at a time, 1 to %d", home.MaxParallel))
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "show what would be taken, and take nothing")
	cmd.Flags().BoolVar(&flags.resume, "resume", false, "go on with the backfill that was interrupted")
	return cmd
}

// backfill takes in what the flags say.
func (a *app) backfill(cmd *cobra.Command, flags backfillFlags) (err error) {
	if flags.parallel < 1 || flags.parallel > home.MaxParallel {
		return usagef("--parallel: expected 1 to %d, found %d", home.MaxParallel, flags.parallel)
	}
	h, jobs, err := a.jobs()
	if err != nil {
		return err
	}
	journal, err := flags.journal(h)
	if err != nil {
		return err
	}
	within := schedules.Range{Jobs: jobs, From: journal.From, To: journal.To, Done: journal.done}
	if len(journal.Jobs) > 0 {
		if within.Jobs, err = schedules.Select(jobs, journal.Jobs); err != nil {
			return &usageError{err}
		}
	}
	progress := newProgress(cmd.ErrOrStderr(), "deliveries")
	defer progress.finish()
	r, closeRun, err := a.runner(cmd, h, progress)
	if err != nil {
		return advised(err)
	}
	defer func() {
		if e := closeRun(); e != nil {
			err = advised(errors.Join(err, e))
		}
	}()
	plan, err := r.PlanBackfill(cmd.Context(), within)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plan.Close()) }()
	if flags.dryRun {
		return printPlan(cmd.Context(), cmd.OutOrStdout(), plan)
	}
	return takePlan(cmd, plan, progress, journal, flags.parallel)
}

// journal is the note of what is to be taken and has been: a new one, or that of the backfill that was interrupted.
func (f backfillFlags) journal(h *home.Home) (*journal, error) {
	given := f.from != "" || f.to != "" || len(f.jobs) > 0
	switch {
	case f.resume && given:
		return nil, usagef("--resume goes on with the jobs and months of before: leave --job, --from and --to out")
	case f.resume:
		return readJournal(h.State(journalFile))
	case f.from == "" || f.to == "":
		return nil, usagef("give the months with --from and --to, or go on with an interrupted backfill by --resume")
	}
	from, errFrom := period.Parse(f.from)
	to, errTo := period.Parse(f.to)
	if err := errors.Join(errFrom, errTo); err != nil {
		return nil, usagef("%w", err)
	}
	if from > to {
		return nil, usagef("the range is empty: %s comes after %s", f.from, f.to)
	}
	return newJournal(h.State(journalFile), f.jobs, from, to), nil
}

// takePlan takes the deliveries of a plan and shows how it goes and what came of it.
func takePlan(cmd *cobra.Command, plan *schedules.BackfillPlan, progress *progress, journal *journal, parallel int) error {
	if err := journal.begin(); err != nil {
		return err
	}
	progress.expect(len(plan.Tasks))
	progress.own = true
	results, err := plan.Run(cmd.Context(), parallel, func(t timetable.Task, _ schedules.Delivery) error {
		progress.increment()
		return journal.note(t.ID())
	})
	progress.finish()
	printSummary(cmd.OutOrStdout(), results)
	if err != nil {
		return errors.Join(advised(err), journal.close(), errors.New("`nyckeltal backfill --resume` goes on from here"))
	}
	if err := journal.remove(); err != nil {
		return err
	}
	return verdict(results)
}

// printPlan shows what a backfill would take.
func printPlan(ctx context.Context, out io.Writer, plan *schedules.BackfillPlan) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MONTHS\tJOB\tFILE\tKB\tSTATE")
	unknown := 0
	for _, t := range plan.Tasks {
		known, err := plan.Known(ctx, t)
		if err != nil {
			return err
		}
		state := "unchanged"
		if !known {
			state = "to be read"
			unknown++
		}
		size := "-"
		if n := plan.Size(t); n >= 0 {
			size = fmt.Sprint((n + 1023) / 1024)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", span(t), t.Job, t.File, size, state)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%s, %d of them to be read. Nothing was taken.\n", plural(len(plan.Tasks), "delivery"), unknown)
	return err
}

// span writes the months of a task.
func span(t timetable.Task) string {
	switch t.From {
	case 0:
		return "all"
	case t.To:
		return t.From.String()
	}
	return t.From.String() + " to " + t.To.String()
}
