package report_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"nyckeltal/report"
	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

// TestPart: a report of a part of the organisation says which parts there are when none, or an unknown one, is named.
func TestPart(t *testing.T) {
	w := sampleWarehouse(t)
	for _, c := range []struct{ name, part, want string }{
		{"avdelning", "", `the report avdelning is of one area: name it with --for: there are Digital infrastruktur`},
		{"avdelning", "Digital infrastruktr", `the report avdelning has no figures of the area "Digital infrastruktr" (did you mean ` +
			`"Digital infrastruktur"?): there are Digital infrastruktur`},
		{"minirapport", "HR", `the report minirapport is of the whole organisation: leave out --for "HR"`},
	} {
		def, err := report.Find(definitions(t), c.name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = report.Build(t.Context(), w.conn, def, report.Params{Period: 202311, For: c.part, Now: made})
		var wrong *report.PartError
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
	def, err := report.Find(definitions(t), "avdelning")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := report.Parts(t.Context(), w.conn, def, report.Params{Period: 202311})
	if err != nil || !slices.Equal(parts, []string{"Digital infrastruktur"}) {
		t.Errorf("parts %v, %v", parts, err)
	}
}

// TestDeviation: the sign follows the direction of the indicator, and the figures are unrounded.
func TestDeviation(t *testing.T) {
	w := sampleWarehouse(t)
	def, err := definition.Parse("one.yaml", []byte(`
report: one
title: One
period: month
sections:
  - id: s
    title: S
    content:
      - table:
          id: t
          caption: T
          columns:
            - {id: actual, heading: A, scenario: actual, window: ytd}
            - {id: budget, heading: B, scenario: budget, window: ytd}
            - {id: off, heading: D, deviation: {of: actual, against: budget}}
            - {id: percent, heading: P, deviation: {of: actual, against: budget, percent: true}}
          rows:
            - {indicator: it_kostnader, unit: tkr}
            - {indicator: personalkostnader, unit: tkr}
            - {indicator: resultat, unit: tkr}
            - {id: blank, indicator: resultat, leave_blank: [budget]}
            - {indicator: konsultkostnader, slice: {kind: area, name: Digital infrastruktur}, unit: mnkr}
            - {indicator: lonearenden}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Build(t.Context(), w.conn, def, report.Params{Period: 202311, Now: made, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	table := r.Sections[0].Blocks[0].(*model.Table)
	var got []string
	for _, row := range table.Rows {
		for _, cell := range row.Cells[2:] {
			got = append(got, cell.Display(r.Locale, row.Unit))
		}
	}
	want := "-7,251 | -2.3% | +45,079 | +9.8% | +12,307 | +4,028.5% |  |  | -20 |  |  | "
	if text := strings.Join(got, " | "); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if blank := table.Rows[3].Cells[2].Absence; blank != model.LeftBlank {
		t.Errorf("the deviation of what is left blank: %v", blank)
	}
}
