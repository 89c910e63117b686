package guard_test

import (
	"strings"
	"testing"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

// FuzzGuard runs whatever the guard admits: the secret must not come to light, and nothing may be written.
func FuzzGuard(f *testing.F) {
	for _, file := range []string{"testdata/hostile.sql", "testdata/usual.sql"} {
		for _, sql := range statementsOf(f, file) {
			f.Add(sql)
		}
	}
	g := open(f)
	w, err := load.Open(f.Context(), enginetest.Endpoint().DSN(database))
	if err != nil {
		f.Fatal(err)
	}
	defer w.Close()
	const state = "SELECT (SELECT count() FROM secret) * 1000000 + (SELECT count() FROM system.tables) * 1000 + (SELECT count() FROM system.databases)"
	var before, after uint64
	if err := w.Conn().QueryRow(f.Context(), state).Scan(&before); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		in, admitted, err := check(t, g, "analyst", sql)
		if err != nil {
			return
		}
		if _, body := run(t, in, admitted); strings.Contains(body, canary) {
			t.Errorf("%q tells the secret: %s", sql, body)
		}
		if err := w.Conn().QueryRow(t.Context(), state).Scan(&after); err != nil || after != before {
			t.Errorf("%q has changed something: %d, before %d, %v", sql, after, before, err)
		}
	})
}
