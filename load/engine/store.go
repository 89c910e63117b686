package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// libraryStore is the directory of the user's cache that holds one version of the library.
type libraryStore struct {
	dir string
	pin libraryPin
}

func (s libraryStore) path() string   { return filepath.Join(s.dir, libraryFile) }
func (s libraryStore) marker() string { return filepath.Join(s.dir, libraryFile+".verified") }

// ErrDamaged is wrapped by errors about a library whose bytes are not the pinned ones.
var ErrDamaged = errors.New("its content is not the expected one")

// ensure returns when the library lies in the store and is sound. A damaged one is fetched anew.
func (s libraryStore) ensure(ctx context.Context, progress io.Writer) error {
	if s.known() {
		return nil
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("create the cache of the engine's library: %w", err)
	}
	lock := flock.New(filepath.Join(s.dir, "lock"))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return fmt.Errorf("wait for another process that fetches the library: %w", err)
	}
	defer lock.Unlock()
	if s.known() {
		return nil
	}
	err := s.verify()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrDamaged):
		fmt.Fprintf(progress, "The engine's library %s is damaged; it is fetched again.\n", s.path())
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	if err := s.fetch(ctx, progress); err != nil {
		return err
	}
	return s.verify()
}

// lockPoll is how often a lock that another process holds is tried again.
const lockPoll = 20 * time.Millisecond

// verified is the content of the marker: the state of the file when its checksum was found right. Hashing half a
// gigabyte at every start would cost seconds.
type verified struct {
	Size     int64  `json:"size"`
	Modified int64  `json:"modified_ns"`
	SHA256   string `json:"sha256"`
}

func (s libraryStore) state() (verified, error) {
	info, err := os.Stat(s.path())
	if err != nil {
		return verified{}, err
	}
	return verified{Size: info.Size(), Modified: info.ModTime().UnixNano(), SHA256: s.pin.sha256}, nil
}

// known tells whether the file is unchanged since it was verified.
func (s libraryStore) known() bool {
	now, err := s.state()
	if err != nil || now.Size != s.pin.size {
		return false
	}
	data, err := os.ReadFile(s.marker())
	if err != nil {
		return false
	}
	var then verified
	return json.Unmarshal(data, &then) == nil && then == now
}

// verify compares the whole file with the pin and remembers that it was right.
func (s libraryStore) verify() error {
	now, err := s.state()
	if err != nil {
		return err
	}
	if now.Size != s.pin.size {
		return fmt.Errorf("%s: %w: %d bytes instead of %d", s.path(), ErrDamaged, now.Size, s.pin.size)
	}
	file, err := os.Open(s.path())
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return err
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); sum != s.pin.sha256 {
		return fmt.Errorf("%s: %w: SHA-256 %s instead of %s", s.path(), ErrDamaged, sum, s.pin.sha256)
	}
	data, err := json.Marshal(now)
	if err != nil {
		return err
	}
	return writeFile(s.marker(), data)
}
