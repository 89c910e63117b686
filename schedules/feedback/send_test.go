package feedback_test

import (
	"archive/zip"
	"bytes"
	"crypto/x509"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"nyckeltal/schedules/feedback"
)

// unpacked returns the parts of a zip file.
func unpacked(t *testing.T, data []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, string(text))
	}
	return parts
}

func TestOutbox(t *testing.T) {
	outbox := feedback.Outbox{Dir: t.TempDir()}
	for _, text := range []string{"first", "second"} {
		path, err := outbox.Put("fakturor", feedback.Marked{Name: "../fakturor_att_ratta.xlsx", Data: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text || !strings.HasPrefix(path, outbox.Dir) {
			t.Errorf("%s holds %q, %v", path, got, err)
		}
	}
	entries, err := os.ReadDir(outbox.Dir + "/fakturor")
	if err != nil || len(entries) != 1 {
		t.Errorf("the outbox holds %v, %v", entries, err)
	}
}

// catcher is a mail server that keeps what it is sent.
type catcher struct {
	mails chan string
}

func (c *catcher) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{catcher: c}, nil }

type session struct {
	*catcher
	known bool
	to    []string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "nyckeltal" || password != "hemligt" {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.mails <- strings.Join(s.to, ",") + "\n" + string(text)
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// mailServer starts a catcher on loopback, which takes mails after STARTTLS and a log-in.
func mailServer(t *testing.T) (*catcher, feedback.Mail) {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate, which holds for 127.0.0.1
	web.Close()
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	c := &catcher{mails: make(chan string, 1)}
	server := smtp.NewServer(c)
	server.TLSConfig = web.TLS
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Close()
		<-done
	})
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return c, feedback.Mail{
		Host: host, Port: number, From: "nyckeltal@stad.example", User: "nyckeltal", Password: "hemligt", Security: "starttls", Roots: roots,
	}
}

var letter = feedback.Letter{
	To: []string{"ekonomi@stad.example", "karin@stad.example"}, Title: "Leverantörsfakturor", Language: "sv",
	Marked: feedback.Marked{Name: "fakturor_att_ratta.xlsx", Data: []byte("PK…"), Faults: 3},
}

func TestMail(t *testing.T) {
	c, m := mailServer(t)
	if err := m.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := <-c.mails
	for _, want := range []string{
		"ekonomi@stad.example,karin@stad.example", "Subject: =?UTF-8?q?Leverant=C3=B6rsfakturor:_3_celler_att_r=C3=A4tta?=",
		"fakturor_att_ratta.xlsx", "From: <nyckeltal@stad.example>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// TestMailRefused says what failed, without the password.
func TestMailRefused(t *testing.T) {
	_, m := mailServer(t)
	m.Password = "fel-lösenord"
	err := m.Send(t.Context(), letter)
	if err == nil || strings.Contains(err.Error(), m.Password) || !strings.Contains(err.Error(), m.Host) {
		t.Errorf("wrong password: %v", err)
	}
	m.Password, m.Roots = "hemligt", nil
	if err := m.Send(t.Context(), letter); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown certificate: %v", err)
	}
	m.Security, m.User = "none", ""
	if err := m.Send(t.Context(), letter); err == nil {
		t.Error("a mail was taken without a log-in")
	}
}
