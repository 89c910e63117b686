// Package testprogram finds the programs of others that tests work with: servers, Chromium, LibreOffice. `make testprograms`
// installs them on Debian.
package testprogram

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// required is the variable whose being set says that the programs are there, so that no test is left out unnoticed.
const required = "NYCKELTAL_TESTPROGRAMS"

// Find returns the path of a program. Without it the test is skipped, or fails where NYCKELTAL_TESTPROGRAMS is set.
func Find(t testing.TB, name string) string {
	t.Helper()
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/usr/local/sbin") { // where servers lie
		if path, err := exec.LookPath(filepath.Join(folder, name)); err == nil {
			return path
		}
	}
	if os.Getenv(required) != "" {
		t.Fatalf("%s is missing, which must not be where %s is set; run make testprograms", name, required)
	}
	t.Skipf("%s is missing; run make testprograms", name)
	return ""
}
