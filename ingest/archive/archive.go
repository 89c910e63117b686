// Package archive keeps every delivery unchanged under the SHA-256 of its bytes, so that each figure can be traced to
// the file it came from. Deliveries are never changed or removed here; it knows nothing of what they hold.
package archive

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Archive is a store of deliveries in a folder. Several goroutines and processes may use one folder at a time.
//
// The bytes of a delivery lie in ab/abcdef…, named by their SHA-256 in hexadecimal, read-only. Where that saves a tenth
// or more they are packed by zstd and lie in ab/abcdef….zst instead; the SHA-256 is always that of the bytes as they
// came. What is known of them stands in ab/abcdef….json beside. A delivery exists once its description does; bytes
// without one are those of a run that was killed, and are taken up when they come again.
type Archive struct {
	dir string
}

// ErrNotFound says that the archive holds no delivery under that SHA-256.
var ErrNotFound = errors.New("no such delivery in the archive")

// DamagedError says that the archive does not hold the bytes of a delivery any more. Putting the same bytes again mends
// it.
type DamagedError struct {
	Path    string // of the bytes, packed or not
	Problem string
	Cause   error // may be nil; fs.ErrNotExist when they are gone
}

// Error names the file and says what to do.
func (e *DamagedError) Error() string {
	text := fmt.Sprintf("archive file %s is damaged: %s", e.Path, e.Problem)
	if e.Cause != nil {
		text += fmt.Sprintf(" (%v)", e.Cause)
	}
	return text + "; restore it from a backup, or run a job on the same workbook again"
}

// Unwrap returns the cause.
func (e *DamagedError) Unwrap() error { return e.Cause }

const (
	incoming     = "incoming" // subfolder for bytes that are still arriving, or unpacked to be read
	lockName     = "lock"
	packedSuffix = ".zst"
	// staleAfter is when bytes in incoming count as left behind by a killed run.
	staleAfter = 24 * time.Hour
)

// Open returns the archive in the folder dir, which is made if it does not exist. What killed runs left of half
// arrived files is removed once it is a day older than now.
func Open(dir string, now time.Time) (*Archive, error) {
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o750); err != nil {
		return nil, fmt.Errorf("archive %s cannot be made: %w", dir, err)
	}
	a := &Archive{dir: dir}
	if err := a.sweep(now); err != nil {
		return nil, fmt.Errorf("archive %s: removing remains of killed runs: %w", dir, err)
	}
	return a, nil
}

// sweep removes what killed runs left in incoming.
func (a *Archive) sweep(now time.Time) error {
	entries, err := os.ReadDir(filepath.Join(a.dir, incoming))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && now.Sub(info.ModTime()) < staleAfter {
			continue
		}
		if err == nil {
			err = gone(os.Remove(filepath.Join(a.dir, incoming, entry.Name())))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lock waits until no other process changes descriptions, and returns what ends that.
func (a *Archive) lock(ctx context.Context) (unlock func() error, err error) {
	lock := flock.New(filepath.Join(a.dir, lockName))
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		return nil, err
	}
	return lock.Close, nil
}

// temp makes a file in incoming.
func (a *Archive) temp(pattern string) (*os.File, error) {
	return os.CreateTemp(filepath.Join(a.dir, incoming), pattern)
}

// move gives a temporary file its name for good.
func move(temp *os.File, path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncDir(dir), syncDir(filepath.Dir(dir)))
}

// gone forgets that a file was not there to be removed.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncDir makes renames within a folder survive a crash of the machine.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// path returns where the bytes of a delivery lie when they are not packed.
func (a *Archive) path(sha string) string { return filepath.Join(a.dir, sha[:2], sha) }

// isSHA tells whether s is a SHA-256 in lower-case hexadecimal.
func isSHA(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}
