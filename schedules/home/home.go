// Package home reads one organisation's configuration: nyckeltal.yaml, the job files, and where its state lies. It
// checks everything and runs nothing.
package home

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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

// check checks the configuration. The error joins a *config.Problem for every fault.
func (h *Home) check(file string, data []byte) error {
	var faults []error
	wrong := faultAt(func(path, format string, args ...any) {
		faults = append(faults, config.Locate(file, data, "$."+path, fmt.Sprintf(format, args...)))
	})
	if h.Config.Language != "sv" && h.Config.Language != "en" {
		wrong("language", "the language must be sv or en")
	}
	h.Config.Feedback.Mail.complete(wrong.under("feedback.mail"))
	h.Config.Warehouse.complete(wrong.under("warehouse"))
	h.Config.Notices.check(h.Config.Feedback.Mail, wrong.under("notices"))
	h.Config.Serve.complete(wrong.under("serve"))
	if h.Config.Analysts == nil && hasKey(data, "analysts") {
		wrong("analysts", "nothing stands under it: write analysts: {} for the endpoint as it is when nothing is said, or leave it out for none")
	}
	if h.Config.Analysts != nil {
		h.Config.Analysts.complete(wrong.under("analysts"))
	}
	if h.Config.Pages == nil && hasKey(data, "pages") {
		wrong("pages", "nothing stands under it: write pages: {} for the pages as they are when nothing is said, or leave it out for none")
	}
	if h.Config.Pages != nil {
		h.Config.Pages.complete(wrong.under("pages"))
	}
	if _, _, err := h.Config.Retention.parse(); err != nil {
		wrong("retention", "%v", err)
	}
	return config.Sort(errors.Join(faults...))
}

// hasKey finds a key at the beginning of a line; one without anything under it YAML tells from none as little as the decoder does.
func hasKey(data []byte, key string) bool {
	return bytes.Contains(append([]byte("\n"), data...), []byte("\n"+key+":"))
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
