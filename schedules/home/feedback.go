package home

import "strings"

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
func (m *Mail) complete(wrong faultAt) {
	if !m.Configured() {
		if *m != (Mail{}) {
			wrong("host", "the mail server is missing")
		}
		return
	}
	m.Security = wrong.word("security", m.Security, "starttls", "starttls", "tls", "none")
	if !strings.Contains(m.From, "@") {
		wrong("from", "expected the sender's mail address, found %q", m.From)
	}
	if m.Port < 0 || m.Port > 65535 {
		wrong("port", "expected a number up to 65535, found %d", m.Port)
	}
	if m.Port == 0 {
		m.Port = mailPorts[m.Security]
	}
	m.checkLogIn(wrong)
}

// checkLogIn checks user and password.
func (m *Mail) checkLogIn(wrong faultAt) {
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
