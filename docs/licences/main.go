// Command licences writes docs/licences.txt: the licences of everything that is linked into the program, with their texts. It reads
// the module cache only. A licence that it does not know is an error, so that nobody takes one in unseen.
package main

import (
	"bytes"
	_ "embed" // of the licence that no module holds
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// out is the file that is written, seen from the root of the repository.
const out = "docs/licences.txt"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run() error {
	modules, err := linked()
	if err != nil {
		return err
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("find Go's own licence: %w", err)
	}
	modules = append(modules, module{
		Path: "the Go programming language and its standard library", folders: []string{strings.TrimSpace(string(goroot))},
	})
	var texts []text
	for _, m := range modules {
		if texts, err = add(texts, m); err != nil {
			return err
		}
	}
	for _, t := range texts {
		if t.kind == lesser {
			texts = append(texts, text{kind: "GNU General Public License 3.0, which the Lesser one adds to", body: tidy(gpl), modules: t.modules})
			break
		}
	}
	return os.WriteFile(out, page(texts), 0o644)
}

// gpl is what the Lesser General Public License must be accompanied by; modules do not hold it.
//
//go:embed gpl-3.0.txt
var gpl []byte

// text is a licence or a notice as it is written, and the modules that have it.
type text struct {
	kind    string
	body    []byte
	modules []string
}

// add adds the texts of a module; one that is there already is not repeated.
func add(texts []text, m module) ([]text, error) {
	files, err := m.files()
	if err != nil {
		return nil, err
	}
	licensed := false
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		body = tidy(body)
		kind := kindOf(body)
		switch {
		case kind != "":
			licensed = true
		case strings.HasPrefix(strings.ToUpper(filepath.Base(file)), "LICEN"):
			return nil, fmt.Errorf("%s: its licence is none of those that are known here: look whether the program may be linked with it, "+
				"and add it to kinds", file)
		default:
			kind = "Notice"
		}
		i := slices.IndexFunc(texts, func(t text) bool { return bytes.Equal(t.body, body) })
		if i < 0 {
			texts, i = append(texts, text{kind: kind, body: body}), len(texts)
		}
		if !slices.Contains(texts[i].modules, m.name()) {
			texts[i].modules = append(texts[i].modules, m.name())
		}
	}
	if !licensed {
		return nil, fmt.Errorf("%s: no licence found in %s", m.name(), strings.Join(m.folders, ", "))
	}
	return texts, nil
}

// tidy is a text with plain line ends and without white space around lines' ends.
func tidy(body []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(bytes.TrimSpace(body)) {
		b.Write(bytes.TrimRight(line, " \t\r\n\f"))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

const heading = `The licences of what is linked into nyckeltal. Made by "make licences"; do not edit.

nyckeltal itself is under the Apache License 2.0, see the file LICENSE. The ClickHouse engine (libchdb) is no part of the program: it is
fetched from the npm registry, once per machine, and is under the Apache License 2.0 as well (https://github.com/chdb-io/chdb-core).

`

// page writes all texts, those with the most modules first.
func page(texts []text) []byte {
	slices.SortStableFunc(texts, func(a, b text) int { return len(b.modules) - len(a.modules) })
	var b bytes.Buffer
	b.WriteString(heading)
	for _, t := range texts {
		fmt.Fprintf(&b, "%s\n%s:\n", strings.Repeat("=", 80), t.kind)
		for _, m := range t.modules {
			fmt.Fprintf(&b, "  %s\n", m)
		}
		fmt.Fprintf(&b, "%s\n\n%s\n", strings.Repeat("-", 80), t.body)
	}
	return b.Bytes()
}
