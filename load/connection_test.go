package load_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func TestParseDSN(t *testing.T) {
	tests := []struct {
		dsn  string
		want load.Connection
	}{
		{"clickhouse://u:p@ch1:9000,ch2:9000/stad?topology=sharded&cluster=c-1", load.Connection{
			Addresses: []string{"ch1:9000", "ch2:9000"}, Database: "stad", User: "u", Password: "p",
			Topology: load.Topology{Layout: load.Sharded, Cluster: "c-1"},
		}},
		{"http://u:p@127.0.0.1:8123", load.Connection{Addresses: []string{"127.0.0.1:8123"}, HTTP: true, Database: "nyckeltal", User: "u", Password: "p"}},
		{"https://u:p@a:8443/default?secure=true&dial_timeout=3s&read_timeout=1m", load.Connection{
			Addresses: []string{"a:8443"}, HTTP: true, Database: "nyckeltal", User: "u", Password: "p", DialTimeout: 3 * time.Second, ReadTimeout: time.Minute,
		}},
	}
	for _, test := range tests {
		got, err := load.ParseDSN(test.dsn)
		if err != nil {
			t.Errorf("%s: %v", test.dsn, err)
			continue
		}
		if hasTLS := got.TLS != nil; hasTLS != strings.Contains(test.dsn, "secure") {
			t.Errorf("%s: TLS %v", test.dsn, hasTLS)
		}
		test.want.Patience = load.DefaultPatience
		if show(got) != show(test.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", test.dsn, show(got), show(test.want))
		}
	}
}

func show(c load.Connection) string {
	return fmt.Sprint(c.Addresses, c.HTTP, c.Database, c.User, c.Password, c.DialTimeout, c.ReadTimeout, c.Patience, c.Topology)
}

// TestErrorsHoldNoPassword expects it in no error about an address, a host, a topology or a refusal.
func TestErrorsHoldNoPassword(t *testing.T) {
	endpoint := enginetest.Endpoint()
	for _, dsn := range []string{
		"clickhouse://u:hem%ligt@a:9000/x",
		"clickhouse://u:hemligt@",
		"http://u:hemligt@127.0.0.1:1/x",
		"http://u:hemligt@" + endpoint.Address + "/x",
		"http://u:hemligt@" + endpoint.Address + "/x?topology=ring",
	} {
		c, err := load.ParseDSN(dsn)
		if err == nil {
			c.Patience = 0
			_, err = load.Connect(t.Context(), c)
		}
		if err == nil || strings.Contains(err.Error(), "hemligt") || strings.Contains(err.Error(), "hem%") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

// proxy stands before the engine and answers some requests as a proxy does whose server is away.
type proxy struct {
	*httputil.ReverseProxy
	away     atomic.Int32 // requests that are still to be refused
	requests atomic.Int32
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.requests.Add(1)
	if p.away.Add(-1) >= 0 {
		http.Error(w, "no server", http.StatusBadGateway)
		return
	}
	p.ReverseProxy.ServeHTTP(w, r)
}

// TestOnlyWhatChangesNothingIsRepeated counts what reaches a server that is away for a while.
func TestOnlyWhatChangesNothingIsRepeated(t *testing.T) {
	endpoint := enginetest.Endpoint()
	target, err := url.Parse(endpoint.URL())
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{ReverseProxy: httputil.NewSingleHostReverseProxy(target)}
	server := httptest.NewServer(p)
	defer server.Close()
	dsn := strings.Replace(endpoint.DSN("shared"), endpoint.Address, strings.TrimPrefix(server.URL, "http://"), 1)
	open(t)
	w, err := load.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	noPause(w)
	p.away.Store(2)
	rows, err := w.Conn().Query(t.Context(), "SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	_ = rows.Close()
	p.away.Store(2)
	var one uint8
	if err := w.Conn().QueryRow(t.Context(), "SELECT 1").Scan(&one); err != nil || one != 1 {
		t.Error(one, err)
	}
	p.away.Store(2)
	batch, err := w.Conn().PrepareBatch(t.Context(), "INSERT INTO runs (run_id)")
	if err != nil {
		t.Fatal(err)
	}
	if err := batch.Append("x"); err != nil {
		t.Fatal(err)
	}
	p.away.Store(1)
	before := p.requests.Load()
	if err := batch.Send(); err == nil || p.requests.Load() != before+1 {
		t.Errorf("sending rows: %d requests, %v", p.requests.Load()-before, err)
	}
	p.away.Store(1)
	before = p.requests.Load()
	if err := w.Conn().Exec(t.Context(), "INSERT INTO runs (run_id) VALUES ('y')"); err == nil || p.requests.Load() != before+1 {
		t.Errorf("a statement: %d requests, %v", p.requests.Load()-before, err)
	}
}

// TestInsertsAreSynchronous expects the settings of writing to be ones that the engine has, and to hold.
func TestInsertsAreSynchronous(t *testing.T) {
	w := open(t)
	var async string
	if err := w.Conn().QueryRow(t.Context(), "SELECT toString(getSetting('async_insert'))").Scan(&async); err != nil || async != "false" && async != "0" {
		t.Error(async, err)
	}
	for name, value := range load.WriteSettings() {
		if len(ask(t, w, fmt.Sprintf("SELECT name FROM system.settings WHERE name = '%s'", name))) != 1 {
			t.Errorf("there is no setting %s = %v, so the native protocol refuses it", name, value)
		}
	}
}

// TestAnotherClock publishes at the time that the connection is told.
func TestAnotherClock(t *testing.T) {
	c, err := load.ParseDSN(enginetest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	c.Now = func() time.Time { return time.Date(2024, 2, 29, 2, 30, 0, 0, time.UTC) }
	w, err := load.Connect(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := publish(t, w, meta("volume", "volymer", "a"), volume(t, 202401, "brev", 5))
	if p.LoadID/100_000 != 20240229023000 {
		t.Errorf("load %d", p.LoadID)
	}
	expect(t, w, "SELECT dataset, toString(published_at) FROM publications WHERE period > 0 AND dataset = 'volume'", "volume 2024-02-29 02:30:00.000000")
}
