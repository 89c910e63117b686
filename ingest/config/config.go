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

// Decode reads a YAML document into a pointer to a struct. Keys that the struct does not know are faults. The error is
// a *Problem; file names the document in it.
func Decode(file string, data []byte, into any) error {
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		return problem(file, err, reflect.TypeOf(into))
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
	for ; path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
		at, err := yaml.PathString(path)
		if err != nil {
			continue
		}
		if node, err := at.FilterFile(tree); err == nil && node != nil {
			p.Line, p.Column = node.GetToken().Position.Line, node.GetToken().Position.Column
			return p
		}
	}
	return p
}

var unknownField = regexp.MustCompile(`^unknown field "(.*)"$`)

// problem turns an error of the YAML decoder into a Problem.
func problem(file string, err error, into reflect.Type) *Problem {
	p := &Problem{File: file, Message: err.Error()}
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		return p
	}
	p.Message = syntax.GetMessage()
	if token := syntax.GetToken(); token != nil {
		p.Line, p.Column = token.Position.Line, token.Position.Column
	}
	if m := unknownField.FindStringSubmatch(p.Message); m != nil {
		p.Message = fmt.Sprintf("unknown key %q%s", m[1], DidYouMean(m[1], keys(into)))
	}
	return p
}

// keys lists the YAML keys of a struct type and of every struct below it.
func keys(t reflect.Type) []string {
	found, seen := map[string]bool{}, map[reflect.Type]bool{}
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

var tagName = regexp.MustCompile(`^[^,]*`)

func yamlName(f reflect.StructField) string {
	name := tagName.FindString(f.Tag.Get("yaml"))
	if name == "-" {
		return ""
	}
	return name
}

// DidYouMean returns ` (did you mean "x"?)` for the candidate that is nearest to the word, or nothing when none is
// near.
func DidYouMean(word string, candidates []string) string {
	best, distance := "", max(len(word)/3, 1)+1
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := edits([]rune(word), []rune(c)); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// edits counts the insertions, deletions and replacements that make b of a.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
