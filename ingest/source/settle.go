package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

// AfterLoad says what becomes of a file at its source once it was loaded. The zero value leaves it where it is.
type AfterLoad struct {
	// Folder is the folder of the source that the file is moved to, with its name and the folders before it; "" moves
	// nothing. Where a file of that name lies already, the beginning of the SHA-256 is put into the name.
	Folder string
	// Tag writes a mark beside the file: its name and ".done", with its SHA-256 in it, as sha256sum writes it.
	Tag bool
}

// leaves tells whether nothing is done.
func (a AfterLoad) leaves() bool { return a == AfterLoad{} }

const doneSuffix = ".done"

// Settle does with a file what is to be done after its load. sha is the SHA-256 of its bytes. A file that has changed since
// is left alone, and the error is a *ChangedError.
func (s *Source) Settle(ctx context.Context, f File, sha string, now time.Time) error {
	if s.config.After.leaves() {
		return nil
	}
	if err := s.Unchanged(ctx, f); err != nil {
		return err
	}
	if s.config.After.Tag {
		return s.at.write(ctx, f.Name+doneSuffix, fmt.Sprintf("%s  %s\n", sha, path.Base(f.Name)), now)
	}
	return s.moveAside(ctx, f, sha)
}

// names is how many names are tried for a file that is moved.
const names = 100

// moveAside moves a file to the folder of loaded ones, under a name that is free there.
func (s *Source) moveAside(ctx context.Context, f File, sha string) error {
	to := path.Join(s.config.After.Folder, f.Name)
	ending := path.Ext(to)
	stem := strings.TrimSuffix(to, ending)
	for n := range names {
		switch n {
		case 0:
		case 1:
			to = fmt.Sprintf("%s (%s)%s", stem, sha[:8], ending)
		default:
			to = fmt.Sprintf("%s (%s-%d)%s", stem, sha[:8], n, ending)
		}
		if err := s.at.move(ctx, f.Name, to); !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return fmt.Errorf("%s cannot be moved to %s, where %d files of its name and contents lie already; clear the folder",
		f.Path, s.config.After.Folder, names)
}
