package source_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/source"
)

// folder makes a folder that holds files of the given names, each with its own name as contents.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// compile compiles a pattern that must be good.
func compile(t *testing.T, pattern string) *source.Pattern {
	t.Helper()
	p, err := source.Compile(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestList(t *testing.T) {
	dir := folder(t, "b_2023.xlsx", "a_2022.xlsx", "a_2023.xlsx", "a_x.xlsx", "~$a_2023.xlsx", ".a_2021.xlsx",
		".~lock.a_2022.xlsx#", "a_2024.xlsx.part", "a_2024.tmp", "c_2023.xlsx~")
	if err := os.Mkdir(filepath.Join(dir, "d_2023.xlsx"), 0o700); err != nil {
		t.Fatal(err)
	}
	files, err := source.List(t.Context(), dir, compile(t, "{name}_{year}.*"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
		if f.Path != filepath.Join(dir, f.Name) || f.Size != int64(len(f.Name)) || f.ModTime.IsZero() {
			t.Errorf("%+v", f)
		}
		if want := strings.TrimSuffix(f.Name, ".xlsx"); f.Captures.Values["name"] != want[:1] || f.Captures.Year == 0 {
			t.Errorf("%s: captures %+v", f.Name, f.Captures)
		}
	}
	if got := strings.Join(names, " "); got != "a_2022.xlsx a_2023.xlsx b_2023.xlsx" {
		t.Errorf("listed %s", got)
	}
}

// TestUnchanged does to a file what happens to one that is still being written.
func TestUnchanged(t *testing.T) {
	tests := []struct {
		name string
		do   func(path string) error
		same bool
	}{
		{"is left alone", func(string) error { return nil }, true},
		{"grows", func(path string) error { return os.WriteFile(path, []byte("a.xlsx and more"), 0o600) }, false},
		{"shrinks", func(path string) error { return os.Truncate(path, 1) }, false},
		{"is written anew", func(path string) error { return os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)) }, false},
		{"vanishes", os.Remove, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := source.List(t.Context(), folder(t, "a.xlsx"), compile(t, "a.xlsx"))
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			if err := tt.do(files[0].Path); err != nil {
				t.Fatal(err)
			}
			var changed *source.ChangedError
			err = files[0].Unchanged()
			if errors.As(err, &changed) == tt.same || !tt.same && changed.Path != files[0].Path || tt.same && err != nil {
				t.Errorf("a file that %s: %v", tt.name, err)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	files, err := source.List(t.Context(), folder(t, "a.xlsx"), compile(t, "a.xlsx"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	f, err := files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || string(text) != "a.xlsx" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestListRefusals(t *testing.T) {
	dir := folder(t, "x_y_z.xlsx")
	pattern := compile(t, "{a}_{b}.xlsx")

	var noFolder *source.FolderError
	_, err := source.List(t.Context(), filepath.Join(dir, "missing"), pattern)
	if !errors.As(err, &noFolder) || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("missing folder: %v", err)
	}
	_, err = source.List(t.Context(), filepath.Join(dir, "x_y_z.xlsx"), pattern)
	if !errors.As(err, &noFolder) || !strings.Contains(err.Error(), "is a file") {
		t.Errorf("file as folder: %v", err)
	}
	var ambiguous *source.AmbiguousError
	_, err = source.List(t.Context(), dir, pattern)
	if !errors.As(err, &ambiguous) || !strings.Contains(err.Error(), "x_y_z.xlsx") {
		t.Errorf("ambiguous name: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := source.List(cancelled, dir, pattern); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
