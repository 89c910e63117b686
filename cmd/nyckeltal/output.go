package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"golang.org/x/term"

	"nyckeltal/report"
)

// What verbs write with.

// onTerminal tells whether what is written, or read, there is a terminal.
func onTerminal(out any) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminal says how wide the output is and whether it shows colours.
func terminal(out io.Writer) report.Options {
	if f, ok := out.(*os.File); ok {
		return report.OptionsFor(f, os.Getenv)
	}
	return report.Options{}
}

// plural writes a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if strings.HasSuffix(thing, "y") {
		thing = strings.TrimSuffix(thing, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// newTable begins a table; Render writes it.
func newTable(out io.Writer, headings ...any) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = 0
	t.AppendHeader(headings)
	return t
}

// newEncoder writes JSON in which <, > and & stand for themselves.
func newEncoder(out io.Writer) *json.Encoder {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e
}

// writeJSONLines writes an object per line.
func writeJSONLines[T any](out io.Writer, list []T) error {
	e := newEncoder(out)
	for i := range list {
		if err := e.Encode(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeTo lets write write to a file, whole or not at all, or to standard output when none is named.
func writeTo(stdout io.Writer, file string, write func(io.Writer) error) error {
	if file == "" {
		return write(stdout)
	}
	if err := replaceFile(file, 0o644, write); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// replaceFile lets write write a file, whole or not at all.
func replaceFile(file string, mode fs.FileMode, write func(io.Writer) error) error {
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved
	if err := errors.Join(write(temp), temp.Chmod(mode), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
