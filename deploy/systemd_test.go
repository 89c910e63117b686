package deploy_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestSystemdUnit has systemd read the unit, where it is installed, with the program at a place where there is one.
func TestSystemdUnit(t *testing.T) {
	text, err := os.ReadFile("systemd/nyckeltal.service")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nUser=nyckeltal\n", "\nNoNewPrivileges=yes\n", "\nExecStart=/usr/local/bin/nyckeltal serve "} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the unit does not say %q", strings.TrimSpace(want))
		}
	}
	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not installed here")
	}
	unit := t.TempDir() + "/nyckeltal.service"
	if err := os.WriteFile(unit, []byte(strings.ReplaceAll(string(text), "/usr/local/bin/nyckeltal", "/bin/true")), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), verify, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}
