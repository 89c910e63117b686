package notice_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"nyckeltal/schedules/feedback"
	"nyckeltal/schedules/notice"
)

// mailbox is a mail server that keeps what it is sent.
type mailbox struct {
	mails  chan string
	refuse bool
}

func (b *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &letter{mailbox: b}, nil }

type letter struct {
	*mailbox
	to []string
}

func (l *letter) Mail(string, *smtp.MailOptions) error { return nil }

func (l *letter) Rcpt(to string, _ *smtp.RcptOptions) error {
	if l.refuse {
		return &smtp.SMTPError{Code: 550, Message: "no such mailbox"}
	}
	l.to = append(l.to, to)
	return nil
}

func (l *letter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	l.mails <- strings.Join(l.to, ",") + "\n" + string(text)
	return err
}

func (l *letter) Reset()        {}
func (l *letter) Logout() error { return nil }

// mailServer starts a mail server on loopback.
func mailServer(t *testing.T) (*mailbox, feedback.Mail) {
	t.Helper()
	box := &mailbox{mails: make(chan string, 1)}
	server := smtp.NewServer(box)
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
	return box, feedback.Mail{Host: host, Port: number, From: "nyckeltal@stad.example", Security: "none"}
}

func TestMail(t *testing.T) {
	box, server := mailServer(t)
	n := newNotifier(t, "sv", "", &notice.Mail{Server: server, To: []string{"ekonomi@stad.example", "drift@stad.example"}})
	n.Tell(night, failed("huvudbok", true))
	if flush(t, n, night.Add(notice.Gather)) != 1 {
		t.Fatal("not sent")
	}
	got := <-box.mails
	for _, want := range []string{
		"ekonomi@stad.example,drift@stad.example", "Subject: nyckeltal Intraservice: nya problem: 1, avklarade: 0", "Huvudbok (huvudbok), k=C3=B6rningen",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if err := n.Test(t.Context()); err != nil || !strings.Contains(<-box.mails, "Provmeddelande") {
		t.Error(err)
	}
	box.refuse = true
	if err := n.Test(t.Context()); err == nil || !strings.Contains(err.Error(), "notice by mail: not sent by the mail server 127.0.0.1") {
		t.Error(err)
	}
}

// chat is a web server that keeps what is posted to /secret-token.
type chat struct {
	posted []map[string]any
	status int
}

func (c *chat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body map[string]any
	if r.Method != http.MethodPost || r.URL.Path != "/secret-token" || json.NewDecoder(r.Body).Decode(&body) != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	c.posted = append(c.posted, body)
	if c.status == http.StatusFound {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(c.status)
}

func chatServer(t *testing.T, format notice.Format) (*chat, *notice.Webhook) {
	t.Helper()
	c := &chat{status: http.StatusOK}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	return c, &notice.Webhook{URL: server.URL + "/secret-token", Format: format, Client: server.Client()}
}

func TestSlack(t *testing.T) {
	c, hook := chatServer(t, notice.Slack)
	n := newNotifier(t, "en", "", hook)
	item := failed("bok", true)
	item.Title = "Bok & <lön>"
	n.Tell(night, item)
	flush(t, n, night.Add(notice.Gather))
	text, _ := c.posted[0]["text"].(string)
	if len(c.posted) != 1 || !strings.HasPrefix(text, "nyckeltal Intraservice: new problems: 1, over: 0\n\nFailed runs\n- Bok &amp; &lt;lön&gt; (bok), run of") {
		t.Errorf("%q", text)
	}
}

func TestTeams(t *testing.T) {
	c, hook := chatServer(t, notice.Teams)
	n := newNotifier(t, "sv", "", hook)
	n.Tell(night, failed("bok", true))
	flush(t, n, night.Add(notice.Gather))
	attachment := c.posted[0]["attachments"].([]any)[0].(map[string]any)
	card := attachment["content"].(map[string]any)
	text, err := json.Marshal(card["body"])
	if err != nil || c.posted[0]["type"] != "message" || attachment["contentType"] != "application/vnd.microsoft.card.adaptive" ||
		card["type"] != "AdaptiveCard" || !strings.Contains(string(text), "• Huvudbok (bok), körningen 2023-11-30 03:30: källan svarar inte") {
		t.Errorf("%s, %v", text, err)
	}
}

// TestWebhookRefused says what failed, without the address, which is a secret, and follows no redirect.
func TestWebhookRefused(t *testing.T) {
	c, hook := chatServer(t, notice.Slack)
	n := newNotifier(t, "sv", "", hook)
	for _, status := range []int{http.StatusFound, http.StatusTooManyRequests, http.StatusInternalServerError} {
		c.status = status
		err := n.Test(t.Context())
		if err == nil || strings.Contains(err.Error(), "token") || !strings.Contains(err.Error(), http.StatusText(status)) {
			t.Errorf("%d: %v", status, err)
		}
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, address := range []string{gone.URL + "/secret-token", "secret-token", "://secret-token"} {
		hook.URL = address
		if err := n.Test(t.Context()); err == nil || strings.Contains(err.Error(), "token") {
			t.Errorf("%v", err)
		}
	}
}
