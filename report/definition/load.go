package definition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"
)

// Load reads every .yaml and .yml file of the directory, in order of name. It returns all faults of all files at
// once, joined; each is a *Problem. A directory that does not exist has no definitions.
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
			err = &Problem{File: file, Message: fmt.Sprintf("the report %q is also defined in %s", d.Name, named[d.Name])}
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

// Parse decodes and checks one definition; file names it in messages. Its error is one *Problem or several joined.
func Parse(file string, data []byte) (*Definition, error) {
	d := &Definition{File: file}
	if err := yaml.UnmarshalWithOptions(data, d, yaml.Strict()); err != nil {
		return nil, decodeProblem(file, err)
	}
	if faults := check(d); len(faults) > 0 {
		return nil, locate(file, data, faults)
	}
	return d, nil
}

var unknownField = regexp.MustCompile(`^unknown field "(.*)"$`)

// decodeProblem turns an error of the YAML decoder into a Problem with its place and, for an unknown key, a hint.
func decodeProblem(file string, err error) error {
	problem := &Problem{File: file, Message: err.Error()}
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		return problem
	}
	problem.Message = syntax.GetMessage()
	if token := syntax.GetToken(); token != nil {
		problem.Line, problem.Column = token.Position.Line, token.Position.Column
	}
	if m := unknownField.FindStringSubmatch(problem.Message); m != nil {
		problem.Message = fmt.Sprintf("unknown key %q%s", m[1], didYouMean(m[1], keys(reflect.TypeFor[Definition]())))
	}
	return problem
}

// keys lists the YAML keys of the struct type and of every struct below it.
func keys(t reflect.Type) []string {
	found := map[string]bool{"sv": true, "en": true}
	collect(t, found, map[reflect.Type]bool{})
	var names []string
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func collect(t reflect.Type, found map[string]bool, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for field := range fields(t) {
		if name := field.Tag.Get("yaml"); name != "" && name != "-" {
			found[name] = true
			collect(field.Type, found, seen)
		}
	}
}

func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}
