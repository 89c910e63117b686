package record_test

import (
	"regexp"
	"slices"
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// TestDatasetsAreSound checks what transform and load rely on.
func TestDatasetsAreSound(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z_]*$`)
	seen := map[string]bool{}
	for _, d := range record.Datasets() {
		if seen[d.Name] || !name.MatchString(d.Name) || d.Comment == "" {
			t.Errorf("dataset %q: it needs a name of its own and a comment", d.Name)
		}
		seen[d.Name] = true
		if record.Find(d.Name) != d {
			t.Errorf("dataset %s is not found", d.Name)
		}
		if (d.Index("period") >= 0) == d.Dimension() {
			t.Errorf("dataset %s: facts have a period and dimensions have none", d.Name)
		}
		for _, c := range d.Control {
			if i := d.Index(c); i < 0 || d.Columns[i].Type != record.Decimal {
				t.Errorf("dataset %s: control column %s is no decimal", d.Name, c)
			}
		}
		for _, c := range d.Key {
			if d.Index(c) < 0 {
				t.Errorf("dataset %s: there is no key column %s", d.Name, c)
			}
		}
		columns := map[string]bool{}
		for _, c := range d.Columns {
			soundColumn(t, d, c)
			if columns[c.Name] || !name.MatchString(c.Name) {
				t.Errorf("dataset %s: column %q needs a name of its own", d.Name, c.Name)
			}
			columns[c.Name] = true
		}
	}
	if record.Find("nothing") != nil {
		t.Error("a dataset that does not exist is found")
	}
}

// dimensions are the dimensions that codes are looked up in; indicators come from the catalogue.
var dimensions = []string{"account", "organisation", "project", "customer", "service", "indicator"}

func soundColumn(t *testing.T, d *record.Dataset, c record.Column) {
	t.Helper()
	switch {
	case c.Comment == "":
		t.Errorf("%s.%s has no comment", d.Name, c.Name)
	case c.Scale != 0 && c.Type != record.Decimal || c.Scale < 0 || c.Scale > 18:
		t.Errorf("%s.%s has scale %d", d.Name, c.Name, c.Scale)
	case len(c.Allowed) > 0 && c.Type != record.Code:
		t.Errorf("%s.%s: only codes have allowed values", d.Name, c.Name)
	case c.Lookup != "" && (c.Type != record.Code || !slices.Contains(dimensions, c.Lookup)):
		t.Errorf("%s.%s looks up in %s", d.Name, c.Name, c.Lookup)
	case (c.Name == "period") != (c.Type == record.Period):
		t.Errorf("%s.%s: a dataset has one period, and it is called so", d.Name, c.Name)
	}
}

func TestCodesRoundTrip(t *testing.T) {
	for _, codes := range [][]string{nil, {"it"}, {"it", "kostnader"}, {"a,b", "c d"}} {
		if got := record.SplitCodes(record.JoinCodes(codes)); !slices.Equal(got, codes) {
			t.Errorf("got %q, want %q", got, codes)
		}
	}
}

func TestPeriodOfARecord(t *testing.T) {
	ledger, account := record.Find("ledger"), record.Find("account")
	r := record.Record{Values: make([]record.Value, len(ledger.Columns))}
	r.Values[ledger.Index("period")].Int = 202313
	if got := r.Period(ledger); got != period.New(2023, 13) {
		t.Errorf("got %s", got)
	}
	if got := r.Period(account); got != 0 {
		t.Errorf("a dimension has the period %s", got)
	}
}

func TestMessages(t *testing.T) {
	tests := map[string]record.Reject{
		"missing value": {Reason: record.Missing},
		`malformed value: expected a number such as 1 234,5, found "ca 750"`: {
			Reason: record.Malformed, Expected: "a number such as 1 234,5", Found: "ca 750",
		},
		"malformed value: expected a personal identity number": {Reason: record.Malformed, Expected: "a personal identity number"},
		`unknown code, found "\""`:                             {Reason: record.UnknownCode, Found: `"`},
	}
	for want, reject := range tests {
		if got := reject.Message(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTypeNames(t *testing.T) {
	tests := map[record.Type]string{record.Code: "code", record.DateTime: "datetime", record.Person: "person", 99: "type 99"}
	for in, want := range tests {
		if got := in.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
