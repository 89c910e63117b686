package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"log/slog"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/singleflight"

	"nyckeltal/load/access"
	"nyckeltal/load/engine"
)

// ClickHouse's codes for those who may not come in.
const (
	codeRequiredPassword     = 194
	codeAuthenticationFailed = 516
)

// door lets in who has an account.
type door struct {
	users    *access.Store
	throttle *throttle
	log      *slog.Logger
	key      []byte             // of this process, so that no password is a key of under
	under    singleflight.Group // log-ins under way: the same one many times at once counts as one
}

func newDoor(users *access.Store, now func() time.Time, log *slog.Logger) *door {
	d := &door{users: users, throttle: newThrottle(now), log: log, key: make([]byte, sha256.Size)}
	_, _ = rand.Read(d.key) // never fails
	return d
}

// waitError says that a log-in was not tried, since others have failed.
type waitError struct{ wait time.Duration }

func (*waitError) Error() string { return "too many log-ins have failed" }

// logIn returns who asks. The error is one of ClickHouse's; for one that comes too soon it sets Retry-After.
func (d *door) logIn(w http.ResponseWriter, r *http.Request) (access.User, error) {
	name, password, given := engine.Credentials(r)
	if !given {
		return access.User{}, engine.Errorf(codeRequiredPassword, "Authentication is required: give user and password of your account")
	}
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		address = r.RemoteAddr
	}
	mac := hmac.New(sha256.New, d.key)
	for _, part := range []string{name, address, password} {
		mac.Write([]byte(strconv.Itoa(len(part)) + " " + part))
	}
	done := d.under.DoChan(string(mac.Sum(nil)), func() (any, error) {
		return d.verify(context.WithoutCancel(r.Context()), name, password, address)
	})
	var result singleflight.Result
	select {
	case <-r.Context().Done():
		return access.User{}, r.Context().Err()
	case result = <-done:
	}
	if wait, ok := errors.AsType[*waitError](result.Err); ok {
		seconds := int(math.Ceil(wait.wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		return access.User{}, engine.Errorf(codeAuthenticationFailed, "Authentication failed: too many log-ins have failed, try again in %d s", seconds)
	}
	if errors.Is(result.Err, access.ErrDenied) {
		return access.User{}, engine.Errorf(codeAuthenticationFailed, "Authentication failed: %v", result.Err)
	}
	if result.Err != nil {
		d.log.Error("nobody can log in", "error", result.Err)
		return access.User{}, engine.Errorf(codeAuthenticationFailed, "Authentication failed: the accounts cannot be read, the operator's log says why")
	}
	return result.Val.(access.User), nil
}

// verify is one log-in.
func (d *door) verify(ctx context.Context, name, password, address string) (access.User, error) {
	settle, wait := d.throttle.begin(name, address)
	if settle == nil {
		return access.User{}, &waitError{wait}
	}
	user, err := d.users.Verify(ctx, name, password)
	settle(err == nil)
	if errors.Is(err, access.ErrDenied) {
		d.log.Warn("a log-in failed", "user", d.known(name), "address", address)
	}
	return user, err
}

// known is the name of a user that there is. Another name is not written anywhere: people type passwords in the wrong field.
func (d *door) known(name string) string {
	users, err := d.users.Users()
	if err == nil {
		for _, u := range users {
			if u.Name == name {
				return name
			}
		}
	}
	return "(no user of ours)"
}
