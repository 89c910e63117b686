package load_test

import (
	"strings"
	"testing"
	"time"

	"nyckeltal/load"
)

func TestAsOf(t *testing.T) {
	at := time.Date(2023, 12, 1, 9, 30, 0, 1_000, time.FixedZone("", 3600))
	const then = "_as_of(at = '2023-12-01 08:30:00.000001')"
	tests := []struct{ name, sql, want string }{
		{"plain", "SELECT * FROM kpi_monthly", "SELECT * FROM kpi_monthly" + then + " AS kpi_monthly"},
		{"with a clause", "SELECT * FROM kpi_monthly\nWHERE period = 1", "SELECT * FROM kpi_monthly" + then + " AS kpi_monthly\nWHERE period = 1"},
		{"with a name", "select * from ledger l join account AS a ON 1", "select * from ledger" + then + " l join account" + then + " AS a ON 1"},
		{"in a subquery", "SELECT (SELECT max(x) FROM ledger)", "SELECT (SELECT max(x) FROM ledger" + then + " AS ledger)"},
		{"with its database", "SELECT 1 FROM city.ledger", "SELECT 1 FROM city.ledger" + then + " AS ledger"},
		{"after a comment", "SELECT 1 FROM /* all */ ledger", "SELECT 1 FROM /* all */ ledger" + then + " AS ledger"},
		{"no view", "SELECT 'FROM ledger', ledger FROM loads -- FROM ledger", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, rewritten := load.AsOf(tt.sql, at)
			if want := tt.want; rewritten != (want != "") || rewritten && got != want || !rewritten && got != tt.sql {
				t.Errorf("got %q, %v", got, rewritten)
			}
		})
	}
}

// TestTwins asks what every view showed a while ago, when there was nothing, and one of them what it will show.
func TestTwins(t *testing.T) {
	w := open(t)
	publish(t, w, meta("volume", "v", "a"), volume(t, 202301, "brev", 5))
	before, after := time.Now().AddDate(-1, 0, 0), time.Now().Add(time.Hour)
	for _, view := range ask(t, w, "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View' AND NOT endsWith(name, '_as_of')") {
		sql, rewritten := load.AsOf("SELECT count() FROM "+view, before)
		if !rewritten {
			t.Errorf("%s has no twin", view)
		}
		ask(t, w, sql)
	}
	for at, want := range map[time.Time]string{before: "0", after: "5"} {
		sql, _ := load.AsOf("SELECT sum(quantity) AS q FROM volume", at)
		if got := strings.Join(ask(t, w, sql), " "); got != want {
			t.Errorf("the volume at %s: %s, want %s", at, got, want)
		}
	}
}
