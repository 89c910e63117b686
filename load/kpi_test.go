package load_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/transform/record"
)

// indicators is a catalogue with one indicator of each kind.
const indicators = `
indicators:
  - {id: flow, name: {sv: f, en: f}, unit: st, additivity: sum, frequency: month, direction: higher, tolerance: 10,
     numerator: [{measure: volume.flow}]}
  - {id: stock, name: {sv: s, en: s}, unit: st, additivity: last, frequency: month, direction: neutral, numerator: [{measure: volume.stock}]}
  - {id: sick, name: {sv: s, en: s}, family: hr, unit: "%", additivity: ratio, frequency: month, direction: lower, multiplier: 100, tolerance: 10,
     numerator: [{measure: payroll.sick_hours}], denominator: [{measure: payroll.scheduled_hours}]}
  - {id: survey, name: {sv: s, en: s}, unit: index, additivity: ratio, frequency: year, direction: higher, multiplier: 100, divisor: 9,
     numerator: [{measure: volume.points}, {measure: volume.answers, factor: -1}], denominator: [{measure: volume.answers}]}
  - {id: result, name: {sv: r, en: r}, unit: kr, additivity: sum, frequency: month, direction: higher, numerator: [{measure: ledger.all, factor: -1}]}
  - {id: staff, name: {sv: p, en: p}, unit: kr, additivity: sum, frequency: month, direction: lower, numerator: [{measure: ledger.staff}]}
  - {id: development, name: {sv: d, en: d}, unit: kr, additivity: sum, frequency: month, direction: lower, numerator: [{measure: ledger.all.development}]}
  - {id: sla, name: {sv: s, en: s}, family: sla, unit: "%", additivity: ratio, frequency: month, direction: higher, multiplier: 100,
     numerator: [{measure: ticket.met}], denominator: [{measure: ticket.measured}]}
`

// withCatalogue returns a warehouse in which the indicators are published.
func withCatalogue(t *testing.T) *load.Warehouse {
	t.Helper()
	return withIndicators(t, indicators)
}

func withIndicators(t *testing.T, text string) *load.Warehouse {
	t.Helper()
	w := open(t)
	c, err := catalogue.Parse("catalogue.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} { // the same catalogue again changes nothing
		published, err := w.PublishCatalogue(t.Context(), c, "run")
		if err != nil || published != want {
			t.Fatalf("published %v, want %v; error %v", published, want, err)
		}
	}
	return w
}

func value(indicator string, p period.Period, scenario, window string) string {
	return fmt.Sprintf("SELECT value FROM kpi_values WHERE indicator = '%s' AND period = %d AND scenario = '%s' AND window = '%s' AND slice_kind = 'total'",
		indicator, p, scenario, window)
}

// TestWindowsAgreeWithSums compares every window of a flow and a stock with sums made here, over random months.
func TestWindowsAgreeWithSums(t *testing.T) {
	w := withCatalogue(t)
	random := rand.New(rand.NewPCG(1, 2))
	flow, stock := map[period.Period]int{}, map[period.Period]int{}
	var records []*record.Record
	for p := period.Period(202201); p <= 202311; p = p.Add(1) {
		if p == 202305 {
			continue // never delivered
		}
		for range 1 + random.IntN(3) {
			n := random.IntN(1000)
			flow[p] += n
			records = append(records, volume(t, p, "flow", n))
		}
		stock[p] = random.IntN(1000)
		records = append(records, volume(t, p, "stock", stock[p]))
	}
	publish(t, w, meta("volume", "volymer", "a"), records...)
	sum := func(from, to period.Period) []string {
		total := 0
		for p := from; p <= to; p = p.Add(1) {
			n, delivered := flow[p]
			if !delivered {
				return []string{"NULL"}
			}
			total += n
		}
		return []string{fmt.Sprint(total)}
	}
	for _, p := range []period.Period{202203, 202212, 202304, 202306, 202311} {
		january, tertial := period.New(p.Year(), 1), period.New(p.Year(), (p.Tertial()-1)*4+1)
		expect(t, w, value("flow", p, "actual", "month"), sum(p, p)...)
		expect(t, w, value("flow", p, "actual", "ytd"), sum(january, p)...)
		expect(t, w, value("flow", p, "actual", "r12"), sum(p.Add(-11), p)...)
		expect(t, w, value("flow", p, "actual", "tertial"), sum(tertial, p)...)
		expect(t, w, value("flow", p, "actual", "tertial_full"), sum(tertial, tertial.Add(3))...)
		expect(t, w, value("flow", p, "actual", "year"), sum(january, january.Add(11))...)
		expect(t, w, value("stock", p, "actual", "tertial"), fmt.Sprint(stock[p]))
	}
	expect(t, w, "SELECT actual_ytd, prior_year_ytd, actual_r12 FROM kpi_monthly WHERE indicator = 'flow' AND slice_kind = 'total' AND period = 202304",
		fmt.Sprintf("%s %s %s", sum(202301, 202304)[0], sum(202201, 202204)[0], sum(202205, 202304)[0]))
}

func TestAWindowWithAMissingMonthHasNoValue(t *testing.T) {
	w := withCatalogue(t)
	publish(t, w, meta("volume", "volymer", "a"), volume(t, 202301, "flow", 1), volume(t, 202303, "flow", 0))
	expect(t, w, "SELECT value, months, expected FROM kpi_values WHERE indicator = 'flow' AND period = 202303 AND window = 'ytd' AND slice_kind = 'total'", "NULL 2 3")
	expect(t, w, value("flow", 202303, "actual", "month"), "0") // 0 stays 0
}

func TestARatioIsPooledAndNeverAnAverageOfAverages(t *testing.T) {
	w := withIndicators(t, indicators+"small_groups: {sickness: 0, hours: 0}\n")
	var records []*record.Record
	hours := func(p period.Period, person, employment string, scheduled, sick int) *record.Record {
		values := map[string]any{"period": int(p), "person": person, "organisation": "A", "employment": employment, "worked_hours": 100, "sick_hours": sick * 100}
		if scheduled > 0 {
			values["scheduled_hours"] = scheduled * 100
		}
		return makeRecord(t, "payroll", values)
	}
	records = append(records, hours(202301, "a", "monthly", 100, 10), hours(202301, "b", "monthly", 300, 0), hours(202302, "a", "monthly", 100, 20),
		hours(202301, "c", "hourly", 0, 50)) // staff without a schedule does not count
	publish(t, w, meta("payroll", "lon", "a"), records...)
	expect(t, w, value("sick", 202301, "actual", "month"), "2.5")
	expect(t, w, value("sick", 202302, "actual", "ytd"), "6") // 30 of 500 hours, not the mean of 2.5 and 20
}

func TestASurveyIsMeasuredOnceAYear(t *testing.T) {
	w := withCatalogue(t)
	publish(t, w, meta("volume", "nki", "a"), volume(t, 202205, "points", 640), volume(t, 202205, "answers", 100))
	expect(t, w, value("survey", 202211, "actual", "year"), "60") // (6.4 - 1) / 9 * 100
	expect(t, w, value("survey", 202311, "actual", "year"))
}

// chart publishes an account that is staff cost from 2023, and was other cost before, a unit and two projects.
func chart(t *testing.T, w *load.Warehouse) {
	t.Helper()
	account := func(code string, from int, groups ...string) *record.Record {
		return makeRecord(t, "account", map[string]any{"account": code, "name": "n", "groups": groups, "valid_from": from})
	}
	publish(t, w, meta("account", "kontoplan", "a"), account("3000", 1900, "all"), account("5000", 1900, "all"), account("5000", 2023, "all", "staff"))
	publish(t, w, meta("organisation", "ansvar", "a"),
		makeRecord(t, "organisation", map[string]any{"organisation": "A", "name": "n", "area": "Area A"}),
		makeRecord(t, "organisation", map[string]any{"organisation": "B", "name": "n", "area": "Area B"}))
	publish(t, w, meta("project", "projekt", "a"), makeRecord(t, "project", map[string]any{"project": "P", "name": "n", "kind": "development"}))
}

func posting(t *testing.T, p period.Period, account, organisation, project string, ore int) *record.Record {
	return makeRecord(t, "ledger", map[string]any{"period": int(p), "account": account, "organisation": organisation, "project": project, "amount": ore})
}

func TestTheLedgerBecomesResultAndCosts(t *testing.T) {
	w := withCatalogue(t)
	chart(t, w)
	publish(t, w, meta("ledger", "huvudbok", "a"),
		posting(t, 202200, "3000", "A", "", -99999), // an opening balance is no result
		posting(t, 202212, "5000", "A", "", 100), posting(t, 202213, "5000", "A", "", 11),
		posting(t, 202301, "3000", "A", "", -1_000_50), posting(t, 202301, "5000", "A", "", 600_25), posting(t, 202301, "5000", "B", "P", 300_26),
		posting(t, 202302, "3000", "B", "", 0))
	expect(t, w, value("result", 202301, "actual", "month"), "99.99")
	expect(t, w, value("staff", 202301, "actual", "month"), "900.51")
	expect(t, w, value("staff", 202212, "actual", "month"), "0") // the account was in another group then
	expect(t, w, value("result", 202212, "actual", "month"), "-1.11")
	expect(t, w, value("development", 202301, "actual", "month"), "300.26")
	expect(t, w, value("staff", 202302, "actual", "month"), "0") // the ledger was delivered, without such a posting
	expect(t, w, value("staff", 202303, "actual", "month"))      // no ledger, no figure
	expect(t, w, "SELECT slice, value FROM kpi_values WHERE indicator = 'result' AND period = 202301 AND window = 'month' AND slice_kind = 'branch_area' ORDER BY slice",
		"administration/Area A 400.25", "development/Area B -300.26")
}

func TestTheNewestVersionOfAPlanCounts(t *testing.T) {
	w := withCatalogue(t)
	target := func(p, dated, value int, span string) *record.Record {
		r := makeRecord(t, "plan", map[string]any{"period": p, "scenario": "target", "span": span, "indicator": "flow", "value": value * 10_000})
		r.Values[record.Find("plan").Index("dated")] = record.Value{Time: november(dated)}
		return r
	}
	for _, dated := range []int{3, 1} { // whichever is loaded last
		m := meta("plan", fmt.Sprint("mal/v", dated), fmt.Sprint(dated))
		m.Series = "mal"
		publish(t, w, m, target(202301, dated, 10*dated, "month"), target(202300, dated, 100*dated, "year"))
	}
	expect(t, w, value("flow", 202301, "target", "month"), "30")
	expect(t, w, value("flow", 202307, "target", "year"), "300")
	expect(t, w, "SELECT count() FROM plan", "4") // the earlier version stays
	publish(t, w, meta("volume", "volymer", "a"), volume(t, 202301, "flow", 28))
	expect(t, w, "SELECT status, shortfall FROM kpi_status WHERE indicator = 'flow' AND period = 202301 AND window = 'month'", "yellow 2")
}

func TestServiceLevelsCountWhatWasAgreed(t *testing.T) {
	w := withCatalogue(t)
	ticket := func(number string, due, resolved int) *record.Record {
		values := map[string]any{"period": 202311, "ticket": number, "opened_at": november(1)}
		if due > 0 {
			values["due_at"] = november(due)
		}
		if resolved > 0 {
			values["resolved_at"] = november(resolved)
		}
		return makeRecord(t, "ticket", values)
	}
	publish(t, w, meta("ticket", "arenden", "a"), ticket("met", 5, 5), ticket("late", 5, 6), ticket("open and overdue", 5, 0),
		ticket("open, not yet due", 40, 0), ticket("nothing agreed", 0, 3), ticket("met too", 9, 2))
	expect(t, w, "SELECT met, measured, compliance FROM sla_compliance WHERE window = 'month' AND slice_kind = 'total'", "2 4 50")
}

func TestSmallGroupsAreHidden(t *testing.T) {
	w := withCatalogue(t)
	chart(t, w)
	staff := func(p period.Period, unit string, n int) []*record.Record {
		var all []*record.Record
		for i := range n {
			all = append(all, makeRecord(t, "payroll", map[string]any{
				"period": int(p), "person": fmt.Sprint(unit, i), "organisation": unit, "employment": "monthly",
				"scheduled_hours": 16500, "worked_hours": 15000, "sick_hours": 1650,
			}))
		}
		return all
	}
	records := append(staff(202301, "A", 40), staff(202301, "B", 11)...)
	records = append(records, append(staff(202302, "A", 40), staff(202302, "B", 10)...)...)
	publish(t, w, meta("payroll", "lon", "a"), records...)
	areas := "SELECT slice FROM kpi_values WHERE indicator = 'sick' AND window = '%s' AND period = %d AND slice_kind NOT IN ('total') AND value IS NOT NULL ORDER BY slice"
	expect(t, w, fmt.Sprintf(areas, "month", 202301), "Area A", "Area B")
	// One area is too small, and a total without the other area would reveal it: neither is shown, nor sums over the month.
	expect(t, w, fmt.Sprintf(areas, "month", 202302))
	expect(t, w, fmt.Sprintf(areas, "ytd", 202302))
	expect(t, w, value("sick", 202302, "actual", "ytd"), "10")
}

func TestCostsAreSharedToTheOre(t *testing.T) {
	w := withCatalogue(t)
	random := rand.New(rand.NewPCG(3, 4))
	var costs, keys []*record.Record
	for service := range 20 {
		code := fmt.Sprintf("T%02d", service)
		cost := random.Int64N(2_000_000_00) - 1_000_000_00
		costs = append(costs, makeRecord(t, "plan", map[string]any{"period": 202300, "scenario": "actual", "span": "year", "service": code, "value": int(cost) * 100}))
		left := 10_000_000_000
		customers := 1 + random.IntN(30)
		for c := range customers {
			share := left
			if c < customers-1 {
				share = random.IntN(left/2 + 1)
			}
			left -= share
			keys = append(keys, makeRecord(t, "allocation", map[string]any{"period": 202300, "service": code, "customer": fmt.Sprintf("K%02d", c), "share": share}))
		}
	}
	publish(t, w, meta("plan", "kostnader", "a"), costs...)
	publish(t, w, meta("allocation", "nycklar", "a"), keys...)
	expect(t, w, "SELECT count() FROM cost_per_service", "20")
	expect(t, w, `SELECT service, cost, shared FROM cost_per_service AS c INNER JOIN (SELECT service, sum(cost) AS shared, count(cost) AS parts FROM cost_per_customer GROUP BY service) AS p
		ON c.service = p.service WHERE c.cost != p.shared`)
	expect(t, w, "SELECT count() FROM cost_per_customer WHERE abs(cost - toDecimal128(share, 12) * (SELECT sum(cost) FROM cost_per_service AS s WHERE s.service = 'T00')) > 0.01 AND service = 'T00'", "0")
}

// november is midnight at the start of a day of November 2023; days beyond 30 lie in the months after.
func november(day int) time.Time { return time.Date(2023, 11, day, 0, 0, 0, 0, time.UTC) }
