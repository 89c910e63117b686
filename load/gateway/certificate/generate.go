package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// pairFile is the file of a generated certificate with its key, so that the two cannot come apart.
func pairFile(dir, name string) string { return filepath.Join(dir, name+".key.pem") }

// HandOut is the path of a copy of the generated certificate of that name in the folder, to hand out to clients.
func HandOut(dir, name string) string { return filepath.Join(dir, name+".pem") }

// How long a generated certificate lives, and when it is made anew.
const (
	lifetime = 5 * 365 * 24 * time.Hour
	renewal  = 30 * 24 * time.Hour // before its end
)

// Generate returns the certificate of that name in the folder, and makes one there when there is none, or it is about to run out or not for the
// host. host may be "" or an address of all interfaces; the certificate is always for this machine's own name and loopback too.
func Generate(dir, name, host string, log *slog.Logger) (*Certificate, error) {
	pair := pairFile(dir, name)
	names, addresses := namesOf(host)
	c, err := Open(pair, pair, log)
	switch {
	case err == nil && time.Until(c.Leaf().NotAfter) > renewal && covers(c.Leaf(), names, host):
		return c, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		log.Warn("the generated certificate is made anew", "why", err)
	}
	if err := generate(dir, name, names, addresses); err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	return Open(pair, pair, log)
}

// namesOf lists what clients may call the endpoint that listens at the host.
func namesOf(host string) (names []string, addresses []net.IP) {
	names, addresses = []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if machine, err := os.Hostname(); err == nil && machine != "localhost" {
		names = append(names, machine)
	}
	ip := net.ParseIP(host)
	switch {
	case host == "" || ip != nil && ip.IsUnspecified():
		addresses = append(addresses, interfaces()...)
	case ip != nil:
		addresses = append(addresses, ip)
	case host != "localhost":
		names = append(names, host)
	}
	return names, addresses
}

// interfaces lists this machine's addresses that others reach.
func interfaces() (all []net.IP) {
	found, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range found {
		if network, ok := a.(*net.IPNet); ok && network.IP.IsGlobalUnicast() {
			all = append(all, network.IP)
		}
	}
	return all
}

// covers tells whether a certificate is for all the names, and for the host where that is an address. The addresses of interfaces may
// come and go: a certificate that clients trust is not replaced for them.
func covers(c *x509.Certificate, names []string, host string) bool {
	if ip := net.ParseIP(host); ip != nil && !ip.IsUnspecified() {
		names = append(names, host)
	}
	for _, name := range names {
		if c.VerifyHostname(name) != nil {
			return false
		}
	}
	return true
}

// generate writes a new certificate with its key.
func generate(dir, name string, names []string, addresses []net.IP) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "nyckeltal", Organization: []string{"made by nyckeltal serve"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(lifetime), DNSNames: names, IPAddresses: addresses,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	var pair bytes.Buffer
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pair.Write(certificate)
	if err := pem.Encode(&pair, &pem.Block{Type: "PRIVATE KEY", Bytes: secret}); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := replace(pairFile(dir, name), pair.Bytes()); err != nil {
		return err
	}
	return replace(HandOut(dir, name), certificate)
}

// replace puts a file, readable by its owner only, in the place of another one at once.
func replace(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
