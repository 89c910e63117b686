package engine_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
	"go.uber.org/goleak"

	"nyckeltal/load/engine"
)

// reply is an HTTP response, read to its end.
type reply struct {
	status int
	header http.Header
	body   string
	err    error // of reading the body
}

var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}

// ask sends a request to the shared engine, as its owner unless edit says otherwise.
func ask(t *testing.T, method, query, body string, edit ...func(*http.Request)) reply {
	t.Helper()
	return askAt(t, shared, method, query, body, edit...)
}

// askAt sends a request to an engine, as its owner unless edit says otherwise.
func askAt(t *testing.T, e engine.Endpoint, method, query, body string, edit ...func(*http.Request)) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, e.URL()+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(e.User, e.Password)
	for _, f := range edit {
		f(r)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, string(text), err}
}

func asParameter(query string) string { return "?query=" + url.QueryEscape(query) }

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func noAuthorization(r *http.Request) { r.Header.Del("Authorization") }

func TestStatements(t *testing.T) {
	for _, c := range []struct {
		name, method, query, body, want string
	}{
		{"ping", "GET", "ping", "", "Ok.\n"},
		{"root", "GET", "", "", "Ok.\n"},
		{"replicas", "GET", "replicas_status", "", "Ok.\n"},
		{"in the address", "GET", asParameter("SELECT 1"), "", "1\n"},
		{"in the body", "POST", "", "SELECT 1", "1\n"},
		{"in both", "POST", asParameter("SELECT"), " 2", "2\n"},
		{"semicolon and comment", "POST", "", "-- first\nSELECT 1; -- last", "1\n"},
		{"format clause", "POST", "?default_format=CSV", "SELECT 'a' AS x FORMAT JSONEachRow", "{\"x\":\"a\"}\n"},
		{"format parameter", "POST", "?default_format=CSV", "SELECT 'a'", "\"a\"\n"},
		{"setting", "POST", "?max_block_size=7&wait_end_of_query=1", "SELECT getSetting('max_block_size')", "7\n"},
		{"parameter", "POST", "?param_x=5", "SELECT {x:UInt8} + 1", "6\n"},
		{"show", "POST", "", "SHOW DATABASES LIKE 'default'", "default\n"},
		{"database", "POST", "?database=system", "SELECT currentDatabase()", "system\n"},
		{"consumed", "POST", "?buffer_size=1&session_id=a&session_timeout=1&session_check=0&quota_key=q&role=r" +
			"&send_progress_in_http_headers=1&http_headers_progress_interval_ms=9", "SELECT 1", "1\n"},
		{"async insert is off", "POST", "", "SELECT getSetting('async_insert')", "false\n"},
		{"parts are synced", "POST", "", "SELECT groupUniqArray(value) FROM system.merge_tree_settings " +
			"WHERE name IN ('fsync_after_insert', 'fsync_part_directory')", "['1']\n"},
		{
			"one header", "POST", "?max_block_size=2&default_format=CSVWithNames",
			"SELECT number AS \"a\nb\" FROM numbers(5)", "\"a\nb\"\n0\n1\n2\n3\n4\n",
		},
		{
			"two header lines", "POST", "?max_block_size=2&default_format=TSVWithNamesAndTypes",
			"SELECT number AS n FROM numbers(3)", "n\nUInt64\n0\n1\n2\n",
		},
		{
			"one binary header", "POST", "?max_block_size=1&default_format=RowBinaryWithNamesAndTypes",
			"SELECT toUInt8(number) AS n FROM numbers(3)", "\x01\x01n\x05UInt8\x00\x01\x02",
		},
		{
			"one document", "POST", "?max_block_size=1&default_format=JSONCompact&output_format_write_statistics=0",
			"SELECT count() AS n FROM (SELECT number FROM numbers(3))",
			"{\n\t\"meta\":\n\t[\n\t\t{\n\t\t\t\"name\": \"n\",\n\t\t\t\"type\": \"UInt64\"\n\t\t}\n\t],\n\n" +
				"\t\"data\":\n\t[\n\t\t[3]\n\t],\n\n\t\"rows\": 1\n}\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, c.method, c.query, c.body)
			if got.status != http.StatusOK || got.body != c.want || got.err != nil {
				t.Errorf("got %d %q %v, want %q", got.status, got.body, got.err, c.want)
			}
		})
	}
}

func TestInsertForms(t *testing.T) {
	conn := connect(t)
	database := "?database=" + scalar[string](t, conn, "SELECT currentDatabase()")
	for _, c := range []struct{ name, query, body string }{
		{"values", "", "INSERT INTO t VALUES (1, 'a'), (2, 'b')"},
		{"values apart", "&query=INSERT+INTO+t+VALUES", "(1, 'a'), (2, 'b')"},
		{"format and data", "", "INSERT INTO t (n, s) FORMAT CSV\n1,a\n2,b\n"},
		{"format apart", "&query=INSERT+INTO+t+FORMAT+TSV", "1\ta\n2\tb\n"},
		{"settings", "&query=INSERT+INTO+t+SETTINGS+max_threads=1+FORMAT+JSONEachRow", `{"n":1,"s":"a"}{"n":2,"s":"b"}`},
		{"select", "", "INSERT INTO t SELECT number + 1, ['a', 'b'][number + 1] FROM numbers(2)"},
		{"bracketed select", "", "INSERT INTO t (n, s) (SELECT number + 1, ['a', 'b'][number + 1] FROM numbers(2))"},
	} {
		t.Run(c.name, func(t *testing.T) {
			exec(t, conn, "DROP TABLE IF EXISTS t")
			exec(t, conn, "CREATE TABLE t (n UInt32, s String) ENGINE = MergeTree ORDER BY n")
			if got := ask(t, "POST", database+c.query, c.body); got.status != http.StatusOK {
				t.Fatalf("%d %s", got.status, got.body)
			}
			if got := ask(t, "POST", database, "SELECT * FROM t ORDER BY n"); got.body != "1\ta\n2\tb\n" {
				t.Errorf("the table holds %q", got.body)
			}
		})
	}
}

func TestErrorsCarryCodeAndStatus(t *testing.T) {
	for _, c := range []struct {
		name, query, body string
		edit              func(*http.Request)
		status            int
		code              string
	}{
		{name: "syntax", body: "SELEC 1", status: 400, code: "62"},
		{name: "nothing", body: "", status: 400, code: "62"},
		{name: "two statements", body: "SELECT 1; SELECT 2", status: 400, code: "62"},
		{name: "table", body: "SELECT * FROM nosuch", status: 404, code: "60"},
		{name: "database", query: "?database=nosuch", body: "SELECT 1", status: 404, code: "81"},
		{name: "setting", query: "?nosuch=1", body: "SELECT 1", status: 404, code: "115"},
		{name: "setting's name", query: "?a%3D1,b=1", body: "SELECT 1", status: 404, code: "115"},
		{name: "parameter", body: "SELECT {x:UInt8}", status: 400, code: "456"},
		{
			name: "time", query: "?max_execution_time=0.1", status: 408, code: "159",
			body: "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))",
		},
		{name: "insert into nothing", body: "INSERT INTO nosuch FORMAT CSV\n1\n", status: 404, code: "60"},
		{
			name: "password", body: "SELECT 1", status: 403, code: "516",
			edit: func(r *http.Request) { r.SetBasicAuth(shared.User, "wrong") },
		},
		{
			name: "user", body: "SELECT 1", status: 403, code: "516",
			edit: func(r *http.Request) { r.SetBasicAuth("default", shared.Password) },
		},
		{name: "no user", body: "SELECT 1", status: 401, code: "194", edit: noAuthorization},
		{name: "encoding", body: "SELECT 1", status: 501, code: "48", edit: header("Content-Encoding", "rot13")},
		{name: "not gzip", body: "SELECT 1", status: 500, code: "271", edit: header("Content-Encoding", "gzip")},
		{name: "not compressed", query: "?decompress=1", body: "SELECT 1", status: 500, code: "271"},
	} {
		t.Run(c.name, func(t *testing.T) {
			edit := c.edit
			if edit == nil {
				edit = func(*http.Request) {}
			}
			got := ask(t, "POST", c.query, c.body, edit)
			if got.status != c.status || got.header.Get("X-ClickHouse-Exception-Code") != c.code {
				t.Errorf("got %d, code %s: %s", got.status, got.header.Get("X-ClickHouse-Exception-Code"), got.body)
			}
			if !strings.HasPrefix(got.body, "Code: "+c.code+". DB::Exception: ") {
				t.Errorf("the text is %q", got.body)
			}
		})
	}
}

func TestErrorsThroughClickhouseGo(t *testing.T) {
	conn := connect(t)
	err := conn.Exec(t.Context(), "SELECT * FROM nosuch")
	if e, ok := errors.AsType[*clickhouse.Exception](err); !ok || e.Code != 60 || e.CodeName != "UNKNOWN_TABLE" {
		t.Errorf("got %#v", err)
	}
	wrong := shared
	wrong.Password = "wrong"
	err = open(t, wrong, "default").Ping(t.Context())
	if e, ok := errors.AsType[*clickhouse.Exception](err); !ok || e.Code != 516 {
		t.Errorf("got %v", err)
	}
}

func TestReadingMethodsCannotWrite(t *testing.T) {
	got := ask(t, "GET", asParameter("CREATE TABLE w (a UInt8) ENGINE = Memory"), "")
	if got.header.Get("X-ClickHouse-Exception-Code") != "164" {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestWaysToAuthenticate(t *testing.T) {
	ways := map[string]reply{
		"headers": ask(t, "POST", "", "SELECT 1", noAuthorization,
			header("X-ClickHouse-User", shared.User), header("X-ClickHouse-Key", shared.Password)),
		"parameters": ask(t, "POST", "?user="+shared.User+"&password="+shared.Password, "SELECT 1", noAuthorization),
	}
	for name, got := range ways {
		if got.body != "1\n" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

func TestResponseHeaders(t *testing.T) {
	got := ask(t, "POST", "?query_id=mine", "SELECT 1 FORMAT JSONEachRow").header
	for name, pattern := range map[string]string{
		"X-ClickHouse-Query-Id":            "^mine$",
		"X-ClickHouse-Format":              "^JSONEachRow$",
		"X-ClickHouse-Timezone":            ".+",
		"X-ClickHouse-Server-Display-Name": ".+",
		"X-ClickHouse-Exception-Tag":       "^[A-Za-z0-9]{16}$",
	} {
		if !regexp.MustCompile(pattern).MatchString(got.Get(name)) {
			t.Errorf("%s is %q", name, got.Get(name))
		}
	}
}

func TestContentEncodings(t *testing.T) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(w, "SELECT 'packed'")
	_ = w.Close()
	got := ask(t, "POST", "", zipped.String(), header("Content-Encoding", "gzip"), header("Accept-Encoding", "gzip, br"))
	if got.header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("got %v", got)
	}
	unzipped, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unzipped); string(text) != "packed\n" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
	plain := ask(t, "POST", "?enable_http_compression=0", "SELECT 1", header("Accept-Encoding", "gzip"))
	if plain.body != "1\n" {
		t.Errorf("got %q", plain.body)
	}
}

func TestFormFields(t *testing.T) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("query", "SELECT {x:String}")
	_ = form.WriteField("param_x", "from a form")
	_ = form.Close()
	got := ask(t, "POST", "", body.String(), header("Content-Type", form.FormDataContentType()))
	if got.body != "from a form\n" {
		t.Errorf("got %q", got.body)
	}
}

const failsLate = "SELECT number, throwIf(number = 150000) FROM numbers(200000) " +
	"SETTINGS max_threads = 1, max_block_size = 10000"

func TestErrorInTheMiddle(t *testing.T) {
	got := ask(t, "POST", "", failsLate)
	tag := got.header.Get("X-ClickHouse-Exception-Tag")
	end := regexp.MustCompile(`(?s)\r\n__exception__\r\n` + tag + `\r\n(Code: 395\..*)\n(\d+) ` +
		tag + `\r\n__exception__\r\n$`)
	if got.status != http.StatusOK || !strings.HasPrefix(got.body, "0\t0\n1\t0\n") || !end.MatchString(got.body) {
		t.Errorf("got %d … %q", got.status, got.body[max(0, len(got.body)-300):])
	}
	if got.err == nil {
		t.Error("the response looks complete")
	}
	if whole := ask(t, "POST", "?wait_end_of_query=1", failsLate); whole.header.Get("X-ClickHouse-Exception-Code") != "395" {
		t.Errorf("with wait_end_of_query: %d %.100q", whole.status, whole.body)
	}
}

func TestErrorInTheMiddleThroughClickhouseGo(t *testing.T) {
	for _, method := range []clickhouse.CompressionMethod{clickhouse.CompressionNone, clickhouse.CompressionLZ4} {
		conn := connect(t, func(o *clickhouse.Options) { o.Compression = &clickhouse.Compression{Method: method} })
		rows, err := conn.Query(t.Context(), failsLate)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for rows.Next() {
			n++
		}
		if e, ok := errors.AsType[*clickhouse.Exception](rows.Err()); !ok || e.Code != 395 || n == 0 {
			t.Errorf("%v: %d rows and %v", method, n, rows.Err())
		}
	}
}

const endless = "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))"

// running counts the statements of the shared engine that hold the text.
func running(t *testing.T, text string) string {
	t.Helper()
	return ask(t, "POST", "?param_t="+url.QueryEscape(text),
		"SELECT count() FROM system.processes WHERE position(query, {t:String}) > 0 AND query NOT LIKE '%processes%'").body
}

func TestCancelWhenTheClientGoes(t *testing.T) {
	conn := connect(t)
	for name, statement := range map[string]string{
		"streamed": endless + " SETTINGS log_comment = 'streamed'",
		"whole":    "CREATE TABLE never ENGINE = Memory AS " + endless,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			failed := make(chan error, 1)
			go func() { failed <- conn.Exec(ctx, statement) }()
			eventually(t, "the statement runs", func() bool { return running(t, statement) == "1\n" })
			cancel()
			if err := <-failed; !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			eventually(t, "the statement has ended", func() bool { return running(t, statement) == "0\n" })
		})
	}
}

func TestSameQueryIDTwice(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	conn := connect(t)
	failed := make(chan error, 1)
	go func() {
		failed <- conn.Exec(clickhouse.Context(ctx, clickhouse.WithQueryID("twin")), endless+" AND 'twin' != ''")
	}()
	eventually(t, "the statement runs", func() bool { return running(t, "twin") == "1\n" })
	if got := ask(t, "POST", "?query_id=twin", "SELECT 1"); got.header.Get("X-ClickHouse-Exception-Code") != "216" {
		t.Errorf("got %d %s", got.status, got.body)
	}
	cancel()
	<-failed
}

func TestInsertCutOffLeavesNothing(t *testing.T) {
	conn := connect(t)
	exec(t, conn, "CREATE TABLE t (n UInt32) ENGINE = MergeTree ORDER BY n")
	database := scalar[string](t, conn, "SELECT currentDatabase()")
	ctx, cancel := context.WithCancel(t.Context())
	body, feed := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, shared.URL()+"?database="+database, body)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(shared.User, shared.Password)
	failed := make(chan error, 1)
	go func() {
		response, err := client.Do(r)
		if err == nil {
			_ = response.Body.Close()
		}
		failed <- err
	}()
	_, _ = io.WriteString(feed, "INSERT INTO t FORMAT TSV\n"+strings.Repeat("1\n", 1<<20))
	cancel()
	_ = feed.CloseWithError(context.Canceled)
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	eventually(t, "the insert has ended", func() bool { return running(t, "INSERT INTO t") == "0\n" })
	if n := scalar[uint64](t, conn, "SELECT count() FROM t"); n != 0 {
		t.Errorf("%d rows are in the table", n)
	}
}

func TestQueriesDuringInsert(t *testing.T) {
	conn := connect(t)
	exec(t, conn, "CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n")
	batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO t")
	if err != nil {
		t.Fatal(err)
	}
	for n := range uint64(300_000) {
		if err := batch.Append(n); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	all.Go(func() {
		if err := batch.Send(); err != nil {
			t.Error(err)
		}
	})
	for range 4 {
		all.Go(func() {
			for range 20 {
				var n uint64
				if err := conn.QueryRow(t.Context(), "SELECT count() FROM t").Scan(&n); err != nil {
					t.Error(err)
				}
				if n != 0 && n != 300_000 {
					t.Errorf("%d rows are visible", n)
				}
			}
		})
	}
	all.Wait()
}

func TestHoldEnds(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	before, err := engine.Status(t.Context(), options(stateOfShared))
	if err != nil {
		t.Fatal(err)
	}
	release, err := shared.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	during, err := engine.Status(t.Context(), options(stateOfShared))
	if err != nil || during.Running != before.Running+1 {
		t.Errorf("%d requests before, %d during, %v", before.Running, during.Running, err)
	}
	release()
	eventually(t, "the hold has ended", func() bool {
		after, err := engine.Status(t.Context(), options(stateOfShared))
		return err == nil && after.Running == before.Running
	})
}
