package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{certificate: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}}
	var der []byte
	der, a.key = a.sign(t, a.certificate)
	var err error
	if a.certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return a
}

// sign makes a key and a certificate for it.
func (a *authority) sign(t *testing.T, template *x509.Certificate) (der []byte, key *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer := a.key
	if signer == nil {
		signer = key // its own
	}
	if der, err = x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, signer); err != nil {
		t.Fatal(err)
	}
	return der, key
}

// issue writes a certificate and its key as name.pem and name.key, and returns them.
func (a *authority) issue(t *testing.T, dir, name string) tls.Certificate {
	t.Helper()
	der, key := a.sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	})
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, filepath.Join(dir, name+".pem"), "CERTIFICATE", der)
	writePEM(t, filepath.Join(dir, name+".key"), "PRIVATE KEY", raw)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func writePEM(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// secureServer puts TLS before the engine of a home: it shows a certificate for the name clickhouse, and asks for one.
func secureServer(t *testing.T, a *authority, dir, engineHome string) (address string, e engine.Endpoint) {
	t.Helper()
	h, err := home.Open(engineHome)
	if err != nil {
		t.Fatal(err)
	}
	state, err := engine.Status(t.Context(), engineOptions(h, nil))
	if err != nil {
		t.Fatal(err)
	}
	e = state.Endpoint
	target, err := url.Parse(e.URL())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(httputil.NewSingleHostReverseProxy(target))
	trusted := x509.NewCertPool()
	trusted.AddCert(a.certificate)
	server.TLS = &tls.Config{
		Certificates: []tls.Certificate{a.issue(t, dir, "clickhouse")}, ClientCAs: trusted, ClientAuth: tls.RequireAndVerifyClientCert,
	}
	server.Config.ErrorLog = nil
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), e
}

// TestServerOfTheConfiguration reaches a server as nyckeltal.yaml says: by TLS, with certificates, a password in a file and
// a database of another name. The server is the engine of another home.
func TestServerOfTheConfiguration(t *testing.T) {
	root := t.TempDir()
	engineHome, dir := filepath.Join(root, "engine"), filepath.Join(root, "home")
	for _, folder := range []string{engineHome, dir} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(engineHome, "nyckeltal.yaml"), "organisation: {name: x}\nwarehouse: {engine_memory: 1 GiB}\n")
	t.Cleanup(func() { stopEngine(t, engineHome) })
	if out, err := program(t, engineHome, "query", "--format", "tsv", "SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage'"); err != nil ||
		!strings.HasSuffix(out, "1073741824\n") {
		t.Fatalf("the engine's memory: %q %v", out, err)
	}
	a := newAuthority(t)
	writePEM(t, filepath.Join(dir, "ca.pem"), "CERTIFICATE", a.certificate.Raw)
	a.issue(t, dir, "client")
	newAuthority(t).issue(t, dir, "stranger")
	address, e := secureServer(t, a, dir, engineHome)
	writeFile(t, filepath.Join(dir, "password"), e.Password+"\n")
	writeFile(t, filepath.Join(dir, "wrong"), "hemligt\n")

	const good = "{ca: ca.pem, certificate: client.pem, key: client.key, server_name: clickhouse}"
	tests := []struct{ name, password, tls, want string }{
		{"as it should be", "password", good, ""},
		{"authority unknown", "password", "{certificate: client.pem, key: client.key}", "certificate signed by unknown authority"},
		{"another name", "password", strings.Replace(good, ": clickhouse", ": other", 1), "not other"},
		{"no certificate of one's own", "password", "{ca: ca.pem}", "certificate required"},
		{"somebody else's certificate", "password", strings.ReplaceAll(good, "client.", "stranger."), "tls: "},
		{"file missing", "password", "{ca: none.pem}", "read warehouse.tls.ca: open "},
		{"no certificate in the file", "password", "{ca: password}", "holds no certificate in PEM"},
		{"wrong password", "wrong", good, "Authentication failed"},
		{"no file of the password", "none", good, "read the secret: open "},
	}
	for _, test := range tests {
		writeFile(t, filepath.Join(dir, "nyckeltal.yaml"), fmt.Sprintf(`organisation: {name: x}
warehouse:
  addresses: [%q]
  protocol: http
  database: stad
  user: %s
  password: {file: %s}
  tls: %s
  timeout: {connect: 10s, retry: 1ms}
`, address, e.User, test.password, test.tls))
		out, err := program(t, dir, "query", "--format", "tsv", "SELECT currentDatabase(), count() FROM publications")
		if test.want == "" {
			if err != nil || !strings.HasSuffix(out, "stad\t0\n") {
				t.Errorf("%s: %q %v", test.name, out, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hemligt") || strings.Contains(err.Error(), e.Password) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
