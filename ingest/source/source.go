// Package source finds the files that a job pulls and fetches them. A pattern tells which files belong to the job, which
// parts of a name are captured, and which periods the contents of such a file replace. The files lie in a folder of this
// machine or at another one; what lies where is all the same from here on.
//
// What does not belong here: what a file holds, and what becomes of it. Another kind of place is another implementation of
// place; a kind of server that rclone has is a line in source/remote/backends.go.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/source/remote"
)

// Config says where files come from, which, and within which limits.
type Config struct {
	// Remote says where. Place is a folder of this machine, or a remote; see remote.Config.
	Remote remote.Config
	// Pattern says which files.
	Pattern *Pattern
	// MaxSize is how many bytes a file may have; 0 means DefaultMaxSize.
	MaxSize int64
	// MaxFiles is how many files may follow the pattern; 0 means DefaultMaxFiles.
	MaxFiles int
	// After says what becomes of a file that was loaded.
	After AfterLoad
}

// The limits that hold when none are given.
const (
	DefaultMaxSize  = 1 << 30 // 1 GB
	DefaultMaxFiles = 10_000
)

// Source is an open place of files. It is used by one goroutine.
type Source struct {
	config Config
	at     place
}

// place is where files lie: a folder of this machine, or a remote.
type place interface {
	// entries lists a folder, "" being the place itself: the files and folders that keep wants by their names.
	entries(ctx context.Context, folder string, keep func(name string, folder bool) bool) ([]entry, error)
	// stat describes a file. The error unwraps to fs.ErrNotExist when it is gone.
	stat(ctx context.Context, file string) (entry, error)
	// fetch writes the bytes of a file from an offset on, and returns their number, also beside an error.
	fetch(ctx context.Context, e entry, offset int64, w io.Writer) (int64, error)
	// move gives a file another path, making folders. The error unwraps to fs.ErrExist when something lies there.
	move(ctx context.Context, from, to string) error
	// write makes a small file, replacing an earlier one.
	write(ctx context.Context, file, text string, now time.Time) error
	close()
}

// entry is a file or a folder of a place.
type entry struct {
	path    string // from the place on, with /
	folder  bool
	size    int64     // in bytes; -1 when the place does not tell
	modTime time.Time // zero when the place does not tell
	version string    // what else tells versions of the file apart, such as a hash; may be empty
	hashed  bool      // version is a hash of the contents
	changed time.Time // when the place last noticed a change
	verify  func(content io.Reader) (bool, error)
}

// File is a file that a job can pull.
type File struct {
	Path     string // of the place, joined with the name
	Name     string // from the place on, with / after the folders of the pattern
	Size     int64  // in bytes; -1 when the source does not tell
	ModTime  time.Time
	Captures Captures

	entry entry
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

// LimitError says that a source holds more than its job allows.
type LimitError struct {
	Place string // of the source, or a file's path
	Limit string // the key of the job that sets the limit
	Found string
	Most  string
}

// Error says what was found and how to allow it.
func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: found %s, where at most %s are expected; if this is right, raise %s in the job",
		e.Place, e.Found, e.Most, e.Limit)
}

// Open opens the place that the configuration names; of another machine, it logs in there. The caller closes it. Its errors
// are those of remote.Open.
func Open(ctx context.Context, c Config) (*Source, error) {
	if c.MaxSize <= 0 {
		c.MaxSize = DefaultMaxSize
	}
	if c.MaxFiles <= 0 {
		c.MaxFiles = DefaultMaxFiles
	}
	if !remote.Is(c.Remote.Place) {
		return &Source{config: c, at: folder(c.Remote.Place)}, nil
	}
	r, err := remote.Open(ctx, c.Remote)
	if err != nil {
		return nil, err
	}
	return &Source{config: c, at: elsewhere{r}}, nil
}

// Close ends connections. Files can not be fetched any more.
func (s *Source) Close() { s.at.close() }

// Place is where the files lie, as the configuration says it. It holds no secrets.
func (s *Source) Place() string { return s.config.Remote.Place }

// List returns the files whose names follow the pattern, sorted by name. Hidden files, and the lock and part files that
// office programs and file transfers leave are not listed, nor is a file that vanishes meanwhile, nor what lies in the
// folder that loaded files are moved to. Its errors are *FolderError, *remote.Error, *AmbiguousError, *LimitError, and those
// of the context.
func (s *Source) List(ctx context.Context) ([]File, error) {
	var files []File
	if err := s.walk(ctx, "", 0, &files); err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// walk adds the files of a folder and of those below it that the pattern enters.
func (s *Source) walk(ctx context.Context, folder string, depth int, files *[]File) error {
	pattern, last := s.config.Pattern, depth == len(s.config.Pattern.folders)
	entries, err := s.at.entries(ctx, folder, func(name string, isFolder bool) bool {
		switch {
		case temporary(name) || isFolder == last:
			return false
		case isFolder:
			return pattern.enters(name, depth) && path.Join(folder, name) != s.config.After.Folder
		}
		_, _, ok := pattern.read(path.Join(folder, name))
		return ok
	})
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if e.folder {
			err = s.walk(ctx, e.path, depth+1, files)
		} else {
			err = s.take(e, files)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take adds a file.
func (s *Source) take(e entry, files *[]File) error {
	file := File{Path: s.pathOf(e.path), Name: e.path, Size: e.size, ModTime: e.modTime, entry: e}
	captures, ambiguous, _ := s.config.Pattern.read(e.path)
	if ambiguous {
		return &AmbiguousError{Path: file.Path, Pattern: s.config.Pattern.text}
	}
	if len(*files) >= s.config.MaxFiles {
		return &LimitError{
			Place: s.Place(), Limit: "max_files", Found: fmt.Sprintf("more than %d files", s.config.MaxFiles),
			Most: fmt.Sprint(s.config.MaxFiles),
		}
	}
	file.Captures = captures
	*files = append(*files, file)
	return nil
}

// pathOf joins a name to the place.
func (s *Source) pathOf(name string) string {
	if strings.HasSuffix(s.Place(), ":") {
		return s.Place() + name
	}
	return strings.TrimSuffix(s.Place(), "/") + "/" + name
}

// Unchanged tells whether the file is still the one that was listed. The error is a *ChangedError when it is not, or is
// gone.
func (s *Source) Unchanged(ctx context.Context, f File) error {
	now, err := s.at.stat(ctx, f.Name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !f.entry.same(now) {
		return &ChangedError{Path: f.Path}
	}
	return err
}

// same tells whether two looks at a file, a short while apart, saw the same version of it.
func (e entry) same(f entry) bool {
	return e.size == f.size && e.modTime.Equal(f.modTime) && (!e.hashed || e.version == f.version)
}

// fingerprint stands for the version of the file.
func (e entry) fingerprint() string {
	return fmt.Sprintf("%d %d %s", e.size, e.modTime.UnixNano(), e.version)
}

// temporary tells whether a name is that of a hidden file (such as LibreOffice's .~lock), of Office's ~$ lock file, of a
// file that is still being written or transferred, or of a mark beside a loaded one.
func temporary(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".tmp", ".part", ".partial", ".filepart", ".crdownload", doneSuffix:
		return true
	}
	return false
}
