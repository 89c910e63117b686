package backup_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"nyckeltal/schedules/backup"
)

// TestPathsOutside refuses a backup whose manifest names a file outside of its folder, which restore would write outside of the home.
func TestPathsOutside(t *testing.T) {
	for _, path := range []string{"archive/../../passwd", "/etc/passwd", "archive/..", ""} {
		dir := filepath.Join(t.TempDir(), "backup")
		m := backup.Manifest{Format: 1, Files: []backup.File{{Path: path}}}
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		m.Checksum = hex.EncodeToString(sum[:])
		if text, err = json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, "archive"), 0o700), os.WriteFile(filepath.Join(dir, "manifest.json"), text, 0o600)); err != nil {
			t.Fatal(err)
		}
		_, err = backup.Check(t.Context(), dir)
		damaged, ok := errors.AsType[*backup.DamagedError](err)
		if !ok || damaged.Problem != "it names "+path+", which is no file within it" {
			t.Errorf("%q: %v", path, err)
		}
	}
}
