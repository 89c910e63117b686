package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"nyckeltal/ingest/archive"
)

// FolderError says why a folder cannot be listed. It unwraps to the cause, such as fs.ErrNotExist.
type FolderError struct {
	Folder string
	Err    error
}

// Error names the folder and says what to do about it.
func (e *FolderError) Error() string {
	switch {
	case errors.Is(e.Err, fs.ErrNotExist):
		return fmt.Sprintf("folder %s does not exist; create it, or correct the path in the job", e.Folder)
	case errors.Is(e.Err, fs.ErrPermission):
		return fmt.Sprintf("folder %s may not be read; grant this user the right to list it", e.Folder)
	case errors.Is(e.Err, errNotFolder):
		return fmt.Sprintf("%s is a file where a folder is expected; correct the path in the job", e.Folder)
	}
	return fmt.Sprintf("folder %s cannot be listed: %v", e.Folder, e.Err)
}

// Unwrap returns the cause.
func (e *FolderError) Unwrap() error { return e.Err }

var errNotFolder = errors.New("not a folder")

// folder is a place of this machine.
type folder string

var _ place = folder("")

// of returns the path of a file for this machine.
func (f folder) of(file string) string { return filepath.Join(string(f), filepath.FromSlash(file)) }

func (f folder) entries(ctx context.Context, dir string, keep func(name string, folder bool) bool) ([]entry, error) {
	found, err := readFolder(f.of(dir))
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, e := range found {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !keep(e.Name(), false) && !keep(e.Name(), true) {
			continue
		}
		info, err := os.Stat(f.of(path.Join(dir, e.Name()))) // what a link leads to
		if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.IsDir() && !info.Mode().IsRegular() || !keep(e.Name(), info.IsDir())) {
			continue
		}
		if err != nil {
			return nil, &FolderError{Folder: f.of(dir), Err: err}
		}
		entries = append(entries, describe(path.Join(dir, e.Name()), info))
	}
	return entries, nil
}

// describe makes the entry of a file.
func describe(file string, info fs.FileInfo) entry {
	version, changed := inode(info)
	return entry{
		path: file, folder: info.IsDir(), size: info.Size(), modTime: info.ModTime(), version: version, changed: changed,
		verify: func(io.Reader) (bool, error) { return true, nil },
	}
}

// readFolder lists a folder and says clearly when it is none.
func readFolder(folder string) ([]fs.DirEntry, error) {
	info, err := os.Stat(folder)
	if err != nil {
		return nil, &FolderError{Folder: folder, Err: err}
	}
	if !info.IsDir() {
		return nil, &FolderError{Folder: folder, Err: errNotFolder}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, &FolderError{Folder: folder, Err: err}
	}
	return entries, nil
}

func (f folder) stat(_ context.Context, file string) (entry, error) {
	info, err := os.Stat(f.of(file))
	if err != nil {
		return entry{}, err
	}
	return describe(file, info), nil
}

func (f folder) fetch(ctx context.Context, e entry, offset int64, w io.Writer) (int64, error) {
	in, err := os.Open(f.of(e.path))
	if err != nil {
		return 0, err
	}
	defer in.Close() // only read from
	if _, err := in.Seek(offset, io.SeekStart); err != nil {
		return 0, err
	}
	return io.Copy(w, archive.Until(ctx, in))
}

// move links the file to its new path first, which fails where something lies already, whoever put it there and when.
func (f folder) move(_ context.Context, from, to string) error {
	if err := os.MkdirAll(filepath.Dir(f.of(to)), 0o750); err != nil {
		return err
	}
	err := os.Link(f.of(from), f.of(to))
	if err == nil {
		return os.Remove(f.of(from))
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(f.of(to)); err == nil { // a file system without links
		return &fs.PathError{Op: "move", Path: f.of(to), Err: fs.ErrExist}
	}
	return os.Rename(f.of(from), f.of(to))
}

func (f folder) write(_ context.Context, file, text string, _ time.Time) error {
	return os.WriteFile(f.of(file), []byte(text), 0o640)
}

func (f folder) close() {}
