package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newMigrateCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring the warehouse's tables and views up to date",
		Long:  "Every command does this by itself; migrate is for doing it at a time of your own, with nothing else.",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			_, done, err := a.connect(cmd.Context(), h, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "The warehouse is up to date.")
			return done()
		},
	}
}
