// Package door lets in who has an account, and slows log-ins that fail. Whatever people log in to asks the same Door, so that who
// guesses passwords at one place is slowed at the other as well.
package door

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"strconv"
	"time"

	"golang.org/x/sync/singleflight"

	"nyckeltal/load/access"
)

// Door lets in who has an account. It is safe for concurrent use. Use New.
type Door struct {
	users    *access.Store
	throttle *throttle
	log      *slog.Logger
	key      []byte             // of this process, so that no password is a key of under
	under    singleflight.Group // log-ins under way: the same one many times at once counts as one
}

// New returns a door for the accounts. now is the clock that failed log-ins are slowed by; they are logged, without passwords.
func New(users *access.Store, now func() time.Time, log *slog.Logger) *Door {
	d := &Door{users: users, throttle: newThrottle(now), log: log, key: make([]byte, sha256.Size)}
	_, _ = rand.Read(d.key) // never fails
	return d
}

// WaitError says that a log-in was not tried, since others have failed.
type WaitError struct{ Wait time.Duration }

// Seconds is the wait in whole seconds, rounded up.
func (e *WaitError) Seconds() int { return int(math.Ceil(e.Wait.Seconds())) }

func (e *WaitError) Error() string {
	return fmt.Sprintf("too many log-ins have failed, try again in %d s", e.Seconds())
}

// LogIn returns the account that has the name and the password. address is where the request comes from, with or without a port. The
// error is access.ErrDenied; a *WaitError when it comes too soon after others that failed; that of ctx; or one of the file of
// accounts, which is logged and should not be told.
func (d *Door) LogIn(ctx context.Context, name, password, address string) (access.User, error) {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	mac := hmac.New(sha256.New, d.key)
	for _, part := range []string{name, address, password} {
		mac.Write([]byte(strconv.Itoa(len(part)) + " " + part))
	}
	done := d.under.DoChan(string(mac.Sum(nil)), func() (any, error) {
		return d.verify(context.WithoutCancel(ctx), name, password, address)
	})
	var result singleflight.Result
	select {
	case <-ctx.Done():
		return access.User{}, ctx.Err()
	case result = <-done:
	}
	if result.Err != nil {
		if !errors.Is(result.Err, access.ErrDenied) && !errors.As(result.Err, new(*WaitError)) {
			d.log.Error("nobody can log in", "error", result.Err)
		}
		return access.User{}, result.Err
	}
	return result.Val.(access.User), nil
}

// verify is one log-in.
func (d *Door) verify(ctx context.Context, name, password, address string) (access.User, error) {
	settle, wait := d.throttle.begin(name, address)
	if settle == nil {
		return access.User{}, &WaitError{wait}
	}
	user, err := d.users.Verify(ctx, name, password)
	settle(err == nil)
	if errors.Is(err, access.ErrDenied) {
		d.log.Warn("a log-in failed", "user", d.known(name), "address", address)
	}
	return user, err
}

// known is the name of a user that there is. Another name is not written anywhere: people type passwords in the wrong field.
func (d *Door) known(name string) string {
	if _, known, err := d.users.Find(name); err == nil && known {
		return name
	}
	return "(no user of ours)"
}
