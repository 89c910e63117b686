package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"nyckeltal/docs"
	"nyckeltal/load/engine"
)

// version is set by the build: make build passes what git describes.
var version = "development"

func newVersionCommand() *cobra.Command {
	var licences bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Tell which version this is, and under which licences it stands",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if licences {
				_, err := cmd.OutOrStdout().Write(docs.Licences)
				return err
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), describeBuild())
			return err
		},
	}
	cmd.Flags().BoolVar(&licences, "licences", false, "print the licences of everything that the program is made of")
	return cmd
}

// describeBuild says what the program was built from. Two programs that say the same were built from the same sources, unless they
// say that there were changes; nothing of the machine or the time of the build is in them.
func describeBuild() string {
	facts := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			facts[s.Key] = s.Value
		}
	}
	commit := cmp.Or(facts["vcs.revision"], "not known")
	if at := facts["vcs.time"]; at != "" {
		commit += ", " + at
	}
	if facts["vcs.modified"] == "true" {
		commit += ", with changes that are not committed"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "nyckeltal %s\n", version)
	fmt.Fprintf(&b, "  commit  %s\n", commit)
	fmt.Fprintf(&b, "  built   with %s for %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "  engine  libchdb %s\n", engine.LibraryVersion)
	return b.String()
}
