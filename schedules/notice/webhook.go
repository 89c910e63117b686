package notice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Format is what a webhook takes.
type Format string

// The formats of webhooks.
const (
	Slack Format = "slack" // a text, as Slack, Mattermost and Rocket.Chat take it
	Teams Format = "teams" // an adaptive card, as the workflows of Microsoft Teams take it
)

// Webhook posts messages to a chat.
type Webhook struct {
	// URL is a secret: whoever knows it can post. It stands in no error.
	URL    string
	Format Format
	Client *http.Client // nil for one of its own; redirects are not followed in any case
}

var _ Channel = (*Webhook)(nil)

// webhookTimeout bounds one posting.
const webhookTimeout = 30 * time.Second

// Name is webhook.
func (h *Webhook) Name() string { return "webhook" }

// Send posts a message.
func (h *Webhook) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, webhookTimeout)
	defer cancel()
	body, err := json.Marshal(h.payload(m))
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil || request.URL.Host == "" {
		return errors.New("the address of the webhook is no URL, as in https://host/path")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := h.client().Do(request)
	if err != nil {
		return fmt.Errorf("the webhook at %s: %w", request.URL.Host, withoutURL(err))
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10) // so that the connection can be used again
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("the webhook at %s answered with %d %s", request.URL.Host, response.StatusCode,
			http.StatusText(response.StatusCode))
	}
	return nil
}

// client never follows redirects, which would take the message elsewhere.
func (h *Webhook) client() *http.Client {
	var c http.Client
	if h.Client != nil {
		c = *h.Client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// withoutURL takes the address, which is a secret, out of an error of the client.
func withoutURL(err error) error {
	var with *url.Error
	if errors.As(err, &with) {
		return with.Err
	}
	return err
}

// payload is the message as the chat takes it.
func (h *Webhook) payload(m Message) any {
	if h.Format == Teams {
		return teamsCard(m)
	}
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	return map[string]string{"text": escape.Replace(m.Subject + "\n\n" + m.Text())}
}

// node is an element of an adaptive card.
type node map[string]any

// teamsCard makes an adaptive card. Its texts are runs, in which no markup counts.
func teamsCard(m Message) node {
	paragraph := func(text string, style node) node {
		run := node{"type": "TextRun", "text": text}
		for key, value := range style {
			run[key] = value
		}
		return node{"type": "RichTextBlock", "inlines": []node{run}}
	}
	body := []node{paragraph(m.Subject, node{"weight": "Bolder", "size": "Medium"})}
	for _, s := range m.Sections {
		body = append(body, paragraph(s.Heading, node{"weight": "Bolder"}))
		for _, line := range s.Lines {
			body = append(body, paragraph("• "+line, nil))
		}
	}
	body = append(body, paragraph(m.Footer, node{"isSubtle": true}))
	card := node{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.2", "body": body,
	}
	return node{"type": "message", "attachments": []node{{
		"contentType": "application/vnd.microsoft.card.adaptive", "content": card,
	}}}
}
