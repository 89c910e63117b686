package remote_test

import (
	"os"
	"os/exec"
	"testing"
)

// TestEnvironment starts this program, which holds all that rclone does before main, in environments that rclone minds: it
// starts, says nothing, and leaves nothing behind.
func TestEnvironment(t *testing.T) {
	home := t.TempDir()
	tests := map[string][]string{
		"a value that is none":       {"HOME=" + home, "RCLONE_TIMEOUT=nonsense", "RCLONE_SFTP_PORT=nonsense"},
		"a level of logging":         {"HOME=" + home, "RCLONE_LOG_LEVEL=DEBUG", "RCLONE_VERBOSE=2"},
		"another configuration":      {"HOME=" + home, "RCLONE_CONFIG=/nonexistent/rclone.conf", "XDG_CONFIG_HOME=" + home},
		"no home":                    {"PATH=" + os.Getenv("PATH")},
		"neither a home nor a shell": {},
	}
	for name, environment := range tests {
		cmd := exec.Command(os.Args[0], "-test.run", "^$")
		cmd.Env = environment
		if out, err := cmd.CombinedOutput(); err != nil || string(out) != "testing: warning: no tests to run\nPASS\n" {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
