package archive_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nyckeltal/ingest/archive"
)

// large is longer than what comes between two marks.
var large = bytes.Repeat([]byte("nyckeltal"), 1<<20)

// resume resumes a file of which so many bytes are to have come.
func resume(t *testing.T, a *archive.Archive, want int) *archive.Partial {
	t.Helper()
	p, err := a.Resume("a file")
	if err != nil {
		t.Fatal(err)
	}
	if p.Size() != int64(want) {
		t.Fatalf("%d bytes had come, want %d", p.Size(), want)
	}
	return p
}

func write(t *testing.T, p *archive.Partial, b []byte) {
	t.Helper()
	if n, err := p.Write(b); err != nil || n != len(b) {
		t.Fatal(n, err)
	}
}

// remains lists what lies among the incoming files.
func remains(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := filepath.Glob(filepath.Join(dir, "incoming", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestResume(t *testing.T) {
	a, dir := open(t)
	p := resume(t, a, 0)
	write(t, p, large[:1000])
	if _, err := a.Resume("a file"); !errors.Is(err, archive.ErrArriving) {
		t.Errorf("while it is being received: %v", err)
	}
	if err := p.Suspend(); err != nil {
		t.Fatal(err)
	}
	p = resume(t, a, 1000)
	write(t, p, large[1000:])
	in, err := p.Done(archive.Sighting{Name: "a.xlsx", Source: "inbox", Seen: noon})
	if err != nil {
		t.Fatal(err)
	}
	d, err := in.Keep(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(io.NewSectionReader(in, 0, in.Size()))
	if err != nil || !bytes.Equal(got, large) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if err := errors.Join(in.Close(), a.Verify(t.Context(), d.SHA256)); err != nil {
		t.Error(err)
	}
	if left := remains(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := resume(t, a, 0).Discard(); err != nil {
		t.Error(err)
	}
}

// TestResumeAfterACrash does to a partial file what crashes do: only what its mark speaks for counts.
func TestResumeAfterACrash(t *testing.T) {
	const marked = 9 << 20 // all of large
	tests := []struct {
		name string
		do   func(file string) error
		want int
	}{
		{"killed after the mark", func(string) error { return nil }, marked},
		{"more was written", func(file string) error { return appendTo(file, "more") }, marked},
		{"the end is lost", func(file string) error { return os.Truncate(file, marked-1) }, 0},
		{"other bytes", func(file string) error { return os.WriteFile(file, bytes.Repeat([]byte{0}, marked), 0o600) }, 0},
		{"no mark", func(file string) error { return os.Remove(file + ".json") }, 0},
		{"half a mark", func(file string) error { return os.Truncate(file+".json", 10) }, 0},
		{"an old mark", func(file string) error { return os.WriteFile(file+".json", []byte(`{"size":5,"sha256":"00"}`), 0o600) }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, dir := open(t)
			p := resume(t, a, 0)
			write(t, p, large)
			if err := p.Suspend(); err != nil {
				t.Fatal(err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, "incoming", "*.partial"))
			if len(files) != 1 {
				t.Fatal(files)
			}
			if err := tt.do(files[0]); err != nil {
				t.Fatal(err)
			}
			if err := resume(t, a, tt.want).Discard(); err != nil {
				t.Fatal(err)
			}
			if left := remains(t, dir); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestRestart(t *testing.T) {
	a, _ := open(t)
	p := resume(t, a, 0)
	write(t, p, large)
	if err := p.Restart(); err != nil || p.Size() != 0 {
		t.Fatal(p.Size(), err)
	}
	write(t, p, []byte("abc"))
	in, err := p.Done(archive.Sighting{Name: "a.txt", Source: "inbox", Seen: noon})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if in.SHA256 != shaOfABC || in.Size() != 3 {
		t.Errorf("%s, %d bytes", in.SHA256, in.Size())
	}
}

// TestAbandonedPartial removes what nobody resumed within a day.
func TestAbandonedPartial(t *testing.T) {
	a, dir := open(t)
	p := resume(t, a, 0)
	write(t, p, []byte("abc"))
	if err := p.Suspend(); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Open(dir, time.Now().Add(25*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if left := remains(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
