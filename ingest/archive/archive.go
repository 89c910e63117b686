// Package archive keeps every delivery unchanged under the SHA-256 of its bytes, so that each figure can be traced to
// the file it came from. Deliveries are never changed or removed here; it knows nothing of what they hold.
package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Archive is a store of deliveries in a folder. Several goroutines and processes may use one folder at a time.
//
// The bytes of a delivery lie in ab/abcdef…, named by their SHA-256 in hexadecimal, read-only, and what is known of
// them in abcdef….json beside. A delivery exists once its description does; bytes without one are those of a run that
// was killed, and are taken up when they are put again.
type Archive struct {
	dir string
}

// ErrNotFound says that the archive holds no delivery under that SHA-256.
var ErrNotFound = errors.New("no such delivery in the archive")

// ChangedError says that a file changed while it was read, as one that is still being written does.
type ChangedError struct {
	Path string
}

// Error names the file and says what happens next.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("file %s changed while it was read, so it is probably still being written; "+
		"it is left until the next run", e.Path)
}

const (
	incoming = "incoming" // subfolder for bytes that are still arriving
	lockName = "lock"
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
			err = os.Remove(filepath.Join(a.dir, incoming, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// PutFile archives the file at path. A file whose size or time of change differs after reading is refused with a
// *ChangedError. See Put for the rest.
func (a *Archive) PutFile(ctx context.Context, path string, seen Sighting) (Delivery, error) {
	f, err := os.Open(path)
	if err != nil {
		return Delivery{}, err
	}
	defer f.Close() // only read from
	before, err := f.Stat()
	if err != nil {
		return Delivery{}, err
	}
	unchanged := func(size int64) error {
		after, err := os.Stat(path)
		if err != nil {
			return err
		}
		if size != before.Size() || size != after.Size() || !after.ModTime().Equal(before.ModTime()) ||
			!os.SameFile(before, after) {
			return &ChangedError{Path: path}
		}
		return nil
	}
	return a.put(ctx, f, seen, unchanged)
}

// Put archives the bytes of r and returns their delivery. Bytes that the archive holds already are not stored again;
// a new name or source is added to their delivery. On return the delivery survives a crash of the machine.
func (a *Archive) Put(ctx context.Context, r io.Reader, seen Sighting) (Delivery, error) {
	return a.put(ctx, r, seen, func(int64) error { return nil })
}

// put archives the bytes of r if check, given their number, agrees.
func (a *Archive) put(ctx context.Context, r io.Reader, seen Sighting, check func(int64) error) (Delivery, error) {
	temp, err := os.CreateTemp(filepath.Join(a.dir, incoming), "*")
	if err != nil {
		return Delivery{}, fmt.Errorf("archiving %s: %w", seen.Name, err)
	}
	defer os.Remove(temp.Name()) // fails when it has been moved to its place
	defer temp.Close()           // again, in case of an early return

	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(temp, hash), &reader{ctx, r})
	if err == nil {
		err = check(size)
	}
	if err == nil {
		err = errors.Join(temp.Chmod(0o440), temp.Sync(), temp.Close())
	}
	if err != nil {
		return Delivery{}, fmt.Errorf("archiving %s: %w", seen.Name, err)
	}
	d := Delivery{SHA256: hex.EncodeToString(hash.Sum(nil)), Size: size, Sightings: []Sighting{seen}}
	d, err = a.commit(ctx, temp.Name(), d)
	if err != nil {
		return Delivery{}, fmt.Errorf("archiving %s: %w", seen.Name, err)
	}
	return d, nil
}

// commit moves the bytes at temp to their place, unless they are there, and writes or adds to their description.
func (a *Archive) commit(ctx context.Context, temp string, d Delivery) (Delivery, error) {
	lock := flock.New(filepath.Join(a.dir, lockName))
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		return Delivery{}, err
	}
	defer lock.Close() // unlocks

	known, err := a.Get(d.SHA256)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Delivery{}, err
	}
	if err != nil || !a.intact(known) {
		if err := move(temp, a.path(d.SHA256)); err != nil {
			return Delivery{}, err
		}
	}
	if known.has(d.Sightings[0]) {
		return known, nil
	}
	d.Sightings = append(slices.Clip(known.Sightings), d.Sightings[0])
	return d, a.describe(d)
}

// intact tells whether the bytes of a known delivery are in their place, as far as their number shows it.
func (a *Archive) intact(d Delivery) bool {
	info, err := os.Stat(a.path(d.SHA256))
	return err == nil && info.Size() == d.Size
}

// move gives the file at temp its name for good.
func move(temp, path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return errors.Join(syncDir(dir), syncDir(filepath.Dir(dir)))
}

// syncDir makes renames within a folder survive a crash of the machine.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open opens the bytes of a delivery. The error is ErrNotFound when there is none.
func (a *Archive) Open(sha string) (*os.File, error) {
	path, err := a.Path(sha)
	if err != nil {
		return nil, err
	}
	return os.Open(path)
}

// Path returns the path of a delivery's bytes, which may be read and never changed. The error is ErrNotFound when
// there is none.
func (a *Archive) Path(sha string) (string, error) {
	if _, err := a.Get(sha); err != nil {
		return "", err
	}
	return a.path(sha), nil
}

func (a *Archive) path(sha string) string { return filepath.Join(a.dir, sha[:2], sha) }

// isSHA tells whether s is a SHA-256 in lower-case hexadecimal.
func isSHA(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

// reader reads from r until its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
