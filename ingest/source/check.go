package source

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"nyckeltal/ingest/source/remote"
)

// Check says what is wrong with a configuration as far as can be told without asking the place. The error joins
// *remote.ConfigErrors.
func Check(c Config) error {
	var faults []error
	fault := func(key, format string, args ...any) {
		faults = append(faults, &remote.ConfigError{Key: key, Problem: fmt.Sprintf(format, args...)})
	}
	if !below(c.After.Folder) {
		fault("after_load", "expected a folder below the path, such as {move: loaded}, found %q", c.After.Folder)
	}
	if !remote.Is(c.Remote.Place) {
		if len(c.Remote.Secrets) > 0 {
			fault("secrets", "%s is a folder of this machine, which has none; write a remote as REMOTE:folder or "+
				":KIND,option=value:folder", c.Remote.Place)
		}
		return errors.Join(faults...)
	}
	readOnly, err := remote.Check(c.Remote)
	if readOnly && !c.After.leaves() {
		fault("after_load", "nothing can be moved or written there; write after_load: leave")
	}
	return errors.Join(append(faults, err)...)
}

// below tells whether a folder lies below another one, or is none.
func below(folder string) bool {
	return folder == "" || path.Clean(folder) == folder && folder != "." && !path.IsAbs(folder) &&
		!strings.HasPrefix(folder, "..") && !strings.Contains(folder, `\`)
}
