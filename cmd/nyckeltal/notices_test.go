package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoticesTest has the program post a test notice to a chat, whose address lies in a file.
func TestNoticesTest(t *testing.T) {
	posted := make(chan string, 1)
	chat := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		posted <- string(text)
	}))
	defer chat.Close()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"nyckeltal.yaml": "organisation: {name: Prov}\nlanguage: en\nnotices:\n  webhook: {url: {file: secret}, format: slack}\n",
		"secret":         chat.URL + "/hook/s3cr3t\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := program(t, dir, "notices", "test")
	if err != nil || out != "A test notice was sent by webhook.\n" {
		t.Errorf("%v\n%s", err, out)
	}
	if text := <-posted; !strings.Contains(text, "nyckeltal Prov") {
		t.Errorf("posted was %s", text)
	}
	chat.Close()
	if _, err := program(t, dir, "notices", "test"); err == nil || strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("a chat that is gone: %v", err)
	}
}
