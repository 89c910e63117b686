package main

import (
	"github.com/spf13/cobra"

	"nyckeltal/docs"
)

// schemaFile is where init writes the schema, in the home. The jobs that it writes name it.
const schemaFile = "jobs/.schema.json"

func newSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of job files, for editors",
		Long: `Schema prints a JSON Schema by which editors complete, explain and check job files while they are written, without
a network. Init puts it into a new home; a job names it in its first line:

  # yaml-language-server: $schema=.schema.json`,
		Example: "  nyckeltal schema > " + schemaFile,
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(docs.JobSchema)
			return err
		},
	}
}
