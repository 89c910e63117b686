package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/report/contribution"
	"nyckeltal/report/difference"
	"nyckeltal/schedules/home"
)

// diffOptions are the flags of `diff`.
type diffOptions struct {
	figureFlags
	from, to                    string
	indicator, window, scenario string
	cells, all                  bool
}

func newDiffCommand(a *app) *cobra.Command {
	opt := diffOptions{}
	cmd := &cobra.Command{
		Use:   "diff --period PERIOD --from TIME [--to TIME]",
		Short: "Show what has changed between two times, down to the cells",
		Long: `Diff compares the figures of a month as they were published at two times, and lists those that differ. With --cells, and
of a single indicator always, it shows the cells that the difference comes from: which contributions were added, removed
or changed, with the file, sheet and cell of both sides. They add up exactly to the difference of the figure, or there
is an error. A contribution that says the same is the same, in whichever file and cell it stands.

A time is ` + timeHelp + `, or now.`,
		Example: "  nyckeltal diff --period 2023-11 --from 2023-11 --to now    (since the month was closed)\n" +
			"  nyckeltal diff --period 2023-11 --from 2023-12-05 --indicator leverantorsfakturor --window ytd",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			opt.cells = opt.cells || opt.indicator != "" && !cmd.Flags().Changed("cells")
			return a.diff(cmd, h, opt)
		},
	}
	opt.add(cmd)
	cmd.Flags().StringVar(&opt.from, "from", "", "the earlier time")
	cmd.Flags().StringVar(&opt.to, "to", "now", "the later time")
	cmd.Flags().StringVar(&opt.indicator, "indicator", "", "only this indicator")
	cmd.Flags().StringVar(&opt.window, "window", "", "only this window: month, ytd, r12, tertial, tertial_full or year")
	cmd.Flags().StringVar(&opt.scenario, "scenario", "", "only this scenario: actual, budget, forecast or target")
	cmd.Flags().BoolVar(&opt.cells, "cells", false, "down to the cells")
	cmd.Flags().BoolVar(&opt.all, "all", false, "every cell in the text too")
	cmd.Flags().StringVar(&opt.format, "format", "text", "text, json or tsv")
	_ = cmd.MarkFlagRequired("from")
	return cmd
}

// diff compares two times.
func (a *app) diff(cmd *cobra.Command, h *home.Home, opt diffOptions) error {
	format, err := difference.ParseFormat(opt.format)
	if err != nil {
		return &usageError{err}
	}
	request, err := opt.request()
	if err != nil {
		return err
	}
	l, err := opt.locale(h)
	if err != nil {
		return err
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	from, err := viewsAt(cmd.Context(), w, opt.from)
	if err != nil {
		return err
	}
	to, err := viewsAt(cmd.Context(), w, opt.to)
	if err != nil {
		return err
	}
	d, err := difference.Compare(cmd.Context(), from, to, request, l)
	if err != nil {
		return notFoundIsUsage(err)
	}
	return d.Write(cmd.OutOrStdout(), format, opt.all)
}

// request is what the flags ask for.
func (o *diffOptions) request() (r difference.Request, err error) {
	r = difference.Request{Indicator: o.indicator, Window: o.window, Scenario: o.scenario, Cells: o.cells}
	if r.Period, _, err = o.month(); err != nil {
		return r, err
	}
	if r.Slice, err = o.slice(); err != nil {
		return r, err
	}
	if r.Window != "" {
		if err := oneOf("window", r.Window, contribution.Windows()); err != nil {
			return r, err
		}
	}
	if r.Scenario != "" {
		return r, oneOf("scenario", r.Scenario, contribution.Scenarios())
	}
	return r, nil
}

// viewsAt opens the warehouse's views as they were at a time that the command line gives.
func viewsAt(ctx context.Context, w *load.Warehouse, text string) (*contribution.Views, error) {
	if text == "now" {
		return contribution.Open(ctx, w.Conn(), load.AsOf, time.Time{})
	}
	at, err := parseTime(ctx, w, text, time.Now())
	if err != nil {
		return nil, err
	}
	return contribution.Open(ctx, w.Conn(), load.AsOf, at)
}
