package access

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// Store is the file of accounts. It is safe for concurrent use, also by several processes. Use NewStore.
type Store struct {
	path   string
	now    func() time.Time
	memory memory
}

// NewStore returns the accounts in the file at path, which need not be there yet. Nothing is read before it is needed.
func NewStore(path string) *Store {
	return &Store{path: path, now: time.Now, memory: newMemory()}
}

// Users lists the accounts by name.
func (s *Store) Users() ([]User, error) {
	d, err := read(s.path)
	if err != nil {
		return nil, err
	}
	users := make([]User, len(d.Users))
	for i, a := range d.Users {
		users[i] = a.User
	}
	return users, nil
}

// Add makes an account. Where there is one of the name, the error is an *ExistsError.
func (s *Store) Add(ctx context.Context, name string, role Role, password string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if _, err := ParseRole(string(role)); err != nil {
		return err
	}
	return s.change(ctx, password, func(d *document, hashed string, now time.Time) error {
		if d.index(name) >= 0 {
			return &ExistsError{name}
		}
		d.Users = append(d.Users, account{User: User{Name: name, Role: role, Added: now, Changed: now}, Password: hashed})
		return nil
	})
}

// SetPassword gives an account another password; the former one is refused from then on. Where there is no such account, the
// error is an *UnknownError.
func (s *Store) SetPassword(ctx context.Context, name, password string) error {
	return s.change(ctx, password, func(d *document, hashed string, now time.Time) error {
		i := d.index(name)
		if i < 0 {
			return &UnknownError{name}
		}
		d.Users[i].Password, d.Users[i].Changed = hashed, now
		return nil
	})
}

// change gives the document, with the hash of the password, to edit, and writes it.
func (s *Store) change(ctx context.Context, password string, edit func(d *document, hashed string, now time.Time) error) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	hashed := newHash(password).String() // before the lock is taken: it takes its time
	return s.edit(ctx, func(d *document) error { return edit(d, hashed, s.now().UTC().Truncate(time.Second)) })
}

// Remove removes an account. Where there is none of the name, the error is an *UnknownError.
func (s *Store) Remove(ctx context.Context, name string) error {
	return s.edit(ctx, func(d *document) error {
		i := d.index(name)
		if i < 0 {
			return &UnknownError{name}
		}
		d.Users = slices.Delete(d.Users, i, i+1)
		return nil
	})
}

// lockPoll is how often a lock that another process holds is tried.
const lockPoll = 20 * time.Millisecond

// edit changes the file while no other process does.
func (s *Store) edit(ctx context.Context, change func(*document) error) error {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return fmt.Errorf("create the folder of the users: %w", err)
	}
	lock := flock.New(s.path+".lock", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return fmt.Errorf("wait for another command that changes the users: %w", err)
	}
	defer lock.Unlock()
	d, err := read(s.path)
	if err != nil {
		return err
	}
	if err := change(&d); err != nil {
		return err
	}
	return d.write(s.path)
}
