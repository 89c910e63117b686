// Package config decodes the YAML files that people write: jobs, the catalogue, report definitions. Decoding is
// strict, and every fault names the file, the line and, for a misspelt key, what was probably meant.
package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"nyckeltal/ingest/match"
)

// Problem is a fault in a configuration file. Line and Column count from 1 and are 0 when the place is not known.
type Problem struct {
	File    string
	Line    int
	Column  int
	Message string
}

// Error writes the problem as compilers do: file:line:column: message.
func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Decode reads a YAML document into a pointer to a struct. Keys that the struct does not know are faults. The error
// joins a *Problem for every fault, in the order of the document; file names it in them.
func Decode(file string, data []byte, into any) error {
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		return faults(file, data, into, err)
	}
	return nil
}

// Locate makes the problem of a YAML path such as $.mapping.columns.amount, with the place of the path in the document,
// or of the nearest path above it that is there.
func Locate(file string, data []byte, path, message string) *Problem {
	p := &Problem{File: file, Message: message}
	if name := strings.TrimPrefix(strings.TrimPrefix(path, "$"), "."); name != "" {
		p.Message = name + ": " + message
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return p
	}
	if at := find(tree, path); at != nil {
		p.Line, p.Column = at.Position.Line, at.Position.Column
	}
	return p
}

// What the YAML library says.
var (
	unknownField = regexp.MustCompile(`^unknown field "(.*)"$`)
	twice        = regexp.MustCompile(`^mapping key "(.*)" already defined at \[(\d+):\d+\]$`)
)

// problem turns an error of the YAML decoder into a Problem.
func problem(file string, err error, into reflect.Type) *Problem {
	p := &Problem{File: file, Message: err.Error()}
	var syntax yaml.Error
	if !errors.As(plain(err), &syntax) {
		return p
	}
	p.Message = syntax.GetMessage()
	if token := syntax.GetToken(); token != nil {
		p.Line, p.Column = token.Position.Line, token.Position.Column
	}
	if m := unknownField.FindStringSubmatch(p.Message); m != nil {
		p.Message = fmt.Sprintf("unknown key %q%s", m[1], match.DidYouMean(m[1], keys(into)))
	}
	if m := twice.FindStringSubmatch(p.Message); m != nil {
		p.Message = fmt.Sprintf("the key %q stands here again, after line %s", m[1], m[2])
	}
	return p
}

// keys lists the YAML keys of a struct type and of every struct below it.
func keys(t reflect.Type) []string {
	found, seen := map[string]bool{"sv": true, "en": true}, map[reflect.Type]bool{} // texts may decode themselves
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			name := yamlName(t.Field(i))
			if name == "" {
				continue
			}
			found[name] = true
			walk(t.Field(i).Type)
		}
	}
	walk(t)
	var names []string
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// yamlName returns the key of a field, or "" when it has none.
func yamlName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if name == "-" {
		return ""
	}
	return name
}
