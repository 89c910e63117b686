package guard_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"nyckeltal/load"
	"nyckeltal/load/engine"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/load/engine/libchdb"
	"nyckeltal/load/guard"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

const database = "guarded"

// limits are wide; those of costly statements are narrow, so that they hit them soon.
var (
	limits = load.Limits{Time: time.Minute, Memory: 1 << 30, Rows: 100_000}
	narrow = load.Limits{Time: time.Second, Memory: 300 << 20, Rows: 100_000}
)

// shared is the guard of all tests, of a warehouse in which nothing is loaded but a secret in a table that no role may read.
var shared = sync.OnceValues(func() (*guard.Guard, error) {
	ctx := context.Background()
	w, err := load.Open(ctx, enginetest.Endpoint().DSN(database))
	if err != nil {
		return nil, err
	}
	defer w.Close()
	for _, statement := range []string{
		"CREATE TABLE secret (text String) ENGINE = MergeTree ORDER BY text",
		"INSERT INTO secret VALUES ('" + canary + "')",
		"CREATE VIEW view_of_secret AS SELECT * FROM secret",
		"CREATE TABLE elsewhere.secret (text String) ENGINE = Memory",
	} {
		if strings.Contains(statement, "elsewhere") {
			err = w.Conn().Exec(ctx, "CREATE DATABASE elsewhere")
		}
		if err = errors.Join(err, w.Conn().Exec(ctx, statement)); err != nil {
			return nil, err
		}
	}
	return guardWith(limits), w.Migrate(ctx)
})

func guardWith(limits load.Limits) *guard.Guard {
	endpoint := func(context.Context) (engine.Endpoint, error) { return enginetest.Endpoint(), nil }
	return guard.New(endpoint, database, load.Policies(limits))
}

// canary is what no statement may bring to light.
const canary = "kanariefågel-4711"

func open(t testing.TB) *guard.Guard {
	t.Helper()
	g, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// check asks the guard as an analyst's request would.
func check(t testing.TB, g *guard.Guard, role, sql string, params ...libchdb.Param) (*engine.Incoming, *guard.Admitted, error) {
	t.Helper()
	in := &engine.Incoming{Text: sql, Params: params, Transport: url.Values{}}
	admitted, err := g.Check(t.Context(), role, in)
	return in, admitted, err
}

// run runs what was admitted, and returns the answer with its status.
func run(t testing.TB, in *engine.Incoming, a *guard.Admitted) (status int, body string) {
	t.Helper()
	e := enginetest.Endpoint()
	values := url.Values{"database": in.Transport["database"], "default_format": {"TabSeparated"}}
	for _, s := range a.Settings {
		values.Set(s.Name, s.Value)
	}
	for _, p := range in.Params {
		values.Set("param_"+p.Name, p.Value)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, e.URL()+"?"+values.Encode(), strings.NewReader(a.Text))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(e.User, e.Password)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}
