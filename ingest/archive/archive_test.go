package archive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nyckeltal/ingest/archive"
)

var noon = time.Date(2023, 11, 30, 12, 0, 0, 0, time.UTC)

// shaOfABC is the SHA-256 of "abc", from FIPS 180-4.
const shaOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

// open returns an archive in a new folder, and the folder.
func open(t *testing.T) (*archive.Archive, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "archive")
	a, err := archive.Open(dir, noon)
	if err != nil {
		t.Fatal(err)
	}
	return a, dir
}

// put archives a text.
func put(t *testing.T, a *archive.Archive, text, name string, seen time.Time) archive.Delivery {
	t.Helper()
	d, err := a.Put(t.Context(), strings.NewReader(text), archive.Sighting{Name: name, Source: "inbox", Seen: seen})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPut(t *testing.T) {
	a, dir := open(t)
	d := put(t, a, "abc", "a.xlsx", noon)
	if d.SHA256 != shaOfABC || d.Size != 3 || d.First().Name != "a.xlsx" || !d.First().Seen.Equal(noon) {
		t.Fatalf("%+v", d)
	}
	again := put(t, a, "abc", "a.xlsx", noon.Add(time.Hour))
	if len(again.Sightings) != 1 || !again.First().Seen.Equal(noon) {
		t.Errorf("the same file again: %+v", again)
	}
	renamed := put(t, a, "abc", "b.xlsx", noon.Add(2*time.Hour))
	if len(renamed.Sightings) != 2 || renamed.First().Name != "a.xlsx" || renamed.Sightings[1].Name != "b.xlsx" {
		t.Errorf("the same bytes renamed: %+v", renamed)
	}
	put(t, a, "", "empty.xlsx", noon.Add(-time.Hour))

	reopened, err := archive.Open(dir, noon)
	if err != nil {
		t.Fatal(err)
	}
	f, err := reopened.Open(shaOfABC)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || string(text) != "abc" {
		t.Errorf("read back %q, %v", text, err)
	}
	if info, err := f.Stat(); err != nil || info.Mode().Perm() != 0o440 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	list, err := reopened.List()
	if err != nil || len(list) != 2 || list[0].First().Name != "empty.xlsx" || len(list[1].Sightings) != 2 {
		t.Errorf("List: %+v, %v", list, err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 0 {
		t.Errorf("left in incoming: %v, %v", left, err)
	}
}

func TestNotFound(t *testing.T) {
	a, _ := open(t)
	for _, sha := range []string{shaOfABC, "", "abc", strings.Repeat(".", 64), strings.ToUpper(shaOfABC)} {
		if _, err := a.Get(sha); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("Get(%q): %v", sha, err)
		}
		if _, err := a.Open(sha); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("Open(%q): %v", sha, err)
		}
	}
}

// TestKilled continues after a run that was killed between storing the bytes and describing them.
func TestKilled(t *testing.T) {
	a, dir := open(t)
	d := put(t, a, "abc", "a.xlsx", noon)
	path, err := a.Path(d.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path + ".json"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Get(d.SHA256); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("bytes without a description count as delivered: %v", err)
	}
	put(t, a, "abc", "b.xlsx", noon)
	if d, err := a.Get(d.SHA256); err != nil || d.First().Name != "b.xlsx" {
		t.Errorf("%+v, %v", d, err)
	}
	left := filepath.Join(dir, "incoming", "half")
	if err := errors.Join(os.WriteFile(left, nil, 0o600), os.Chtimes(left, noon, noon)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		now  time.Time
		left int
	}{{noon.Add(23 * time.Hour), 1}, {noon.Add(25 * time.Hour), 0}} {
		if _, err := archive.Open(dir, tt.now); err != nil {
			t.Fatal(err)
		}
		if got, _ := filepath.Glob(left); len(got) != tt.left {
			t.Errorf("at %s the half file counts %d, want %d", tt.now, len(got), tt.left)
		}
	}
}

// TestRestore puts bytes again that somebody removed from the archive or cut off.
func TestRestore(t *testing.T) {
	a, _ := open(t)
	d := put(t, a, "abc", "a.xlsx", noon)
	path, err := a.Path(d.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	for _, harm := range []func() error{
		func() error { return os.Remove(path) },
		func() error { return errors.Join(os.Chmod(path, 0o600), os.Truncate(path, 1)) },
	} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		put(t, a, "abc", "a.xlsx", noon)
		if text, err := os.ReadFile(path); err != nil || string(text) != "abc" {
			t.Errorf("%q, %v", text, err)
		}
	}
	if err := os.WriteFile(path+".json", []byte(`{"sha256":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Get(d.SHA256); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged description: %v", err)
	}
	if err := os.WriteFile(path+".json", []byte(`{"sha256":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.List(); err == nil || !strings.Contains(err.Error(), "another delivery") {
		t.Errorf("a description of something else: %v", err)
	}
}

func TestPutFile(t *testing.T) {
	a, _ := open(t)
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := archive.Sighting{Name: "a.xlsx", Source: "inbox", Seen: noon}
	d, err := a.PutFile(t.Context(), path, seen)
	if err != nil || d.SHA256 != shaOfABC {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := a.PutFile(t.Context(), path+"x", seen); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
}

// meddling is a context that does something when it is asked for the first time whether it has ended: that is while a
// file is being read.
type meddling struct {
	context.Context
	once sync.Once
	do   func() error
	err  error
}

func (m *meddling) Err() error {
	m.once.Do(func() { m.err = m.do() })
	return errors.Join(m.err, m.Context.Err())
}

func TestChangingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	text := bytes.Repeat([]byte("abc"), 100_000)
	tests := []struct {
		name string
		do   func() error
	}{
		{"grows", func() error { return os.WriteFile(path, append(text, 'x'), 0o600) }},
		{"shrinks", func() error { return os.Truncate(path, 10) }},
		{"is touched", func() error { return os.Chtimes(path, noon, noon.Add(time.Second)) }},
		{"is replaced", func() error {
			return errors.Join(os.Rename(path, path+".old"), os.WriteFile(path, text, 0o600), os.Chtimes(path, noon, noon))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := errors.Join(os.WriteFile(path, text, 0o600), os.Chtimes(path, noon, noon)); err != nil {
				t.Fatal(err)
			}
			a, dir := open(t)
			ctx := &meddling{Context: t.Context(), do: tt.do}
			_, err := a.PutFile(ctx, path, archive.Sighting{Name: "a.xlsx"})
			var changed *archive.ChangedError
			if !errors.As(err, &changed) || changed.Path != path || !strings.Contains(err.Error(), "next run") {
				t.Errorf("the file %s: %v", tt.name, err)
			}
			if list, err := a.List(); err != nil || len(list) != 0 {
				t.Errorf("archived %v, %v", list, err)
			}
			if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 0 {
				t.Errorf("left in incoming: %v, %v", left, err)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	a, _ := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := a.Put(ctx, strings.NewReader("abc"), archive.Sighting{Name: "a.xlsx"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestParallel puts the same bytes under many names at once; no sighting may get lost.
func TestParallel(t *testing.T) {
	a, dir := open(t)
	other, err := archive.Open(dir, noon)
	if err != nil {
		t.Fatal(err)
	}
	const n = 20
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			seen := archive.Sighting{Name: fmt.Sprintf("%d.xlsx", i), Seen: noon}
			if _, err := []*archive.Archive{a, other}[i%2].Put(t.Context(), strings.NewReader("abc"), seen); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if d, err := a.Get(shaOfABC); err != nil || len(d.Sightings) != n {
		t.Errorf("%d sightings, want %d; %v", len(d.Sightings), n, err)
	}
}
