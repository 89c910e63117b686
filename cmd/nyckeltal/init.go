package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nyckeltal/docs"
)

// skeleton is a home to begin with.
//
//go:embed skeleton
var skeleton embed.FS

func newInitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make the home of a new organisation",
		Long:  "Init writes a configuration, a catalogue, a job and a report to begin with, and a schema for editors. It overwrites nothing.",
		Args:  arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			files, err := fs.Sub(skeleton, "skeleton")
			if err != nil {
				return err
			}
			if err := os.CopyFS(dir, files); err != nil {
				if errors.Is(err, fs.ErrExist) {
					return usagef("%s holds a home already: nothing was changed", dir)
				}
				return fmt.Errorf("make the home: %w", err)
			}
			if err := os.WriteFile(filepath.Join(dir, schemaFile), docs.JobSchema, 0o644); err != nil {
				return fmt.Errorf("make the home: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Made a home in %s. Next: put a workbook into its inbox/, and fit jobs/huvudbok.yaml to it, or draft a job with\n"+
				"`nyckeltal inspect WORKBOOK --draft`; then run `nyckeltal check`. docs/tutorial.md leads through all of it.\n", dir)
			return err
		},
	}
}
