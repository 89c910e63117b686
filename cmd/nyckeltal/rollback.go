package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/schedules"
)

func newRollbackCommand(a *app) *cobra.Command {
	var source, to string
	cmd := &cobra.Command{
		Use:   "rollback JOB",
		Short: "Return to what was published before the last delivery of a job",
		Long: `Rollback makes the publication before the last one of a source current again, in every month that the last one
changed, and computes the key figures anew. Nothing is lost: the delivery stays in the archive and in the history. It is
not loaded again until another one has been; called again, rollback goes back further, and --to TIME goes to what was
published at a time, also forth: ` + timeHelp + `.`,
		Example: "  nyckeltal rollback huvudbok\n  nyckeltal rollback volymer --source volymer/ekonomi\n  nyckeltal rollback huvudbok --to \"2023-12-05 14:30\"",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.change(cmd.Context(), cmd.ErrOrStderr(), func(w *load.Warehouse) error {
				sources, err := w.Sources(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				s, err := chooseSource(sources, args[0], source)
				if err != nil {
					return err
				}
				moves, err := rollback(cmd, w, s, to)
				if err != nil {
					return closingFault(err)
				}
				printMoves(cmd.OutOrStdout(), s, moves)
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&source, "source", "", "the source, where the job has several")
	cmd.Flags().StringVar(&to, "to", "", "go to what was published at this time")
	return cmd
}

func rollback(cmd *cobra.Command, w *load.Warehouse, s load.Source, to string) ([]load.Move, error) {
	now := time.Now()
	runID := schedules.NewRunID(now)
	if to == "" {
		return w.Rollback(cmd.Context(), s, runID)
	}
	at, err := parseTime(cmd.Context(), w, to, now)
	if err != nil {
		return nil, err
	}
	return w.RollbackTo(cmd.Context(), s, at, runID)
}

// chooseSource finds the source that is meant among those of a job.
func chooseSource(sources []load.Source, job, name string) (load.Source, error) {
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
	}
	i := slices.Index(names, name)
	switch {
	case len(sources) == 0:
		return load.Source{}, fmt.Errorf("job %s has published nothing", job)
	case name == "" && len(sources) == 1:
		return sources[0], nil
	case name == "":
		return load.Source{}, usagef("job %s has several sources: name one by --source: %s", job, strings.Join(names, ", "))
	case i < 0:
		return load.Source{}, usagef("job %s has no source %q; it has %s", job, name, strings.Join(names, ", "))
	}
	return sources[i], nil
}

func printMoves(w io.Writer, s load.Source, moves []load.Move) {
	for _, m := range moves {
		when := "all months"
		if m.Period != 0 {
			when = m.Period.String()
		}
		fmt.Fprintf(w, "%s: %s: load %d instead of %d, %s.\n", s.Name, when, m.To, m.From, plural(int(m.Records), "record"))
	}
}
