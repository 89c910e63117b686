package site_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/examples/sampletest"
	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/report"
	"nyckeltal/report/site"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// warehouse is the sample organisation's, as cmd/nyckeltal gives it.
type warehouse struct {
	*load.Warehouse
	readings *atomic.Int64 // of key figures of the present
}

func (warehouse) AsOf(sql string, at time.Time) (string, bool) { return load.AsOf(sql, at) }
func (w warehouse) Conn() driver.Conn                          { return counting{w.Warehouse.Conn(), w.readings} }

// counting counts the readings of key figures.
type counting struct {
	driver.Conn
	readings *atomic.Int64
}

func (c counting) Query(ctx context.Context, sql string, args ...any) (driver.Rows, error) {
	if strings.Contains(sql, "kpi_values") {
		c.readings.Add(1)
	}
	return c.Conn.Query(ctx, sql, args...)
}

func (w warehouse) At(at time.Time) report.Connection {
	if at.IsZero() {
		return w.Conn()
	}
	return w.Warehouse.At(at)
}

func (w warehouse) Closing(ctx context.Context, month period.Period) (report.Closing, bool, error) {
	c, closed, err := w.ClosedAt(ctx, month)
	if err != nil || !closed {
		return report.Closing{}, false, err
	}
	former, _, err := w.FormerClosing(ctx, month)
	return report.Closing{Name: c.Name, At: c.At, Former: former.At}, true, err
}

func (w warehouse) State(ctx context.Context) (string, error) {
	g, err := w.Generation(ctx)
	return string(g), err
}

// people are accounts whose names are their roles, all with the same password.
type people struct {
	mu      sync.Mutex
	removed map[string]bool
	stamp   string
}

const password = "correct horse"

func (p *people) LogIn(_ context.Context, name, given, _ string) (site.User, error) {
	u, known, _ := p.Account(name)
	switch {
	case given == "too soon":
		return site.User{}, &site.WaitError{Seconds: 7}
	case !known || given != password:
		return site.User{}, site.ErrDenied
	}
	return u, nil
}

func (p *people) Account(name string) (site.User, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := (name == "analyst" || name == "auditor" || name == "admin") && !p.removed[name]
	return site.User{Name: name, Role: site.Role(name), Stamp: p.stamp}, known, nil
}

// works are the service's runs.
type works struct{ started []string }

func (*works) Jobs() []site.Job { return []site.Job{{Name: "huvudbok", Title: "Huvudbok"}} }
func (w *works) UnderWay() []site.Progress {
	if len(w.started) == 0 {
		return nil
	}
	return []site.Progress{{Job: "huvudbok", Run: "1", Files: 3, Done: 1, File: "huvudbok_2023.xlsx", Rows: 12, Log: []site.Done{{File: "a line of the log", Outcome: "loaded"}}}}
}

func (w *works) Start(job, user string) error {
	switch {
	case job != "huvudbok":
		return site.ErrNoJob
	case len(w.started) > 0:
		return site.ErrUnderWay
	}
	w.started = append(w.started, job+" by "+user)
	return nil
}

func (*works) Plan(_ context.Context, job string, from, to period.Period) ([]site.Planned, error) {
	if job != "huvudbok" {
		return nil, site.ErrNoJob
	}
	return []site.Planned{{File: "kontoplan.xlsx", Size: 1001, Known: true}, {From: from, To: to, File: "huvudbok_2023.xlsx", Size: -1}}, nil
}

func (w *works) Backfill(job, user string, from, to period.Period) error {
	return w.Start(job, fmt.Sprintf("%s of %s to %s", user, from, to))
}

// files are delivered files.
type files struct{}

func (files) Around(_ context.Context, d site.Delivered, sheet string, row int) (*site.Grid, error) {
	if sheet != "Transaktioner" {
		return nil, &site.HiddenError{Why: fmt.Errorf("no sheet %s", sheet)}
	}
	return &site.Grid{Columns: []string{"A", "B"}, Rows: []site.GridRow{{Number: row, Cells: []site.GridCell{
		{Ref: fmt.Sprintf("A%d", row), Text: "of " + d.File}, {Ref: fmt.Sprintf("B%d", row), Text: "secret", Hidden: true},
	}}}}, nil
}

func (files) Tell(_, reason, expected string) (toldReason, toldExpected string) {
	return "told " + reason, expected
}

func (files) Marked(context.Context, site.Delivered) (string, []byte, error) {
	return "x_att_ratta.xlsx", []byte("PK"), nil
}

// office is the pages of the sample organisation.
type office struct {
	url    string
	site   *site.Site
	people *people
	works  *works
	clock  *clock
	loads  map[string]uint64 // newest, by dataset
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// sample loads the sample organisation once.
var sample = sync.OnceValues(func() (warehouse, error) {
	dir, err := os.MkdirTemp("", "site")
	if err != nil {
		return warehouse{}, err
	}
	home = dir
	conn, err := clickhouse.Open(enginetest.Endpoint().Options("default"))
	if err != nil {
		return warehouse{}, err
	}
	if err := errors.Join(conn.Exec(context.Background(), "CREATE DATABASE site"), conn.Close()); err != nil {
		return warehouse{}, err
	}
	w, err := sampletest.Load(context.Background(), dir, enginetest.Endpoint().DSN("site"))
	return warehouse{w, new(atomic.Int64)}, err
})

var home string

func open(t *testing.T) *office {
	t.Helper()
	w, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{people: &people{removed: map[string]bool{}}, works: &works{}, clock: &clock{now: time.Now()}, loads: map[string]uint64{}}
	rows, err := w.Conn().Query(t.Context(), "SELECT dataset, max(load_id) FROM deliveries GROUP BY dataset")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var dataset string
		var load uint64
		if err := rows.Scan(&dataset, &load); err != nil {
			t.Fatal(err)
		}
		o.loads[dataset] = load
	}
	o.site = site.New(site.Options{
		Door: o.people, Warehouse: func(context.Context) (site.Warehouse, error) { return w, nil }, Originals: files{}, Runs: o.works,
		Reports: filepath.Join(home, "reports"), Comments: filepath.Join(home, "comments"), Name: "Intraservice", Language: "sv", Now: o.clock.Now, Log: slog.New(slog.DiscardHandler),
	})
	server := httptest.NewServer(o.site)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// browser is a reader with cookies, who does not follow redirects.
type browser struct {
	office *office
	client *http.Client
	token  string // of the session
}

func (o *office) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{office: o, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (b *browser) ask(t *testing.T, method, path string, form url.Values, edit ...func(*http.Request)) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, b.office.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, f := range edit {
		f(r)
	}
	response, err := b.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, string(body)}
}

var tokens = regexp.MustCompile(`name="token" value="([^"]+)"`)

func tokenOf(t *testing.T, r reply) string {
	t.Helper()
	m := tokens.FindStringSubmatch(r.body)
	if m == nil {
		t.Fatalf("no token: %d %s", r.status, r.body)
	}
	return m[1]
}

// enter logs in.
func (o *office) enter(t *testing.T, name string) *browser {
	t.Helper()
	b := o.browser(t)
	form := url.Values{"user": {name}, "password": {password}, "token": {tokenOf(t, b.ask(t, "GET", "/login", nil))}, "next": {"/runs"}}
	if got := b.ask(t, "POST", "/login", form); got.status != http.StatusSeeOther || got.header.Get("Location") != "/runs" {
		t.Fatalf("%d %v %s", got.status, got.header, got.body)
	}
	b.token = tokenOf(t, b.ask(t, "GET", "/indicators", nil))
	return b
}
