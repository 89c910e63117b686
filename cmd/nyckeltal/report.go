package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/report"
	"nyckeltal/schedules/home"
)

// reportOptions are the flags of `report`.
type reportOptions struct {
	period, part, format, language, output, asOf string
	current                                      bool
}

// binary are the formats that no terminal shows, and what a report in them is.
var binary = map[report.Format]string{report.XLSX: "a workbook", report.PDF: "a PDF"}

func newReportCommand(a *app) *cobra.Command {
	opt := reportOptions{}
	cmd := &cobra.Command{
		Use:   "report NAME --period PERIOD",
		Short: "Print a report",
		Long: `Report computes the figures of a report definition (reports/NAME.yaml of the home) from the warehouse's views and
writes it as text, HTML, xlsx, PDF, JSON or TSV; the PDF is printed by Chromium or Google Chrome, which must be installed. A monthly report takes a month (2023-11), a yearly one a year (2025). A report of
a part of the organisation, such as a department, takes its name with --for.

The report of a closed month shows the figures that the closing has certified; --current shows what they would be now,
and --as-of what they were at a time: ` + timeHelp + `.`,
		Example: "  nyckeltal report minirapport --period 2023-11\n  nyckeltal report minirapport --period 2023-11 --format html --output november.html\n" +
			"  nyckeltal report avdelning --period 2023-11 --for \"Digital infrastruktur\"",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			format, err := report.ParseFormat(opt.format)
			if err != nil {
				return &usageError{err}
			}
			if binary[format] != "" && opt.output == "" && onTerminal(cmd.OutOrStdout()) {
				return usagef("%s cannot be shown on a terminal: name a file with --output", binary[format])
			}
			built, err := a.build(cmd, h, args[0], opt)
			if err != nil {
				return err
			}
			return write(cmd.Context(), cmd.OutOrStdout(), opt.output, built, format)
		},
	}
	cmd.Flags().StringVar(&opt.period, "period", "", "month (2023-11) or year (2025)")
	cmd.Flags().StringVar(&opt.part, "for", "", "the part of the organisation, for reports of one")
	cmd.Flags().StringVar(&opt.format, "format", "text", "text, html, xlsx, pdf, json or tsv")
	cmd.Flags().StringVar(&opt.language, "lang", "", "sv or en (default: the home's language)")
	cmd.Flags().StringVarP(&opt.output, "output", "o", "", "write to this file instead of standard output")
	cmd.Flags().StringVar(&opt.asOf, "as-of", "", "show the figures as they were at this time")
	cmd.Flags().BoolVar(&opt.current, "current", false, "show the figures as they are now, also of a closed month")
	cmd.MarkFlagsMutuallyExclusive("as-of", "current")
	_ = cmd.MarkFlagRequired("period")
	return cmd
}

// build computes the figures of the named report.
func (a *app) build(cmd *cobra.Command, h *home.Home, name string, opt reportOptions) (*report.Report, error) {
	definitions, err := report.Load(filepath.Join(h.Dir, "reports"))
	if err != nil {
		return nil, &usageError{err}
	}
	definition, err := report.Find(definitions, name)
	if err != nil {
		return nil, &usageError{err}
	}
	if opt.language == "" {
		opt.language = h.Config.Language
	}
	params := report.Params{For: opt.part, Lang: opt.language, Now: time.Now()}
	if err := params.ParsePeriod(definition, opt.period); err != nil {
		return nil, &usageError{err}
	}
	if err := params.ReadComments(filepath.Join(h.Dir, "comments"), definition); err != nil {
		return nil, &usageError{err}
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return nil, err
	}
	defer func() { _ = done() }() // nothing was written
	conn, err := a.figures(cmd.Context(), w, definition, &params, opt)
	if err != nil {
		return nil, err
	}
	built, err := report.Build(cmd.Context(), conn, definition, params)
	if wrong := (*report.PartError)(nil); errors.As(err, &wrong) {
		return nil, &usageError{err}
	}
	return built, err
}

// figures returns the connection that shows the figures asked for, and makes params say which these are.
func (a *app) figures(
	ctx context.Context, w *load.Warehouse, definition *report.Definition, params *report.Params, opt reportOptions,
) (conn report.Connection, err error) {
	var at time.Time
	if opt.asOf != "" {
		if at, err = parseTime(ctx, w, opt.asOf, params.Now); err != nil {
			return nil, err
		}
	}
	conn, err = report.Figures(ctx, history{w}, definition, params, at, opt.current)
	if wrong := (*report.PeriodError)(nil); errors.As(err, &wrong) {
		return nil, &usageError{err}
	}
	return conn, err
}

// write writes the report to the file, whole or not at all, or to standard output when none is named.
func write(ctx context.Context, stdout io.Writer, file string, built *report.Report, format report.Format) error {
	opt := report.Options{}
	if file == "" {
		opt = terminal(stdout)
	}
	return writeTo(stdout, file, func(to io.Writer) error {
		if format == report.PDF {
			return report.Print(ctx, to, built)
		}
		return report.Write(to, built, format, opt)
	})
}
