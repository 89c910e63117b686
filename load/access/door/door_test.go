package door_test

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nyckeltal/load/access"
	"nyckeltal/load/access/door"
)

// TestDoor lets in who has an account, tells nothing of who has none, and logs neither passwords nor names that nobody has.
func TestDoor(t *testing.T) {
	var log bytes.Buffer
	d := newDoor(t, slog.New(slog.NewTextHandler(&log, nil)))
	user, err := d.LogIn(t.Context(), "anna", "correct horse", "192.0.2.1:1234")
	if err != nil || user.Name != "anna" || user.Role != access.Auditor {
		t.Fatalf("%v %v", user, err)
	}
	for name, password := range map[string]string{"anna": "wrong horse", "typed secret": "correct horse", "": ""} {
		if _, err := d.LogIn(t.Context(), name, password, "192.0.2.2"); !errors.Is(err, access.ErrDenied) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, secret := range []string{"horse", "secret"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, log.String())
		}
	}
	if got := strings.Count(log.String(), "a log-in failed"); got != 3 {
		t.Errorf("%d failures were logged: %s", got, log.String())
	}
}

// TestDoorSlowsFailures has a name wait, with the right password too, and tells for how long.
func TestDoorSlowsFailures(t *testing.T) {
	d := newDoor(t, slog.New(slog.DiscardHandler))
	for range 3 {
		if _, err := d.LogIn(t.Context(), "anna", "wrong horse", "192.0.2.1"); !errors.Is(err, access.ErrDenied) {
			t.Fatal(err)
		}
	}
	_, err := d.LogIn(t.Context(), "anna", "correct horse", "192.0.2.1")
	if early := (*door.WaitError)(nil); !errors.As(err, &early) || early.Seconds() != 1 || !strings.Contains(err.Error(), "in 1 s") {
		t.Errorf("%v", err)
	}
}

// TestTheSameLogInAtOnce counts the same log-in, sent many times at once as dashboards do, as one.
func TestTheSameLogInAtOnce(t *testing.T) {
	d := newDoor(t, slog.New(slog.DiscardHandler))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := d.LogIn(t.Context(), "anna", "correct horse", "192.0.2.1"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// newDoor is a door for anna, whose clock stands still.
func newDoor(t *testing.T, log *slog.Logger) *door.Door {
	t.Helper()
	users := access.NewStore(filepath.Join(t.TempDir(), "users.json"))
	if err := users.Add(t.Context(), "anna", access.Auditor, "correct horse"); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2023, 11, 30, 8, 0, 0, 0, time.UTC)
	return door.New(users, func() time.Time { return now }, log)
}
