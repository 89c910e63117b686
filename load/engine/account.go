package engine

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// owner is who may use the engine: whoever can read the endpoint file. The library knows no users. Others come through
// a program of the owner's that checks what they ask (package guard).
type owner struct{ user, password string }

// ownerName is the user that the endpoint file names; it may do everything.
const ownerName = "nyckeltal"

// authenticate tells whether a request comes from the owner.
func (o owner) authenticate(r *http.Request) error {
	user, password, given := Credentials(r)
	if !given {
		return Errorf(codeRequiredPassword, "Authentication is required: give the user and the "+
			"password of the endpoint file")
	}
	if equal(user, o.user)&equal(password, o.password) == 0 {
		return Errorf(codeAuthenticationFailed, "Authentication failed: password is incorrect, or "+
			"there is no user with such name")
	}
	return nil
}

// Credentials returns the account that a request names, in any of the ways that ClickHouse accepts: Basic
// authorisation, the headers X-ClickHouse-User and -Key, or the parameters user and password.
func Credentials(r *http.Request) (user, password string, given bool) {
	if user, password, ok := r.BasicAuth(); ok {
		return user, password, true
	}
	if user := r.Header.Get("X-ClickHouse-User"); user != "" {
		return user, r.Header.Get("X-ClickHouse-Key"), true
	}
	query := r.URL.Query()
	if query.Has("user") {
		return query.Get("user"), query.Get("password"), true
	}
	return "", "", false
}

// equal compares in a time that tells nothing about the secret, not even its length.
func equal(given, secret string) int {
	g, s := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(g[:], s[:])
}
