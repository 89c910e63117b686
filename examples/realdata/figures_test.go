package realdata_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"nyckeltal/transform/record"
)

func TestLambeth(t *testing.T) {
	august := mapFile(t, "lambeth", "lambeth-2011-08.csv")
	august.counts(t, 1010, map[string]int{"above heading": 1, "heading": 1, "total": 1})
	equal(t, "August 2011", august.sum("amount", nil), "41 146 090.89")
	march := mapFile(t, "lambeth", "lambeth-2012-03.csv")
	march.counts(t, 1083, map[string]int{"above heading": 1, "heading": 1, "total": 1})
	equal(t, "March 2012", march.sum("amount", nil), "50 107 019.65")
}

func TestLeeds(t *testing.T) {
	m := mapFile(t, "leeds", "leeds-2013-09-raw.csv")
	m.counts(t, 8630, map[string]int{"heading": 1, "total": 1})
	equal(t, "paid", m.sum("amount", nil), "88 683 824.09")
}

func TestPhiladelphia(t *testing.T) {
	m := mapFile(t, "philadelphia", "philadelphia_fy17_obligation_history.xlsx")
	m.counts(t, 216, map[string]int{
		"above heading": 3, "heading": 4, "total": 75, "department": 74, "second line": 5, "note": 1, "recapitulation": 12,
	})
	for _, year := range []struct {
		period         int64
		scenario, want string
	}{
		{201500, "actual", "3 831 515 337"}, {201600, "forecast", "4 052 481 826"}, {201700, "budget", "4 167 755 000"},
	} {
		sum := m.sum("value", func(r *record.Record) bool {
			return m.of(r, "period").Int == year.period && m.of(r, "scenario").Str == year.scenario
		})
		equal(t, year.scenario, sum, year.want)
	}
	police := m.sum("value", func(r *record.Record) bool {
		return m.of(r, "organisation").Str == "Police" && m.of(r, "period").Int == 201700
	})
	equal(t, "Police", police, "650 176 870")
}

func TestOakland(t *testing.T) {
	m := mapFile(t, "oakland", "oakland_proposed_2013-15_DATE1904.xlsx")
	m.counts(t, 17579, map[string]int{"heading": 1})
	of := func(year int64, revenue bool) func(*record.Record) bool {
		return func(r *record.Record) bool {
			isRevenue := strings.HasPrefix(m.of(r, "account").Str, "4") // the class of revenues
			return m.of(r, "period").Int == year*100 && isRevenue == revenue
		}
	}
	equal(t, "expense FY13-14", m.sum("value", of(2014, false)), "1 039 006 929")
	equal(t, "expense FY14-15", m.sum("value", of(2015, false)), "1 060 583 969")
	equal(t, "revenue FY13-14", m.sum("value", of(2014, true)), "-1 052 690 555")
	equal(t, "revenue FY14-15", m.sum("value", of(2015, true)), "-1 071 696 861")
}

func TestSogndal(t *testing.T) {
	m := mapFile(t, "sogndal", "sogndal_driftsbudsjett_2013_original.csv")
	if m.Rows != 4899 {
		t.Errorf("%d rows, want 4899 with the heading", m.Rows)
	}
	m.counts(t, 4898, map[string]int{"heading": 1})
	for _, of := range []struct {
		period         int64
		scenario, want string
	}{{201100, "actual", "16"}, {201200, "budget", "0"}, {201300, "budget", "0"}} {
		records := 0
		sum := m.sum("value", func(r *record.Record) bool {
			is := m.of(r, "period").Int == of.period && m.of(r, "scenario").Str == of.scenario
			if is {
				records++
			}
			return is
		})
		equal(t, of.scenario, sum, of.want)
		if records != 4898 {
			t.Errorf("%d has %d records", of.period, records)
		}
	}
}

func TestContractedValue(t *testing.T) {
	m := mapFile(t, "uhm", "uhm_contracted_value_2021.xlsx")
	m.counts(t, 9780, map[string]int{"heading": 1})
	equal(t, "contracted", m.sum("quantity", nil), "244 382 960 612")
	short := slices.ContainsFunc(m.records, func(r record.Record) bool { return len(m.of(&r, "customer").Str) < 9 })
	if short {
		t.Error("organisation numbers are cut")
	}
}

// TestMissingSigns compares the times with the flag that the file has beside them: whether a request was closed in time.
func TestMissingSigns(t *testing.T) {
	const file = "boston311_2015_missing_sign.csv"
	m := mapFile(t, "boston", file)
	m.counts(t, 1117, map[string]int{"heading": 1})
	f, err := os.Open(open(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	flag := slices.Index(rows[0], "OnTime_Status")
	compared := 0
	for i := range m.records {
		r := &m.records[i]
		due, resolved := m.of(r, "due_at"), m.of(r, "resolved_at")
		if due.Null || resolved.Null {
			continue
		}
		compared++
		if inTime := !resolved.Time.After(due.Time); inTime != (rows[i+1][flag] == "ONTIME") {
			t.Errorf("row %d: due %s, closed %s, and the file says %s", r.Row, due.Time, resolved.Time, rows[i+1][flag])
		}
	}
	if compared != 1089 {
		t.Errorf("%d requests have both times, want 1089", compared)
	}
}
