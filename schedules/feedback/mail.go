package feedback

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"
)

// Mail sends marked copies by SMTP. The zero value sends nothing.
type Mail struct {
	Host     string
	Port     int
	From     string
	User     string // "" without a log-in, which needs security
	Password string
	// Security is starttls (which must succeed), tls (from the first byte), or none, which is for a server on the same
	// machine.
	Security string
	// Roots are the certificates that the server's is checked against; nil for those of the system.
	Roots *x509.CertPool
}

// mailTimeout bounds the sending of one mail.
const mailTimeout = 30 * time.Second

// Letter is a mail with a marked copy.
type Letter struct {
	To       []string
	Title    string // of the job
	Language string // sv or en
	Marked   Marked
}

// Send sends the letter. The error never holds the password.
func (m *Mail) Send(ctx context.Context, letter Letter) error {
	message, err := m.message(letter)
	if err != nil {
		return fmt.Errorf("the mail about %s cannot be written: %w", letter.Marked.Name, err)
	}
	if err := m.Deliver(ctx, message); err != nil {
		return fmt.Errorf("the mail about %s: %w", letter.Marked.Name, err)
	}
	return nil
}

// Deliver hands a message to the server. The error never holds the password.
func (m *Mail) Deliver(ctx context.Context, message *mail.Msg) error {
	client, err := mail.NewClient(m.Host, m.options()...)
	if err != nil {
		return fmt.Errorf("the mail server %s: %w", m.Host, err)
	}
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, message); err != nil {
		return fmt.Errorf("not sent by the mail server %s: %w", m.Host, err)
	}
	return nil
}

// message writes the letter.
func (m *Mail) message(letter Letter) (*mail.Msg, error) {
	message := mail.NewMsg()
	if err := message.From(m.From); err != nil {
		return nil, err
	}
	if err := message.To(letter.To...); err != nil {
		return nil, err
	}
	w := wordsOf(letter.Language)
	message.Subject(fmt.Sprintf(w.subject, letter.Title, letter.Marked.Faults+letter.Marked.Left))
	message.SetBodyString(mail.TypeTextPlain, fmt.Sprintf(w.body, letter.Marked.Name))
	return message, message.AttachReader(letter.Marked.Name, bytes.NewReader(letter.Marked.Data),
		mail.WithFileContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
}

// options are those of the connection.
func (m *Mail) options() []mail.Option {
	options := []mail.Option{mail.WithPort(m.Port), mail.WithTimeout(mailTimeout)}
	switch m.Security {
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case "tls":
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if m.Roots != nil {
		options = append(options, mail.WithTLSConfig(&tls.Config{RootCAs: m.Roots, ServerName: m.Host, MinVersion: tls.VersionTLS12}))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	return options
}
