package notice

import (
	"context"
	"fmt"

	"github.com/wneessen/go-mail"

	"nyckeltal/schedules/feedback"
)

// Mail sends messages by SMTP.
type Mail struct {
	Server feedback.Mail
	To     []string // mail addresses
}

var _ Channel = (*Mail)(nil)

// Name is mail.
func (m *Mail) Name() string { return "mail" }

// Send sends a message to all addresses in one mail.
func (m *Mail) Send(ctx context.Context, message Message) error {
	letter := mail.NewMsg()
	if err := letter.From(m.Server.From); err != nil {
		return fmt.Errorf("the sender %s: %w", m.Server.From, err)
	}
	if err := letter.To(m.To...); err != nil {
		return fmt.Errorf("the addresses of notices: %w", err)
	}
	letter.Subject(message.Subject)
	letter.SetBodyString(mail.TypeTextPlain, message.Text())
	return m.Server.Deliver(ctx, letter)
}
