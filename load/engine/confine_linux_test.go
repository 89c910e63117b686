package engine_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// landlock skips a test where the kernel has none.
func landlock(t *testing.T) {
	t.Helper()
	_, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		t.Skip("the kernel has no Landlock")
	}
}

func TestEngineIsConfined(t *testing.T) {
	landlock(t)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("the key"), 0o644); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	target := filepath.Join(t.TempDir(), "out")
	for _, statement := range []string{
		"SELECT file('" + secret + "')",
		"SELECT file('/etc/hostname')",
		"SELECT file('/proc/" + strconv.Itoa(os.Getpid()) + "/environ')",
		"SELECT * FROM file('" + secret + "', 'RawBLOB', 'a String')",
		"SELECT 1 INTO OUTFILE '" + target + "'",
		"INSERT INTO FUNCTION file('" + target + "', 'CSV', 'a UInt8') VALUES (1)",
		"SELECT * FROM url('http://" + listener.Addr().String() + "/', 'CSV', 'a String') SETTINGS http_max_tries = 1",
	} {
		if got := ask(t, "POST", "", statement); got.status == http.StatusOK || strings.Contains(got.body, "the key") {
			t.Errorf("%s: %d", statement, got.status)
		}
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("the engine wrote outside its directories")
	}
}

func TestEngineHasNoPowers(t *testing.T) {
	e, _ := private(t)
	proc := filepath.Join("/proc", strconv.Itoa(e.PID))
	status, err := os.ReadFile(filepath.Join(proc, "status"))
	if err != nil {
		t.Fatal(err)
	}
	allowed := uint64(1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_FOWNER)
	for line := range strings.Lines(string(status)) {
		if hex, ok := strings.CutPrefix(line, "CapEff:"); ok {
			if powers, err := strconv.ParseUint(strings.TrimSpace(hex), 16, 64); err != nil || powers&^allowed != 0 {
				t.Errorf("the engine has the powers %x, %v", powers, err)
			}
		}
	}
	limits, err := os.ReadFile(filepath.Join(proc, "limits"))
	if err != nil || !regexp.MustCompile(`Max core file size +0 +0 `).Match(limits) {
		t.Errorf("the engine may dump its memory: %s, %v", limits, err)
	}
}

func TestEngineInheritsNoSecrets(t *testing.T) {
	t.Setenv("NYCKELTAL_PSEUDONYM_KEY", "the key")
	e, _ := private(t)
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(e.PID), "environ"))
	if err != nil {
		t.Skip(err)
	}
	if strings.Contains(string(environ), "the key") {
		t.Error("the engine's environment holds a key")
	}
}
