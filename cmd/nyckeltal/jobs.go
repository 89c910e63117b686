package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/slots"
	"nyckeltal/schedules/timetable"
)

// jobRow is what is told of a job.
type jobRow struct {
	Job      string     `json:"job"`
	Title    string     `json:"title"`
	Dataset  string     `json:"dataset"`
	Path     string     `json:"path"`
	Pattern  string     `json:"pattern"`
	After    []string   `json:"after"`
	Schedule string     `json:"schedule,omitempty"`
	Next     *time.Time `json:"next_run,omitempty"`
	CatchUp  int        `json:"catch_up,omitempty"` // missed slots that serve is going to make up for
	Running  *time.Time `json:"running_slot,omitempty"`
	LastAt   *time.Time `json:"last_run,omitempty"`
	Outcome  string     `json:"last_outcome,omitempty"`
	Message  string     `json:"last_message,omitempty"`
}

func newJobsCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "List the jobs in the order in which they run, with their last and next runs",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, jobs, err := a.jobs()
			if err != nil {
				return err
			}
			rows := jobRows(jobs, time.Now())
			if err := a.recall(cmd.Context(), h, jobs, rows, cmd.ErrOrStderr()); err != nil {
				return err
			}
			if asJSON {
				return writeJSONLines(cmd.OutOrStdout(), rows)
			}
			return writeJobs(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

// jobRows tells what the configuration says.
func jobRows(jobs []*home.Job, now time.Time) []jobRow {
	rows := make([]jobRow, len(jobs))
	for i, j := range jobs {
		rows[i] = jobRow{
			Job: j.Name, Title: j.Title, Dataset: j.Dataset, Path: j.From.Path, Pattern: j.From.Pattern, After: j.After,
		}
		if t := j.Timetable(); t != nil && t.Schedule != nil {
			rows[i].Schedule = t.Schedule.String()
			if next := t.Schedule.Next(now); !next.IsZero() {
				rows[i].Next = &next
			}
		}
	}
	return rows
}

// recall adds what the warehouse remembers of the jobs. An embedded warehouse that has never been started remembers nothing.
func (a *app) recall(ctx context.Context, h *home.Home, jobs []*home.Job, rows []jobRow, progress io.Writer) error {
	if _, err := os.Stat(h.State(filepath.Join("engine", "data"))); err != nil && usesEngine(h) {
		return nil
	}
	w, done, err := a.warehouse(ctx, h, progress)
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	last, err := w.LastRuns(ctx)
	if err != nil {
		return err
	}
	running, err := slots.Running(ctx, w)
	if err != nil {
		return err
	}
	missed, err := missedSlots(ctx, w, jobs, time.Now())
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		r.CatchUp = missed[r.Job]
		if run, known := last[r.Job]; known {
			r.LastAt, r.Outcome, r.Message = &run.Started, run.Outcome, run.Message
		}
		if slot, under := running[r.Job]; under {
			r.Running = &slot
		}
	}
	return nil
}

// missedSlots counts the slots of jobs that were missed and that a scheduler would make up for now.
func missedSlots(ctx context.Context, w *load.Warehouse, jobs []*home.Job, now time.Time) (map[string]int, error) {
	store := slots.Store{Warehouse: func(context.Context) (*load.Warehouse, error) { return w, nil }}
	last, err := store.Last(ctx, now)
	if err != nil {
		return nil, err
	}
	since := make(map[string]time.Time, len(last))
	var all []*timetable.Job
	for _, j := range jobs {
		t := j.Timetable()
		if t == nil || t.Schedule == nil {
			continue
		}
		all = append(all, t)
		if l := last[j.Name]; l.Schedule == t.Schedule.String() { // a changed schedule has missed nothing
			since[j.Name] = l.Slot
		}
	}
	missed := make(map[string]int)
	for _, task := range timetable.CatchUpTasks(all, since, now) {
		missed[task.Job]++
	}
	return missed, nil
}

func writeJobs(out io.Writer, rows []jobRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "JOB\tDATASET\tNEXT RUN\tLAST RUN\tOUTCOME\tFROM")
	for _, r := range rows {
		outcome := r.Outcome
		if r.Running != nil {
			outcome = "running"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s/%s\n", r.Job, r.Dataset, r.next(), shortTime(r.LastAt), cmp.Or(outcome, "-"), r.Path, r.Pattern)
	}
	return w.Flush()
}

// next tells when the job runs next.
func (r *jobRow) next() string {
	if r.CatchUp > 0 {
		return fmt.Sprintf("%s, and %d missed", shortTime(r.Next), r.CatchUp)
	}
	return shortTime(r.Next)
}

// shortTime is a time in the local zone, to the minute.
func shortTime(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.Local().Format("2006-01-02 15:04")
}
