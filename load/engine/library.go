package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// LibraryVariable is the environment variable that names the libchdb to use. When it is set, nothing else is tried.
const LibraryVariable = "NYCKELTAL_LIBCHDB"

// ErrNoLibrary is wrapped by LibraryError.
var ErrNoLibrary = errors.New("libchdb, the embedded ClickHouse engine, cannot be had")

// LibraryError is returned when no libchdb was found and none could be fetched. Its message says what to do.
type LibraryError struct {
	Err error // what stood in the way
}

func (e *LibraryError) Error() string {
	return fmt.Sprintf("%v: %v\nDo one of these, then run again:\n"+
		"  - install npm and be online once: the library is then fetched by itself (about 170 MB);\n"+
		"  - put libchdb %s or newer into /usr/local/lib, or set %s to its path;\n"+
		"  - use a ClickHouse server: NYCKELTAL_WAREHOUSE=clickhouse://user:password@host:9000/database",
		ErrNoLibrary, e.Err, LibraryVersion, LibraryVariable)
}

func (e *LibraryError) Unwrap() []error { return []error{ErrNoLibrary, e.Err} }

// systemLibraries are where an installed libchdb lies.
var systemLibraries = []string{"/usr/local/lib", "/usr/lib"}

// FindLibrary returns the path of libchdb. It takes, in this order, the file that NYCKELTAL_LIBCHDB names, a library
// installed on the system, the user's cache, and at last the npm package, which it fetches into the cache. What comes
// from npm is checked against a pinned SHA-256, when it is unpacked and whenever the file in the cache has changed;
// the other two are trusted. Progress is told on progress, which may be nil, and only when there is something to
// fetch. When there is no library to be had, the error is a *LibraryError.
//
// Several processes may call it at the same time: one fetches, the others wait for it.
func FindLibrary(ctx context.Context, progress io.Writer) (string, error) {
	if progress == nil {
		progress = io.Discard
	}
	if path := os.Getenv(LibraryVariable); path != "" {
		if err := isFile(path); err != nil {
			return "", &LibraryError{Err: fmt.Errorf("%s: %w", LibraryVariable, err)}
		}
		return filepath.Abs(path)
	}
	for _, dir := range systemLibraries {
		path := filepath.Join(dir, libraryFile)
		if isFile(path) == nil {
			return path, nil
		}
	}
	path, err := cachedLibrary(ctx, progress)
	if err != nil {
		return "", &LibraryError{Err: err}
	}
	return path, nil
}

// cachedLibrary returns the library in the user's cache and sees to it that it is there and sound.
func cachedLibrary(ctx context.Context, progress io.Writer) (string, error) {
	pin, ok := pins[runtime.GOOS+"/"+runtime.GOARCH]
	if !ok {
		return "", fmt.Errorf("no checked package is known for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache directory: %w", err)
	}
	store := libraryStore{
		dir: filepath.Join(cache, "nyckeltal", "libchdb", LibraryVersion),
		pin: pin,
	}
	return store.path(), store.ensure(ctx, progress)
}

func isFile(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file", path)
	}
	return err
}
