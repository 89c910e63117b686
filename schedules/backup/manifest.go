// Package backup writes a home with its archive and warehouse to a folder, and makes a home of such a folder. The run lock
// is the caller's business, and so is the engine.
package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"nyckeltal/load"
)

// Manifest says what a backup holds. It is written last: a folder without one is no backup.
type Manifest struct {
	Format  int         `json:"format"` // of the backup, 1
	Program string      `json:"program"`
	Made    time.Time   `json:"made"`
	Tables  load.Tables `json:"tables"`
	// Place is where the server keeps the tables; "" when they are in warehouse.tar beside.
	Place load.Place `json:"place"`
	// Key is the fingerprint of the pseudonyms' key; "" when the home has none. The key itself is in the backup only when
	// that was asked for.
	Key      string `json:"key"`
	Files    []File `json:"files"`
	Checksum string `json:"checksum"` // SHA-256 of the manifest with an empty checksum
}

// File is a file of a backup.
type File struct {
	Path   string `json:"path"` // with slashes, from the backup's folder
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// What lies where in a backup's folder.
const (
	manifestName  = "manifest.json"
	homeFolder    = "home"
	archiveFolder = "archive"
	tablesFile    = "warehouse.tar"
	keyFile       = "pseudonym.key"
	format        = 1
)

// DamagedError says that a folder is no whole backup.
type DamagedError struct{ Dir, Problem string }

// Error says what is wrong.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is no whole backup: %s; nothing was restored", e.Dir, e.Problem)
}

// Check reads a backup's manifest and compares every file with it. The error is a *DamagedError when something is missing
// or has changed.
func Check(ctx context.Context, dir string) (*Manifest, error) {
	damaged := func(format string, args ...any) (*Manifest, error) {
		return nil, &DamagedError{Dir: dir, Problem: fmt.Sprintf(format, args...)}
	}
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return damaged("it has no %s, which is written last", manifestName)
	}
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return damaged("%s cannot be read: %v", manifestName, err)
	}
	if m.Format != format {
		return damaged("expected format %d, found %d: it was written by another version of the program (%s)", format, m.Format, m.Program)
	}
	if sum, err := m.sum(); err != nil || sum != m.Checksum {
		return damaged("%s is not as it was written", manifestName)
	}
	for _, file := range m.Files {
		if path := filepath.FromSlash(file.Path); !filepath.IsLocal(path) || filepath.Clean(path) != path {
			return damaged("it names %s, which is no file within it", file.Path)
		}
		found, err := hashFile(ctx, filepath.Join(dir, filepath.FromSlash(file.Path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return damaged("%s is missing", file.Path)
		case err != nil:
			return nil, err
		case found.Size != file.Size:
			return damaged("%s has %d bytes, expected %d", file.Path, found.Size, file.Size)
		case found.SHA256 != file.SHA256:
			return damaged("%s holds other bytes than were written", file.Path)
		}
	}
	return &m, nil
}

// sum is the checksum of the manifest.
func (m Manifest) sum() (string, error) {
	m.Checksum = ""
	text, err := json.Marshal(m)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// write writes the manifest, in one step.
func (m Manifest) write(dir string) error {
	sum, err := m.sum()
	if err != nil {
		return err
	}
	m.Checksum = sum
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return writeLast(filepath.Join(dir, manifestName), append(text, '\n'))
}
