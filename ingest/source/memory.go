package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Memory knows which versions of a source's files were received and what they held, so that nothing is fetched twice. It
// lies in a file; losing it costs nothing but time. It is safe for concurrent use.
type Memory struct {
	mu    sync.Mutex
	file  string
	place string
	files map[string]seen // by name
	dirty bool
}

// seen is what is known of a file.
type seen struct {
	Version string `json:"version"` // by which changes are noticed
	SHA256  string `json:"sha256"`
	Settled bool   `json:"settled,omitempty"` // what is to be done after the load was done
}

// memory is the content of the file.
type memory struct {
	Place string          `json:"place"` // of the source; another one means another memory
	Files map[string]seen `json:"files"`
}

// OpenMemory reads what is known of a source's files. One that was of another place, or is damaged, is begun anew.
func OpenMemory(file, place string) (*Memory, error) {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read which files were received before: %w", err)
	}
	m := &Memory{file: file, place: place, files: map[string]seen{}}
	var known memory
	if json.Unmarshal(text, &known) == nil && known.Place == place {
		maps.Copy(m.files, known.Files)
	}
	return m, nil
}

// SHA256 returns the SHA-256 of the file's bytes if this version of it was received before.
func (m *Memory) SHA256(f File) (sha string, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sha256(f)
}

func (m *Memory) sha256(f File) (sha string, known bool) {
	s := m.files[f.Name]
	return s.SHA256, s.SHA256 != "" && s.Version == f.entry.fingerprint()
}

// young is how short a while after its last change a file may change again without its time telling: servers know times
// to the second or two, and clocks differ. A hash tells, whatever the time.
const young = time.Minute

// Remember notes what a file held that was received at the time now. Where another version could look the same, it does
// not.
func (m *Memory) Remember(f File, sha string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh := !f.entry.hashed && now.Sub(f.entry.changed).Abs() < young
	if _, known := m.sha256(f); known || fresh || !f.entry.known() {
		return
	}
	m.files[f.Name] = seen{Version: f.entry.fingerprint(), SHA256: sha}
	m.dirty = true
}

// Settled tells whether this version of the file has been settled after its load.
func (m *Memory) Settled(f File) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, known := m.sha256(f)
	return known && m.files[f.Name].Settled
}

// Settle notes that a file has been settled.
func (m *Memory) Settle(f File) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.files[f.Name]
	if _, known := m.sha256(f); known && !s.Settled {
		s.Settled = true
		m.files[f.Name] = s
		m.dirty = true
	}
}

// Forget forgets all files but these.
func (m *Memory) Forget(but []File) {
	m.mu.Lock()
	defer m.mu.Unlock()
	here := map[string]bool{}
	for _, f := range but {
		here[f.Name] = true
	}
	before := len(m.files)
	maps.DeleteFunc(m.files, func(name string, _ seen) bool { return !here[name] })
	m.dirty = m.dirty || len(m.files) != before
}

// Save writes the memory, replacing the file in one step, if there is anything new.
func (m *Memory) Save() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.dirty {
		return nil
	}
	text, err := json.Marshal(memory{Place: m.place, Files: m.files})
	if err == nil {
		err = replaceFile(m.file, text)
	}
	if err != nil {
		return fmt.Errorf("note which files were received: %w", err)
	}
	m.dirty = false
	return nil
}

// replaceFile writes a file in one step.
func replaceFile(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".*.part")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved to its place
	_, err = temp.Write(text)
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
