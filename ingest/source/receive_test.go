package source_test

import (
	"testing"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
)

var noon = time.Date(2023, 11, 30, 12, 0, 0, 0, time.UTC)

func newArchive(t *testing.T) *archive.Archive {
	t.Helper()
	a, err := archive.Open(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// receive receives a file and closes it.
func receive(t *testing.T, s *source.Source, f source.File, a *archive.Archive) (*archive.Incoming, error) {
	t.Helper()
	in, err := s.Receive(t.Context(), f, a, archive.Sighting{Name: f.Name, Source: s.Place(), Seen: noon})
	if err == nil {
		t.Cleanup(func() { in.Close() })
	}
	return in, err
}

// TestSideBySide lets two runs receive the same file at the same time.
func TestSideBySide(t *testing.T) {
	src := inFolder(t, folder(t, "a.csv"), "*.csv")
	f := list(t, src)[0]
	a := newArchive(t)
	inside := false
	err := source.WhileReceiving(src, f, a, func() {
		inside = true
		if _, err := receive(t, src, f, a); err != nil {
			t.Error(err)
		}
	})
	if err != nil || !inside {
		t.Error(inside, err)
	}
}
