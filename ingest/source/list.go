package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// File is a file that a job can pull.
type File struct {
	Path     string // as the folder was given, joined with the name
	Name     string
	Size     int64 // in bytes
	ModTime  time.Time
	Captures Captures
}

// Open opens the file for reading.
func (f File) Open() (io.ReadCloser, error) { return os.Open(f.Path) }

// Unchanged tells whether the file still has the size and the time of change with which it was listed. The error is a
// *ChangedError when it has not, or is gone.
func (f File) Unchanged() error {
	info, err := os.Stat(f.Path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (info.Size() != f.Size || !info.ModTime().Equal(f.ModTime)) {
		return &ChangedError{Path: f.Path}
	}
	return err
}

// ChangedError says that a file changed between being listed and having been read, as one that is still being written
// does.
type ChangedError struct {
	Path string
}

// Error names the file.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("file %s changed while it was read, so it is probably still being written", e.Path)
}

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

// AmbiguousError says that a file's name can be read in two ways, so that nobody can tell what it holds.
type AmbiguousError struct {
	Path    string
	Pattern string
}

// Error names the file and the pattern and says what to do.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("file %s can be read in two ways by the pattern %q; rename it, or make the pattern stricter",
		e.Path, e.Pattern)
}

// List returns the files of a folder whose names follow the pattern, sorted by name. Subfolders, hidden files, and the
// lock and part files that office programs and file transfers leave are not listed, nor is a file that vanishes
// meanwhile. Its errors are *FolderError, *AmbiguousError, and those of the context.
func List(ctx context.Context, folder string, p *Pattern) ([]File, error) {
	entries, err := readFolder(folder)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		captures, ambiguous, ok := p.read(entry.Name())
		if !ok || temporary(entry.Name()) {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
			continue
		}
		if err != nil {
			return nil, &FolderError{Folder: folder, Err: err}
		}
		if ambiguous {
			return nil, &AmbiguousError{Path: path, Pattern: p.text}
		}
		files = append(files, File{Path: path, Name: entry.Name(), Size: info.Size(), ModTime: info.ModTime(),
			Captures: captures})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
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

// temporary tells whether a name is that of a hidden file (such as LibreOffice's .~lock), of Office's ~$ lock file, or
// of a file that is still being written or transferred.
func temporary(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tmp", ".part", ".partial", ".filepart", ".crdownload":
		return true
	}
	return false
}
