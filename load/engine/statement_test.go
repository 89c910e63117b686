package engine

import (
	"strings"
	"testing"
)

func TestParseStatement(t *testing.T) {
	for _, c := range []struct {
		text   string
		insert bool
		format string
		head   string // the insert's statement
		data   string
	}{
		{text: "SELECT 1"},
		{text: "SELECT 1 FORMAT JSON", format: "JSON"},
		{text: "select 1 format CSV;", format: "CSV"},
		{text: "SELECT 1 FORMAT TSV SETTINGS max_threads = 1", format: "TSV"},
		{text: "SELECT 1 FORMAT TSV -- FORMAT CSV", format: "TSV"},
		{text: "SELECT ' FORMAT CSV'"},
		{text: `SELECT 'it''s \' FORMAT CSV'`},
		{text: "SELECT $a$ FORMAT CSV$a$"},
		{text: "SELECT `FORMAT` FROM t"},
		{text: "SELECT format FROM t"},
		{text: "SELECT * FROM (SELECT 1 FORMAT CSV)"},
		{text: "/* INSERT INTO t FORMAT */ SELECT 1 FORMAT Native", format: "Native"},
		{text: "'unfinished FORMAT CSV"},
		{text: "SELECT 1 /* unfinished FORMAT CSV"},
		{text: ""},
		{text: "INSERT INTO t VALUES (1)", insert: true, format: "Values", head: "INSERT INTO t ", data: " (1)"},
		{
			text: "insert into t (format, `values`) format CSV\n1,2\n", insert: true, format: "CSV",
			head: "insert into t (format, `values`) ", data: "1,2\n",
		},
		{text: "INSERT INTO t FORMAT CSV \r\n1", insert: true, format: "CSV", head: "INSERT INTO t ", data: "1"},
		{text: "INSERT INTO t FORMAT Native\n\n\x00", insert: true, format: "Native", head: "INSERT INTO t ", data: "\n\x00"},
		{text: "INSERT INTO t SETTINGS a = 1 FORMAT TSV\n", insert: true, format: "TSV", head: "INSERT INTO t SETTINGS a = 1 "},
		{text: "INSERT INTO t (a, b)\n", insert: true, head: "INSERT INTO t (a, b)"},
		{text: "INSERT INTO t SELECT 1"},
		{text: "INSERT INTO t (a) (SELECT 1)"},
		{text: "INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x"},
		{text: "INSERT INTO t FROM INFILE 'a.csv' FORMAT CSV", format: "CSV"},
	} {
		s := parseStatement(c.text)
		if s.insert != c.insert || s.format != c.format {
			t.Errorf("%q: insert %v, format %q", c.text, s.insert, s.format)
		}
		if c.insert && (s.text != c.head || c.text[s.data:] != c.data) {
			t.Errorf("%q: statement %q, data %q", c.text, s.text, c.text[s.data:])
		}
	}
}

func FuzzParseStatement(f *testing.F) {
	for _, seed := range []string{
		"SELECT 'a' FORMAT CSV", "INSERT INTO t (a) FORMAT TSV\n1", "$a$ $a$ /* -- */ `\\`", "INSERT",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := parseStatement(text)
		if s.insert && (s.data < 0 || s.data > len(text) || !strings.HasPrefix(text, s.text)) {
			t.Errorf("%q gives %+v", text, s)
		}
	})
}
