package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func newJobsCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "List the jobs in the order in which they run",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, jobs, err := a.jobs()
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if asJSON {
				encoder := json.NewEncoder(out)
				for _, j := range jobs {
					row := map[string]any{"job": j.Name, "title": j.Title, "dataset": j.Dataset, "path": j.From.Path, "pattern": j.From.Pattern, "after": j.After}
					if err := encoder.Encode(row); err != nil {
						return err
					}
				}
				return nil
			}
			w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "JOB\tDATASET\tFROM\tAFTER")
			for _, j := range jobs {
				fmt.Fprintf(w, "%s\t%s\t%s/%s\t%s\n", j.Name, j.Dataset, j.From.Path, j.From.Pattern, strings.Join(j.After, ", "))
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}
