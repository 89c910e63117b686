package load_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// account is an account with the report groups of its postings.
func accountIn(t *testing.T, account string, groups ...string) *record.Record {
	return makeRecord(t, "account", map[string]any{"account": account, "name": account, "groups": groups})
}

// differences are the rows that the published measures of open months have and those computed from the records have not, and
// the other way round.
const differences = `
	SELECT period, indicator, scenario, sum(side), sum(side * numerator) FROM
	(
		SELECT period, indicator, scenario, span, numerator, denominator, stated, 1 AS side FROM measures
		UNION ALL SELECT period, indicator, scenario, span, numerator, denominator, stated, -1 FROM current_measures
	)
	WHERE period NOT IN (SELECT period FROM closed_periods)
	GROUP BY period, indicator, scenario, span, numerator, denominator, stated HAVING sum(side) != 0`

// TestMeasuresOfChangedMonthsAreThoseOfAll does at random what changes measures, and compares the measures that are
// computed month by month with those computed from everything.
func TestMeasuresOfChangedMonthsAreThoseOfAll(t *testing.T) {
	w := withCatalogue(t)
	random := rand.New(rand.NewPCG(5, 5))
	month := func() period.Period { return period.Period(202201).Add(random.IntN(14)) }
	deliveries := 0
	deliver := func(dataset, source string, scope period.Period, records ...*record.Record) {
		deliveries++
		m := meta(dataset, source, fmt.Sprint("d", deliveries))
		m.Scope = load.Scope{From: scope, To: scope}
		publish(t, w, m, records...)
	}
	changes := []func(){
		func() { p := month(); deliver("volume", "v", p, volume(t, p, "flow", random.IntN(100))) },
		func() { p := month(); deliver("ledger", "l", p, posting(t, p, "5010", "100", "", random.IntN(1e6))) },
		func() { p := month(); deliver("ledger", "l", p, posting(t, p, "5020", "200", "", -random.IntN(1e6))) },
		func() {
			deliver("account", "a", 0, accountIn(t, "5010", "all"), accountIn(t, "5020", []string{"all", "staff"}[random.IntN(2):]...))
		},
		func() {
			p, day := month(), 1+random.IntN(28)
			m := meta("plan", fmt.Sprint("plan", day), fmt.Sprint("p", day))
			m.Series = "plan"
			publish(t, w, m, makeRecord(t, "plan", map[string]any{
				"period": int(p), "scenario": "budget", "version": fmt.Sprint(day),
				"dated": time.Date(2022, 1, day, 0, 0, 0, 0, time.UTC), "span": "month", "account": "5010", "value": random.IntN(1e6),
			}))
		},
		func() {
			p := month()
			decide := []func() (load.Closing, error){
				func() (load.Closing, error) { return w.CloseMonth(t.Context(), load.Decision{Period: p}) },
				func() (load.Closing, error) { return w.ReopenMonth(t.Context(), load.Decision{Period: p}) },
				func() (load.Closing, error) { return w.RestateMonth(t.Context(), load.Decision{Period: p}) },
			}[random.IntN(3)]
			if _, err := decide(); err != nil && !errors.Is(err, load.ErrClosed) && !errors.Is(err, load.ErrNotClosed) && !errors.Is(err, load.ErrNothing) {
				t.Fatal(err)
			}
		},
		func() {
			if _, err := w.Rollback(t.Context(), load.Source{Dataset: "ledger", Name: "l"}, "run"); err != nil &&
				!errors.Is(err, load.ErrNoEarlier) && !errors.Is(err, load.ErrClosed) {
				t.Fatal(err)
			}
		},
	}
	for range 10 {
		for range 4 {
			changes[random.IntN(len(changes))]()
		}
		expect(t, w, differences)
		if t.Failed() {
			t.FailNow()
		}
	}
}

// TestAClosedMonthStaysAsItIs closes a month and changes everything that its figures are made of.
func TestAClosedMonthStaysAsItIs(t *testing.T) {
	w := withCatalogue(t)
	publish(t, w, meta("account", "a", "1"), accountIn(t, "5010", "all"))
	publish(t, w, meta("ledger", "l", "1"), posting(t, 202301, "5010", "100", "", 100), posting(t, 202302, "5010", "100", "", 200))
	closing, err := w.CloseMonth(t.Context(), load.Decision{Period: 202301, Name: "januari"})
	if err != nil || closing.Name != "januari" {
		t.Fatalf("%+v, %v", closing, err)
	}
	publish(t, w, meta("account", "a", "2"), accountIn(t, "5010", "staff"))
	late := publish(t, w, meta("ledger", "l", "2"), posting(t, 202301, "5010", "100", "", 101), posting(t, 202302, "5010", "100", "", 202))
	if fmt.Sprint(late.Periods, late.Held) != "[2023-02] [2023-01]" {
		t.Errorf("published %v, held %v", late.Periods, late.Held)
	}
	expect(t, w, "SELECT period, indicator, value FROM kpi_values WHERE slice_kind = 'total' AND window = 'month' AND value != 0 ORDER BY period",
		"202301 result -1", "202302 staff 2.02")
	expect(t, w, "SELECT period, amount FROM ledger ORDER BY period", "202301 1", "202302 2.02")
	expect(t, w, "SELECT period, closing, source, records FROM late_deliveries", "202301 januari l 1")
	if standing, err := w.Standing(t.Context(), meta("ledger", "l", "2")); err != nil || standing != load.Current {
		t.Errorf("what waits is %v, %v", standing, err)
	}
	// The same records in other bytes are no change.
	publish(t, w, meta("ledger", "l", "3"), posting(t, 202301, "5010", "100", "", 100))
	expect(t, w, "SELECT count() FROM late_deliveries", "0")

	publish(t, w, meta("ledger", "l", "4"), posting(t, 202301, "5010", "100", "", 104))
	if _, err := w.RestateMonth(t.Context(), load.Decision{Period: 202301, Name: "rättad"}); err != nil {
		t.Fatal(err)
	}
	expect(t, w, "SELECT period, amount FROM ledger ORDER BY period", "202301 1.04")
	expect(t, w, "SELECT name, dataset, delivery FROM closing_pins WHERE dataset = 'ledger' AND period = 202301 ORDER BY closed_at",
		"januari ledger 1", "rättad ledger 4")
	sql, _ := load.AsOf("SELECT period, amount FROM ledger ORDER BY period", closing.At)
	expect(t, w, sql, "202301 1", "202302 2")
}

// TestRollbackGoesBackAndForth publishes three times, of which the second has a month more.
func TestRollbackGoesBackAndForth(t *testing.T) {
	w := withCatalogue(t)
	source := load.Source{Dataset: "volume", Name: "v"}
	if _, err := w.Rollback(t.Context(), source, "run"); !errors.Is(err, load.ErrNoEarlier) {
		t.Errorf("of nothing: %v", err)
	}
	publish(t, w, meta("volume", "v", "a"), volume(t, 202301, "flow", 1))
	publish(t, w, meta("volume", "v", "b"), volume(t, 202301, "flow", 2), volume(t, 202302, "flow", 2))
	afterB := time.Now()
	publish(t, w, meta("volume", "v", "c"), volume(t, 202301, "flow", 3))
	const sql = "SELECT period, quantity FROM volume ORDER BY period"
	expect(t, w, sql, "202301 3")
	for _, want := range [][]string{{"202301 2", "202302 2"}, {"202301 1"}} {
		if _, err := w.Rollback(t.Context(), source, "run"); err != nil {
			t.Fatal(err)
		}
		expect(t, w, sql, want...)
	}
	for delivery, want := range map[string]load.Standing{"a": load.Current, "b": load.Withdrawn, "c": load.Withdrawn, "d": load.New} {
		if standing, err := w.Standing(t.Context(), meta("volume", "v", delivery)); err != nil || standing != want {
			t.Errorf("delivery %s is %v, want %v; %v", delivery, standing, want, err)
		}
	}
	if _, err := w.Rollback(t.Context(), source, "run"); !errors.Is(err, load.ErrNoEarlier) {
		t.Errorf("past the first: %v", err)
	}
	if _, err := w.RollbackTo(t.Context(), source, afterB, "run"); err != nil {
		t.Fatal(err)
	}
	expect(t, w, sql, "202301 2", "202302 2")
	expect(t, w, "SELECT period, value FROM kpi_values WHERE indicator = 'flow' AND window = 'month' AND slice_kind = 'total' ORDER BY period",
		"202301 2", "202302 2")
}
