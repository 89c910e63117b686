package home_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/schedules/home"
)

// openHome makes a home and opens it.
func openHome(t *testing.T) *home.Home {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, home.FileName), []byte("language: sv\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAKeyThatBelongsToThePseudonymsIsWaitedFor(t *testing.T) {
	first := openHome(t)
	if err := first.CreateState(); err != nil {
		t.Fatal(err)
	}
	if print, err := first.KeyFingerprint(); err != nil || print != "" {
		t.Errorf("without a key: %q, %v", print, err)
	}
	if _, err := first.PseudonymKey(); err != nil {
		t.Fatal(err)
	}
	fingerprint, err := first.KeyFingerprint()
	if err != nil {
		t.Fatal(err)
	}
	restored := openHome(t)
	if err := restored.ExpectKey(fingerprint); err != nil {
		t.Fatal(err)
	}
	file := restored.State("pseudonym.key")
	if _, err := restored.PseudonymKey(); err == nil || !strings.Contains(err.Error(), "put the key back at "+file) {
		t.Errorf("without the key: %v", err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("another key was made: %v", err)
	}
	if err := os.WriteFile(file, []byte(strings.Repeat("0f", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := restored.PseudonymKey(); err == nil || !strings.Contains(err.Error(), "is not the key") {
		t.Errorf("with another key: %v", err)
	}
	text, err := os.ReadFile(first.State("pseudonym.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := restored.PseudonymKey(); err != nil {
		t.Errorf("with the key: %v", err)
	}
}
