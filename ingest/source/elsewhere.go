package source

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"time"

	"nyckeltal/ingest/source/remote"
)

// elsewhere is a place at another machine.
type elsewhere struct{ *remote.Remote }

var _ place = elsewhere{}

func (r elsewhere) entries(ctx context.Context, folder string, keep func(name string, folder bool) bool) ([]entry, error) {
	found, err := r.List(ctx, folder, keep)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, e := range found {
		entries = append(entries, told(e))
	}
	return entries, nil
}

// told makes the entry of what a remote tells of a file.
func told(e remote.Entry) entry {
	return entry{
		path: e.Path, folder: e.Folder, size: e.Size, modTime: e.ModTime, changed: e.ModTime,
		version: e.Hash, hashed: e.Hash != "", verify: e.Verify,
	}
}

func (r elsewhere) stat(ctx context.Context, file string) (entry, error) {
	e, err := r.Stat(ctx, file)
	return told(e), err
}

func (r elsewhere) fetch(ctx context.Context, e entry, offset int64, w io.Writer) (int64, error) {
	return r.Fetch(ctx, remote.Entry{Path: e.path, Size: e.size}, offset, w)
}

func (r elsewhere) move(ctx context.Context, from, to string) error {
	taken, err := r.Exists(ctx, to)
	if err == nil && taken {
		err = &fs.PathError{Op: "move", Path: to, Err: fs.ErrExist}
	}
	if err != nil {
		return err
	}
	return r.Move(ctx, from, to)
}

func (r elsewhere) write(ctx context.Context, file, text string, now time.Time) error {
	return r.Write(ctx, file, text, now)
}

func (r elsewhere) close() { r.Close() }

// cut tells whether a transfer ended before its time in a way that trying again at once may mend.
func cut(err error) bool { return errors.Is(err, remote.ErrCut) || errors.Is(err, remote.ErrRange) }
