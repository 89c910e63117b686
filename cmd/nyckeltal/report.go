package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"nyckeltal/report"
	"nyckeltal/schedules/home"
)

// reportOptions are the flags of `report`.
type reportOptions struct{ period, format, language, output string }

func newReportCommand(a *app) *cobra.Command {
	opt := reportOptions{}
	cmd := &cobra.Command{
		Use:   "report NAME --period PERIOD",
		Short: "Print a report",
		Long: `Report computes the figures of a report definition (reports/NAME.yaml of the home) from the warehouse's views and
writes it as text, HTML, xlsx, JSON or TSV. A monthly report takes a month (2023-11), a yearly one a year (2025).`,
		Example: "  nyckeltal report minirapport --period 2023-11\n  nyckeltal report minirapport --period 2023-11 --format html --output november.html",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			return a.report(cmd, h, args[0], opt)
		},
	}
	cmd.Flags().StringVar(&opt.period, "period", "", "month (2023-11) or year (2025)")
	cmd.Flags().StringVar(&opt.format, "format", "text", "text, html, xlsx, json or tsv")
	cmd.Flags().StringVar(&opt.language, "lang", "", "sv or en (default: the home's language)")
	cmd.Flags().StringVarP(&opt.output, "output", "o", "", "write to this file instead of standard output")
	_ = cmd.MarkFlagRequired("period")
	return cmd
}

// report builds a report and writes it.
func (a *app) report(cmd *cobra.Command, h *home.Home, name string, opt reportOptions) error {
	definitions, err := report.Load(filepath.Join(h.Dir, "reports"))
	if err != nil {
		return &usageError{err}
	}
	definition, err := report.Find(definitions, name)
	if err != nil {
		return &usageError{err}
	}
	format, err := report.ParseFormat(opt.format)
	if err != nil {
		return &usageError{err}
	}
	if f, ok := cmd.OutOrStdout().(*os.File); format == report.XLSX && opt.output == "" && ok && term.IsTerminal(int(f.Fd())) {
		return usagef("a workbook cannot be shown on a terminal: name a file with --output")
	}
	if opt.language == "" {
		opt.language = h.Config.Language
	}
	params := report.Params{Lang: opt.language, Now: time.Now()}
	if err := params.ParsePeriod(definition, opt.period); err != nil {
		return &usageError{err}
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	built, err := report.Build(cmd.Context(), w.Conn(), definition, params)
	if err != nil {
		return err
	}
	return write(cmd.OutOrStdout(), opt.output, func(out io.Writer, options report.Options) error {
		return report.Write(out, built, format, options)
	})
}

// write calls do with the output file, or with standard output when there is none. A file is written whole or not at
// all.
func write(stdout io.Writer, file string, do func(io.Writer, report.Options) error) error {
	if file == "" {
		return do(stdout, terminal(stdout))
	}
	var content bytes.Buffer
	if err := do(&content, report.Options{}); err != nil {
		return err
	}
	temporary := file + ".tmp"
	if err := os.WriteFile(temporary, content.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := os.Rename(temporary, file); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// terminal says how wide the output is and whether it shows colours.
func terminal(out io.Writer) report.Options {
	if f, ok := out.(*os.File); ok {
		return report.OptionsFor(f, os.Getenv)
	}
	return report.Options{}
}
