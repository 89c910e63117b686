package source

import (
	"strings"

	"nyckeltal/ingest/period"
)

// Key names the source of a file within the warehouse: the job's name and the values that the file's name captures,
// in the order of the pattern, such as "volymer/ekonomi". Files with equal keys replace each other's contents.
func (c Captures) Key(job string) string {
	return strings.Join(append([]string{job}, c.ordered...), "/")
}

// Scope is the span of periods that a file speaks for: what it does not hold of them does not exist.
type Scope struct {
	// From and To bound the periods, both included. Both are 0 when the file speaks for the whole source.
	From, To period.Period
}

// Scope returns the span of the file's contents: its month, all periods of its year (00 to 13), or everything.
func (c Captures) Scope() Scope {
	switch {
	case c.Period != 0:
		return Scope{c.Period, c.Period}
	case c.Year != 0:
		return Scope{period.New(c.Year, 0), period.New(c.Year, 13)}
	}
	return Scope{}
}

// String writes the scope as "2023-11", "2023-00 to 2023-13" or "all periods".
func (s Scope) String() string {
	switch {
	case s == Scope{}:
		return "all periods"
	case s.From == s.To:
		return s.From.String()
	}
	return s.From.String() + " to " + s.To.String()
}
