package gateway_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"

	"nyckeltal/load/gateway/certificate"
)

// TestTLS asks through a client that trusts the generated certificate, and one that does not.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	c, err := certificate.Generate(dir, "analysts", "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, c.TLS())
	text, err := os.ReadFile(certificate.HandOut(dir, "analysts"))
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(text)
	ask := func(config *tls.Config) (string, error) {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+o.Address(), strings.NewReader("SELECT 1"))
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth(name, password)
		response, err := client.Do(r)
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return string(body), err
	}
	if got, err := ask(&tls.Config{RootCAs: trusted}); got != "1\n" || err != nil {
		t.Errorf("%q %v", got, err)
	}
	if _, err := ask(&tls.Config{RootCAs: x509.NewCertPool()}); err == nil {
		t.Error("a certificate that nobody vouches for was trusted")
	}
	if _, err := ask(&tls.Config{RootCAs: trusted, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 was spoken")
	}
	r, err := http.Get("http://" + o.Address() + "/ping")
	if err == nil {
		defer r.Body.Close()
	}
	if err == nil && r.StatusCode == http.StatusOK {
		t.Error("it answered without TLS")
	}
}
