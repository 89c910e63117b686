package backup

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

	"nyckeltal/ingest/archive"
)

// copyFile copies a file, makes it survive a crash, and returns its size and hash. The folder is made; the copy must not
// exist.
func copyFile(ctx context.Context, from, to string, mode fs.FileMode) (File, error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return File{}, err
	}
	in, err := os.Open(from)
	if err != nil {
		return File{}, err
	}
	defer in.Close() // only read from
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode|0o200)
	if err != nil {
		return File{}, err
	}
	copied, err := hash(ctx, io.TeeReader(in, out))
	return copied, errors.Join(err, out.Chmod(mode), out.Sync(), out.Close())
}

// hashFile returns the size and the hash of a file.
func hashFile(ctx context.Context, path string) (File, error) {
	in, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer in.Close() // only read from
	return hash(ctx, in)
}

func hash(ctx context.Context, in io.Reader) (File, error) {
	sum := sha256.New()
	size, err := io.Copy(sum, archive.Until(ctx, in))
	return File{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, err
}

// writeLast writes a file in one step, so that it is there as a whole or not at all.
func writeLast(path string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved
	_, err = temp.Write(text)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Chmod(temp.Name(), 0o640); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// mustBeEmpty returns ErrNotEmpty when the folder is there and holds something.
func mustBeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s: %w", dir, ErrNotEmpty)
	}
	return nil
}
