package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Partial is a file that arrives in pieces, possibly over several runs. It lies among the incoming files, with a mark
// beside it that says how many of its bytes are known to be good, by their SHA-256; what a killed run or a crash left behind
// the mark is cut off. It is used by one goroutine, and ends by Done, Suspend or Discard.
type Partial struct {
	archive *Archive
	file    *os.File
	lock    *flock.Flock
	hash    hash.Hash
	size    int64
	marked  int64 // size when the mark was written
}

// ErrArriving says that another process is receiving the same file.
var ErrArriving = errors.New("the same file is being received by another run")

// markEvery is after how many bytes a mark is written.
const markEvery = 8 << 20

// mark is the content of the file beside a partial one.
type mark struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // of as many bytes
}

// Resume goes on with a file of which some bytes may have come already, under the same key. The key stands for one version of
// one file: where it came from and everything by which one would notice that it is another. The error is ErrArriving when
// another process works on it.
func (a *Archive) Resume(key string) (*Partial, error) {
	sum := sha256.Sum256([]byte(key))
	path := filepath.Join(a.dir, incoming, hex.EncodeToString(sum[:])+partialSuffix)
	for {
		p := &Partial{archive: a, lock: flock.New(path), hash: sha256.New()}
		same, err := p.open(path)
		if err == nil && same {
			err = p.restore()
		}
		switch {
		case err != nil:
			return nil, errors.Join(err, p.end())
		case same:
			return p, nil
		}
		if err := p.end(); err != nil { // another process was done with it meanwhile
			return nil, err
		}
	}
}

// open opens and locks the file, and tells whether it is still the one that lies there.
func (p *Partial) open(path string) (same bool, err error) {
	if p.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return false, err
	}
	free, err := p.lock.TryLock()
	if err == nil && !free {
		err = ErrArriving
	}
	if err != nil {
		return false, err
	}
	mine, err := p.file.Stat()
	if err != nil {
		return false, err
	}
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(mine, there), err
}

const partialSuffix = ".partial"

// restore takes up the bytes that the mark speaks for, and cuts off the rest.
func (p *Partial) restore() error {
	text, err := os.ReadFile(p.markPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var m mark
	if json.Unmarshal(text, &m) != nil { // there is none, or it is damaged
		m = mark{}
	}
	n, err := io.Copy(p.hash, io.LimitReader(p.file, m.Size))
	if err != nil {
		return err
	}
	if n != m.Size || hex.EncodeToString(p.hash.Sum(nil)) != m.SHA256 {
		p.hash, n = sha256.New(), 0
	}
	p.size, p.marked = n, n
	if err := p.file.Truncate(n); err != nil {
		return err
	}
	_, err = p.file.Seek(n, io.SeekStart)
	return err
}

func (p *Partial) markPath() string { return p.file.Name() + ".json" }

// Size is the number of bytes that have come.
func (p *Partial) Size() int64 { return p.size }

// Write adds bytes.
func (p *Partial) Write(b []byte) (int, error) {
	n, err := p.file.Write(b)
	p.hash.Write(b[:n])
	p.size += int64(n)
	if err == nil && p.size-p.marked >= markEvery {
		err = p.mark()
	}
	return n, err
}

// mark writes down how far the file is good.
func (p *Partial) mark() error {
	text, err := json.Marshal(mark{Size: p.size, SHA256: hex.EncodeToString(p.hash.Sum(nil))})
	if err != nil {
		return err
	}
	p.marked = p.size
	return os.WriteFile(p.markPath(), text, 0o600) // a damaged one is noticed
}

// Restart throws away what has come, and begins anew.
func (p *Partial) Restart() error {
	p.hash, p.size, p.marked = sha256.New(), 0, 0
	_, err := p.file.Seek(0, io.SeekStart)
	return errors.Join(err, p.file.Truncate(0), gone(os.Remove(p.markPath())))
}

// Done returns the bytes, which have all come. The caller closes them. The partial file is theirs from then on.
func (p *Partial) Done(seen Sighting) (*Incoming, error) {
	whole, err := p.archive.temp("*")
	if err == nil {
		err = errors.Join(whole.Close(), os.Rename(p.file.Name(), whole.Name()))
	}
	if err != nil {
		return nil, fmt.Errorf("archiving %s: %w", seen.Name, errors.Join(err, p.end()))
	}
	file, err := os.OpenFile(whole.Name(), os.O_RDWR, 0)
	if err := errors.Join(err, gone(os.Remove(p.markPath())), p.end()); err != nil {
		return nil, fmt.Errorf("archiving %s: %w", seen.Name, err)
	}
	content := &Content{file: file, size: p.size, temporary: true}
	return &Incoming{Content: content, SHA256: hex.EncodeToString(p.hash.Sum(nil)), archive: p.archive, seen: seen}, nil
}

// Suspend leaves what has come for another time.
func (p *Partial) Suspend() error { return errors.Join(p.mark(), p.end()) }

// Discard removes what has come.
func (p *Partial) Discard() error {
	return errors.Join(gone(os.Remove(p.file.Name())), gone(os.Remove(p.markPath())), p.end())
}

// end closes the file and lets others have it.
func (p *Partial) end() error {
	var err error
	if p.file != nil {
		err = p.file.Close()
	}
	return errors.Join(err, p.lock.Unlock())
}
