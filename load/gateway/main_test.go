package gateway_test

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"nyckeltal/load/access"
	"nyckeltal/load/access/door"
	"nyckeltal/load/engine"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/load/gateway"
	"nyckeltal/load/gateway/querylog"
	"nyckeltal/load/guard"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// The account of the tests.
const (
	name     = "anna"
	password = "correct horse battery"
)

// admitAll is a guard that lets through what is asked: what a guard admits is not tested here.
type admitAll struct{}

func (admitAll) Check(_ context.Context, _ string, in *engine.Incoming) (*guard.Admitted, error) {
	if in.Insert {
		return nil, engine.Errorf(497, "Not enough privileges")
	}
	return &guard.Admitted{Text: in.Text, Format: in.Transport.Get("default_format"), Settings: in.Settings}, nil
}

// clock is a clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// output is a log that may be written while it is read.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// office is a gateway with all that belongs to it.
type office struct {
	*gateway.Server
	users *access.Store
	clock *clock
	log   *output
	dir   string // of the query log
}

// open opens a gateway on loopback in front of the tests' engine; edit changes its options.
func open(t testing.TB, secure *tls.Config, edit ...func(*gateway.Options)) *office {
	t.Helper()
	o := &office{users: access.NewStore(t.TempDir() + "/users.json"), clock: newClock(), log: &output{}, dir: t.TempDir()}
	if err := o.users.Add(t.Context(), name, access.Analyst, password); err != nil {
		t.Fatal(err)
	}
	queries, err := querylog.Open(o.dir, querylog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(o.log, nil))
	options := gateway.Options{
		Door: door.New(o.users, o.clock.Now, log), Guard: admitAll{}, Queries: queries, Log: log, Parallel: 8, PerUser: 4, Now: o.clock.Now,
		Upstream: gateway.NewUpstream(func(context.Context) (engine.Endpoint, error) { return enginetest.Endpoint(), nil }, 8),
	}
	for _, f := range edit {
		f(&options)
	}
	if o.Server, err = gateway.Listen("127.0.0.1:0", gateway.New(options), secure, log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
		options.Upstream.Close()
		if err := queries.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// entries are those of the query log, which must be n. The office is closed: an entry is written after its answer.
func (o *office) entries(t *testing.T, n int) []querylog.Entry {
	t.Helper()
	all := o.entriesOf(t, "")
	if len(all) != n {
		t.Fatalf("%d entries, want %d: %+v", len(all), n, all)
	}
	return all
}

// entriesOf are the entries of a query, or all for "".
func (o *office) entriesOf(t *testing.T, id string) (all []querylog.Entry) {
	t.Helper()
	if err := o.Close(); err != nil { // which waits for requests under way
		t.Fatal(err)
	}
	err := querylog.Read(o.dir, func(e querylog.Entry) error {
		if id == "" || e.ID == id {
			all = append(all, e)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   string
	err    error // of reading the body
}

// ask sends a request with a client of its own; edit may change it. It goes with the account's password unless edit says otherwise.
func (o *office) ask(t *testing.T, method, query, body string, edit ...func(*http.Request)) reply {
	t.Helper()
	response := o.begin(t, t.Context(), method, query, body, edit...)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, string(text), err}
}

var client = &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}

// begin sends a request and returns when its answer begins.
func (o *office) begin(t *testing.T, ctx context.Context, method, query, body string, edit ...func(*http.Request)) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, "http://"+o.Address()+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(name, password)
	for _, f := range edit {
		f(r)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func as(name, password string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(name, password) }
}

func asParameter(query string) string { return "/?query=" + url.QueryEscape(query) }
