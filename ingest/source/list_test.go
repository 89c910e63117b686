package source_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/source"
	"nyckeltal/ingest/source/remote"
)

// folder makes a folder that holds files of the given names, each with its own name as contents.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(filepath.Base(name)), 0o600)); err != nil {
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

// inFolder opens a folder.
func inFolder(t *testing.T, dir, pattern string) *source.Source {
	t.Helper()
	s, err := source.Open(t.Context(), source.Config{Remote: remote.Config{Place: dir}, Pattern: compile(t, pattern)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// list lists the files of a source that must be good.
func list(t *testing.T, s *source.Source) []source.File {
	t.Helper()
	files, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestList(t *testing.T) {
	dir := folder(t, "b_2023.xlsx", "a_2022.xlsx", "a_2023.xlsx", "a_x.xlsx", "~$a_2023.xlsx", ".a_2021.xlsx",
		".~lock.a_2022.xlsx#", "a_2024.xlsx.part", "a_2024.tmp", "c_2023.xlsx~", "a_2023.xlsx.done", "e/a_2022.xlsx")
	if err := os.Mkdir(filepath.Join(dir, "d_2023.xlsx"), 0o700); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list(t, inFolder(t, dir, "{name}_{year}.*")) {
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

// TestListFolders lists only as deep as the pattern is, and only where it leads.
func TestListFolders(t *testing.T) {
	dir := folder(t, "volym_2023.xlsx", "norr/volym_2023.xlsx", "norr/volym_2022.xlsx", "öst o väst/volym_2023.xlsx", "norr/x/volym_2023.xlsx",
		".git/volym_2023.xlsx", "loaded/volym_2021.xlsx", "norr.xlsx")
	s, err := source.Open(t.Context(), source.Config{
		Remote: remote.Config{Place: dir}, Pattern: compile(t, "{kund}/volym_{year}.xlsx"), After: source.AfterLoad{Folder: "loaded"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list(t, s) {
		names = append(names, f.Captures.Key("j")+":"+f.Name)
	}
	want := "j/norr:norr/volym_2022.xlsx j/norr:norr/volym_2023.xlsx j/öst o väst:öst o väst/volym_2023.xlsx"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("listed %s", got)
	}
	if got := compile(t, "{kund}/{year}/volym.xlsx").NameOf("/srv/inbox/norr/2023/volym.xlsx"); got != "norr/2023/volym.xlsx" {
		t.Errorf("the name of a path is %s", got)
	}
	if got := compile(t, "{kund}/volym.xlsx").NameOf("volym.xlsx"); got != "volym.xlsx" {
		t.Errorf("the name of a short path is %s", got)
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
			s := inFolder(t, folder(t, "a.xlsx"), "a.xlsx")
			files := list(t, s)
			if len(files) != 1 {
				t.Fatal(files)
			}
			if err := tt.do(files[0].Path); err != nil {
				t.Fatal(err)
			}
			var changed *source.ChangedError
			err := s.Unchanged(t.Context(), files[0])
			if errors.As(err, &changed) == tt.same || !tt.same && changed.Path != files[0].Path || tt.same && err != nil {
				t.Errorf("a file that %s: %v", tt.name, err)
			}
		})
	}
}

func TestListRefusals(t *testing.T) {
	dir := folder(t, "x_y_z.xlsx")
	pattern := "{a}_{b}.xlsx"

	var noFolder *source.FolderError
	_, err := inFolder(t, filepath.Join(dir, "missing"), pattern).List(t.Context())
	if !errors.As(err, &noFolder) || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("missing folder: %v", err)
	}
	_, err = inFolder(t, filepath.Join(dir, "x_y_z.xlsx"), pattern).List(t.Context())
	if !errors.As(err, &noFolder) || !strings.Contains(err.Error(), "is a file") {
		t.Errorf("file as folder: %v", err)
	}
	var ambiguous *source.AmbiguousError
	_, err = inFolder(t, dir, pattern).List(t.Context())
	if !errors.As(err, &ambiguous) || !strings.Contains(err.Error(), "x_y_z.xlsx") {
		t.Errorf("ambiguous name: %v", err)
	}
	for _, name := range []string{"lön_20231130.xlsx", "lön_999202311.xlsx"} { // the last or the first six digits are no month
		_, err = inFolder(t, folder(t, name), "lön_*{period}*.xlsx").List(t.Context())
		if !errors.As(err, &ambiguous) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := inFolder(t, dir, pattern).List(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestLimits(t *testing.T) {
	dir := folder(t, "a.csv", "b.csv", "c.csv")
	open := func(c source.Config) *source.Source {
		c.Remote.Place, c.Pattern = dir, compile(t, "*.csv")
		s, err := source.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	var limit *source.LimitError
	if _, err := open(source.Config{MaxFiles: 2}).List(t.Context()); !errors.As(err, &limit) || limit.Limit != "max_files" {
		t.Errorf("too many files: %v", err)
	}
	if files := list(t, open(source.Config{MaxFiles: 3})); len(files) != 3 {
		t.Errorf("%d files", len(files))
	}
	for size, large := range map[int64]bool{4: true, 5: false} {
		s := open(source.Config{MaxSize: size})
		_, err := receive(t, s, list(t, s)[0], newArchive(t))
		if errors.As(err, &limit) != large || large && limit.Limit != "max_size" || !large && err != nil {
			t.Errorf("a file of 5 bytes where %d may come: %v", size, err)
		}
		if large && !strings.Contains(fmt.Sprint(err), "raise max_size") {
			t.Errorf("%v", err)
		}
	}
}
