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
	if folder := c.After.Folder; folder != "" && (path.IsAbs(folder) || path.Clean(folder) != folder || strings.HasPrefix(folder, "..") ||
		folder == "." || strings.Contains(folder, `\`)) {
		fault("after_load", "expected a folder below the path, such as {move: loaded}, found %q", folder)
	}
	if !remote.Is(c.Remote.Place) {
		if len(c.Remote.Secrets) > 0 {
			fault("secrets", "%s is a folder of this machine, which has none; write a remote as REMOTE:folder or :KIND,option=value:folder", c.Remote.Place)
		}
		return errors.Join(faults...)
	}
	readOnly, err := remote.Check(c.Remote)
	if readOnly && !c.After.Leaves() {
		fault("after_load", "nothing can be moved or written there; write after_load: leave")
	}
	return errors.Join(append(faults, err)...)
}
