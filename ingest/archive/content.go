package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/zstd"
)

// Content is the bytes of one file, open for reading. Several goroutines may read at a time.
type Content struct {
	file      *os.File
	size      int64
	temporary bool // the file is removed when it is closed, if it still has its name
}

var _ io.ReaderAt = (*Content)(nil)

// ReadAt reads from any place.
func (c *Content) ReadAt(p []byte, offset int64) (int, error) { return c.file.ReadAt(p, offset) }

// Size is the number of bytes.
func (c *Content) Size() int64 { return c.size }

// Close frees what the content takes. It can not be read any more.
func (c *Content) Close() error {
	err := c.file.Close()
	if c.temporary {
		err = errors.Join(err, gone(os.Remove(c.file.Name())))
	}
	return err
}

// Open opens the bytes of a delivery; the caller closes them. Packed ones are unpacked to a temporary file, and checked
// on the way. The error is ErrNotFound when there is no such delivery and a *DamagedError when its bytes are lost.
func (a *Archive) Open(ctx context.Context, sha string) (*Content, error) {
	d, err := a.Get(sha)
	if err != nil {
		return nil, err
	}
	stored, err := a.stored(d)
	if err != nil {
		return nil, err
	}
	if !stored.packed {
		return stored.plain()
	}
	defer stored.file.Close() // only read from
	temp, err := a.temp("*")
	if err != nil {
		return nil, err
	}
	c := &Content{file: temp, size: d.Size, temporary: true}
	if err := stored.copyTo(ctx, temp); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Verify reads the bytes of a delivery and checks that they are those that came. The error is ErrNotFound when there is
// no such delivery and a *DamagedError when its bytes are others, or lost.
func (a *Archive) Verify(ctx context.Context, sha string) error {
	d, err := a.Get(sha)
	if err != nil {
		return err
	}
	stored, err := a.stored(d)
	if err != nil {
		return err
	}
	defer stored.file.Close() // only read from
	return stored.copyTo(ctx, io.Discard)
}

// Holds tells whether there is a delivery with that SHA-256 and its bytes are there, as far as that shows without reading
// them.
func (a *Archive) Holds(sha string) bool {
	d, err := a.Get(sha)
	if err != nil {
		return false
	}
	if _, err := os.Stat(a.path(sha) + packedSuffix); err == nil {
		return true
	}
	info, err := os.Stat(a.path(sha))
	return err == nil && info.Size() == d.Size
}

// stored is the open file of a delivery's bytes.
type stored struct {
	Delivery
	file   *os.File
	packed bool
}

// stored opens the file of a delivery's bytes.
func (a *Archive) stored(d Delivery) (*stored, error) {
	path := a.path(d.SHA256)
	file, err := os.Open(path + packedSuffix)
	packed := err == nil
	if errors.Is(err, fs.ErrNotExist) {
		file, err = os.Open(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &DamagedError{Path: path, Problem: "it is gone", Cause: err}
	}
	if err != nil {
		return nil, err
	}
	return &stored{Delivery: d, file: file, packed: packed}, nil
}

func (s *stored) damaged(cause error, problem string, args ...any) *DamagedError {
	return &DamagedError{Path: s.file.Name(), Problem: fmt.Sprintf(problem, args...), Cause: cause}
}

// plain returns the bytes of a file that is not packed, after a look at their number.
func (s *stored) plain() (*Content, error) {
	info, err := s.file.Stat()
	if err == nil && info.Size() != s.Size {
		err = s.damaged(nil, "it holds %d bytes where %d came", info.Size(), s.Size)
	}
	if err != nil {
		return nil, errors.Join(err, s.file.Close())
	}
	return &Content{file: s.file, size: s.Size}, nil
}

// copyTo writes the delivery's bytes to w, and fails when they are not those that came.
func (s *stored) copyTo(ctx context.Context, w io.Writer) error {
	source := &faulty{r: s.file, stored: s}
	if s.packed {
		decoder, err := zstd.NewReader(s.file)
		if err != nil {
			return err
		}
		defer decoder.Close()
		source.r = decoder
	}
	hash := sha256.New()
	// One byte more than expected shows that there are more, however many.
	size, err := io.Copy(io.MultiWriter(w, hash), Until(ctx, io.LimitReader(source, s.Size+1)))
	if err == nil && (size != s.Size || hex.EncodeToString(hash.Sum(nil)) != s.SHA256) {
		err = s.damaged(nil, "it holds other bytes than came")
	}
	return err
}

// faulty makes errors of reading, as against those of writing, faults of what is stored.
type faulty struct {
	r      io.Reader
	stored *stored
}

func (f *faulty) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = f.stored.damaged(err, "it cannot be read")
	}
	return n, err
}
