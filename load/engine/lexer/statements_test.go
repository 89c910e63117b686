package lexer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/load/engine/lexer"
)

func TestStatements(t *testing.T) {
	for text, want := range map[string][]string{
		"":                          nil,
		" ; -- nothing; \n /* ; */": nil,
		"SELECT 1":                  {"SELECT 1"},
		"SELECT 1; SELECT 2;":       {"SELECT 1", "SELECT 2"},
		"SELECT ';', \";\", `;` -- ;\n; SELECT 'it''s; \\';'": {"SELECT ';', \";\", `;`", "SELECT 'it''s; \\';'"},
		"SELECT '; unfinished":                                {"SELECT '; unfinished"},
	} {
		if diff := cmp.Diff(want, lexer.Statements(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestFormat(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT 1": "", "SELECT 1 FORMAT CSV": "CSV", "SELECT 1 format CSV; -- end": "CSV", "SELECT 1 FORMAT CSV SETTINGS max_threads = 1": "CSV",
		"SELECT ' FORMAT CSV'": "", "SELECT format FROM t": "", "SELECT * FROM (SELECT 1 FORMAT CSV)": "",
	} {
		if got := lexer.Format(text); got != want {
			t.Errorf("%q names %q, not %q", text, got, want)
		}
	}
}

func FuzzStatements(f *testing.F) {
	f.Add("SELECT ';' /* ; */; -- ;\n SELECT `a;`")
	f.Fuzz(func(t *testing.T, text string) {
		for _, sql := range lexer.Statements(text) {
			if !strings.Contains(text, sql) {
				t.Errorf("%q is no part of %q", sql, text)
			}
		}
	})
}
