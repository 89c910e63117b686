package access

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/match"
)

// Role says what an account may see.
type Role string

// The roles, from the least to the most that may be seen.
const (
	Analyst Role = "analyst" // key figures and dimensions
	Auditor Role = "auditor" // also where figures come from, and what was refused
	Admin   Role = "admin"   // everything in the warehouse's database
)

// Roles are all roles.
func Roles() []Role { return []Role{Analyst, Auditor, Admin} }

// ParseRole reads the name of a role.
func ParseRole(name string) (Role, error) {
	if slices.Contains(Roles(), Role(name)) {
		return Role(name), nil
	}
	var known []string
	for _, r := range Roles() {
		known = append(known, string(r))
	}
	return "", fmt.Errorf("expected the role %s, found %q%s", strings.Join(known, ", "), name, match.DidYouMean(name, known))
}
