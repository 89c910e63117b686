package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/report/rows"
	"nyckeltal/schedules"
)

// newDeliveriesCommand shows the calendar of deliveries, and has the lists of them below it.
func newDeliveriesCommand(a *app) *cobra.Command {
	var asJSON bool
	var to string
	cmd := &cobra.Command{
		Use:   "deliveries",
		Short: "Show who has delivered which month, and who is late",
		Long: `Shows a line per source and a column per month, for a year: ok delivered, ok! delivered after it was due, LATE not
delivered by the due date of the job (schedule.due), held delivered after the month was closed, and a dot for what is still
waited for.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, jobs, err := a.jobs()
			if err != nil {
				return err
			}
			last := period.Of(time.Now())
			if to != "" {
				if last, err = period.Parse(to); err != nil || !last.IsMonth() {
					return usagef("--to: expected a month such as 2023-11, found %q", to)
				}
			}
			w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer func() { _ = done() }() // what was written is durable
			if err := w.PublishDueDates(cmd.Context(), schedules.DueDates(jobs, time.Now())); err != nil {
				return err
			}
			show := writeCalendar
			if asJSON {
				show = writeCalendarJSON
			}
			return show(cmd.Context(), cmd.OutOrStdout(), w, last)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per source and month")
	cmd.AddCommand(newLoadedCommand(a), newLateCommand(a))
	cmd.Flags().StringVar(&to, "to", "", "last month, as 2023-11 (default this month)")
	return cmd
}

// calendarMonths is how many months are shown.
const calendarMonths = 12

// marks are what the calendar shows for the states of the view delivery_calendar.
var marks = map[string]string{"delivered": "ok", "came late": "ok!", "late": "LATE", "held": "held", "expected": "."}

// calendarSQL selects the calendar of some months.
const calendarSQL = `SELECT job, source, period, state, due_at, first_delivered_at, delivered_at, file, rejected_rows FROM delivery_calendar
	WHERE period BETWEEN %d AND %d AND period %% 100 BETWEEN 1 AND 12 ORDER BY job, source, period`

func writeCalendarJSON(ctx context.Context, out io.Writer, w *load.Warehouse, last period.Period) error {
	return writeRows(ctx, out, w, rows.JSON, fmt.Sprintf(calendarSQL, last.Add(1-calendarMonths), last))
}

func writeCalendar(ctx context.Context, out io.Writer, w *load.Warehouse, last period.Period) error {
	rows, err := w.Conn().Query(ctx, "SELECT source, period, state FROM ("+fmt.Sprintf(calendarSQL, last.Add(1-calendarMonths), last)+")")
	if err != nil {
		return err
	}
	defer rows.Close()
	states := make(map[string]map[period.Period]string)
	var sources []string
	for rows.Next() {
		var source, state string
		var p uint32
		if err := rows.Scan(&source, &p, &state); err != nil {
			return err
		}
		if states[source] == nil {
			states[source] = make(map[period.Period]string)
			sources = append(sources, source)
		}
		states[source][period.Period(p)] = state
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return printCalendar(out, sources, states, last)
}

func printCalendar(out io.Writer, sources []string, states map[string]map[period.Period]string, last period.Period) error {
	if len(sources) == 0 {
		_, err := fmt.Fprintf(out, "Nothing was delivered or is due in the year to %s.\n", last)
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "SOURCE")
	for n := 1 - calendarMonths; n <= 0; n++ {
		fmt.Fprintf(w, "\t%02d-%02d", last.Add(n).Year()%100, last.Add(n).Month())
	}
	fmt.Fprintln(w)
	for _, source := range sources {
		fmt.Fprint(w, source)
		for n := 1 - calendarMonths; n <= 0; n++ {
			fmt.Fprint(w, "\t"+marks[states[source][last.Add(n)]])
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
