package engine

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// fakeNPM puts a program npm into the path that "downloads" the package and counts how often it was run.
func fakeNPM(t *testing.T, pack []byte) (calls func() int) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "pack.tgz"), pack, 0o600)
	script := "#!/bin/sh\necho call >> " + dir + "/calls\ncp " + dir + "/pack.tgz \"$4/pack.tgz\"\n"
	write(t, filepath.Join(dir, "npm"), []byte(script), 0o700)
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	return func() int {
		text, _ := os.ReadFile(filepath.Join(dir, "calls"))
		return bytes.Count(text, []byte("\n"))
	}
}

func write(t *testing.T, path string, data []byte, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, data, mode); err != nil {
		t.Fatal(err)
	}
}

// makePackage returns an npm package with a library of this content, and its pin.
func makePackage(t *testing.T, content string) ([]byte, libraryPin) {
	t.Helper()
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zipped)
	for name, text := range map[string]string{"package/index.js": "x", "package/libchdb.so": content} {
		if err := archive.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	whole, library := sha512.Sum512(packed.Bytes()), sha256.Sum256([]byte(content))
	return packed.Bytes(), libraryPin{
		pack: "lib@1", member: "package/libchdb.so", size: int64(len(content)),
		sha512: base64.StdEncoding.EncodeToString(whole[:]), sha256: hex.EncodeToString(library[:]),
	}
}

func TestStoreFetchesOnce(t *testing.T) {
	pack, pin := makePackage(t, "the library")
	calls := fakeNPM(t, pack)
	store := libraryStore{dir: filepath.Join(t.TempDir(), "deep", "cache"), pin: pin}
	var progress bytes.Buffer
	if err := store.ensure(t.Context(), &progress); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(progress.String(), "lib@1") {
		t.Errorf("progress was %q", progress.String())
	}
	if text, err := os.ReadFile(store.path()); string(text) != "the library" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(store.dir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	progress.Reset()
	if err := store.ensure(t.Context(), &progress); err != nil || progress.Len() > 0 || calls() != 1 {
		t.Errorf("the second time: %v, %q, %d calls", err, progress.String(), calls())
	}
}

func TestStoreFetchesOnceForAll(t *testing.T) {
	pack, pin := makePackage(t, "the library")
	calls := fakeNPM(t, pack)
	store := libraryStore{dir: t.TempDir(), pin: pin}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if err := store.ensure(t.Context(), &bytes.Buffer{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if calls() != 1 {
		t.Errorf("%d calls", calls())
	}
}

func TestStoreMendsDamage(t *testing.T) {
	for name, content := range map[string]string{"cut off": "the lib", "changed": "the LIBRARY", "empty": ""} {
		t.Run(name, func(t *testing.T) {
			pack, pin := makePackage(t, "the library")
			fakeNPM(t, pack)
			store := libraryStore{dir: t.TempDir(), pin: pin}
			if err := store.ensure(t.Context(), &bytes.Buffer{}); err != nil {
				t.Fatal(err)
			}
			write(t, store.path(), []byte(content), 0o600)
			if err := store.ensure(t.Context(), &bytes.Buffer{}); err != nil {
				t.Fatal(err)
			}
			if text, _ := os.ReadFile(store.path()); string(text) != "the library" {
				t.Errorf("the library is %q", text)
			}
		})
	}
}

func TestStoreKeepsWhatIsSound(t *testing.T) {
	_, pin := makePackage(t, "the library")
	calls := fakeNPM(t, nil)
	store := libraryStore{dir: t.TempDir(), pin: pin}
	write(t, store.path(), []byte("the library"), 0o600) // put there by hand: no marker
	if err := store.ensure(t.Context(), &bytes.Buffer{}); err != nil || calls() != 0 {
		t.Errorf("%v, %d calls", err, calls())
	}
}

func TestStoreRefusesAnotherPackage(t *testing.T) {
	_, pin := makePackage(t, "the library")
	other, otherPin := makePackage(t, "THE LIBRARY")
	longer, _ := makePackage(t, "the library and more")
	pin512 := pin
	pin512.sha512 = otherPin.sha512 // a right package around a wrong library
	for name, c := range map[string]struct {
		pack []byte
		pin  libraryPin
	}{
		"package":  {other, pin},
		"library":  {other, pin512},
		"length":   {longer, pin},
		"no gzip":  {[]byte("<html>"), pin},
		"cut off":  {other[:len(other)/2], pin},
		"no chdb":  {func() []byte { p, _ := makePackage(t, ""); return p }(), libraryPin{member: "package/nothing", size: 1}},
		"no bytes": {nil, pin},
	} {
		t.Run(name, func(t *testing.T) {
			fakeNPM(t, c.pack)
			store := libraryStore{dir: t.TempDir(), pin: c.pin}
			if err := store.ensure(t.Context(), &bytes.Buffer{}); err == nil {
				t.Error("no error")
			}
			if store.known() {
				t.Error("the library is taken for sound")
			}
		})
	}
}

func TestStoreWithoutNPM(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, pin := makePackage(t, "the library")
	store := libraryStore{dir: t.TempDir(), pin: pin}
	if err := store.ensure(t.Context(), &bytes.Buffer{}); !errors.Is(err, ErrNoNPM) {
		t.Errorf("got %v", err)
	}
}

func TestStoreWhenNPMFails(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "npm"), []byte("#!/bin/sh\necho 'npm error ENOTFOUND' >&2\nexit 1\n"), 0o700)
	t.Setenv("PATH", dir)
	_, pin := makePackage(t, "the library")
	store := libraryStore{dir: t.TempDir(), pin: pin}
	err := store.ensure(t.Context(), &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "npm error ENOTFOUND") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.ensure(ctx, &bytes.Buffer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestLibraryErrorSaysWhatToDo(t *testing.T) {
	message := (&LibraryError{Err: ErrNoNPM}).Error()
	for _, part := range []string{"npm is not installed", LibraryVariable, "/usr/local/lib", "NYCKELTAL_WAREHOUSE"} {
		if !strings.Contains(message, part) {
			t.Errorf("%q is missing in %q", part, message)
		}
	}
}
