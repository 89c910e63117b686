package definition

import (
	"fmt"
	"strings"

	"nyckeltal/ingest/match"
)

// UnknownReportError says that no definition has the name.
type UnknownReportError struct {
	Name  string
	Known []string
}

func (e *UnknownReportError) Error() string {
	if len(e.Known) == 0 {
		return fmt.Sprintf("no report %q: there are no report definitions", e.Name)
	}
	return fmt.Sprintf("no report %q%s: there are %s", e.Name, match.DidYouMean(e.Name, e.Known), strings.Join(e.Known, ", "))
}
