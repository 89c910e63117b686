package home

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
)

// Notices say who is told when a job fails, a delivery is late or rows are refused.
type Notices struct {
	Mail    []string `yaml:"mail"`    // mail addresses; the server is that of feedback.mail
	Webhook Webhook  `yaml:"webhook"` // of a chat; nothing is posted when absent
}

// UnmarshalYAML decodes strictly.
func (n *Notices) UnmarshalYAML(node ast.Node) error {
	type plain Notices
	return config.DecodeNode(node, (*plain)(n), "{mail: [drift@stad.example]}")
}

// Webhook is the way to a chat.
type Webhook struct {
	URL    Secret `yaml:"url"`    // the address, which is a secret: whoever knows it can post
	Format string `yaml:"format"` // teams or slack
}

// UnmarshalYAML decodes strictly.
func (w *Webhook) UnmarshalYAML(node ast.Node) error {
	type plain Webhook
	return config.DecodeNode(node, (*plain)(w), "{url: {file: secrets/teams}, format: teams}")
}

// Configured tells whether anything is posted.
func (w Webhook) Configured() bool { return w.URL.given() }

// check gives every fault by its key to wrong.
func (n *Notices) check(mail Mail, wrong faultAt) {
	for i, address := range n.Mail {
		if !strings.Contains(address, "@") {
			wrong(fmt.Sprintf("mail[%d]", i), "%q is no mail address", address)
		}
	}
	if len(n.Mail) > 0 && !mail.Configured() {
		wrong("mail", "no mail server is configured; give it as feedback.mail")
	}
	n.Webhook.check(wrong)
}

// check gives every fault by its key to wrong.
func (w *Webhook) check(wrong faultAt) {
	known := []string{"teams", "slack"}
	switch {
	case !w.Configured():
		if w.Format != "" {
			wrong("webhook.url", "the address is missing; give the file or the variable that holds it")
		}
		return
	case w.Format != known[0] && w.Format != known[1]:
		wrong("webhook.format", "expected teams or slack, found %q%s", w.Format, match.DidYouMean(w.Format, known))
	}
	if err := w.URL.check(); err != nil {
		wrong("webhook.url", "%v", err)
	}
}
