package contribution

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/match"
)

// NotFoundError says that there is nothing to explain: no such indicator, slice, scenario, window, period, service,
// customer or version.
type NotFoundError struct {
	Kind  string // what there is none of
	Asked string
	Of    string // what was asked about, such as an indicator; may be empty
	There []string
}

// listed is how many names a message lists at most.
const listed = 40

func (e *NotFoundError) Error() string {
	of := ""
	if e.Of != "" {
		of = " of " + e.Of
	}
	text := fmt.Sprintf("there is no %s %q%s", e.Kind, e.Asked, of)
	if len(e.There) == 0 {
		return text + ": nothing has been published for it; run the jobs first (nyckeltal run --all)"
	}
	text += match.DidYouMean(e.Asked, e.There)
	if n := len(e.There); n > listed {
		return fmt.Sprintf("%s; there are %s … %s and %d others", text, strings.Join(e.There[:listed-1], ", "),
			e.There[n-1], n-listed)
	}
	return text + "; there is " + strings.Join(e.There, ", ")
}

// MismatchError says that contributions do not add up to the figure that they are those of. It is a fault of the
// program or damage of the warehouse, never of the deliveries.
type MismatchError struct {
	Figure     string
	Side       Side
	Want, Have decimal.Decimal
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("internal error: the %s of %s is %s, but its contributions add up to %s, which differs by %s: "+
		"run `nyckeltal verify`, and report it", e.Side, e.Figure, e.Want, e.Have, e.Want.Sub(e.Have))
}
