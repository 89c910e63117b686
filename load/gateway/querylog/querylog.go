// Package querylog keeps the log of what analysts asked: a line of JSON per query, in a file for its owner's eyes only, which is
// put aside when it has grown. Personal identity numbers and passwords within statements are masked before anything is written.
package querylog

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// FileName is the name of the log; older ones have .1, .2 … behind it.
const FileName = "queries.jsonl"

// Entry is one query.
type Entry struct {
	Time    time.Time         `json:"time"` // when it came, UTC
	ID      string            `json:"query_id,omitempty"`
	User    string            `json:"user"`
	Role    string            `json:"role"`
	Address string            `json:"address"` // where it came from, host:port
	Seconds float64           `json:"seconds"`
	Rows    *int64            `json:"rows,omitempty"` // of the result; absent when that is not known
	Bytes   int64             `json:"bytes"`          // that were sent, as they were sent
	Code    int               `json:"code,omitempty"` // of ClickHouse's exception
	Error   string            `json:"error,omitempty"`
	Text    string            `json:"text"`
	Cut     bool              `json:"text_cut,omitempty"` // the text was longer
	Params  map[string]string `json:"params,omitempty"`
}

// The sizes that texts of an entry are cut to, in bytes.
const (
	maxText  = 64 << 10
	maxError = 2 << 10
	maxWord  = 256
)

// Log is the log in a folder. It is safe for concurrent use. Use Open.
type Log struct {
	path  string
	limit int64 // bytes of a file
	kept  int   // older files

	mu   sync.Mutex
	file *os.File
	size int64
}

// Options say how much is kept.
type Options struct {
	Limit int64 // bytes after which the file is put aside; 0 is DefaultLimit
	Kept  int   // how many older files are kept; 0 is DefaultKept
}

// What is kept unless told otherwise.
const (
	DefaultLimit = 64 << 20
	DefaultKept  = 15
)

// Open opens the log in the folder, which is made when it is missing. The caller closes it.
func Open(dir string, o Options) (*Log, error) {
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	if o.Kept <= 0 {
		o.Kept = DefaultKept
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create the folder of the query log: %w", err)
	}
	l := &Log{path: filepath.Join(dir, FileName), limit: o.Limit, kept: o.Kept}
	return l, l.open()
}

// open opens the file to append to it. A last line that was cut off is ended.
func (l *Log) open() error {
	file, err := os.OpenFile(l.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the query log: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(fmt.Errorf("open the query log: %w", err), file.Close())
	}
	l.file, l.size = file, info.Size()
	last := []byte{'\n'}
	if l.size > 0 {
		if _, err := file.ReadAt(last, l.size-1); err != nil {
			return errors.Join(fmt.Errorf("open the query log: %w", err), file.Close())
		}
	}
	if last[0] != '\n' {
		return l.append([]byte{'\n'})
	}
	return nil
}

// Write writes an entry, masked and cut to size.
func (l *Log) Write(e Entry) error {
	e.tidy()
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write the query log: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size > 0 && l.size+int64(len(line)) >= l.limit {
		if err := l.rotate(); err != nil {
			return err
		}
	}
	return l.append(append(line, '\n'))
}

func (l *Log) append(line []byte) error {
	n, err := l.file.Write(line)
	l.size += int64(n)
	if err != nil {
		return fmt.Errorf("write the query log: %w", err)
	}
	return nil
}

// rotate puts the file aside, and the older ones one further; the oldest goes.
func (l *Log) rotate() error {
	for n := l.kept; n > 0; n-- {
		from := older(l.path, n-1)
		if err := os.Rename(from, older(l.path, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("put the query log aside: %w", err)
		}
	}
	former := l.file
	if err := l.open(); err != nil {
		return err
	}
	return former.Close()
}

// older is the path of the nth file before the current one.
func older(path string, n int) string {
	if n == 0 {
		return path
	}
	return fmt.Sprintf("%s.%d", path, n)
}

// Close ends the log.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}
