package engine_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// inSession asks a question in a session of the test's own.
func inSession(t *testing.T, method, more, statement string) reply {
	t.Helper()
	address := "?session_id=" + t.Name() + more
	if method == http.MethodGet {
		return ask(t, method, address+"&"+asParameter(statement)[1:], "")
	}
	return ask(t, method, address, statement)
}

// steps are questions of one session and what they answer; an answer in brackets is a code.
func checkSteps(t *testing.T, steps []struct{ method, more, statement, want string }) {
	t.Helper()
	for _, step := range steps {
		got := inSession(t, step.method, step.more, step.statement)
		answer := got.body
		if code := got.header.Get("X-ClickHouse-Exception-Code"); code != "" {
			answer = "[" + code + "]"
		}
		if answer != step.want {
			t.Errorf("%s %s %s: %d %q, want %q", step.method, step.more, step.statement, got.status, got.body, step.want)
		}
	}
}

func TestSessionKeepsWhatItsStatementsSet(t *testing.T) {
	checkSteps(t, []struct{ method, more, statement, want string }{
		{"POST", "&session_check=1", "SELECT 1", "[372]"},
		{"POST", "", "CREATE TEMPORARY TABLE mine (n UInt8)", ""},
		{"POST", "&session_check=1", "INSERT INTO mine VALUES (1), (2)", ""},
		{"POST", "", "INSERT INTO mine FORMAT TSV\n3\n", ""},
		{"GET", "", "SELECT sum(n) FROM mine", "6\n"},
		{"POST", "", "SET max_block_size = 77", ""},
		{"POST", "", "SELECT getSetting('max_block_size')", "77\n"},
		{"GET", "", "SELECT getSetting('max_block_size')", "77\n"},
		{"POST", "", "USE system", ""},
		{"POST", "", "SELECT currentDatabase()", "system\n"},
	})
	if got := ask(t, "POST", "?session_id="+t.Name()+"2", "SELECT * FROM mine"); got.header.Get("X-ClickHouse-Exception-Code") != "60" {
		t.Errorf("another session sees %d %q", got.status, got.body)
	}
	if got := ask(t, "POST", "", "SELECT * FROM mine"); got.header.Get("X-ClickHouse-Exception-Code") != "60" {
		t.Errorf("without a session: %d %q", got.status, got.body)
	}
}

func TestSessionForgetsWhatARequestSets(t *testing.T) {
	checkSteps(t, []struct{ method, more, statement, want string }{
		{"POST", "", "SET max_block_size = 77", ""},
		{"POST", "&max_block_size=5&database=system&max_threads=3", "SELECT getSetting('max_block_size'), getSetting('max_threads'), currentDatabase()", "5\t3\tsystem\n"},
		{"POST", "", "SELECT getSetting('max_block_size'), currentDatabase()", "77\tdefault\n"},
		{"POST", "", "SELECT changed FROM system.settings WHERE name = 'max_threads'", "0\n"},
		{"POST", "&max_block_size=5", "SET max_block_size = 6", ""},
		{"POST", "", "SELECT getSetting('max_block_size')", "6\n"},
		{"POST", "&database=system", "USE information_schema", ""},
		{"POST", "", "SELECT currentDatabase()", "information_schema\n"},
		{"POST", "&max_block_size=9", "SELECT throwIf(1)", "[395]"},
		{"POST", "", "SELECT getSetting('max_block_size')", "6\n"},
		{"POST", "&nosuch=1", "SELECT 1", "[115]"},
		{"POST", "&database=nosuch&max_block_size=9", "SELECT 1", "[81]"},
		{"POST", "", "SELECT getSetting('max_block_size')", "6\n"},
		{"POST", "", "SELECT getSetting('async_insert')", "false\n"},
	})
}

func TestReadingMethodsCannotWriteInASession(t *testing.T) {
	checkSteps(t, []struct{ method, more, statement, want string }{
		{"GET", "", "CREATE TABLE w (a UInt8) ENGINE = Memory", "[164]"},
		{"GET", "", "INSERT INTO w SELECT 1", "[164]"},
		{"GET", "", "SET max_block_size = 3", ""},
		{"GET", "", "SELECT getSetting('max_block_size'), getSetting('readonly')", "3\t0\n"},
		{"POST", "&readonly=1", "CREATE TABLE w (a UInt8) ENGINE = Memory", "[164]"},
		{"POST", "", "CREATE TABLE written_in_a_session (a UInt8) ENGINE = Memory", ""},
		{"POST", "", "DROP TABLE written_in_a_session", ""},
		{"GET", "", "SELEC 1", "[62]"},
	})
}

func TestSessionRunsOneStatementAtATime(t *testing.T) {
	ended := make(chan reply, 1)
	statement := endless + " AND 'locked' != '' SETTINGS max_execution_time = 5"
	go func() { ended <- inSession(t, "POST", "", statement) }()
	eventually(t, "the statement runs", func() bool { return running(t, "'locked' !=") == "1\n" })
	checkSteps(t, []struct{ method, more, statement, want string }{{"POST", "", "SELECT 1", "[373]"}})
	if got := ask(t, "POST", "", "KILL QUERY WHERE position(query, '''locked'' !=') > 0 AND query NOT LIKE 'KILL%' ASYNC"); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := <-ended; got.status == http.StatusOK {
		t.Errorf("the statement ended with %q", got.body)
	}
	checkSteps(t, []struct{ method, more, statement, want string }{{"POST", "&session_check=1", "SELECT 1", "1\n"}})
}

func TestSessionEndsWithoutUse(t *testing.T) {
	checkSteps(t, []struct{ method, more, statement, want string }{
		{"POST", "&session_timeout=1", "SELECT 1", "1\n"},
		{"POST", "&session_timeout=-1", "SELECT 1", "[374]"},
		{"POST", "&session_timeout=3601", "SELECT 1", "[374]"},
	})
	begin := time.Now()
	if got := inSession(t, "POST", "&session_timeout=1&session_check=1", "SELECT 2"); got.body != "2\n" && time.Since(begin) < time.Second {
		t.Errorf("%d %s", got.status, got.body)
	}
	// Its connection, with its table, is gone once the session is. Asking with session_check would keep it.
	checkSteps(t, []struct{ method, more, statement, want string }{{"POST", "&session_timeout=0", "CREATE TEMPORARY TABLE short (n UInt8)", ""}})
	eventually(t, "the session is gone", func() bool {
		return inSession(t, "POST", "&session_timeout=0&session_check=1", "SELECT 1").header.Get("X-ClickHouse-Exception-Code") == "372"
	})
	checkSteps(t, []struct{ method, more, statement, want string }{{"POST", "", "SELECT * FROM short", "[60]"}})
}

func TestSessionsAreBounded(t *testing.T) {
	e, _ := private(t)
	refused := 0
	for i := range 120 {
		got := askAt(t, e, "POST", fmt.Sprintf("?session_id=s%d", i), "SELECT 1")
		if got.header.Get("X-ClickHouse-Exception-Code") == "202" {
			refused++
		}
	}
	if refused != 20 {
		t.Errorf("%d sessions of 120 were refused, not 20", refused)
	}
}
