package certificate_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/load/gateway/certificate"
)

var quiet = slog.New(slog.DiscardHandler)

func generate(t *testing.T, dir, host string) *certificate.Certificate {
	t.Helper()
	c, err := certificate.Generate(dir, "analysts", host, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGenerate(t *testing.T) {
	dir := t.TempDir() + "/tls"
	first := generate(t, dir, "0.0.0.0")
	if again := generate(t, dir, "0.0.0.0"); again.Fingerprint() != first.Fingerprint() {
		t.Error("another certificate without need")
	}
	if len(first.Fingerprint()) != 32*3-1 {
		t.Error(first.Fingerprint())
	}
	machine, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "::1", machine} {
		if err := first.Leaf().VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
	files, err := filepath.Glob(dir + "/*")
	if err != nil || len(files) != 2 {
		t.Errorf("%v %v", files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
	}
	if text, err := os.ReadFile(certificate.HandOut(dir, "analysts")); err != nil || strings.Contains(string(text), "PRIVATE") {
		t.Errorf("%s %v", text, err)
	}

	named := generate(t, dir, "bi.stad.example")
	if named.Fingerprint() == first.Fingerprint() || named.Leaf().VerifyHostname("bi.stad.example") != nil {
		t.Error("the certificate is not for the new name")
	}
	addressed := generate(t, dir, "192.0.2.7")
	if addressed.Leaf().VerifyHostname("192.0.2.7") != nil {
		t.Error("the certificate is not for the address")
	}
	if err := os.WriteFile(dir+"/analysts.key.pem", []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if mended := generate(t, dir, "192.0.2.7"); mended.Fingerprint() == addressed.Fingerprint() {
		t.Error("a damaged certificate was used")
	}
}

// TestRenewal puts another certificate in the place of the first one, and then something else.
func TestRenewal(t *testing.T) {
	old, renewed := t.TempDir(), t.TempDir()
	generate(t, old, "")
	want := generate(t, renewed, "").Fingerprint()
	pair := old + "/analysts.key.pem"
	c, err := certificate.Open(pair, pair, quiet)
	if err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		t.Helper()
		if _, err := c.TLS().GetCertificate(nil); err != nil {
			t.Error(err)
		}
		return c.Fingerprint()
	}
	if shown() == want {
		t.Fatal("the two are the same")
	}
	if err := os.Rename(renewed+"/analysts.key.pem", pair); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != want {
		t.Errorf("shows %s, want %s", got, want)
	}
	if err := os.WriteFile(pair, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != want {
		t.Errorf("shows %s, want %s", got, want)
	}
	if err := os.Remove(pair); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != want {
		t.Errorf("shows %s, want %s", got, want)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := certificate.Open(dir+"/none", dir+"/none", quiet); err == nil {
		t.Error("a file that is not there was opened")
	}
	a, b := t.TempDir(), t.TempDir()
	generate(t, a, "")
	generate(t, b, "")
	if _, err := certificate.Open(certificate.HandOut(a, "analysts"), b+"/analysts.key.pem", quiet); err == nil || !strings.Contains(err.Error(), "does not match") {
		t.Errorf("a key of another certificate: %v", err)
	}
}
