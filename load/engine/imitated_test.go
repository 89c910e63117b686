package engine_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/compress"
	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
	"github.com/pierrec/lz4/v4"
)

// Clients that are not installed for tests are imitated: what they send is sent, and what they read must be there.

// framed packs a text as compress=1 and decompress=1 have it.
func framed(t *testing.T, text string) string {
	t.Helper()
	w := compress.NewWriter(compress.LevelZero, compress.LZ4)
	if err := w.Compress([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return string(w.Data)
}

func unframed(t *testing.T, text string) string {
	t.Helper()
	// The end of the text is an error to the reader of frames, since it cannot tell one that is cut off.
	plain, err := io.ReadAll(compress.NewReader(strings.NewReader(text)))
	if err != nil && len(plain) == 0 {
		t.Fatal(err)
	}
	return string(plain)
}

// TestAsJDBC sends what the JDBC driver does: statements and rows in frames of LZ4, results as RowBinaryWithNamesAndTypes.
func TestAsJDBC(t *testing.T) {
	const parameters = "?compress=1&decompress=1&default_format=RowBinaryWithNamesAndTypes&query_id=" +
		"8f5a5d8e-0000-4000-8000-000000000001&session_timezone=UTC&max_execution_time=30"
	conn := connect(t)
	database := "&database=" + scalar[string](t, conn, "SELECT currentDatabase()")
	send := func(statement string) string {
		t.Helper()
		got := ask(t, "POST", parameters+database, framed(t, statement), header("Accept-Encoding", "identity"))
		if got.status != http.StatusOK || got.err != nil {
			t.Fatalf("%s: %d %s %v", statement, got.status, got.body, got.err)
		}
		if got.body == "" {
			return ""
		}
		return unframed(t, got.body)
	}
	if got := send("SELECT currentUser() != '' AS u, timezone() AS z, version() AS v LIMIT 0"); !strings.HasPrefix(got, "\x03\x01u\x01z\x01v\x05UInt8\x06String\x06String") {
		t.Errorf("the header is %q", got)
	}
	send("CREATE TABLE t (n UInt32, s Nullable(String)) ENGINE = MergeTree ORDER BY n")
	send("INSERT INTO t FORMAT RowBinary\n" + "\x01\x00\x00\x00\x00\x03ett" + "\x02\x00\x00\x00\x01")
	const want = "\x02\x01n\x01s\x06UInt32\x10Nullable(String)" + "\x01\x00\x00\x00\x00\x03ett" + "\x02\x00\x00\x00\x01"
	if got := send("SELECT n, s FROM t ORDER BY n"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := send("SELECT toUInt8(number) AS n FROM numbers(300) SETTINGS max_block_size = 100"); len(got) != len("\x01\x01n\x05UInt8")+300 {
		t.Errorf("300 rows are %d bytes", len(got))
	}
	// An error before the data is not in frames.
	got := ask(t, "POST", parameters, framed(t, "SELECT * FROM nosuch"))
	if got.header.Get("X-ClickHouse-Exception-Code") != "60" || !strings.Contains(got.body, "UNKNOWN_TABLE") {
		t.Errorf("got %d %q", got.status, got.body)
	}
}

// TestAsClickhouseConnect sends what Python's clickhouse-connect does, which Superset uses: Native at its own revision, each
// client in a session, parameters in a form, packed by LZ4 or zstd.
func TestAsClickhouseConnect(t *testing.T) {
	const revision = 54405
	const parameters = "?client_protocol_version=54405&session_id=connect-1&enable_http_compression=1&wait_end_of_query=1&max_result_rows=100000"
	agent := header("User-Agent", "clickhouse-connect/0.9 (lv:py/3.11)")
	send := func(statement string) *proto.Block {
		t.Helper()
		got := ask(t, "POST", parameters, statement+"\n FORMAT Native", agent, header("Accept-Encoding", "lz4"))
		if got.status != http.StatusOK || got.header.Get("Content-Encoding") != "lz4" {
			t.Fatalf("%s: %d %v %s", statement, got.status, got.header, got.body)
		}
		plain, err := io.ReadAll(lz4.NewReader(strings.NewReader(got.body)))
		if err != nil {
			t.Fatal(err)
		}
		block := proto.NewBlock()
		if err := block.Decode(chproto.NewReader(bytes.NewReader(plain)), revision); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		return block
	}
	if block := send("SELECT version(), timezone()"); block.Rows() != 1 || len(block.Columns) != 2 {
		t.Errorf("version and zone: %d rows, columns %v", block.Rows(), block.ColumnsNames())
	}
	settings := send("SELECT name, value, readonly as readonly FROM system.settings LIMIT 10000")
	if names := settings.ColumnsNames(); settings.Rows() < 1000 || !slices.Equal(names, []string{"name", "value", "readonly"}) {
		t.Errorf("%d settings, columns %v", settings.Rows(), names)
	}
	if block := send("SELECT 1 AS check"); block.Rows() != 1 {
		t.Errorf("the probe has %d rows", block.Rows())
	}
	probe := ask(t, "POST", parameters, "SELECT number AS n, 'x' AS s FROM numbers(5) LIMIT 0 FORMAT JSON", agent)
	var document struct {
		Meta []struct{ Name, Type string }
		Data []any
	}
	if err := json.Unmarshal([]byte(probe.body), &document); err != nil || len(document.Meta) != 2 || document.Meta[0].Type != "UInt64" || len(document.Data) != 0 {
		t.Errorf("the probe of columns: %v %s", err, probe.body)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"query": "SELECT {a:Array(String)}, {n:Int32} FORMAT TSV", "param_a": "['x','y\\'z']", "param_n": "-3"} {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, "POST", parameters, body.String(), agent, header("Content-Type", form.FormDataContentType())); got.body != "['x','y\\'z']\t-3\n" {
		t.Errorf("parameters in a form: %d %q", got.status, got.body)
	}
}

// TestAsODBC sends what the ODBC driver does, which Power BI and Excel use: HTTP with its own format and plain text.
func TestAsODBC(t *testing.T) {
	got := ask(t, "POST", "?database=default&default_format=ODBCDriver2&session_id=odbc-1&session_timeout=60", "SELECT 1 AS n, 'a' AS s, NULL AS m", header("User-Agent", "clickhouse-odbc/1.3"))
	if got.status != http.StatusOK || !strings.Contains(got.body, "Nullable(Nothing)") {
		t.Errorf("ODBCDriver2: %d %q", got.status, got.body)
	}
	got = ask(t, "POST", "?default_format=RowBinaryWithNamesAndTypes", "SELECT toUInt8(1) AS n", header("User-Agent", "clickhouse-odbc/1.4"))
	if got.body != "\x01\x01n\x05UInt8\x01" {
		t.Errorf("RowBinaryWithNamesAndTypes: %d %q", got.status, got.body)
	}
}
