package load_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// TestNoSmallGroupCanBeWorkedOut takes every sum of hours that an analyst can see, over months and areas, as an equation, and looks
// whether together they give away the hours of a group that is too small to be told.
func TestNoSmallGroupCanBeWorkedOut(t *testing.T) {
	w := withCatalogue(t)
	chart(t, w)
	persons := func(p period.Period, area string) int {
		switch {
		case p == 202303 && area == "B", p == 202306 && area == "A":
			return 10 // small beside a large one
		case p == 202308:
			return 5 // all together are few
		case p == 202310 && area == "B":
			return 0 // nobody is no small group
		}
		return 11
	}
	var records []*record.Record
	small := map[unknown]bool{}
	for p := period.Period(202201); p <= 202312; p = p.Add(1) {
		for _, area := range []string{"A", "B"} {
			n := persons(p, area)
			if n > 0 && n <= 10 {
				small[unknown{int(p), "Area " + area}] = true
			}
			for i := range n {
				records = append(records, makeRecord(t, "payroll", map[string]any{
					"period": int(p), "person": fmt.Sprint(area, i), "organisation": area,
					"employment": "monthly", "scheduled_hours": 16000 + i, "worked_hours": 15000, "sick_hours": 100 * i,
				}))
			}
		}
	}
	publish(t, w, meta("payroll", "lon", "a"), records...)
	if _, err := w.PublishMeasures(t.Context(), "run"); err != nil {
		t.Fatal(err)
	}
	equations := seen(t, w)
	if len(equations) < 100 {
		t.Fatalf("an analyst sees %d sums only", len(equations))
	}
	for x := range small {
		if implied(equations, map[unknown]bool{x: true}) {
			t.Errorf("the hours of %s in %d can be worked out", x.area, x.period)
		}
	}
	for _, told := range []unknown{{202302, "Area A"}, {202310, "Area A"}} { // the test can tell
		if !implied(equations, map[unknown]bool{told: true}) {
			t.Errorf("the hours of %s in %d are not told", told.area, told.period)
		}
	}
}

// unknown is the hours of an area in a month.
type unknown struct {
	period int
	area   string
}

// seen returns the sums that the view of an analyst shows: which months and areas each is of.
func seen(t *testing.T, w *load.Warehouse) []map[unknown]bool {
	t.Helper()
	told := map[unknown]bool{} // months that are told of an area, or of all together as ""
	for _, row := range ask(t, w, "SELECT concat(toString(period), ' ', slice) FROM kpi_values WHERE indicator = 'sick' AND scenario = 'actual' AND window = 'month'") {
		month, area, _ := strings.Cut(row, " ")
		told[unknown{number(t, month), area}] = true
	}
	windows := ask(t, w, `SELECT concat(slice, '|', toString(seen_from), '|', toString(first_month), '|', toString(last_month)) FROM kpi_windows
		WHERE indicator = 'sick' AND scenario = 'actual' AND slice_kind IN ('total', 'area')`)
	var equations []map[unknown]bool
	for _, row := range windows {
		fields := strings.Split(row, "|")
		equation := map[unknown]bool{}
		for no := number(t, fields[2]); no <= number(t, fields[3]); no++ {
			month := no/12*100 + no%12 + 1
			if !told[unknown{month, fields[0]}] {
				continue
			}
			areas := []string{fields[0]}
			if fields[0] == "" {
				areas = []string{"Area A", "Area B"}
			}
			for _, area := range areas {
				equation[unknown{month, area}] = true
			}
		}
		equations = append(equations, equation)
	}
	return equations
}

func number(t *testing.T, text string) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return n
}

// implied tells whether a sum is a combination of the others, by elimination with exact fractions.
func implied(equations []map[unknown]bool, target map[unknown]bool) bool {
	type row map[unknown]*big.Rat
	ratios := func(sum map[unknown]bool) row {
		r := row{}
		for x := range sum {
			r[x] = big.NewRat(1, 1)
		}
		return r
	}
	pivots := map[unknown]row{}
	reduce := func(r row) (pivot unknown, left bool) {
		for {
			var by row
			for x := range r {
				if by = pivots[x]; by != nil {
					pivot = x
					break
				}
			}
			if by == nil {
				for x := range r {
					return x, true
				}
				return pivot, false
			}
			factor := new(big.Rat).Quo(r[pivot], by[pivot])
			for x, c := range by {
				if r[x] == nil {
					r[x] = new(big.Rat)
				}
				r[x] = new(big.Rat).Sub(r[x], new(big.Rat).Mul(factor, c))
				if r[x].Sign() == 0 {
					delete(r, x)
				}
			}
		}
	}
	for _, equation := range equations {
		r := ratios(equation)
		pivot, left := reduce(r)
		if !left {
			continue
		}
		for x, other := range pivots { // no other row keeps the new pivot, so that reducing ends
			if c := other[pivot]; c != nil {
				factor := new(big.Rat).Quo(c, r[pivot])
				for y, d := range r {
					if other[y] == nil {
						other[y] = new(big.Rat)
					}
					other[y] = new(big.Rat).Sub(other[y], new(big.Rat).Mul(factor, d))
					if other[y].Sign() == 0 {
						delete(other, y)
					}
				}
				pivots[x] = other
			}
		}
		pivots[pivot] = r
	}
	_, left := reduce(ratios(target))
	return !left
}
