package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// account is a user with what proves who it is.
type account struct {
	User
	Password string `json:"password"` // PHC string

	hash hash
}

// document is the content of the file.
type document struct {
	Version int       `json:"version"`
	Users   []account `json:"users"` // by name
}

const version = 1

// read reads the file; one that is not there holds nobody.
func read(path string) (document, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return document{Version: version}, nil
	}
	if err != nil {
		return document{}, fmt.Errorf("read the users: %w", err)
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return document{}, fmt.Errorf("%s cannot be read (%w): restore it from a backup, or remove it and add the users anew", path, err)
	}
	if d.Version != version {
		return document{}, fmt.Errorf("%s has version %d, and this program knows %d: use the newer nyckeltal that wrote it", path, d.Version, version)
	}
	for i := range d.Users {
		if err := d.Users[i].check(); err != nil {
			return document{}, fmt.Errorf("%s, user %q: %w", path, d.Users[i].Name, err)
		}
	}
	return d, nil
}

// check completes an account of the file.
func (a *account) check() (err error) {
	if err := CheckName(a.Name); err != nil {
		return err
	}
	if _, err := ParseRole(string(a.Role)); err != nil {
		return err
	}
	a.hash, err = parseHash(a.Password)
	return err
}

// index returns the place of a user, or -1.
func (d *document) index(name string) int {
	return slices.IndexFunc(d.Users, func(a account) bool { return a.Name == name })
}

// write replaces the file so that a reader sees the old content or the new one, also after a power loss. It is readable by its
// owner only.
func (d *document) write(path string) (err error) {
	slices.SortFunc(d.Users, func(a, b account) int { return strings.Compare(a.Name, b.Name) })
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // made with mode 0600
	if err != nil {
		return fmt.Errorf("write the users: %w", err)
	}
	defer os.Remove(temp.Name()) // fails when it has been moved
	_, err = temp.Write(append(text, '\n'))
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("write the users: %w", err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("write the users: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close() // only read from
	return dir.Sync()
}
