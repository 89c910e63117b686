package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

const (
	goldenFolder = "../golden"
	home         = "../intraservice"
)

// made generates the workbooks once for all tests and returns the folders of inbox and faulty workbook.
func made(t *testing.T) (inbox, faulty string) {
	t.Helper()
	folder := t.TempDir()
	inbox, faulty = filepath.Join(folder, "inbox"), filepath.Join(folder, "faulty")
	if err := generate(goldenFolder, inbox, faulty); err != nil {
		t.Fatal(err)
	}
	return inbox, faulty
}

// files returns the contents of a folder's files by their names within it.
func files(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	contents := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		contents[filepath.ToSlash(name)] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return contents
}

// The committed workbooks are what the generator makes, byte for byte.
func TestCommittedWorkbooksAreGenerated(t *testing.T) {
	inbox, faulty := made(t)
	for committed, generated := range map[string]string{
		filepath.Join(home, "inbox"):  inbox,
		filepath.Join(home, "faulty"): faulty,
	} {
		want, got := files(t, committed), files(t, generated)
		for name, data := range got {
			switch {
			case want[name] == nil:
				t.Errorf("%s is not in %s; run go run ./examples/generate", name, committed)
			case !bytes.Equal(want[name], data):
				t.Errorf("%s in %s is not what the generator makes; run go run ./examples/generate", name, committed)
			}
		}
		for name := range want {
			if got[name] == nil {
				t.Errorf("%s in %s is not made by the generator; remove it", name, committed)
			}
		}
	}
}

// The workbook of the tutorial is what the generator makes, too.
func TestTutorialIsGenerated(t *testing.T) {
	folder := t.TempDir()
	if err := saveAll(folder, tutorialBooks()); err != nil {
		t.Fatal(err)
	}
	want := files(t, "../tutorial")
	for name, data := range files(t, folder) {
		if !bytes.Equal(want[name], data) {
			t.Errorf("%s in examples/tutorial is not what the generator makes; run go run ./examples/generate", name)
		}
	}
}

// The inbox is committed, so it must stay small.
func TestInboxIsSmall(t *testing.T) {
	total := 0
	for _, data := range files(t, filepath.Join(home, "inbox")) {
		total += len(data)
	}
	if limit := 12 << 20; total > limit {
		t.Errorf("the inbox holds %d bytes, more than %d", total, limit)
	}
}

func TestFigureThatIsMissing(t *testing.T) {
	f := &figures{text: map[figure]string{{"hr", "Sjukfrånvaro", "Mål"}: "5.25"}}
	if got := f.scaled("hr", "Sjukfrånvaro", "Mål", 2); got != 525 || f.err() != nil {
		t.Errorf("got %d, %v", got, f.err())
	}
	f.scaled("hr", "Sjukfrånvaro", "Mål", 1)
	f.whole("hr", "Sjukfrånvaro", "Utfall")
	if f.err() == nil {
		t.Error("a figure with too many decimals and a missing one give no error")
	}
}
