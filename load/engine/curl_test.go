package engine_test

import (
	"os"
	osexec "os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCurl runs recipes of ClickHouse's documentation of its HTTP interface, by the real curl and the shell. $URL is the
// engine's address with user and password, $HOST the address alone.
func TestCurl(t *testing.T) {
	dir := t.TempDir()
	conn := connect(t)
	exec(t, conn, "CREATE TABLE t (a UInt8) ENGINE = Memory")
	database := scalar[string](t, conn, "SELECT currentDatabase()")
	env := append(os.Environ(),
		"HOST="+shared.Address, "USER_NAME="+shared.User, "PASSWORD="+shared.Password, "DB="+database,
		"URL=http://"+shared.User+":"+shared.Password+"@"+shared.Address)
	if err := os.WriteFile(filepath.Join(dir, "three.tsv"), []byte("7\n8\n9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, recipe, want string }{
		{"root", `curl -sS "http://$HOST/"`, `^Ok\.\n$`},
		{"ping", `curl -sS "http://$HOST/ping"`, `^Ok\.\n$`},
		{"ping by HEAD", `curl -sS -I "http://$HOST/ping"`, `^HTTP/1.1 200 OK`},
		{"get", `curl -sS "$URL/?query=SELECT%201"`, `^1\n$`},
		{"get by wget's way", `curl -sS -G "$URL" --data-urlencode 'query=SELECT 1, 2'`, `^1\t2\n$`},
		{"body", `echo 'SELECT 1' | curl -sS "$URL/" --data-binary @-`, `^1\n$`},
		{"both", `echo '1' | curl -sS "$URL/?query=SELECT" --data-binary @-`, `^1\n$`},
		{"both, in pieces", `echo 'ECT 1' | curl -sS "$URL/?query=SEL" --data-binary @-`, `SYNTAX_ERROR`},
		{"-d", `curl -sS "$URL/" -d 'SELECT 1 AS a FORMAT JSONEachRow'`, `^\{"a":1\}\n$`},
		{"chunked", `echo 'SELECT 1' | curl -sS -H 'Transfer-Encoding: chunked' "$URL/" --data-binary @-`, `^1\n$`},
		{"pretty", `echo 'SELECT 1 FORMAT Pretty' | curl -sS "$URL/?" -d @-`, `━━━`},
		{"insert, values in the body", `echo '(4),(5),(6)' | curl -sS "$URL/?database=$DB&query=INSERT%20INTO%20t%20VALUES" --data-binary @-`, `^$`},
		{"insert, a file", `curl -sS "$URL/?database=$DB&query=INSERT%20INTO%20t%20FORMAT%20TabSeparated" --data-binary @three.tsv`, `^$`},
		{"insert, packed", `printf '10\n' | gzip -c | curl -sS -H 'Content-Encoding: gzip' "$URL/?database=$DB&query=INSERT+INTO+t+FORMAT+TSV" --data-binary @-`, `^$`},
		{
			"insert, its summary", `echo 'INSERT INTO t VALUES (11)' | curl -sS -D- "$URL/?database=$DB&wait_end_of_query=1" --data-binary @-`,
			`X-Clickhouse-Summary: \{.*"written_rows":"1"`,
		},
		{"what was inserted", `curl -sS "$URL/?database=$DB&query=SELECT+sum(a)+FROM+t"`, `^60\n$`},
		{"packed answer", `curl -sS -H 'Accept-Encoding: gzip' "$URL/?enable_http_compression=1" -d 'SELECT number FROM system.numbers LIMIT 3' | gzip -dc`, `^0\n1\n2\n$`},
		{"packed answer, undone by curl", `curl -sS --compressed "$URL/" -d 'SELECT number FROM system.numbers LIMIT 3'`, `^0\n1\n2\n$`},
		{"zstd", `curl -sS -D- -o /dev/null -H 'Accept-Encoding: zstd' "$URL/?enable_http_compression=1" -d 'SELECT 1'`, `Content-Encoding: zstd`},
		{"format by a header", `curl -sS -H 'X-ClickHouse-Format: JSONCompactEachRow' "$URL/?query=SELECT+1"`, `^\[1\]\n$`},
		{"format by a parameter", `curl -sS "$URL/?default_format=CSV" -d "SELECT 'a'"`, `^"a"\n$`},
		{"a clause before a parameter", `curl -sS "$URL/?default_format=CSV" -d "SELECT 'a' FORMAT TSV"`, `^a\n$`},
		{"query_id", `curl -sS -D- "$URL/?query_id=mine&query=SELECT+queryID()!=%27%27"`, `X-Clickhouse-Query-Id: mine\r\n(?s:.*)\n1\nX-Nyckeltal-Rows: 1\r\n$`},
		{"parameters", `curl -sS "$URL/?param_id=2&param_phrase=test" -d 'SELECT {id:UInt8}, {phrase:String}'`, `^2\ttest\n$`},
		{"parameter with a tab", `curl -sS "$URL/?param_arg1=abc%5C%09123" -d "SELECT splitByChar('\t', {arg1:String})"`, `^\['abc','123'\]\n$`},
		{"parameters in a form", `curl -sS -F 'query=SELECT {p:UInt8} + 1' -F 'param_p=3' "$URL/"`, `^4\n$`},
		{"wait_end_of_query", `curl -sS "$URL/?max_result_bytes=4000000&buffer_size=3000000&wait_end_of_query=1" -d 'SELECT toUInt8(number) FROM system.numbers LIMIT 9 FORMAT RowBinary' | wc -c`, `^9\n$`},
		{"summary", `curl -sS -D- "$URL/?wait_end_of_query=1&query=SELECT+number+FROM+numbers(5)"`, `X-Clickhouse-Summary: \{.*"result_rows":"5"`},
		{"progress", `curl -sS "$URL/?send_progress_in_http_headers=1&http_headers_progress_interval_ms=10" -d 'SELECT max(number) FROM numbers(10000000)'`, `^9999999\n$`},
		{"settings", `curl -sS "$URL/?max_block_size=7" -d "SELECT getSetting('max_block_size')"`, `^7\n$`},
		{"database", `curl -sS "$URL/?database=system&query=SELECT+count()+>+0+FROM+tables"`, `^1\n$`},
		{"database by a header", `curl -sS -H 'X-ClickHouse-Database: system' "$URL/?query=SELECT+currentDatabase()"`, `^system\n$`},
		{"user and password as parameters", `curl -sS "http://$HOST/?user=$USER_NAME&password=$PASSWORD" -d 'SELECT 1'`, `^1\n$`},
		{"user and password as headers", `curl -sS -H "X-ClickHouse-User: $USER_NAME" -H "X-ClickHouse-Key: $PASSWORD" "http://$HOST/" -d 'SELECT 1'`, `^1\n$`},
		{"user and password by -u", `curl -sS -u "$USER_NAME:$PASSWORD" "http://$HOST/" -d 'SELECT 1'`, `^1\n$`},
		{"wrong password", `curl -sS -u "$USER_NAME:wrong" "http://$HOST/" -d 'SELECT 1'`, `AUTHENTICATION_FAILED`},
		{"get does not write", `curl -sS "$URL/?query=CREATE+TABLE+w+(a+UInt8)+ENGINE=Memory"`, `READONLY`},
		{"a session", `curl -sS "$URL/?session_id=curl" -d 'CREATE TEMPORARY TABLE s AS SELECT 1 AS n' && curl -sS "$URL/?session_id=curl&query=SELECT+n+FROM+s"`, `^1\n$`},
		{"code of an error", `curl -sS -D- -o /dev/null "$URL/" -d 'SELECT * FROM nosuch'`, `HTTP/1.1 404 (?s:.*)X-Clickhouse-Exception-Code: 60\r`},
		{
			"error in the middle", `curl -sS "$URL/" -d 'SELECT number, throwIf(number = 150000) FROM numbers(200000) SETTINGS max_threads = 1, max_block_size = 10000' | tail -c 400; exit ${PIPESTATUS[0]}`,
			`__exception__(?s:.*)Code: 395(?s:.*)__exception__\r\n(?s:.*)exit status (18|56)$`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := osexec.CommandContext(t.Context(), "bash", "-c", c.recipe)
			run.Dir, run.Env = dir, env
			out, err := run.CombinedOutput()
			text := string(out)
			if err != nil {
				text += err.Error()
			}
			if !regexp.MustCompile(c.want).MatchString(text) {
				t.Errorf("%s\nanswers %q, want %s", c.recipe, strings.ReplaceAll(text, shared.Password, "…"), c.want)
			}
		})
	}
}
