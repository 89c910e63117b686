package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nyckeltal/examples"
	"nyckeltal/report"
	"nyckeltal/schedules"
)

func newDemoCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Load the sample organisation and print its report of November 2023",
		Long: `Demo writes the sample organisation to a folder (nyckeltal-demo unless named), loads its workbooks into a warehouse of
its own, and prints the report. The folder is a complete home to try everything else on; --home names it to other
commands. A folder that holds the sample already is used as it is.`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "nyckeltal-demo"
			if len(args) == 1 {
				dir = args[0]
			}
			return a.demo(cmd, dir)
		},
	}
}

func (a *app) demo(cmd *cobra.Command, dir string) error {
	if err := unpackSample(dir); err != nil {
		return err
	}
	a.homeFlag = dir
	h, jobs, err := a.jobs()
	if err != nil {
		return err
	}
	if err := a.executeIn(cmd, h, schedules.Request{Jobs: jobs, Trigger: schedules.OnDemand}); err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout())
	built, err := a.build(cmd, h, "minirapport", reportOptions{period: "2023-11"})
	if err != nil {
		return err
	}
	page := filepath.Join(h.Dir, "minirapport-2023-11.html")
	err = errors.Join(write(cmd.Context(), cmd.OutOrStdout(), "", built, report.Text),
		write(cmd.Context(), cmd.OutOrStdout(), page, built, report.HTML))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "\nThe same as a page: %s\nGo on with: nyckeltal --home %s query \"SELECT * FROM invoice_counts\"\n", page, dir)
	return err
}

// unpackSample writes the sample organisation to dir, unless a home is there already.
func unpackSample(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "nyckeltal.yaml")); err == nil {
		return nil
	}
	sample, err := fs.Sub(examples.Intraservice, "intraservice")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, sample); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return usagef("%s holds other files: name a new folder", dir)
		}
		return fmt.Errorf("write the sample organisation: %w", err)
	}
	return nil
}
