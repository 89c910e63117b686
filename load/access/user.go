package access

import (
	"fmt"
	"regexp"
	"time"
)

// User is an account, without its password.
type User struct {
	Name    string    `json:"name"`
	Role    Role      `json:"role"`
	Added   time.Time `json:"added"`            // UTC
	Changed time.Time `json:"password_changed"` // when the password was set, UTC
}

// namePattern: a colon would end the name in Basic authorisation, and letters beyond ASCII are written in several ways by clients.
var namePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$`)

// CheckName says what is wrong with the name of an account.
func CheckName(name string) error {
	if !namePattern.MatchString(name) {
		return fmt.Errorf("expected a name of up to 64 letters from a to z, digits, and . _ - @, found %q", name)
	}
	return nil
}

// ExistsError is returned where an account of the name is there already.
type ExistsError struct{ Name string }

func (e *ExistsError) Error() string {
	return fmt.Sprintf("there is a user %s already: set another password with `nyckeltal user password %[1]s`, or remove it first", e.Name)
}

// UnknownError is returned where there is no account of the name.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no user %s: `nyckeltal user list` shows who there is", e.Name)
}
