//go:build linux

package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"nyckeltal/load/access"
	"nyckeltal/load/engine"
	"nyckeltal/load/gateway/certificate"
	"nyckeltal/load/gateway/querylog"
	"nyckeltal/schedules/home"
)

// TestServeAnswersAnalysts has the service answer an analyst with TLS, out of an engine that starts with the first question, and start
// it again.
func TestServeAnswersAnalysts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir() + "/home"
	o := newOffice(t, dir)
	config, err := os.ReadFile(dir + "/nyckeltal.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o.write(t, "nyckeltal.yaml", string(config)+"\nanalysts: {listen: \"127.0.0.1:0\", tls: generated, limits: {rows: 1000}}\n")
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, role := range map[string]access.Role{"anna": access.Analyst, "bo": access.Auditor} {
		if err := accounts(h).Add(t.Context(), name, role, "correct horse"); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, dir)
	log := s.await(t, "listening for analysts")
	address := regexp.MustCompile(`listening for analysts" address=(\S+) tls=true sha256=([0-9A-F:]{95})`).FindStringSubmatch(log)
	if address == nil {
		t.Fatal(log)
	}
	client := trusting(t, certificate.HandOut(h.State("tls"), "analysts"))
	ask := func(user, statement string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+address[1], strings.NewReader(statement))
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth(user, "correct horse")
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(body)
	}
	if code, got := ask("anna", "SELECT count() FROM kpi_monthly"); code != http.StatusOK || got != "0\n" {
		t.Errorf("a view: %d %s", code, got)
	}
	if code, got := ask("anna", "SELECT count() FROM rejects"); code != http.StatusForbidden || !strings.Contains(got, "(ACCESS_DENIED)") {
		t.Errorf("a view for auditors: %d %s", code, got)
	}
	if code, got := ask("bo", "SELECT count() FROM rejects"); code != http.StatusOK || got != "0\n" {
		t.Errorf("a view for auditors: %d %s", code, got)
	}
	if code, got := ask("anna", "SELECT number FROM numbers(2000)"); code == http.StatusOK && len(got) > 100 {
		t.Errorf("more rows than the limit: %d, %d bytes", code, len(got))
	}
	if err := engine.Stop(t.Context(), engineOptions(h, nil)); err != nil {
		t.Fatal(err)
	}
	if code, got := ask("anna", "SELECT count() FROM kpi_monthly"); code != http.StatusOK || got != "0\n" {
		t.Errorf("after the engine's end: %d %s", code, got)
	}
	if log, err := s.terminate(t); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
	var asked []string
	err = eachQuery(h, "anna", func(e querylog.Entry) error {
		asked = append(asked, e.Text)
		return nil
	})
	if err != nil || len(asked) != 4 || asked[1] != "SELECT count() FROM rejects" {
		t.Errorf("%q %v", asked, err)
	}
}

// trusting returns a client that trusts the certificate in a file, and nobody else.
func trusting(t *testing.T, file string) *http.Client {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(text)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// TestAnalystsConnectToAServer expects that nothing is listened to where the warehouse is a server.
func TestAnalystsConnectToAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir() + "/home"
	o := newOffice(t, dir)
	config, err := os.ReadFile(dir + "/nyckeltal.yaml")
	if err != nil {
		t.Fatal(err)
	}
	e := o.engine(t)
	o.write(t, "nyckeltal.yaml", string(config)+"\nanalysts: {}\n")
	s := serve(t, dir, warehouseVariable+"="+e.DSN("nyckeltal"))
	log := s.await(t, "serving")
	if !strings.Contains(log, "no endpoint for analysts: the warehouse is a server") || strings.Contains(log, "listening for analysts") {
		t.Error(log)
	}
	if log, err := s.terminate(t); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
}
