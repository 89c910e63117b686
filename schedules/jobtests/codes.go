package jobtests

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/load"
	"nyckeltal/transform"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// entry is a code of a dimension: the code alone, or what the dimension says of it, by the dimension's columns.
type entry struct {
	code   mapping.Text
	values map[string]mapping.Texts
}

// UnmarshalYAML takes a code, or {account: 7459, name: Konsulter, …}.
func (e *entry) UnmarshalYAML(node ast.Node) error {
	if _, isMap := node.(ast.MapNode); !isMap {
		return e.code.UnmarshalYAML(node)
	}
	return yaml.NodeToValue(node, &e.values)
}

// codes reads the codes that the workbook is checked against; nil when there are none.
func (t Test) codes() (transform.Lookup, error) {
	for _, folder := range []string{filepath.Dir(t.Workbook), Folder(t.Job)} {
		file := filepath.Join(folder, codesFile)
		data, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return readCodes(file, data)
	}
	return nil, nil
}

// readCodes reads a file of codes: lists of them by dimension.
func readCodes(file string, data []byte) (transform.Lookup, error) {
	var written map[string][]entry
	if err := config.Decode(file, data, &written); err != nil {
		return nil, err
	}
	codes := load.Codes{}
	var faults []error
	for dimension, entries := range written {
		codes[dimension] = map[string][]record.Entry{}
		for i, written := range entries {
			code, e, err := written.resolve(dimension)
			if err != nil {
				faults = append(faults, config.Locate(file, data, fmt.Sprintf("$.%s[%d]", dimension, i), err.Error()))
				continue
			}
			codes[dimension][code] = append(codes[dimension][code], e)
		}
	}
	return codes, config.Sort(errors.Join(faults...))
}

// resolve returns a code with what the dimension says of it.
func (e entry) resolve(dimension string) (code string, known record.Entry, err error) {
	d := record.Find(dimension)
	if d == nil || !d.Dimension() {
		if dimension == "indicator" && e.values == nil {
			return string(e.code), known, nil
		}
		return "", known, fmt.Errorf("there is no dimension %q%s", dimension, match.DidYouMean(dimension, dimensions()))
	}
	known.Values = make([]string, len(d.Columns))
	known.Values[0] = string(e.code)
	for name, texts := range e.values {
		i := d.Index(name)
		if i < 0 {
			return "", known, fmt.Errorf("dimension %s has no %q%s", dimension, name, match.DidYouMean(name, columnNames(d)))
		}
		known.Values[i] = record.JoinCodes(texts)
		if name == "valid_from" || name == "valid_to" {
			if _, err := strconv.Atoi(known.Values[i]); err != nil {
				return "", known, fmt.Errorf("%s: expected a year, found %q", name, known.Values[i])
			}
		}
	}
	if known.Values[0] == "" {
		return "", known, fmt.Errorf("the code is missing: give %s", d.Columns[0].Name)
	}
	known.From, known.To = year(d, known.Values, "valid_from"), year(d, known.Values, "valid_to")
	return known.Values[0], known, nil
}

// year returns a year that a dimension says of a code, or 0.
func year(d *record.Dataset, values []string, column string) int {
	i := d.Index(column)
	if i < 0 {
		return 0
	}
	n, err := strconv.Atoi(values[i])
	if err != nil {
		return 0 // empty: no limit
	}
	return n
}

// dimensions lists the dimensions whose codes can be given.
func dimensions() []string {
	names := []string{"indicator"}
	for _, d := range record.Datasets() {
		if d.Dimension() {
			names = append(names, d.Name)
		}
	}
	return names
}
