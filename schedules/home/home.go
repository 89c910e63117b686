// Package home reads one organisation's configuration: nyckeltal.yaml, the job files, and where its state lies. It
// checks everything and runs nothing.
package home

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nyckeltal/ingest/config"
)

// FileName is the name of the file that makes a folder a home.
const FileName = "nyckeltal.yaml"

// Home is the folder of one organisation.
type Home struct {
	Dir    string // absolute
	Config Config
}

// Config is the content of nyckeltal.yaml.
type Config struct {
	Organisation struct {
		Name string `yaml:"name"`
	} `yaml:"organisation"`
	Language  string    `yaml:"language"` // sv or en: the language of reports; sv when absent
	State     string    `yaml:"state"`    // folder of archive, embedded warehouse and logs; .nyckeltal when absent
	Feedback  Feedback  `yaml:"feedback"`
	Warehouse Warehouse `yaml:"warehouse"`
	Retention Retention `yaml:"retention"`
	Notices   Notices   `yaml:"notices"`
	Serve     Serve     `yaml:"serve"`
	Analysts  *Analysts `yaml:"analysts"` // no endpoint for analysts when absent
	Pages     *Pages    `yaml:"pages"`    // no pages when absent
}

// ErrNoHome says that no folder with a nyckeltal.yaml was found.
var ErrNoHome = errors.New("no nyckeltal.yaml found here or in a folder above: " +
	"go to the organisation's folder, name it with --home DIR, or make one with `nyckeltal init`")

// Find returns the nearest folder from dir upwards that holds a nyckeltal.yaml, or ErrNoHome.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		_, err := os.Stat(filepath.Join(dir, FileName))
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNoHome
		}
		dir = parent
	}
}

// Open reads the configuration of the home in dir. The error joins a *config.Problem for every fault of the file.
func Open(dir string) (*Home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, FileName)
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no home of an organisation: it has no %s", dir, FileName)
	}
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	h := &Home{Dir: dir}
	if err := config.Decode(file, data, &h.Config); err != nil {
		return nil, err
	}
	if h.Config.Language == "" {
		h.Config.Language = "sv"
	}
	if err := h.check(file, data); err != nil {
		return nil, err
	}
	return h, nil
}

// Path resolves a path of the configuration: relative paths start at the home.
func (h *Home) Path(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(h.Dir, path)
}

// State returns the path of an item of the home's state. The folder of the state is for its user alone.
func (h *Home) State(item string) string {
	state := h.Config.State
	if state == "" {
		state = ".nyckeltal"
	}
	return filepath.Join(h.Path(state), item)
}

// CreateState makes the folder of the state.
func (h *Home) CreateState() error {
	if err := os.MkdirAll(h.State(""), 0o700); err != nil {
		return fmt.Errorf("create the folder for the state: %w", err)
	}
	return nil
}

// keyBytes is the length of the key of pseudonyms.
const keyBytes = 32

// PseudonymKey returns the key that personal identity numbers are turned into pseudonyms with. It is made on first
// use, lies in the state and never reaches the warehouse. Whoever loses it gets other pseudonyms from then on.
func (h *Home) PseudonymKey() ([]byte, error) {
	file := h.State("pseudonym.key")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := h.checkKey(nil); err != nil {
			return nil, err
		}
		return h.makeKey(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key of the pseudonyms: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("%s does not hold a key of %d hexadecimal digits: restore it from a backup", file, 2*keyBytes)
	}
	if err := h.checkKey(key); err != nil {
		return nil, err
	}
	return key, nil
}

// makeKey writes a new key. Where another process was faster, that one's key counts.
func (h *Home) makeKey(file string) ([]byte, error) {
	key := make([]byte, keyBytes)
	rand.Read(key)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return h.PseudonymKey()
	}
	if err != nil {
		return nil, fmt.Errorf("write the key of the pseudonyms: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("write the key of the pseudonyms: %w", err)
	}
	return key, nil
}
