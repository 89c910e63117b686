package lexer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/load/engine/enginetest"
	"nyckeltal/load/engine/lexer"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// piece is a token of the engine's.
type piece struct {
	start, end int
	kind       string
}

// pieces are the tokens that the engine sees in a text, but blanks and comments.
func pieces(t testing.TB, conn driver.Conn, text string) []piece {
	t.Helper()
	var starts, ends []uint64
	var kinds []string
	if err := conn.QueryRow(context.Background(), "WITH tokenizeQuery(?) AS t SELECT arrayMap(x -> toUInt64(x.1), t), arrayMap(x -> toUInt64(x.2), t), arrayMap(x -> toString(x.3), t)",
		text).Scan(&starts, &ends, &kinds); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var all []piece
	for i, kind := range kinds {
		if kind != "Whitespace" && kind != "Comment" {
			all = append(all, piece{int(starts[i]), int(ends[i]), kind})
		}
	}
	return all
}

// compare sees to it that lexer and engine find the same names, texts and words. Other marks and numbers the lexer cuts smaller. Where the
// engine finds an error, it refuses the text.
func compare(t testing.TB, conn driver.Conn, text string) {
	t.Helper()
	theirs := pieces(t, conn, text)
	if slices.ContainsFunc(theirs, func(p piece) bool { return strings.HasPrefix(p.kind, "Error") }) {
		return
	}
	ours := lexer.All(text)
	for _, p := range theirs {
		first := slices.IndexFunc(ours, func(t lexer.Token) bool { return t.Start == p.start })
		if first < 0 {
			t.Fatalf("%q: the engine sees %s %q, which is none of %v", text, p.kind, text[p.start:p.end], ours)
		}
		whole := slices.Contains([]string{"StringLiteral", "QuotedIdentifier", "HereDoc", "BareWord"}, p.kind) && !strings.ContainsAny(text[p.start:p.start+1], "xXbB")
		for len(ours) > 0 && ours[0].Start < p.end {
			if ours[0].Start < p.start || ours[0].End > p.end || whole && ours[0].End != p.end {
				t.Fatalf("%q: the engine sees %s %q there, not %q", text, p.kind, text[p.start:p.end], ours[0].Text)
			}
			ours = ours[1:]
		}
	}
	if len(ours) > 0 {
		t.Fatalf("%q: the engine sees nothing where %q stands", text, ours[0].Text)
	}
}

// tricky are texts in which it is easy to lose sight of where a name or text ends.
var tricky = []string{
	"SELECT 1 // '\n, 2 // '", "SELECT 1 /* /* */ ' */ , '2'", "SELECT 1 /*/ ' */ , '2'", "SELECT '1' -- '\n, '2'", "SELECT 1 # '\n, 2 #! '\n",
	"SELECT ‘/*’, ‘*/’", "SELECT 1 AS “a'b”, 2 AS “--”, ‘\\’, a‘'’", "SELECT 1−2, '−'", "SELECT 1 AS a$x$, ' ', 2 AS b$x$", "SELECT $ ' $ ' $ ' $",
	"$$", "SELECT $$a$", "SELECT $$'$$, $a$ ' $a$ , $1", "SELECT 1$x$'$x$", "SELECT 1a$x$'$x$", "SELECT $a", "SELECT a.1.1, 1.5e-3, .5, 0x1F, x'41', b'01', 1_000",
	"SELECT 'a\\'b', 'a''b', `a\\`b`, \"a\"\"b\"", "SELECT a->b, a::b, a||b, a!=b, a<=>b, {x:String}, [1], (2)",
	"SELECT\u00a01\u0085,\u1680\u180e\u2000\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff2",
}

func connect(t testing.TB) driver.Conn {
	t.Helper()
	conn, err := clickhouse.Open(enginetest.Endpoint().Options("default"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestTheEngineSeesTheSame(t *testing.T) {
	conn := connect(t)
	for _, text := range tricky {
		compare(t, conn, text)
	}
}

func FuzzTheEngineSeesTheSame(f *testing.F) {
	for _, text := range tricky {
		f.Add(text)
	}
	conn := connect(f)
	f.Fuzz(func(t *testing.T, text string) { compare(t, conn, text) })
}
