package source_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/source/remote"
)

// Each place joins the suite here. Azure Blob and OneDrive have no server that could be run.

func TestFolder(t *testing.T) { suite{newFolder(t)}.local(t) }
func TestSFTP(t *testing.T)   { suite{newSFTP(t)}.all(t) }
func TestSMB(t *testing.T)    { suite{newSMB(t)}.all(t) }
func TestWebDAV(t *testing.T) { suite{newWebDAV(t)}.all(t) }
func TestS3(t *testing.T)     { suite{newS3(t)}.all(t) }
func TestHTTP(t *testing.T)   { suite{newHTTP(t)}.all(t) }

// suite is what every place must do.
type suite struct{ *server }

// local runs what holds for folders of this machine too.
func (s suite) local(t *testing.T) {
	t.Run("lists and fetches", s.fetches)
	t.Run("fetches what is new only", s.remembers)
	t.Run("has no such folder", s.noFolder)
	t.Run("sees changes", s.changes)
	if !s.readOnly {
		t.Run("moves", s.moves)
		t.Run("tags", s.tags)
	}
}

// all runs everything.
func (s suite) all(t *testing.T) {
	t.Parallel() // most of it waits
	s.local(t)
	t.Run("goes on after a cut", s.cut)
	t.Run("goes on in the next run", s.cutForGood)
	t.Run("refuses a wrong secret", s.wrongSecret)
	t.Run("refuses connections", s.refused)
	t.Run("hangs at once", s.hangsAtOnce)
	t.Run("hangs in a file", func(t *testing.T) { s.stalls(t, hang) })
	t.Run("trickles", func(t *testing.T) { s.stalls(t, trickle) })
	t.Run("is cancelled", s.cancelled)
}

// folder makes a folder of files for one test, last changed an hour ago, and returns its name.
func (s suite) folder(t *testing.T, files map[string]string) string {
	t.Helper()
	name := strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()))
	for file, text := range files {
		s.put(t, filepath.Join(name, file), text, time.Hour)
	}
	return name
}

// put writes a file that was last changed so long ago.
func (s suite) put(t *testing.T, file, text string, ago time.Duration) {
	t.Helper()
	path, changed := filepath.Join(s.root, file), time.Now().Add(-ago)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644),
		os.Chtimes(path, changed, changed)); err != nil {
		t.Fatal(err)
	}
}

// config is the configuration of a folder at an address.
func (s suite) config(t *testing.T, address, folder, pattern string) source.Config {
	t.Helper()
	c := source.Config{Remote: remote.Config{Place: s.join(address, folder)}, Pattern: compile(t, pattern)}
	if s.secrets != nil {
		c.Remote.Secrets = s.secrets(address)
	}
	return c
}

// open opens a source that must be good.
func open(t *testing.T, c source.Config) *source.Source {
	t.Helper()
	src, err := source.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

// content reads what was received.
func content(t *testing.T, in *archive.Incoming) string {
	t.Helper()
	text, err := io.ReadAll(io.NewSectionReader(in, 0, in.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (s suite) fetches(t *testing.T) {
	texts := map[string]string{
		"volym_202311.xlsx":                 "one",
		"volym_202312.xlsx":                 "",
		"Åre & öst/Löner för mars_202303.x": "åäö",
		"norr/100% rätt+fel #1_202304.x":    strings.Repeat("x", 100_000),
		"norr/.hidden_202304.x":             "no",
		"norr/djupt/a_202304.x":             "no",
		"annat.txt":                         "no",
	}
	folder := s.folder(t, texts)
	found := map[string]string{}
	for _, pattern := range []string{"volym_{period}.xlsx", "{kund}/{vad}_{period}.x"} {
		src := open(t, s.config(t, s.address, folder, pattern))
		for _, f := range list(t, src) {
			in, err := receive(t, src, f, newArchive(t))
			if err != nil {
				t.Fatal(err)
			}
			found[f.Name] = content(t, in)
			if f.Size != int64(len(texts[f.Name])) || f.Captures.Period == 0 || time.Since(f.ModTime) < 50*time.Minute {
				t.Errorf("%+v", f)
			}
		}
	}
	for name, text := range texts {
		if got, ok := found[name]; ok == (text == "no") || ok && got != text {
			t.Errorf("%s: found %v, %d bytes", name, ok, len(got))
		}
	}
}

// known returns the names of files that need not be fetched, after remembering all of them.
func known(t *testing.T, src *source.Source, file string) (names []string) {
	t.Helper()
	m, err := source.OpenMemory(file, src.Place())
	if err != nil {
		t.Fatal(err)
	}
	files := list(t, src)
	for _, f := range files {
		if _, ok := m.SHA256(f); ok {
			names = append(names, f.Name)
			continue
		}
		in, err := receive(t, src, f, newArchive(t))
		if err != nil {
			t.Fatal(err)
		}
		m.Remember(f, in.SHA256, time.Now().Add(2*time.Minute)) // the change time of the folder's files is now
	}
	m.Forget(files)
	if err := m.Save(); err != nil {
		t.Fatal(err)
	}
	return names
}

func (s suite) remembers(t *testing.T) {
	folder := s.folder(t, map[string]string{"a.csv": "aaa", "b.csv": "bbb", "c.csv": "ccc"})
	src := open(t, s.config(t, s.address, folder, "*.csv"))
	file := filepath.Join(t.TempDir(), "memory.json")
	if got := known(t, src, file); len(got) > 0 {
		t.Errorf("at first: %v", got)
	}
	if got := strings.Join(known(t, src, file), " "); got != "a.csv b.csv c.csv" {
		t.Errorf("unchanged: %s", got)
	}
	s.put(t, filepath.Join(folder, "a.csv"), "AAA", 30*time.Minute)
	s.put(t, filepath.Join(folder, "b.csv"), "bbb and more", time.Hour)
	if got := strings.Join(known(t, src, file), " "); got != "c.csv" {
		t.Errorf("changed: %s", got)
	}
}

func (s suite) noFolder(t *testing.T) {
	src, err := source.Open(t.Context(), s.config(t, s.address, "missing", "*.csv"))
	if err == nil {
		_, err = src.List(t.Context())
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func (s suite) changes(t *testing.T) {
	folder := s.folder(t, map[string]string{"a.csv": "aaa", "b.csv": "bbb"})
	src := open(t, s.config(t, s.address, folder, "*.csv"))
	files := list(t, src)
	s.put(t, filepath.Join(folder, "a.csv"), "a longer text", time.Minute)
	if err := os.Remove(filepath.Join(s.root, folder, "b.csv")); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		var changed *source.ChangedError
		if err := src.Unchanged(t.Context(), f); !errors.As(err, &changed) || changed.Path != f.Path {
			t.Errorf("%s: %v", f.Name, err)
		}
		if _, err := receive(t, src, f, newArchive(t)); !errors.As(err, &changed) {
			t.Errorf("%s is received: %v", f.Name, err)
		}
	}
}

func (s suite) moves(t *testing.T) {
	folder := s.folder(t, map[string]string{"norr/a b.csv": "one"})
	c := s.config(t, s.address, folder, "*/*.csv")
	c.After.Folder = "inlästa"
	src := open(t, c)
	sum := sha256.Sum256([]byte("one"))
	sha := hex.EncodeToString(sum[:])
	for i := range 3 {
		s.put(t, filepath.Join(folder, "norr/a b.csv"), "one", time.Hour)
		files := list(t, src)
		if len(files) != 1 {
			t.Fatalf("round %d: %v", i, files)
		}
		if err := src.Settle(t.Context(), files[0], sha, noon); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a b.csv", "a b (" + sha[:8] + ").csv", "a b (" + sha[:8] + "-2).csv"} {
		if text, err := os.ReadFile(filepath.Join(s.root, folder, "inlästa/norr", name)); err != nil || string(text) != "one" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	s.put(t, filepath.Join(folder, "norr/a b.csv"), "one", time.Hour)
	files := list(t, src)
	s.put(t, filepath.Join(folder, "norr/a b.csv"), "another", time.Hour)
	var changed *source.ChangedError
	if err := src.Settle(t.Context(), files[0], sha, noon); !errors.As(err, &changed) {
		t.Errorf("a file that has changed since is moved: %v", err)
	}
}

func (s suite) tags(t *testing.T) {
	folder := s.folder(t, map[string]string{"a.csv": "one"})
	c := s.config(t, s.address, folder, "*")
	c.After.Tag = true
	src := open(t, c)
	for _, sha := range []string{strings.Repeat("1", 64), strings.Repeat("2", 64)} {
		files := list(t, src)
		if len(files) != 1 {
			t.Fatal(files)
		}
		if err := src.Settle(t.Context(), files[0], sha, noon); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(filepath.Join(s.root, folder, "a.csv.done")); err != nil || string(text) != sha+"  a.csv\n" {
			t.Errorf("%q, %v", text, err)
		}
	}
}

const bigSize = 50 << 20

// bigFile makes a large file and returns its folder and SHA-256.
func (s suite) bigFile(t *testing.T) (folder, sha string) {
	t.Helper()
	text := make([]byte, bigSize)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(text)
	sum := sha256.Sum256(text)
	return s.folder(t, map[string]string{"big.xlsx": string(text)}), hex.EncodeToString(sum[:])
}

// through opens the source by a proxy and returns its only file.
func (s suite) through(t *testing.T, p *proxy, folder string, limits remote.Limits) (*source.Source, source.File) {
	t.Helper()
	c := s.config(t, p.address, folder, "*.xlsx")
	c.Remote.Limits = limits
	src := open(t, c)
	files := list(t, src)
	if len(files) != 1 {
		t.Fatal(files)
	}
	return src, files[0]
}

// slack is what comes besides the file, and what of it is on the way when a connection is cut.
const slack = 8 << 20

func (s suite) cut(t *testing.T) {
	folder, sha := s.bigFile(t)
	p := newProxy(t, s.address)
	src, f := s.through(t, p, folder, remote.Limits{})
	p.arm(20<<20, cutOnce)
	in, err := receive(t, src, f, newArchive(t))
	if err != nil || in.SHA256 != sha {
		t.Fatalf("%v", err)
	}
	if again := p.bytes(); again > bigSize-20<<20+slack {
		t.Errorf("%d bytes came after the cut", again)
	}
}

func (s suite) cutForGood(t *testing.T) {
	folder, sha := s.bigFile(t)
	p := newProxy(t, s.address)
	src, f := s.through(t, p, folder, remote.Limits{})
	p.arm(20<<20, cutAll)
	a := newArchive(t)
	_, err := receive(t, src, f, a)
	if !errors.Is(err, remote.ErrCut) && !errors.Is(err, remote.ErrUnreachable) {
		t.Fatalf("cut: %v", err)
	}
	p.arm(0, cutAll)
	src, f = s.through(t, p, folder, remote.Limits{})
	in, err := receive(t, src, f, a)
	if err != nil || in.SHA256 != sha {
		t.Fatalf("%v", err)
	}
	if again := p.bytes(); again > bigSize-20<<20+slack {
		t.Errorf("%d bytes came in the next run", again)
	}
}

// safe checks that an error says nothing secret, however it is printed.
func safe(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
			for _, secret := range []string{goodSecret, wrongSecret, "l0sen", "ZmVsLWwwc2Vu"} {
				if strings.Contains(text, secret) {
					t.Errorf("it shows a secret: %s", text)
				}
			}
		}
	}
}

func (s suite) wrongSecret(t *testing.T) {
	folder := s.folder(t, map[string]string{"a.csv": "aaa"})
	c := s.config(t, s.address, folder, "*.csv")
	c.Remote.Secrets = s.wrong(s.address)
	src, err := source.Open(t.Context(), c)
	if err == nil {
		_, err = src.List(t.Context())
	}
	if !errors.Is(err, remote.ErrLogin) || !strings.Contains(err.Error(), "log-in was refused") {
		t.Errorf("%v", err)
	}
	t.Log(err)
	safe(t, err)
}

func (s suite) refused(t *testing.T) {
	src, err := source.Open(t.Context(), s.config(t, "127.0.0.1:"+freePort(t), "data", "*.csv"))
	if err == nil {
		_, err = src.List(t.Context())
	}
	if !errors.Is(err, remote.ErrUnreachable) {
		t.Errorf("%v", err)
	}
	safe(t, err)
}

// patience is long enough for whatever is not meant to stall.
const patience = 10 * time.Second

func (s suite) hangsAtOnce(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // connections are made, and that is all
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := s.config(t, l.Addr().String(), "data", "*.csv")
	c.Remote.Limits.Stall = patience / 20
	src, err := source.Open(t.Context(), c)
	if err == nil {
		_, err = src.List(t.Context())
	}
	if !errors.Is(err, remote.ErrStalled) {
		t.Errorf("%v", err)
	}
	safe(t, err)
}

func (s suite) stalls(t *testing.T, h harm) {
	folder, _ := s.bigFile(t)
	p := newProxy(t, s.address)
	src, f := s.through(t, p, folder, remote.Limits{Stall: patience})
	p.arm(1<<20, h)
	_, err := receive(t, src, f, newArchive(t))
	if !errors.Is(err, remote.ErrStalled) {
		t.Errorf("%v", err)
	}
}

func (s suite) cancelled(t *testing.T) {
	folder, _ := s.bigFile(t)
	p := newProxy(t, s.address)
	src, f := s.through(t, p, folder, remote.Limits{})
	p.arm(1<<20, hang)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error)
	go func() {
		_, err := src.Receive(ctx, f, newArchive(t), archive.Sighting{Name: f.Name, Seen: noon})
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
