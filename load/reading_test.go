package load_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"nyckeltal/load"
)

// fillLedger publishes twelve months of ledger, a load each.
func fillLedger(t *testing.T, w *load.Warehouse, rows int) {
	t.Helper()
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO ledger_records (load_id, period, account, organisation, amount)
			SELECT 202300 + n AS load_id, 202300 + n AS period, '3000', toString(number %% 100), 1
			FROM (SELECT number, 1 + number %% 12 AS n FROM numbers(%d)) ORDER BY load_id`, 12*rows),
		`INSERT INTO publications (dataset, source, period, load_id, published_at, records)
			SELECT 'ledger', 'huvudbok', period, load_id, now64(6), count() FROM ledger_records GROUP BY period, load_id`,
		"OPTIMIZE TABLE ledger_records FINAL",
	} {
		if err := w.Conn().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMeasuresOfAMonthReadThatMonth has the engine say how many rows of the ledger it would read.
func TestMeasuresOfAMonthReadThatMonth(t *testing.T) {
	w := withCatalogue(t)
	const rows, granule = 50_000, 8192
	fillLedger(t, w, rows)
	const estimate = "EXPLAIN ESTIMATE SELECT * FROM current_measures WHERE period IN (202306)"
	for _, line := range ask(t, w, "SELECT table, rows FROM ("+estimate+")") {
		table, text, _ := strings.Cut(line, " ")
		if n, err := strconv.Atoi(text); table == "ledger_records" && (err != nil || n > rows+2*granule) {
			t.Errorf("%s rows of the ledger would be read, of a month with %d", text, rows)
		}
	}
	expect(t, w, value("result", 202306, "actual", "month")) // no chart of accounts says what they belong to, so nothing is told
}
