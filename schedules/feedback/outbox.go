package feedback

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Outbox is the folder in which marked copies lie for whoever sends them on: a folder for each job in it.
type Outbox struct {
	Dir string
}

// Put writes a marked copy, replacing an earlier one of the same file, and returns its path.
func (o Outbox) Put(job string, m Marked) (path string, err error) {
	dir := filepath.Join(o.Dir, job)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", o.failure(m, err)
	}
	temp, err := os.CreateTemp(dir, ".*.part")
	if err != nil {
		return "", o.failure(m, err)
	}
	defer os.Remove(temp.Name()) // fails when it has been moved to its place
	_, err = temp.Write(m.Data)
	path = filepath.Join(dir, filepath.Base(m.Name))
	if err := errors.Join(err, temp.Chmod(0o640), temp.Close()); err != nil {
		return "", o.failure(m, err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return "", o.failure(m, err)
	}
	return path, nil
}

func (o Outbox) failure(m Marked, err error) error {
	return fmt.Errorf("%s cannot be put into the outbox: %w", m.Name, err)
}
