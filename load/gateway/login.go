package gateway

import (
	"errors"
	"net/http"
	"strconv"

	"nyckeltal/load/access"
	"nyckeltal/load/access/door"
	"nyckeltal/load/engine"
)

// ClickHouse's codes for those who may not come in.
const (
	codeRequiredPassword     = 194
	codeAuthenticationFailed = 516
)

// logIn returns who asks. The error is one of ClickHouse's; for one that comes too soon it sets Retry-After.
func (g *Gateway) logIn(w http.ResponseWriter, r *http.Request) (access.User, error) {
	name, password, given := engine.Credentials(r)
	if !given {
		return access.User{}, engine.Errorf(codeRequiredPassword, "Authentication is required: give user and password of your account")
	}
	user, err := g.Door.LogIn(r.Context(), name, password, r.RemoteAddr)
	if err == nil || r.Context().Err() != nil {
		return user, err
	}
	if early, ok := errors.AsType[*door.WaitError](err); ok {
		w.Header().Set("Retry-After", strconv.Itoa(early.Seconds()))
		return user, engine.Errorf(codeAuthenticationFailed, "Authentication failed: %v", early)
	}
	if errors.Is(err, access.ErrDenied) {
		return user, engine.Errorf(codeAuthenticationFailed, "Authentication failed: %v", err)
	}
	return user, engine.Errorf(codeAuthenticationFailed, "Authentication failed: the accounts cannot be read, the operator's log says why")
}
