package main

import (
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"nyckeltal/load/catalogue/handbook"
	"nyckeltal/schedules/home"
)

func newIndicatorsCommand(a *app) *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "indicators",
		Short: "List the indicators of the catalogue: what they mean, how they are computed, who answers for them",
		Long: "Indicators reads the home's catalogue and jobs, and asks no warehouse. As markdown it is a page for the organisation's\n" +
			"own documentation, with definitions, formulas, sources and owners.",
		Example: "  nyckeltal indicators --format markdown > kpis.md",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, ok := indicatorFormats[format]
			if !ok {
				return usagef("there is no format %q: use text, markdown or json", format)
			}
			h, jobs, err := a.jobs()
			if err != nil {
				return err
			}
			c, err := loadCatalogue(h)
			if err != nil {
				return err
			}
			return write(cmd.OutOrStdout(), h, handbook.New(c, filling(jobs)))
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text, markdown or json (one object per line)")
	return cmd
}

// filling are the names of the jobs by the dataset that they fill.
func filling(jobs []*home.Job) handbook.Jobs {
	names := make(handbook.Jobs)
	for _, j := range jobs {
		names[j.Dataset] = append(names[j.Dataset], j.Name)
	}
	return names
}

// indicatorFormats write the indicators of a home.
var indicatorFormats = map[string]func(io.Writer, *home.Home, []handbook.Entry) error{
	"text": writeIndicators,
	"markdown": func(w io.Writer, h *home.Home, entries []handbook.Entry) error {
		if _, err := fmt.Fprintf(w, "# %s\n\n", handbook.Escape(h.Config.Organisation.Name+": key figures")); err != nil {
			return err
		}
		return handbook.Markdown(w, entries, 2)
	},
	"json": func(w io.Writer, _ *home.Home, entries []handbook.Entry) error { return writeJSONLines(w, entries) },
}

// writeIndicators prints the indicators as a table, named in the language of the home's reports.
func writeIndicators(w io.Writer, h *home.Home, entries []handbook.Entry) error {
	t := newTable(w, "indicator", "name", "unit", "formula", "owner")
	for _, e := range entries {
		name, owner := e.Name.SV, e.Owner.SV
		if h.Config.Language == "en" {
			name, owner = e.Name.EN, e.Owner.EN
		}
		t.AppendRow(table.Row{e.Indicator, name, e.Unit, e.Formula, owner})
	}
	t.Render()
	return nil
}
