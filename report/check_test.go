package report_test

import (
	"errors"
	"testing"

	"nyckeltal/report"
)

// TestCheck: what does not fit the catalogue is told without a warehouse, all of it at once, as a report would tell it.
func TestCheck(t *testing.T) {
	units := map[string]string{"resultat": "kr", "nojdhet": "index"}
	def := one(t, "[{indicator: resultat, unit: tkr}, {indicator: nojdhet}, {group: {sv: G, en: G}, rows: [{indicator: resultet}]}, {indicator: nojdhet, unit: tkr, id: n}]")
	err := report.Check([]*report.Definition{def}, units)
	var unknown *report.IndicatorError
	if !errors.As(err, &unknown) || unknown.Indicator != "resultet" || unknown.Where != "table t" {
		t.Errorf("got %v", err)
	}
	var unit *report.UnitError
	if !errors.As(err, &unit) || unit.Indicator != "nojdhet" || unit.From != "index" || unit.To != "tkr" {
		t.Errorf("got %v", err)
	}
	if joined, ok := err.(interface{ Unwrap() []error }); !ok || len(joined.Unwrap()) != 2 {
		t.Errorf("got %v, want two faults", err)
	}
	units["resultet"] = "kr"
	if err := report.Check([]*report.Definition{one(t, "[{indicator: resultet, unit: mnkr}]")}, units); err != nil {
		t.Error(err)
	}
}
