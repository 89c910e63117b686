package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/user"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules"
)

// Verbs that close months and open them again.

func newCloseCommand(a *app) *cobra.Command {
	return newClosingCommand(a, &cobra.Command{
		Use:   "close PERIOD",
		Short: "Close a month: certify its figures, and let nothing change them silently",
		Long: `Close certifies the figures of a month, and of every earlier month that is still open, as they are now: the loads,
the mappings and the catalogue behind them are pinned under the name of the closing. Reports of the month show these
figures from then on. Deliveries that come for it later are loaded and wait: see ` + "`nyckeltal deliveries late`" + `.`,
		Example: "  nyckeltal close 2023-11 --comment \"Delårsbokslut\"",
	}, (*load.Warehouse).CloseMonth)
}

func newReopenCommand(a *app) *cobra.Command {
	return newClosingCommand(a, &cobra.Command{
		Use:     "reopen PERIOD",
		Short:   "Open a closed month: what waits for it is taken in, and what comes changes it",
		Long:    "Reopen publishes the deliveries that wait for a closed month and opens it. Other months stay as they are.",
		Example: "  nyckeltal reopen 2023-11",
	}, (*load.Warehouse).ReopenMonth)
}

func newRestateCommand(a *app) *cobra.Command {
	return newClosingCommand(a, &cobra.Command{
		Use:   "restate PERIOD",
		Short: "Take in what waits for a closed month, and certify its figures anew",
		Long: `Restate publishes the deliveries that wait for a closed month and closes it again with the new figures. The former
ones can still be had: report --as-of, diff.`,
		Example: "  nyckeltal restate 2023-11 --comment \"Sen leverantörsfaktura\"",
	}, (*load.Warehouse).RestateMonth)
}

// decision is one of the warehouse's ways to decide about a month.
type decision func(*load.Warehouse, context.Context, load.Decision) (load.Closing, error)

func newClosingCommand(a *app, cmd *cobra.Command, decide decision) *cobra.Command {
	d := load.Decision{}
	cmd.Args = arguments(cobra.ExactArgs(1))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		month, err := period.Parse(args[0])
		if err != nil || month.Month() == 0 {
			return usagef("%q is no month: write it as 2023-11", args[0])
		}
		d.Period, d.RunID = month, schedules.NewRunID(time.Now())
		if d.By == "" {
			d.By = userName()
		}
		return a.change(cmd.Context(), cmd.ErrOrStderr(), func(w *load.Warehouse) error {
			closing, err := decide(w, cmd.Context(), d)
			if err != nil {
				return closingFault(err)
			}
			printClosing(cmd.OutOrStdout(), cmd.Name(), closing)
			return nil
		})
	}
	cmd.Flags().StringVar(&d.Name, "name", "", "name of the closing (default: the month)")
	cmd.Flags().StringVar(&d.By, "by", "", "who decides it (default: the user of this computer)")
	cmd.Flags().StringVar(&d.Comment, "comment", "", "why")
	return cmd
}

// closingFault adds to an error what can be done.
func closingFault(err error) error {
	switch {
	case errors.Is(err, load.ErrClosed):
		return fmt.Errorf("%w; see `nyckeltal closings`", err)
	case errors.Is(err, load.ErrNotClosed):
		return fmt.Errorf("%w; `nyckeltal close` closes it", err)
	}
	return err
}

func printClosing(w io.Writer, verb string, c load.Closing) {
	first, last := c.Periods[0], c.Periods[len(c.Periods)-1]
	switch {
	case verb == "reopen":
		fmt.Fprintf(w, "%s is open.\n", last)
	case first == last:
		fmt.Fprintf(w, "%s is closed under the name %s.\n", last, c.Name)
	default:
		fmt.Fprintf(w, "%s is closed under the name %s, with every month from %s that was open.\n", last, c.Name, first)
	}
	for _, late := range c.Taken {
		fmt.Fprintf(w, "Taken in: %s: %s, %s.\n", late.Source, late.File, plural(int(late.Records), "record"))
	}
}

// userName is the name of who uses this computer.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

func newClosingsCommand(a *app) *cobra.Command {
	return newListCommand(a, "closings", "List the closed months, and who decided what about them, newest first", `
		SELECT decided_at, action, name, concat(toString(intDiv(min(c.period), 100)), '-', leftPad(toString(min(c.period) % 100), 2, '0')) AS from,
			concat(toString(intDiv(max(c.period), 100)), '-', leftPad(toString(max(c.period) % 100), 2, '0')) AS to, decided_by, comment
		FROM closings AS c GROUP BY decided_at, action, name, decided_by, comment ORDER BY decided_at DESC LIMIT 200`)
}
