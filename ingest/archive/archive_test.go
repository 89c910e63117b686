package archive_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
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
	d, err := keep(t.Context(), a, text, archive.Sighting{Name: name, Source: "inbox", Seen: seen})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// keep receives a text and keeps it.
func keep(ctx context.Context, a *archive.Archive, text string, seen archive.Sighting) (archive.Delivery, error) {
	in, err := receive(a, text, seen)
	if err != nil {
		return archive.Delivery{}, err
	}
	defer in.Close()
	return in.Keep(ctx)
}

var keys atomic.Int64

// receive receives a text under a key of its own.
func receive(a *archive.Archive, text string, seen archive.Sighting) (*archive.Incoming, error) {
	p, err := a.Resume(fmt.Sprint(keys.Add(1)))
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(p, text); err != nil {
		return nil, errors.Join(err, p.Discard())
	}
	return p.Done(seen)
}

// contents reads a delivery.
func contents(t *testing.T, a *archive.Archive, sha string) (string, error) {
	t.Helper()
	c, err := a.Open(t.Context(), sha)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
	return string(text), errors.Join(err, c.Close())
}

// files returns the names of the files that hold deliveries' bytes, and what is in incoming.
func files(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"??/*", "incoming/*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			if filepath.Ext(path) == ".json" {
				continue
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			name, _ := filepath.Rel(dir, path)
			names = append(names, fmt.Sprintf("%.9s…%s %04o", name, filepath.Ext(path), info.Mode().Perm()))
		}
	}
	return strings.Join(names, ", ")
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
	if text, err := contents(t, reopened, shaOfABC); err != nil || text != "abc" {
		t.Errorf("read back %q, %v", text, err)
	}
	list, err := reopened.List()
	if err != nil || len(list) != 2 || list[0].First().Name != "empty.xlsx" || len(list[1].Sightings) != 2 {
		t.Errorf("List: %+v, %v", list, err)
	}
	if got := files(t, dir); got != "ba/ba7816… 0440, e3/e3b0c4… 0440" {
		t.Errorf("the archive holds %s", got)
	}
}

// TestDropped receives bytes that are not kept.
func TestDropped(t *testing.T) {
	a, dir := open(t)
	in, err := receive(a, "abc", archive.Sighting{Name: "a.xlsx"})
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 2)
	if _, err := in.ReadAt(text, 1); err != nil || string(text) != "bc" || in.Size() != 3 || in.SHA256 != shaOfABC {
		t.Errorf("read %q, %v of %d bytes %s", text, err, in.Size(), in.SHA256)
	}
	if err := in.Close(); err != nil {
		t.Error(err)
	}
	if list, err := a.List(); err != nil || len(list) != 0 || files(t, dir) != "" {
		t.Errorf("archived %v, %v; files %s", list, err, files(t, dir))
	}
}

// TestPacked keeps texts packed and what is packed already as it is.
func TestPacked(t *testing.T) {
	text := strings.Repeat("3010;101;1 234,50;Faktura\n", 10_000)
	tests := []struct {
		name, text string
		packed     bool
	}{
		{"a text", text, true},
		{"a short text", text[:4000], false},
		{"a zip file", "PK\x03\x04" + text, false},
		{"random bytes", random(10_000), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, dir := open(t)
			d := put(t, a, tt.text, "a", noon)
			sum := fmt.Sprintf("%x", sha256.Sum256([]byte(tt.text)))
			if d.SHA256 != sum || d.Size != int64(len(tt.text)) {
				t.Errorf("%s, %d bytes", d.SHA256, d.Size)
			}
			if got, err := contents(t, a, sum); err != nil || got != tt.text {
				t.Errorf("read back %d bytes of %d, %v", len(got), len(tt.text), err)
			}
			if err := a.Verify(t.Context(), sum); err != nil {
				t.Error(err)
			}
			want := fmt.Sprintf("%.2s/%.6s…", sum, sum)
			if tt.packed {
				want += ".zst"
			}
			if got := files(t, dir); got != want+" 0440" {
				t.Errorf("the archive holds %s", got)
			}
		})
	}
}

// random returns n bytes that cannot be packed.
func random(n int) string {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return string(b)
}

// TestEarlierVersion reads and verifies what the first version kept, which packed nothing, and leaves it as it is.
func TestEarlierVersion(t *testing.T) {
	text := strings.Repeat("3010;101;1 234,50;Faktura\n", 1000)
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	a, dir := open(t)
	path := filepath.Join(dir, sum[:2], sum)
	description := fmt.Sprintf(`{"sha256": %q, "size": %d, "sightings": [{"name": "a.csv", "source": "inbox", "seen": "2023-11-30T12:00:00Z"}]}`,
		sum, len(text))
	if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o750), os.WriteFile(path, []byte(text), 0o440),
		os.WriteFile(path+".json", []byte(description), 0o640)); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	if d := put(t, a, text, "b.csv", noon); len(d.Sightings) != 2 || d.First().Name != "a.csv" {
		t.Errorf("%+v", d)
	}
	if got, err := contents(t, a, sum); err != nil || got != text {
		t.Errorf("read back %d bytes, %v", len(got), err)
	}
	if err := a.Verify(t.Context(), sum); err != nil || files(t, dir) != before || strings.HasSuffix(before, "zst") {
		t.Errorf("%v; before %s, after %s", err, before, files(t, dir))
	}
}

func TestNotFound(t *testing.T) {
	a, _ := open(t)
	for _, sha := range []string{shaOfABC, "", "abc", strings.Repeat(".", 64), strings.ToUpper(shaOfABC)} {
		if _, err := a.Get(sha); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("Get(%q): %v", sha, err)
		}
		if _, err := a.Open(t.Context(), sha); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("Open(%q): %v", sha, err)
		}
		if err := a.Verify(t.Context(), sha); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("Verify(%q): %v", sha, err)
		}
	}
}

// TestKilled continues after a run that was killed between storing the bytes and describing them.
func TestKilled(t *testing.T) {
	a, dir := open(t)
	d := put(t, a, "abc", "a.xlsx", noon)
	path := filepath.Join(dir, d.SHA256[:2], d.SHA256)
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

// TestDamage does harm to what the archive holds. It is found, and mended by the same bytes.
func TestDamage(t *testing.T) {
	change := func(path string) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text[len(text)/2] ^= 0x20
		return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, text, 0o600))
	}
	truncate := func(path string) error { return errors.Join(os.Chmod(path, 0o600), os.Truncate(path, 1)) }
	long := func(path string) error {
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		w, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = w.WriteString("x")
		return errors.Join(err, w.Close())
	}
	tests := []struct {
		name string
		harm func(path string) error
	}{{"removed", os.Remove}, {"cut off", truncate}, {"changed", change}, {"continued", long}}
	for _, text := range []string{"abc", strings.Repeat("3010;101;1 234,50;Faktura\n", 1000)} {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, %d bytes", tt.name, len(text)), func(t *testing.T) {
				a, dir := open(t)
				d := put(t, a, text, "a.csv", noon)
				path := filepath.Join(dir, d.SHA256[:2], d.SHA256)
				if len(text) > 4096 {
					path += ".zst"
				}
				if err := tt.harm(path); err != nil {
					t.Fatal(err)
				}
				var damaged *archive.DamagedError
				err := a.Verify(t.Context(), d.SHA256)
				if !errors.As(err, &damaged) || !strings.HasPrefix(path, damaged.Path) || !strings.Contains(err.Error(), "backup") {
					t.Errorf("Verify: %v", err)
				}
				put(t, a, text, "a.csv", noon)
				if got, err := contents(t, a, d.SHA256); err != nil || got != text {
					t.Errorf("%d bytes, %v", len(got), err)
				}
				if err := a.Verify(t.Context(), d.SHA256); err != nil || strings.Contains(files(t, dir), ",") {
					t.Errorf("%v; the archive holds %s", err, files(t, dir))
				}
			})
		}
	}
}

// TestDamagedOpen opens what somebody did harm to, as far as that is seen without reading all of it.
func TestDamagedOpen(t *testing.T) {
	a, dir := open(t)
	var damaged *archive.DamagedError
	for text, suffix := range map[string]string{"abc": "", strings.Repeat("abc", 10_000): ".zst"} {
		d := put(t, a, text, "a.csv", noon)
		path := filepath.Join(dir, d.SHA256[:2], d.SHA256+suffix)
		if err := errors.Join(os.Chmod(path, 0o600), os.Truncate(path, 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Open(t.Context(), d.SHA256); !errors.As(err, &damaged) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 0 {
		t.Errorf("left in incoming: %v, %v", left, err)
	}
}

func TestDamagedDescription(t *testing.T) {
	a, dir := open(t)
	d := put(t, a, "abc", "a.xlsx", noon)
	path := filepath.Join(dir, d.SHA256[:2], d.SHA256+".json")
	if err := os.WriteFile(path, []byte(`{"sha256":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Get(d.SHA256); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged description: %v", err)
	}
	if _, err := keep(t.Context(), a, "abc", archive.Sighting{}); err == nil {
		t.Error("a damaged description is written over")
	}
	if err := os.WriteFile(path, []byte(`{"sha256":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.List(); err == nil || !strings.Contains(err.Error(), "another delivery") {
		t.Errorf("a description of something else: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	a, _ := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	text := strings.Repeat("abc", 10_000)
	in, err := receive(a, text, archive.Sighting{Name: "a.xlsx"})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if _, err := in.Keep(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("kept: %v", err)
	}
	d := put(t, a, text, "a.xlsx", noon)
	if err := a.Verify(ctx, d.SHA256); !errors.Is(err, context.Canceled) {
		t.Errorf("verified: %v", err)
	}
	if _, err := a.Open(ctx, d.SHA256); !errors.Is(err, context.Canceled) {
		t.Errorf("opened: %v", err)
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
			if _, err := keep(t.Context(), []*archive.Archive{a, other}[i%2], "abc", seen); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if d, err := a.Get(shaOfABC); err != nil || len(d.Sightings) != n {
		t.Errorf("%d sightings, want %d; %v", len(d.Sightings), n, err)
	}
}
