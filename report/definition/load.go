package definition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"nyckeltal/ingest/config"
)

// Load reads every .yaml and .yml file of the directory, in order of name. It returns all faults of all files at
// once, joined; each is a *config.Problem. A directory that does not exist has no definitions.
func Load(dir string) ([]*Definition, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("report definitions: %w", err)
	}
	var definitions []*Definition
	var faults []error
	named := map[string]string{}
	for _, entry := range entries {
		if ext := filepath.Ext(entry.Name()); entry.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		file := filepath.Join(dir, entry.Name())
		d, err := read(file)
		if err == nil && named[d.Name] != "" {
			err = &config.Problem{File: file, Message: fmt.Sprintf("the report %q is also defined in %s", d.Name, named[d.Name])}
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		named[d.Name] = file
		definitions = append(definitions, d)
	}
	return definitions, errors.Join(faults...)
}

// Find returns the definition with the name, or an *UnknownReportError.
func Find(definitions []*Definition, name string) (*Definition, error) {
	known := make([]string, len(definitions))
	for i, d := range definitions {
		if d.Name == name {
			return d, nil
		}
		known[i] = d.Name
	}
	return nil, &UnknownReportError{Name: name, Known: known}
}

func read(file string) (*Definition, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("report definition: %w", err)
	}
	return Parse(file, data)
}

// Parse decodes and checks one definition; file names it in messages. Its error is one *config.Problem or several joined.
func Parse(file string, data []byte) (*Definition, error) {
	d := &Definition{File: file}
	if err := config.Decode(file, data, d); err != nil {
		return nil, err
	}
	var problems []error
	for _, f := range check(d) {
		problems = append(problems, config.Locate(file, data, f.path, f.message))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return d, nil
}
