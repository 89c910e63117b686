// Package contributiontest has a small warehouse for tests of explanations and comparisons: the real tables and views,
// with records and times that are always the same.
package contributiontest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

// First and Second are the times of the two runs that the sample has seen.
var (
	First  = time.Date(2023, 4, 1, 8, 0, 0, 0, time.UTC)
	Second = time.Date(2023, 4, 10, 9, 30, 0, 0, time.UTC)
)

// Open makes the sample and returns a connection to it, which holds until the engine of the package's tests ends. It
// takes a while: tests of a package share it.
func Open(t testing.TB) driver.Conn {
	t.Helper()
	w, err := load.Open(t.Context(), enginetest.Endpoint().DSN("sample"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := &sample{t, w.Conn()}
	s.catalogue()
	s.first()
	s.measures(901, First)
	s.second()
	s.measures(902, Second)
	return w.Conn()
}

// sample is a warehouse being filled.
type sample struct {
	t    testing.TB
	conn driver.Conn
}

func (s *sample) exec(sql string) {
	s.t.Helper()
	if err := s.conn.Exec(s.t.Context(), sql); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
}

// insert adds rows to a table: a line each, the values apart by |.
func (s *sample) insert(table, columns, rows string) {
	s.t.Helper()
	var values []string
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		for i, field := range fields {
			if field = strings.TrimSpace(field); field != "NULL" && !strings.HasPrefix(field, "[") {
				field = "'" + field + "'"
			}
			fields[i] = field
		}
		values = append(values, "("+strings.Join(fields, ", ")+")")
	}
	s.exec("INSERT INTO " + table + " (" + columns + ") VALUES " + strings.Join(values, ", "))
}

// deliver registers a delivery and publishes it for periods; its records are inserted by the caller.
func (s *sample) deliver(load int, at time.Time, dataset, job, file string, periods ...int) {
	s.t.Helper()
	loaded := at.Add(-time.Minute).Format("2006-01-02 15:04:05")
	sha := strings.Repeat(fmt.Sprintf("%04x", load), 16)
	s.exec(fmt.Sprintf(`INSERT INTO loads (load_id, run_id, job, dataset, source, series, delivery, file, state, loaded_at)
		VALUES (%d, 'run', '%s', '%s', '%s', '%s', '%s', '%s', 'checked', '%s')`, load, job, dataset, job, job, sha, file, loaded))
	for _, p := range periods {
		s.publish(load, at.Add(-time.Minute), dataset, job, p)
	}
}

func (s *sample) publish(load int, at time.Time, dataset, source string, period int) {
	s.t.Helper()
	s.exec(fmt.Sprintf("INSERT INTO publications (dataset, source, period, load_id, published_at, run_id, records) VALUES ('%s', '%s', %d, %d, '%s', 'run', 1)",
		dataset, source, period, load, at.Format("2006-01-02 15:04:05")))
}

// measures computes and publishes the measures of all months, as a run does at its end.
func (s *sample) measures(load int, at time.Time) {
	s.t.Helper()
	s.exec(fmt.Sprintf("INSERT INTO measure_records SELECT %d, * FROM current_measures", load))
	s.exec(fmt.Sprintf("INSERT INTO cube_records SELECT * FROM measure_slices WHERE load_id = %d", load))
	s.publish(load, at, "measures", "measures", 0)
	s.exec(fmt.Sprintf(`INSERT INTO publications (dataset, source, period, load_id, published_at, run_id, records)
		SELECT 'measures', 'measures', period, load_id, '%s', 'run', count() FROM measure_records WHERE load_id = %d GROUP BY period, load_id`,
		at.Format("2006-01-02 15:04:05"), load))
}

// catalogue publishes the indicators, accounts and units.
func (s *sample) catalogue() {
	at := First.Add(-time.Hour)
	s.insert("indicator_records",
		"load_id, indicator, position, family, name_sv, name_en, definition_sv, definition_en, unit, decimals, "+
			"additivity, frequency, direction, tolerance, multiplier, divisor", `
		1 | fakturor  | 1 | invoices  | Fakturor            | Invoices         | Antal fakturor.               | Number of invoices.       | st    | 0 | sum   | month | neutral | 5 | 1   | 1
		1 | styckpris | 2 | unit_cost | Kostnad per faktura | Cost per invoice | Kostnad i öre per tre styck.  | Cost per three, in öre.   | öre   | 1 | ratio | month | lower   | 5 | 300 | 1
		1 | resultat  | 3 | finance   | Resultat            | Result           |                               |                           | kr    | 0 | sum   | month | higher  | 5 | 1   | 1
		1 | viktat    | 4 | other     | Viktat              | Weighted         |                               |                           | st    | 2 | sum   | month | neutral | 5 | 1   | 1
		1 | timmar    | 5 | hr        | Timmar              | Hours            |                               |                           | hours | 0 | sum   | month | neutral | 5 | 1   | 1`)
	s.insert("indicator_term_records", "load_id, indicator, side, measure, factor, area, service", `
		1 | fakturor  | numerator   | volume.fakturor     | 1          | |
		1 | styckpris | numerator   | ledger.kostnader    | 1          | |
		1 | styckpris | denominator | volume.fakturor     | 1          | |
		1 | resultat  | numerator   | ledger.kostnader    | -1         | |
		1 | resultat  | numerator   | ledger.intakter     | -1         | |
		1 | viktat    | numerator   | volume.vikt         | 0.33333333 | |
		1 | timmar    | numerator   | payroll.worked_hours | 1         | |`)
	s.deliver(1, at, "catalogue", "catalogue", "catalogue.yaml", 0)
	s.insert("account_records", "load_id, sheet, row, cell, account, name, groups", `
		2 | Konton | 2 | | 3000 | Intäkt | ['intakter']
		2 | Konton | 3 | | 5000 | Kostnad | ['kostnader']`)
	s.deliver(2, at, "account", "kontoplan", "kontoplan.xlsx", 0)
	s.insert("organisation_records", "load_id, sheet, row, cell, organisation, name, area", `
		3 | Ansvar | 2 | | A | Enhet A | Nord
		3 | Ansvar | 3 | | B | Enhet B | Syd`)
	s.deliver(3, at, "organisation", "ansvar", "ansvar.xlsx", 0)
	s.insert("service_records", "load_id, sheet, row, cell, service, name", "4 | Tjänster | 2 | | T1 | Lönetjänst")
	s.deliver(4, at, "service", "tjanster", "tjanster.xlsx", 0)
	s.insert("customer_records", "load_id, sheet, row, cell, customer, name", `
		5 | Kunder | 2 | | K1 | Nämnd ett
		5 | Kunder | 3 | | K2 | Nämnd två
		5 | Kunder | 4 | | K3 | Nämnd tre`)
	s.deliver(5, at, "customer", "kunder", "kunder.xlsx", 0)
}

// first is what the first run loads: January to March 2023.
func (s *sample) first() {
	s.insert("volume_records", "load_id, sheet, row, cell, period, item, service, customer, quantity", `
		11 | Fakturor | 5 | B5 | 202301 | fakturor | | K1 | 100
		11 | Fakturor | 5 | C5 | 202302 | fakturor | | K1 | 110
		11 | Fakturor | 5 | D5 | 202303 | fakturor | | K1 | 120
		11 | Fakturor | 6 | B6 | 202301 | fakturor | | K2 | 0
		11 | Fakturor | 6 | C6 | 202302 | fakturor | | K2 | 12
		11 | Fakturor | 6 | D6 | 202303 | fakturor | | K2 | 2000
		11 | Vikter   | 5 | B5 | 202301 | vikt     | | K1 | 0.0001
		11 | Vikter   | 6 | B6 | 202302 | vikt     | | K1 | 3`)
	s.deliver(11, First, "volume", "volymer", "volymer.xlsx", 202301, 202302, 202303)
	s.insert("ledger_records", "load_id, sheet, row, cell, period, account, organisation, project, activity, service, counterpart, voucher, amount", `
		12 | Transaktioner | 2 | E2 | 202301 | 5000 | A | | | | | V1 | 1000.50
		12 | Transaktioner | 3 | E3 | 202301 | 3000 | A | | | | | V1 | -1500
		12 | Transaktioner | 4 | E4 | 202302 | 5000 | B | | | | | V2 | 2000.25
		12 | Transaktioner | 5 | E5 | 202303 | 5000 | B | | | | | V3 | 300
		12 | Transaktioner | 6 | E6 | 202303 | 5000 | B | | | | | V3 | 300`)
	s.deliver(12, First, "ledger", "huvudbok", "huvudbok_2023.xlsx", 202301, 202302, 202303)
	s.insert("plan_records", "load_id, sheet, row, cell, period, scenario, version, span, indicator, account, organisation, project, service, customer, value", `
		13 | Mål | 4 | C4 | 202303 | target | | month | fakturor | | | | | | 150
		13 | Mål | 4 | O4 | 202300 | target | | year  | fakturor | | | | | | 1800`)
	s.deliver(13, First, "plan", "mal", "mal_2023.xlsx", 202300, 202303)
	s.insert("plan_records", "load_id, sheet, row, cell, period, scenario, version, span, indicator, account, organisation, project, service, customer, value", `
		14 | Kostnader | 4 | D4 | 202300 | budget | beslut | year | | | | | T1 | | 1000.00
		14 | Kostnader | 5 | D5 | 202300 | budget | beslut | year | | | | | T1 | | 0.01`)
	s.deliver(14, First, "plan", "tjanstekostnader", "kostnader.xlsx", 202300)
	s.insert("allocation_records", "load_id, sheet, row, cell, period, service, customer, driver, share", `
		15 | Nycklar | 2 | C2 | 202300 | T1 | K1 | equal | 0.3333333333
		15 | Nycklar | 3 | C3 | 202300 | T1 | K2 | equal | 0.3333333333
		15 | Nycklar | 4 | C4 | 202300 | T1 | K3 | equal | 0.3333333334`)
	s.deliver(15, First, "allocation", "nycklar", "nycklar_2023.xlsx", 202300)
	s.hours()
}

// hours are those of 30 persons: in January in one delivery, in February with a correction for one of them in another.
func (s *sample) hours() {
	for _, month := range []int{202301, 202302} {
		s.exec(fmt.Sprintf(`INSERT INTO payroll_records (load_id, sheet, row, cell, period, person, organisation, employment, worked_hours)
			SELECT %d, 'Tid', number + 2, '', %d, toString(number), if(number < 15, 'A', 'B'), 'monthly', 100 FROM numbers(%d)`,
			month, month, 30-month%2))
		s.deliver(month, First, "payroll", "lon", fmt.Sprintf("lon_%d.xlsx", month), month)
	}
	s.insert("payroll_records", "load_id, sheet, row, cell, period, person, organisation, employment, worked_hours",
		"16 | Tid | 2 | | 202302 | 99 | B | monthly | 80")
	s.deliver(16, First, "payroll", "lon/rattelse", "rattelse.xlsx", 202302)
}

// second is what the second run loads: the volumes anew, with a changed figure, one less and one more; and a posting
// less, with another one that has come in its place.
func (s *sample) second() {
	s.insert("volume_records", "load_id, sheet, row, cell, origin, period, item, service, customer, quantity", `
		21 | Fakturor | 5 | B5 | 0  | 202301 | fakturor | | K1 | 100
		21 | Fakturor | 5 | C5 | 0  | 202302 | fakturor | | K1 | 110
		21 | Fakturor | 5 | D5 | 0  | 202303 | fakturor | | K1 | 125
		21 | Fakturor | 7 | C7 | 0  | 202302 | fakturor | | K2 | 12
		21 | Fakturor | 8 | D8 | 0  | 202303 | fakturor | | K3 | 7
		21 | Vikter   | 5 | B5 | 11 | 202301 | vikt     | | K1 | 0.0001
		21 | Vikter   | 6 | B6 | 11 | 202302 | vikt     | | K1 | 3`)
	s.deliver(21, Second, "volume", "volymer", "volymer_rättad.xlsx", 202301, 202302, 202303)
	s.insert("ledger_records", "load_id, sheet, row, cell, period, account, organisation, project, activity, service, counterpart, voucher, amount", `
		22 | Transaktioner | 2 | E2 | 202303 | 5000 | B | | | | | V3 | 300
		22 | Transaktioner | 3 | E3 | 202303 | 5000 | A | | | | | V4 | 250`)
	s.deliver(22, Second, "ledger", "huvudbok", "huvudbok_2023-03.xlsx", 202303)
}
