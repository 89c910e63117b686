package home

import (
	"errors"
	"fmt"
	"strings"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
)

// Feedback says how departments get their workbooks back with the faults marked.
type Feedback struct {
	Outbox string `yaml:"outbox"` // folder for marked workbooks, relative to the home; none are kept when absent
	Mail   Mail   `yaml:"mail"`   // to the contacts of the jobs; none are sent when absent
}

// Mail says by which server mails are sent.
type Mail struct {
	Host     string `yaml:"host"`
	Port     int    `yaml:"port"`
	From     string `yaml:"from"`
	User     string `yaml:"user"`
	Password Secret `yaml:"password"`
	Security string `yaml:"security"` // starttls, tls or none; starttls when absent
}

// mailPorts are the ports that servers listen on, by security.
var mailPorts = map[string]int{"starttls": 587, "tls": 465, "none": 25}

// Configured tells whether mails are sent.
func (m Mail) Configured() bool { return m.Host != "" }

// complete fills in what is absent, and gives every fault of the rest by its key to wrong.
func (m *Mail) complete(wrong func(key, format string, args ...any)) {
	if !m.Configured() {
		if *m != (Mail{}) {
			wrong("host", "the mail server is missing")
		}
		return
	}
	if m.Security == "" {
		m.Security = "starttls"
	}
	port, known := mailPorts[m.Security]
	if !known {
		wrong("security", "expected starttls, tls or none, found %q%s", m.Security,
			match.DidYouMean(m.Security, []string{"starttls", "tls", "none"}))
	}
	if !strings.Contains(m.From, "@") {
		wrong("from", "expected the sender's mail address, found %q", m.From)
	}
	if m.Port < 0 || m.Port > 65535 {
		wrong("port", "expected a number up to 65535, found %d", m.Port)
	}
	if m.Port == 0 {
		m.Port = port
	}
	m.checkLogIn(wrong)
}

// checkLogIn checks user and password.
func (m *Mail) checkLogIn(wrong func(key, format string, args ...any)) {
	if m.User != "" && m.Security == "none" {
		wrong("user", "a password is not sent without security; use starttls or tls")
	}
	if (m.User != "") != m.Password.given() {
		wrong("user", "user and password belong together")
	}
	if err := m.Password.check(); err != nil {
		wrong("password", "%v", err)
	}
}

// check checks the configuration. The error joins a *config.Problem for every fault.
func (h *Home) check(file string, data []byte) error {
	var faults []error
	wrong := func(path, format string, args ...any) {
		faults = append(faults, config.Locate(file, data, "$."+path, fmt.Sprintf(format, args...)))
	}
	if h.Config.Language != "sv" && h.Config.Language != "en" {
		wrong("language", "the language must be sv or en")
	}
	h.Config.Feedback.Mail.complete(func(key, format string, args ...any) {
		wrong("feedback.mail."+key, format, args...)
	})
	h.Config.Warehouse.complete(func(key, format string, args ...any) {
		wrong("warehouse."+key, format, args...)
	})
	h.Config.Notices.check(h.Config.Feedback.Mail, func(key, format string, args ...any) {
		wrong("notices."+key, format, args...)
	})
	h.Config.Serve.complete(func(key, format string, args ...any) {
		wrong("serve."+key, format, args...)
	})
	if h.Config.Analysts == nil && bareAnalysts.Match(data) {
		wrong("analysts", "nothing stands under it: write analysts: {} for the endpoint as it is when nothing is said, or leave it out for none")
	}
	if h.Config.Analysts != nil {
		h.Config.Analysts.complete(func(key, format string, args ...any) {
			wrong("analysts."+key, format, args...)
		})
	}
	if h.Config.Pages == nil && barePages.Match(data) {
		wrong("pages", "nothing stands under it: write pages: {} for the pages as they are when nothing is said, or leave it out for none")
	}
	if h.Config.Pages != nil {
		h.Config.Pages.complete(func(key, format string, args ...any) {
			wrong("pages."+key, format, args...)
		})
	}
	if _, _, err := h.Config.Retention.parse(); err != nil {
		wrong("retention", "%v", err)
	}
	return config.Sort(errors.Join(faults...))
}
