package engine

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// account is somebody who may use the engine. The library knows no users: what an account may do is decided by the
// settings that its statements run with.
type account struct {
	user, password string
	// settings are made after those of the request, so that a request cannot undo them.
	settings []setting
}

// ownerName is the user that the endpoint file names; it may do everything.
const ownerName = "nyckeltal"

// accounts are all who may use the engine.
type accounts []account

// authenticate finds the account that a request names, in any of the ways that ClickHouse accepts: Basic
// authorisation, the headers X-ClickHouse-User and -Key, or the parameters user and password.
func (a accounts) authenticate(r *http.Request) (account, error) {
	user, password, given := credentials(r)
	if !given {
		return account{}, exception(codeRequiredPassword, "Authentication is required: give the user and the "+
			"password of the endpoint file")
	}
	var found account
	ok := 0
	for _, candidate := range a {
		if same := equal(user, candidate.user) & equal(password, candidate.password); same == 1 {
			found, ok = candidate, 1
		}
	}
	if ok == 0 {
		return account{}, exception(codeAuthenticationFailed, "Authentication failed: password is incorrect, or "+
			"there is no user with such name")
	}
	return found, nil
}

func credentials(r *http.Request) (user, password string, given bool) {
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
