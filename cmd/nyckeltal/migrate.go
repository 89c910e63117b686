package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

func newMigrateCommand(a *app) *cobra.Command {
	grants := false
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the warehouse's tables and views up to date",
		Long: `Every command does this by itself; migrate is for doing it at a time of your own, with nothing else.

With --grants it changes nothing, and prints SQL that gives a ClickHouse server roles for those who read it with tools of their own: an
administrator of the server runs that. The embedded engine needs none: its accounts are kept by nyckeltal user.`,
		Example: "  nyckeltal migrate --grants > grants.sql",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			if grants {
				return printGrants(cmd, h)
			}
			_, done, err := a.connect(cmd.Context(), h, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "The warehouse is up to date.")
			return done()
		},
	}
	cmd.Flags().BoolVar(&grants, "grants", false, "print SQL for the roles of a server, and change nothing")
	return cmd
}

// printGrants prints the roles of the server that is the home's warehouse.
func printGrants(cmd *cobra.Command, h *home.Home) error {
	if usesEngine(h) {
		return usagef("the warehouse is the embedded engine, which knows no roles: add accounts with `nyckeltal user add`, and set limits as analysts.limits")
	}
	c, err := server(h)
	if err == nil {
		_, err = fmt.Fprint(cmd.OutOrStdout(), load.Grants(c, queryLimits(h)))
	}
	return err
}
