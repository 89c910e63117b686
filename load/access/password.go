package access

import (
	"crypto/rand"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths of passwords, in characters.
const (
	MinPassword = 10
	maxPassword = 256
)

// CheckPassword says what is wrong with a password, without repeating it.
func CheckPassword(password string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return fmt.Errorf("the password is too short: expected at least %d characters, found %d", MinPassword, n)
	case n > maxPassword:
		return fmt.Errorf("the password is too long: expected at most %d characters, found %d", maxPassword, n)
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return fmt.Errorf("the password holds control characters or is no UTF-8: choose another one")
	}
	return nil
}

// NewPassword returns a random password of 130 bits, of capital letters and digits.
func NewPassword() string { return rand.Text() }
