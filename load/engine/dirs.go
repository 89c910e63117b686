package engine

import (
	"fmt"
	"os"
	"path/filepath"
)

// dirs are the places of one engine.
type dirs struct{ state, data string }

// newDirs makes the paths absolute, since the engine outlives the working directory of whoever started it.
func newDirs(state, data string) (dirs, error) {
	if state == "" {
		return dirs{}, fmt.Errorf("the engine needs a state directory")
	}
	state, err := filepath.Abs(state)
	if err != nil {
		return dirs{}, err
	}
	if data == "" {
		data = filepath.Join(state, "data")
	}
	data, err = filepath.Abs(data)
	return dirs{state: state, data: data}, err
}

func (d dirs) endpoint() string  { return filepath.Join(d.state, "engine.json") }
func (d dirs) log() string       { return filepath.Join(d.state, "engine.log") }
func (d dirs) config() string    { return filepath.Join(d.state, "engine.xml") }
func (d dirs) startLock() string { return filepath.Join(d.state, "engine.start.lock") }
func (d dirs) serveLock() string { return filepath.Join(d.state, "engine.serve.lock") }

// backups is where the engine writes and reads the backups that BACKUP and RESTORE name by File; see engineConfig.
func (d dirs) backups() string { return filepath.Join(d.data, "backups") }

// create makes the directories; the data are for nobody but their user.
func (d dirs) create() error {
	for _, dir := range []string{d.state, d.data} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("create the engine's directory: %w", err)
		}
	}
	return nil
}

// BackupDir returns the folder in which the engine of the directory writes and reads backups, since it may touch no other.
func BackupDir(opt Options) (string, error) {
	d, err := newDirs(opt.StateDir, opt.DataDir)
	return d.backups(), err
}
