package load_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/load/catalogue"
)

// misspelt is a catalogue that counts what nothing has.
const misspelt = `
indicators:
  - {id: staff, name: {sv: p, en: p}, unit: kr, additivity: sum, frequency: month, direction: lower, numerator: [{measure: ledger.staff}]}
  - {id: staf, name: {sv: p, en: p}, unit: kr, additivity: sum, frequency: month, direction: lower, numerator: [{measure: ledger.staf}]}
  - {id: part, name: {sv: p, en: p}, unit: kr, additivity: sum, frequency: month, direction: lower, numerator: [{measure: ledger.all, area: Area C}]}
  - {id: built, name: {sv: p, en: p}, unit: kr, additivity: sum, frequency: month, direction: lower, numerator: [{measure: ledger.staf.development}]}
  - {id: each, name: {sv: e, en: e}, unit: kr, additivity: ratio, frequency: month, direction: lower,
     numerator: [{measure: volume.flow}, {measure: volume.flaw}], denominator: [{measure: volume.stock}]}
  - {id: later, name: {sv: l, en: l}, unit: st, additivity: sum, frequency: month, direction: lower, numerator: [{measure: volume.later}]}
`

// TestWhatNothingCanGiveIsMissingAndSaid has a month of the ledger in which nothing is posted on anything that is counted.
func TestWhatNothingCanGiveIsMissingAndSaid(t *testing.T) {
	w := withIndicators(t, misspelt)
	c, err := catalogue.Parse("catalogue.yaml", []byte(misspelt))
	if err != nil {
		t.Fatal(err)
	}
	said := func(want ...string) {
		t.Helper()
		idle, err := w.IdleTerms(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range idle {
			got = append(got, i.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	said() // nothing is delivered yet
	chart(t, w)
	publish(t, w, meta("ledger", "huvudbok", "a"), posting(t, 202301, "3000", "A", "", -100))
	publish(t, w, meta("volume", "volymer", "a"), volume(t, 202301, "flow", 1), volume(t, 202301, "stock", 1))
	expect(t, w, value("staff", 202301, "actual", "month"), "0") // there are such accounts, and nothing is posted on them
	expect(t, w, value("staf", 202301, "actual", "month"))
	expect(t, w, value("part", 202301, "actual", "month"))
	expect(t, w, value("built", 202301, "actual", "month"))
	said(
		`the indicator staf counts ledger.staf, but no account has the report group "staf" (did you mean "staff"?); there are: all, staff`,
		`the indicator part counts ledger.all, but no unit of the organisation reports under the area "Area C" (did you mean "Area A"?); there are: Area A, Area B`,
		`the indicator built counts ledger.staf.development, but no account has the report group "staf" (did you mean "staff"?); there are: all, staff`,
		`the indicator each counts volume.flaw, but no record of volumes has the item "flaw" (did you mean "flow"?); there are: flow, stock`)
}
