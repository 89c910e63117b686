package main

import (
	"log/slog"
	"net"

	"nyckeltal/load/gateway/certificate"
	"nyckeltal/schedules/home"
)

// listening is a place where serve answers people who log in: the endpoint for analysts, or the web pages.
type listening struct {
	key    string // in nyckeltal.yaml; a generated certificate is named for it
	listen string
	usual  string // where it listens by itself
	local  bool   // only this machine reaches it
	tls    home.ListenTLS
}

// check says what hinders it. What is to be generated is left to serve.
func (l listening) check(h *home.Home) error {
	users, err := accounts(h).Users()
	if err != nil {
		return err
	}
	if len(users) == 0 && !l.local {
		return usagef("%s.listen: other machines reach %s, and there is no user yet: add one with `nyckeltal user add NAME --role analyst`, "+
			"or listen at %s", l.key, l.listen, l.usual)
	}
	if l.tls.Certificate != "" {
		_, err = l.own(h, slog.New(slog.DiscardHandler))
	}
	return err
}

// certificate is one's own or the generated one; nil is none.
func (l listening) certificate(h *home.Home, log *slog.Logger) (*certificate.Certificate, error) {
	switch {
	case l.tls.Generated:
		host, _, err := net.SplitHostPort(l.listen)
		if err != nil {
			return nil, err
		}
		return certificate.Generate(h.State("tls"), l.key, host, log)
	case l.tls.Given():
		return l.own(h, log)
	}
	return nil, nil
}

// own is the certificate that nyckeltal.yaml names.
func (l listening) own(h *home.Home, log *slog.Logger) (*certificate.Certificate, error) {
	c, err := certificate.Open(h.Path(l.tls.Certificate), h.Path(l.tls.Key), log)
	if err != nil {
		return nil, usagef("%s.tls: %w", l.key, err)
	}
	return c, nil
}

// logged is what the log tells of an address with a certificate, or nil for none.
func logged(address string, c *certificate.Certificate) []any {
	args := []any{"address", address}
	if c != nil {
		args = append(args, "tls", true, "sha256", c.Fingerprint(), "until", c.Leaf().NotAfter)
	}
	return args
}
