package guard_test

import (
	"bufio"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/libchdb"
)

// statementsOf reads a file with a statement on every line; a line in double quotes is one of Go. Lines that begin with ## are headings.
func statementsOf(t testing.TB, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var statements []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		text := lines.Text()
		if text == "" || strings.HasPrefix(text, "##") {
			continue
		}
		if text[0] == '"' {
			if text, err = strconv.Unquote(text); err != nil {
				t.Fatalf("%s: %s: %v", file, lines.Text(), err)
			}
		}
		statements = append(statements, text)
	}
	return statements
}

// worded is how ClickHouse words errors.
var worded = regexp.MustCompile(`(?s)^Code: \d+\. DB::Exception: .+\([A-Z_]+\)`)

func TestHostileStatementsAreRefused(t *testing.T) {
	g := open(t)
	statements := statementsOf(t, "testdata/hostile.sql")
	if len(statements) < 150 {
		t.Errorf("there are %d hostile statements only", len(statements))
	}
	for _, sql := range statements {
		_, admitted, err := check(t, g, "analyst", sql)
		refusal, ok := errors.AsType[*libchdb.Error](err)
		if !ok || admitted != nil || !worded.MatchString(refusal.Message) || refusal.Name == "" {
			t.Errorf("%q is not refused as it should be: %v", sql, err)
		}
	}
}

func TestCostlyStatementsAreStopped(t *testing.T) {
	open(t)
	g := guardWith(narrow)
	for _, sql := range statementsOf(t, "testdata/costly.sql") {
		in, admitted, err := check(t, g, "analyst", sql)
		if err != nil {
			t.Errorf("%q is refused by the guard: %v", sql, err)
			continue
		}
		status, body := run(t, in, admitted)
		if status == 200 && !strings.Contains(body, "__exception__") {
			t.Errorf("%q is answered: %.200s", sql, body)
		}
	}
}

func TestUsualStatementsAreAnswered(t *testing.T) {
	g := open(t)
	for _, sql := range statementsOf(t, "testdata/usual.sql") {
		in, admitted, err := check(t, g, "analyst", sql)
		if err != nil {
			t.Errorf("%q is refused: %v", sql, err)
			continue
		}
		if status, body := run(t, in, admitted); status != 200 {
			t.Errorf("%q is not answered: %s", sql, body)
		}
	}
}

func TestLongStatementsAreRefused(t *testing.T) {
	_, _, err := check(t, open(t), "analyst", "SELECT '"+strings.Repeat("x", 100<<20)+"'")
	if err == nil || !strings.Contains(err.Error(), "Max query size exceeded") {
		t.Error(err)
	}
}

func TestRolesReadWhatTheyMay(t *testing.T) {
	g := open(t)
	for _, c := range []struct {
		sql                     string
		analyst, auditor, admin bool
	}{
		{"SELECT count() FROM kpi_monthly", true, true, true},
		{"SELECT count() FROM guarded.kpi_monthly", true, true, true},
		{"SELECT count() FROM finance_indicators_as_of(at = '2024-01-01 00:00:00')", true, true, true},
		{"SELECT count() FROM kpi_monthly_as_of(at = '2024-01-01 00:00:00')", false, true, true},
		{"SELECT count() FROM hr_indicators_as_of(at = '2024-01-01 00:00:00')", false, true, true},
		{"SELECT count() FROM lineage", false, true, true},
		{"SELECT count() FROM rejects", false, true, true},
		{"SELECT count() FROM payroll", false, false, true},
		{"SELECT count() FROM payroll_records", false, false, false},
		{"SELECT count() FROM secret", false, false, false},
		{"INSERT INTO kpi_monthly SELECT 1", false, false, false},
		{"DROP TABLE secret", false, false, false},
	} {
		for role, may := range map[string]bool{"analyst": c.analyst, "auditor": c.auditor, "admin": c.admin} {
			in, admitted, err := check(t, g, role, c.sql)
			if (err == nil) != may {
				t.Errorf("%s: %q: %v", role, c.sql, err)
			} else if err == nil {
				if status, body := run(t, in, admitted); status != 200 {
					t.Errorf("%s: %q: %s", role, c.sql, body)
				}
			}
		}
	}
	if _, _, err := check(t, g, "somebody", "SELECT 1"); err == nil {
		t.Error("a role that there is not is served")
	}
}

func TestSystemTablesShowTheRolesPart(t *testing.T) {
	g := open(t)
	for sql, want := range map[string]string{
		"SHOW DATABASES":                    "guarded\n",
		"SELECT name FROM system.databases": "guarded\n",
		"SELECT count() FROM system.tables WHERE name LIKE '%secret%'":                                                    "0\n",
		"SELECT count() FROM system.tables WHERE database != 'guarded'":                                                   "0\n",
		"SELECT count() FROM system.columns WHERE table LIKE '%records%'":                                                 "0\n",
		"SELECT count() FROM information_schema.tables WHERE table_name = 'payroll'":                                      "0\n",
		"SHOW TABLES LIKE 'kpi_m%'":                                                                                       "kpi_monthly\n",
		"SHOW TABLES FROM guarded LIKE '%secret%'":                                                                        "",
		"SHOW COLUMNS FROM secret":                                                                                        "",
		"SELECT count() FROM system.columns WHERE table = 'kpi_monthly' AND name = 'actual_ytd' SETTINGS max_threads = 1": "1\n",
	} {
		in, admitted, err := check(t, g, "analyst", sql)
		if err != nil {
			t.Errorf("%q: %v", sql, err)
			continue
		}
		if status, body := run(t, in, admitted); status != 200 || body != want {
			t.Errorf("%q: %d %q, expected %q", sql, status, body, want)
		}
	}
}

func TestSettings(t *testing.T) {
	g := open(t)
	setting := func(settings []engine.Setting, name string) string {
		value := ""
		for _, s := range settings {
			if s.Name == name {
				value = s.Value
			}
		}
		return value
	}
	for _, c := range []struct{ name, value, want string }{
		{"max_execution_time", "0.5", "0.5"},
		{"max_execution_time", "600", "60"},
		{"max_execution_time", "0", "60"},
		{"max_memory_usage", "1000000", "1000000"},
		{"max_result_rows", "5", "5"},
		{"session_timezone", "Europe/Stockholm", "Europe/Stockholm"},
		{"output_format_json_quote_decimals", "1", "1"},
		{"http_headers_progress_interval_ms", "100", ""},
		{"readonly", "2", "1"},
	} {
		in := &engine.Incoming{Text: "SELECT 1", Settings: []engine.Setting{{Name: c.name, Value: c.value}}, Transport: map[string][]string{}}
		admitted, err := g.Check(t.Context(), "analyst", in)
		if err != nil {
			t.Errorf("%s = %s: %v", c.name, c.value, err)
		} else if have := setting(admitted.Settings, c.name); have != c.want {
			t.Errorf("%s = %s becomes %q, expected %q", c.name, c.value, have, c.want)
		}
	}
	for _, name := range []string{"additional_table_filters", "format_schema", "output_format_schema", "allow_ddl", "max_threads_for_annoy_index_creation", "implicit_select", "dialect"} {
		in := &engine.Incoming{Text: "SELECT 1", Settings: []engine.Setting{{Name: name, Value: "1"}}, Transport: map[string][]string{}}
		if _, err := g.Check(t.Context(), "analyst", in); err == nil {
			t.Errorf("%s may be set", name)
		}
		if _, _, err := check(t, g, "analyst", "SELECT 1 SETTINGS "+name+" = 1"); err == nil {
			t.Errorf("%s may be set in the statement", name)
		}
	}
	_, admitted, err := check(t, g, "analyst", "SELECT 1 SETTINGS max_threads = 1, session_timezone = 'UTC' FORMAT JSON;")
	if err != nil || admitted.Text != "SELECT 1" || admitted.Format != "JSON" || setting(admitted.Settings, "max_threads") != "1" {
		t.Errorf("%+v, %v", admitted, err)
	}
}

func TestErrorsNameThePlaceInTheClientsText(t *testing.T) {
	_, _, err := check(t, open(t), "analyst", "SELECT 1 FORM x y")
	if err == nil || !strings.Contains(err.Error(), "at position 15") || !strings.Contains(err.Error(), "SYNTAX_ERROR") {
		t.Error(err)
	}
}

func TestParametersMayBeNames(t *testing.T) {
	g := open(t)
	const sql = "SELECT count() FROM {table:Identifier}"
	if _, _, err := check(t, g, "analyst", sql, libchdb.Param{Name: "table", Value: "kpi_monthly"}); err != nil {
		t.Error(err)
	}
	if _, _, err := check(t, g, "analyst", sql, libchdb.Param{Name: "table", Value: "secret"}); err == nil {
		t.Error("a table is read by a parameter")
	}
	// What was admitted once is so for the same values in the same places only.
	const two = "SELECT {a:Identifier} FROM {b:Identifier}"
	swap := func(a, b string) error {
		_, _, err := check(t, g, "analyst", two, libchdb.Param{Name: "a", Value: a}, libchdb.Param{Name: "b", Value: b})
		return err
	}
	if err := swap("secret", "kpi_monthly"); err != nil {
		t.Error(err)
	}
	if swap("kpi_monthly", "secret") == nil {
		t.Error("a table is read by parameters that have changed places")
	}
}
