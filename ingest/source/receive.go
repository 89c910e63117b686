package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source/remote"
)

// attempts is how often a file is asked for at once when the connection is cut. Other connections of before may be dead too.
const attempts = 3

// Receive fetches a file into the archive, without keeping it yet; the caller closes what it returns. What had come of the
// same version of the file before a connection was cut, in this run or an earlier one, is not fetched again. Its errors are
// *ChangedError, *LimitError, *remote.Error, archive.ErrArriving, and those of the file system and the context.
func (s *Source) Receive(ctx context.Context, f File, a *archive.Archive, seen archive.Sighting) (*archive.Incoming, error) {
	if f.Size > s.config.MaxSize {
		return nil, s.tooLarge(f, f.Size)
	}
	p, err := s.resume(a, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	if err := s.fetch(ctx, f, p); err != nil {
		left := s.leave(p, f, err)
		if errors.Is(err, fs.ErrNotExist) { // it went away meanwhile
			err = &ChangedError{Path: f.Path}
		}
		return nil, errors.Join(err, left)
	}
	in, err := p.Done(seen)
	if err != nil {
		return nil, err
	}
	if err := s.whole(ctx, f, in); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

// sideBySide is how many runs may fetch the same file at a time. Each of them resumes its own part of it.
const sideBySide = 16

// resume takes up what has come of the file and nobody is working on.
func (s *Source) resume(a *archive.Archive, f File) (p *archive.Partial, err error) {
	for n := range sideBySide {
		p, err = a.Resume(fmt.Sprintf("%s\n%s\n%s\n%d", s.Place(), f.Name, f.entry.fingerprint(), n))
		if !errors.Is(err, archive.ErrArriving) {
			break
		}
	}
	return p, err
}

func (s *Source) tooLarge(f File, size int64) error {
	return &LimitError{
		Place: f.Path, Limit: "max_size", Found: fmt.Sprintf("%d bytes or more", size), Most: fmt.Sprintf("%d bytes", s.config.MaxSize),
	}
}

// known tells whether versions of the file can be told apart, so that what has come of it can be gone on with.
func (e entry) known() bool { return e.size >= 0 && (e.hashed || !e.modTime.IsZero()) }

// fetch fetches what has not come yet of a file.
func (s *Source) fetch(ctx context.Context, f File, p *archive.Partial) error {
	if p.Size() > 0 && (!f.entry.known() || p.Size() > f.Size) {
		if err := p.Restart(); err != nil {
			return err
		}
	}
	for try := 1; ; try++ {
		_, err := s.at.fetch(ctx, f.entry, p.Size(), &bounded{p: p, most: s.config.MaxSize})
		switch {
		case err == nil:
			return nil
		case errors.Is(err, errBound):
			return s.tooLarge(f, p.Size())
		case !cut(err) || try == attempts || !f.entry.known():
			return err
		case errors.Is(err, remote.ErrRange): // the server only gives whole files
			if err := p.Restart(); err != nil {
				return err
			}
		}
	}
}

// leave leaves what has come of a file for the next run, or removes it when it is of no use.
func (s *Source) leave(p *archive.Partial, f File, err error) error {
	var limit *LimitError
	if p.Size() == 0 || !f.entry.known() || errors.As(err, &limit) || errors.Is(err, remote.ErrRange) {
		return p.Discard()
	}
	return p.Suspend()
}

// whole checks that what has come is the file that was listed, and still lies there.
func (s *Source) whole(ctx context.Context, f File, in *archive.Incoming) error {
	if err := s.Unchanged(ctx, f); err != nil {
		return err
	}
	if f.Size >= 0 && in.Size() != f.Size {
		return &ChangedError{Path: f.Path}
	}
	same, err := f.entry.verify(io.NewSectionReader(in, 0, in.Size()))
	if err == nil && !same {
		err = &ChangedError{Path: f.Path}
	}
	return err
}

// errBound says that more bytes came than are allowed.
var errBound = errors.New("the file is too large")

// bounded writes to a partial file as long as it stays within a size.
type bounded struct {
	p    *archive.Partial
	most int64
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.p.Size()+int64(len(p)) > b.most {
		return 0, errBound
	}
	return b.p.Write(p)
}
