// Package certificate has the certificate that the endpoint for analysts shows: one's own, read again when it is renewed, or one
// that is made here and lies in the home's state.
package certificate

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// Certificate is a certificate with its key, in files. It is safe for concurrent use. Use Open or Generate.
type Certificate struct {
	file, key string
	log       *slog.Logger

	mu     sync.Mutex
	states [2]fs.FileInfo // of the two files, when they were read
	now    *tls.Certificate
}

// Open reads a certificate and its key from files in PEM; both may be one file. That a renewed one cannot be read is logged, and the former
// one is shown on.
func Open(file, key string, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{file: file, key: key, log: log}
	if err := c.read(); err != nil {
		return nil, err
	}
	if leaf := c.now.Leaf; time.Now().After(leaf.NotAfter) {
		return nil, fmt.Errorf("the certificate %s has run out on %s: renew it", file, leaf.NotAfter.Format(time.DateOnly))
	}
	return c, nil
}

// read reads the files.
func (c *Certificate) read() error {
	states, err := c.look()
	if err != nil {
		return fmt.Errorf("read the certificate: %w", err)
	}
	c.states = states // also when they are wrong: so each state is tried once
	pair, err := tls.LoadX509KeyPair(c.file, c.key)
	if err != nil {
		return fmt.Errorf("read the certificate %s with its key %s: %w", c.file, c.key, err)
	}
	c.now = &pair
	return nil
}

// look returns the state of the files.
func (c *Certificate) look() (states [2]fs.FileInfo, err error) {
	certificate, certificateErr := os.Stat(c.file)
	key, keyErr := os.Stat(c.key)
	return [2]fs.FileInfo{certificate, key}, errors.Join(certificateErr, keyErr)
}

// get returns the certificate, read anew when the files have changed.
func (c *Certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	states, err := c.look()
	if err == nil && changed(states[0], c.states[0]) || err == nil && changed(states[1], c.states[1]) {
		if err := c.read(); err != nil {
			c.log.Error("the renewed certificate cannot be used, the former one is shown on", "error", err)
		} else {
			c.log.Info("the certificate was renewed", "until", c.now.Leaf.NotAfter)
		}
	}
	return c.now, nil
}

func changed(a, b fs.FileInfo) bool {
	return !os.SameFile(a, b) || !a.ModTime().Equal(b.ModTime()) || a.Size() != b.Size()
}

// TLS is how a server shows the certificate.
func (c *Certificate) TLS() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"http/1.1"}}
}

// Leaf is the certificate itself.
func (c *Certificate) Leaf() *x509.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.Leaf
}

// Fingerprint is the SHA-256 of the certificate, as browsers show it.
func (c *Certificate) Fingerprint() string {
	sum := sha256.Sum256(c.Leaf().Raw)
	return strings.ReplaceAll(strings.ToUpper(fmt.Sprintf("% x", sum)), " ", ":")
}
