package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// platforms are those that releases are built for.
var platforms = []string{"amd64", "arm64"}

// module is a module of which packages are linked into the program.
type module struct {
	Path, Version, Dir string

	folders []string // from those of the packages up to that of the module
}

// name is the module as go.mod names it.
func (m module) name() string { return strings.TrimSpace(m.Path + " " + m.Version) }

// linked returns the modules that the program is linked with, on any platform, in the order of their paths.
func linked() ([]module, error) {
	byPath := map[string]*module{}
	for _, platform := range platforms {
		cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", "./cmd/nyckeltal")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+platform)
		cmd.Stderr = os.Stderr
		list, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("list the packages of %s: %w", platform, err)
		}
		if err := collect(byPath, list); err != nil {
			return nil, err
		}
	}
	var all []module
	for _, m := range byPath {
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// collect adds the modules of a list of packages.
func collect(byPath map[string]*module, list []byte) error {
	packages := json.NewDecoder(bytes.NewReader(list))
	for {
		var p struct {
			Dir    string
			Module *struct {
				Path, Version, Dir string
				Main               bool
				Replace            *struct{ Path, Version string }
			}
		}
		err := packages.Decode(&p)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if p.Module == nil || p.Module.Main { // the standard library, and ourselves
			continue
		}
		m := byPath[p.Module.Path]
		if m == nil {
			m = &module{Path: p.Module.Path, Version: p.Module.Version, Dir: p.Module.Dir}
			if p.Module.Replace != nil {
				m.Version = p.Module.Replace.Version
			}
			byPath[m.Path] = m
		}
		m.reach(p.Dir)
	}
}

// reach adds the folders from that of a package up to the module's.
func (m *module) reach(folder string) {
	for ; strings.HasPrefix(folder, m.Dir) && !slices.Contains(m.folders, folder); folder = filepath.Dir(folder) {
		m.folders = append(m.folders, folder)
	}
}

// files returns the files with licences and notices, in order.
func (m module) files() ([]string, error) {
	var files []string
	for _, folder := range m.folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && isLicence(e.Name()) {
				files = append(files, filepath.Join(folder, e.Name()))
			}
		}
	}
	slices.Sort(files)
	return files, nil
}

// isLicence tells by its name whether a file holds a licence or a notice.
func isLicence(name string) bool {
	base := strings.ToUpper(strings.TrimSuffix(name, filepath.Ext(name)))
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".go" || ext == ".s" {
		return false
	}
	return slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "PATENTS"}, func(word string) bool {
		return base == word || strings.HasPrefix(base, word+"-") || strings.HasPrefix(base, word+"_")
	})
}
