package engine_test

import (
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNodeClient runs the official client for Node. npm installs it, from its cache where it has been before.
func TestNodeClient(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "node"))); err != nil {
		t.Fatal(err)
	}
	install := osexec.CommandContext(t.Context(), "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm and node from version 20 on are needed: %v\n%s", err, out)
	}
	node := osexec.CommandContext(t.Context(), "node", "client.mjs")
	node.Dir = dir
	node.Env = append(os.Environ(), "ENGINE_URL="+strings.TrimSuffix(shared.URL(), "/"), "ENGINE_USER="+shared.User, "ENGINE_PASSWORD="+shared.Password)
	out, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.HasSuffix(string(out), "\ndrop\n") {
		t.Errorf("not all cases were run:\n%s", out)
	}
}
