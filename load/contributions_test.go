package load_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// disagreements are the sums per measure and dimension that contributions and fact_measures do not agree about.
const disagreements = `
	SELECT measure, scenario, period, organisation, area, a.v, b.v
	FROM (SELECT measure, scenario, span, period, organisation, area, branch, customer, service, sum(value) AS v FROM contributions GROUP BY ALL) AS a
	FULL JOIN (SELECT measure, scenario, span, period, organisation, area, branch, customer, service, sum(value) AS v FROM fact_measures GROUP BY ALL) AS b
	USING (measure, scenario, span, period, organisation, area, branch, customer, service)
	WHERE NOT startsWith(measure, 'stated.') AND a.v != b.v`

// TestContributionsAreTheMeasures loads records of every kind, at random, and compares what the views make of them.
func TestContributionsAreTheMeasures(t *testing.T) {
	w := withCatalogue(t)
	chart(t, w)
	random := rand.New(rand.NewPCG(5, 6))
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	var ledger, plans, volumes, tickets, hours []*record.Record
	for i := range 300 {
		p := period.New(2021+random.IntN(3), random.IntN(14))
		month := period.New(p.Year(), 1+random.IntN(12))
		ledger = append(ledger, posting(t, p, one("3000", "5000", "9999"), one("A", "B", "C"), one("", "P"),
			random.IntN(100_000)-50_000))
		kind := one("account", "service", "indicator")
		plan := map[string]any{
			"period": int(month), "scenario": one("actual", "budget", "target"), "span": "month",
			"organisation": one("", "A"), "customer": one("", "K"), "value": random.IntN(1000),
		}
		plan[kind] = map[string]string{"account": "5000", "service": "T1", "indicator": "flow"}[kind]
		plans = append(plans, makeRecord(t, "plan", plan))
		volumes = append(volumes, volume(t, month, one("flow", "stock"), random.IntN(100)))
		ticket := map[string]any{"period": 202311, "ticket": fmt.Sprint(i), "opened_at": november(1)}
		if random.IntN(3) > 0 {
			ticket["due_at"] = november(1 + random.IntN(40))
		}
		if random.IntN(3) > 0 {
			ticket["resolved_at"] = november(1 + random.IntN(40))
		}
		tickets = append(tickets, makeRecord(t, "ticket", ticket))
		person := map[string]any{
			"period": int(period.New(2023, 1+random.IntN(3))), "person": fmt.Sprint(random.IntN(60)),
			"organisation": one("A", "A", "B"), "employment": one("monthly", "hourly"), "worked_hours": random.IntN(10_000),
		}
		if random.IntN(4) > 0 {
			person["scheduled_hours"], person["sick_hours"] = 16_000, random.IntN(1000)
		}
		hours = append(hours, makeRecord(t, "payroll", person))
	}
	publish(t, w, meta("ledger", "huvudbok", "l"), ledger...)
	publish(t, w, meta("plan", "planer", "p"), plans...)
	publish(t, w, meta("volume", "volymer", "v"), volumes...)
	publish(t, w, meta("ticket", "arenden", "t"), tickets...)
	publish(t, w, meta("payroll", "lon", "h"), hours...)
	expect(t, w, disagreements)
	expect(t, w, "SELECT dataset, count() > 0 FROM contributions GROUP BY dataset ORDER BY dataset",
		"ledger 1", "payroll 1", "plan 1", "ticket 1", "volume 1")
	expect(t, w, "SELECT sum(value) = (SELECT sum(value) FROM current_plan WHERE kind = 'indicator') FROM contributions WHERE measure = 'stated.flow'", "1")
}

func TestAContributionSaysWhereItCameFrom(t *testing.T) {
	w := withCatalogue(t)
	first := publish(t, w, byKey("a", load.Scope{}), volume(t, 202301, "flow", 1), volume(t, 202301, "stock", 2))
	second := publish(t, w, byKey("b", load.Scope{}), volume(t, 202301, "stock", 3))
	expect(t, w, "SELECT measure, toInt32(value), load_id = "+fmt.Sprint(second.LoadID)+", origin = "+fmt.Sprint(first.LoadID)+
		", sheet, row, key FROM contributions ORDER BY measure",
		"volume.flow 1 1 1 Blad1 7 flow", "volume.stock 3 1 0 Blad1 7 stock")
	expect(t, w, "SELECT file, job FROM deliveries ORDER BY load_id", "a.xlsx job", "b.xlsx job")
}

// TestHoursAreToldOfGroupsOnly: a month in which a sheet holds few persons of an area is not told apart by sheet, and one
// with a small area not by area.
func TestHoursAreToldOfGroupsOnly(t *testing.T) {
	w := withIndicators(t, indicators+"small_groups: {hours: 10}\n")
	chart(t, w)
	staff := func(p period.Period, unit, sheet string, from, to int) (all []*record.Record) {
		for i := from; i < to; i++ {
			r := makeRecord(t, "payroll", map[string]any{
				"period": int(p), "person": fmt.Sprint(unit, i), "organisation": unit,
				"employment": "monthly", "worked_hours": 100,
			})
			r.Sheet = sheet
			all = append(all, r)
		}
		return all
	}
	var records []*record.Record
	for _, some := range [][]*record.Record{
		staff(202301, "A", "ett", 0, 11), staff(202301, "A", "två", 11, 30), staff(202301, "B", "två", 0, 11), // all large
		staff(202302, "A", "ett", 0, 10), staff(202302, "A", "två", 10, 30), staff(202302, "B", "två", 0,
			11), // a small part
		staff(202303, "A", "ett", 0, 40), staff(202303, "B", "ett", 0, 10), // a small area in one sheet
		staff(202304, "A", "ett", 0, 11), staff(202304, "B", "två", 0, 10), // a small area, and so a small sheet
	} {
		records = append(records, some...)
	}
	publish(t, w, meta("payroll", "lon", "a"), records...)
	hours := "SELECT area, sheet, load_id > 0, records, value, row, cell, key FROM contributions " +
		"WHERE measure = 'payroll.worked_hours' AND period = %d ORDER BY area, sheet"
	expect(t, w, fmt.Sprintf(hours, 202301), "Area A ett 1 11 11 0  ", "Area A två 1 19 19 0  ",
		"Area B två 1 11 11 0  ")
	expect(t, w, fmt.Sprintf(hours, 202302), "Area A  0 30 30 0  ", "Area B  0 11 11 0  ")
	expect(t, w, fmt.Sprintf(hours, 202303), " ett 1 50 50 0  ")
	expect(t, w, fmt.Sprintf(hours, 202304), "  0 21 21 0  ")
	expect(t, w, disagreements)
}
