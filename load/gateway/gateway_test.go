package gateway_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/load/gateway"
)

func TestPingNeedsNobody(t *testing.T) {
	o := open(t, nil, func(o *gateway.Options) {
		o.Upstream = gateway.NewUpstream(func(context.Context) (engine.Endpoint, error) {
			t.Error("the engine was woken")
			return engine.Endpoint{}, engine.ErrNotRunning
		}, 1)
	})
	for _, path := range []string{"/", "/ping"} {
		got := o.ask(t, "GET", path, "", func(r *http.Request) { r.Header.Del("Authorization") })
		if got.status != http.StatusOK || got.body != "Ok.\n" {
			t.Errorf("%s: %d %q", path, got.status, got.body)
		}
	}
	for path, want := range map[string]int{"/play": 404, "/engine/parse": 404, "/engine/status": 404} {
		if got := o.ask(t, "GET", path, ""); got.status != want {
			t.Errorf("%s: %d %q", path, got.status, got.body)
		}
	}
	if got := o.ask(t, "DELETE", "/", ""); got.status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", got.status)
	}
	o.entries(t, 0)
}

func TestStatements(t *testing.T) {
	o := open(t, nil)
	for _, c := range []struct {
		name, method, query, body, want string
	}{
		{"address", "GET", asParameter("SELECT 1"), "", "1\n"},
		{"body", "POST", "/", "SELECT 1", "1\n"},
		{"both", "POST", asParameter("SELECT"), " 2", "2\n"},
		{"format", "POST", "/?default_format=CSV", "SELECT 'a'", "\"a\"\n"},
		{"format in the text", "POST", "/", "SELECT 'a' AS x FORMAT JSONEachRow", "{\"x\":\"a\"}\n"},
		{"setting", "POST", "/?max_block_size=7", "SELECT getSetting('max_block_size')", "7\n"},
		{"parameter", "POST", "/?param_x=a%20b", "SELECT {x:String}", "a b\n"},
		{"database", "POST", "/?database=system", "SELECT currentDatabase()", "system\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := o.ask(t, c.method, c.query, c.body)
			if got.status != http.StatusOK || got.body != c.want || got.err != nil {
				t.Errorf("got %d %q %v, want %q", got.status, got.body, got.err, c.want)
			}
			if got.header.Get("X-ClickHouse-Query-Id") == "" || got.header.Get("X-ClickHouse-Format") == "" {
				t.Errorf("headers: %v", got.header)
			}
		})
	}
}

func TestErrorsComeThrough(t *testing.T) {
	o := open(t, nil)
	for _, c := range []struct {
		body   string
		status int
		code   string
	}{
		{"SELEC 1", 400, "62"},
		{"SELECT * FROM nosuch", 404, "60"},
		{"INSERT INTO t VALUES (1)", 403, "497"},
		{"SELECT '" + strings.Repeat("x", 300_000) + "'", 400, "62"},
		{"SELECT 1 /*" + strings.Repeat("x", 100<<20) + "*/", 400, "62"},
	} {
		got := o.ask(t, "POST", "/", c.body)
		if got.status != c.status || got.header.Get("X-ClickHouse-Exception-Code") != c.code || !strings.HasPrefix(got.body, "Code: "+c.code) {
			t.Errorf("%.30s: %d %s %.200s", c.body, got.status, got.header.Get("X-ClickHouse-Exception-Code"), got.body)
		}
	}
}

func TestCompressionGoesThrough(t *testing.T) {
	o := open(t, nil)
	got := o.ask(t, "POST", "/?enable_http_compression=1", "SELECT 'aaaa'", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
	text, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatalf("%v: %d %q", err, got.status, got.body)
	}
	if plain, err := io.ReadAll(text); err != nil || string(plain) != "aaaa\n" {
		t.Errorf("%q %v", plain, err)
	}
}

// TestClickHouseGo asks through the client that most of our own programs and Grafana use.
func TestClickHouseGo(t *testing.T) {
	o := open(t, nil)
	conn, err := clickhouse.Open(&clickhouse.Options{
		Protocol: clickhouse.HTTP, Addr: []string{o.Address()}, Auth: clickhouse.Auth{Database: "default", Username: name, Password: password},
		Compression: &clickhouse.Compression{Method: clickhouse.CompressionLZ4},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var n, sum uint64
	if err := conn.QueryRow(t.Context(), "SELECT count(), sum(number) FROM numbers(1000) WHERE number < ?", 100).Scan(&n, &sum); err != nil || n != 100 || sum != 4950 {
		t.Errorf("%d %d %v", n, sum, err)
	}
}

// TestAnswerThatBreaksOffIsNotEnded expects that no client takes half an answer for a whole one.
func TestAnswerThatBreaksOffIsNotEnded(t *testing.T) {
	o := open(t, nil)
	got := o.ask(t, "POST", "/?max_block_size=1000", "SELECT throwIf(number = 200000) FROM numbers(1000000)")
	if got.status != http.StatusOK || got.err == nil || !strings.Contains(got.body, "__exception__") {
		t.Fatalf("%d, %d bytes, %v", got.status, len(got.body), got.err)
	}
	if e := o.entries(t, 1)[0]; e.Code != 395 || !strings.Contains(e.Error, "throwIf") || e.Bytes == 0 {
		t.Errorf("%+v", e)
	}
}

func TestQueriesAreLogged(t *testing.T) {
	o := open(t, nil)
	o.ask(t, "POST", "/?query_id=first&param_who=19811218-9876", "SELECT number, {who:String}, '811218-9876' FROM numbers(5)")
	o.ask(t, "POST", "/?query_id=second", "SELEC '811218-9876'")
	o.ask(t, "POST", "/?query_id=third&wait_end_of_query=1", "SELECT number FROM numbers(3)")
	o.ask(t, "POST", "/?query_id=fourth", "CREATE USER x IDENTIFIED WITH plaintext_password BY 'hemligt'"+strings.Repeat(" ", 100_000))
	all := o.entries(t, 4)
	first, second, third, fourth := all[0], all[1], all[2], all[3]
	if first.ID != "first" || first.User != name || first.Role != "analyst" || !strings.HasPrefix(first.Address, "127.0.0.1:") ||
		first.Rows == nil || *first.Rows != 5 || first.Bytes == 0 || first.Code != 0 || first.Error != "" || !first.Time.Equal(o.clock.Now()) {
		t.Errorf("%+v", first)
	}
	if first.Text != "SELECT number, {who:String}, '[personal number]' FROM numbers(5)" || first.Params["who"] != "[personal number]" {
		t.Errorf("%+v", first)
	}
	if second.Code != 62 || !strings.Contains(second.Error, "[personal number]") || strings.Contains(second.Error, "9876") {
		t.Errorf("%+v", second)
	}
	if third.Rows == nil || *third.Rows != 3 {
		t.Errorf("%+v", third)
	}
	if strings.Contains(fourth.Text, "hemligt") || !fourth.Cut || len(fourth.Text) != 64<<10 {
		t.Errorf("%d %v %.100s", len(fourth.Text), fourth.Cut, fourth.Text)
	}
}

// slow is a statement that goes on until it is stopped, and shows a row at once.
const slow = "SELECT sleepEachRow(0.1) FROM numbers(100000)"

// TestClientGoesAway expects that the engine stops working for nobody, and that the place is free again.
func TestClientGoesAway(t *testing.T) {
	o := open(t, nil, func(o *gateway.Options) { o.Parallel, o.PerUser = 1, 1 })
	ctx, leave := context.WithCancel(t.Context())
	response := o.begin(t, ctx, "POST", "/?max_block_size=1&query_id=slow_one", slow)
	if got := o.ask(t, "POST", "/", "SELECT 1"); got.status != http.StatusServiceUnavailable || got.header.Get("X-ClickHouse-Exception-Code") != "202" ||
		!strings.Contains(got.body, "TOO_MANY_SIMULTANEOUS_QUERIES") {
		t.Errorf("beside another: %d %s", got.status, got.body)
	}
	leave()
	_ = response.Body.Close()
	eventually(t, "the place is free", func() bool { return o.ask(t, "POST", "/", "SELECT 1").status == http.StatusOK })
	direct := open(t, nil)
	eventually(t, "the statement has ended", func() bool {
		return direct.ask(t, "POST", "/", "SELECT count() FROM system.processes WHERE query_id = 'slow_one'").body == "0\n"
	})
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if log := o.entriesOf(t, "slow_one"); len(log) != 1 || log[0].Error != "the client went away" {
		t.Errorf("%+v", log)
	}
}

// TestPlacesAreCounted expects that one user cannot take all places.
func TestPlacesAreCounted(t *testing.T) {
	o := open(t, nil, func(o *gateway.Options) { o.Parallel, o.PerUser = 3, 2 })
	if err := o.users.Add(t.Context(), "bo", "auditor", password); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var under []*http.Response
	defer func() {
		leave()
		for _, r := range under {
			_ = r.Body.Close()
		}
	}()
	for range 2 {
		under = append(under, o.begin(t, ctx, "POST", "/?max_block_size=1", slow))
	}
	if got := o.ask(t, "POST", "/", "SELECT 1"); got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "for user anna: 2 are under way") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := o.ask(t, "POST", "/", "SELECT 1", as("bo", password)); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	under = append(under, o.begin(t, ctx, "POST", "/?max_block_size=1", slow, as("bo", password)))
	if got := o.ask(t, "POST", "/", "SELECT 1", as("bo", password)); got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, ": 3 are under way") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestEngineComesAndGoes kills the engine, and stops it, between and within statements.
func TestEngineComesAndGoes(t *testing.T) {
	options := enginetest.Options(t.TempDir() + "/engine")
	t.Cleanup(func() { _ = engine.Stop(context.WithoutCancel(t.Context()), options) })
	o := open(t, nil, func(o *gateway.Options) {
		o.Upstream = gateway.NewUpstream(func(ctx context.Context) (engine.Endpoint, error) { return engine.Ensure(ctx, options) }, 8)
	})
	answers := func(when string) {
		t.Helper()
		eventually(t, when, func() bool {
			got := o.ask(t, "POST", "/", "SELECT 1")
			// A connection that the dead engine had kept may be taken once more.
			if got.body != "1\n" && got.header.Get("X-ClickHouse-Exception-Code") != "210" {
				t.Fatalf("%s: %d %s\n%s", when, got.status, got.body, o.log)
			}
			return got.body == "1\n"
		})
	}
	answers("asleep")
	state, err := engine.Status(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	kill(t, state.PID)
	answers("killed")
	if err := engine.Stop(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	answers("stopped")

	response := o.begin(t, t.Context(), "POST", "/?max_block_size=1", slow)
	defer response.Body.Close()
	if state, err = engine.Status(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	kill(t, state.PID)
	if _, err := io.ReadAll(response.Body); err == nil {
		t.Error("an answer of a killed engine came to a good end")
	}
	answers("killed within an answer")
}

// TestLargeAnswers expects that all of a large answer arrives.
func TestLargeAnswers(t *testing.T) {
	o := open(t, nil)
	response := o.begin(t, t.Context(), "GET", asParameter("SELECT number FROM numbers(10000000) FORMAT RowBinary"), "")
	defer response.Body.Close()
	if n, err := io.Copy(io.Discard, response.Body); n != 80_000_000 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if e := o.entries(t, 1)[0]; e.Bytes != 80_000_000 || e.Rows == nil || *e.Rows != 10_000_000 {
		t.Errorf("%+v", e)
	}
}

// BenchmarkOverhead compares a question through the endpoint with one asked of the engine itself.
func BenchmarkOverhead(b *testing.B) {
	for _, q := range []struct{ name, text string }{
		{"small", "SELECT 1"}, {"10MB", "SELECT number FROM numbers(1250000) FORMAT RowBinary"},
	} {
		for _, way := range []string{"engine", "gateway"} {
			b.Run(fmt.Sprintf("%s/%s", q.name, way), func(b *testing.B) { benchmark(b, way, q.text) })
		}
	}
}

func benchmark(b *testing.B, way, text string) {
	e := enginetest.Endpoint()
	address, user, secret := e.Address, e.User, e.Password
	if way == "gateway" {
		o := open(b, nil)
		address, user, secret = o.Address(), name, password
	}
	keeping := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer keeping.CloseIdleConnections()
	for b.Loop() {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "http://"+address, strings.NewReader(text))
		if err != nil {
			b.Fatal(err)
		}
		r.SetBasicAuth(user, secret)
		response, err := keeping.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
			b.Fatal(err, response.Status)
		}
		_ = response.Body.Close()
	}
}

// kill ends an engine's process at once, and waits until it is gone.
func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the engine is gone", func() bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) })
}

// eventually waits until the condition holds; the test's deadline bounds it.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	limit := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
