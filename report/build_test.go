package report_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
	"nyckeltal/report"
	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// TestShapeOfTheSeeds: the example reports have exactly the tables, rows, columns and units of the seeds' figures, in
// their order.
func TestShapeOfTheSeeds(t *testing.T) {
	w := sampleWarehouse(t)
	for name, of := range map[string]string{"minirapport": "2023-11", "arlig-analys": "2025"} {
		r, err := build(t, w, name, of, "sv")
		if err != nil {
			t.Fatal(err)
		}
		seed, err := os.ReadFile("../examples/golden/" + name + "-" + of + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		got, want := shape(string(written(t, r, report.TSV, report.Options{}))), shape(string(seed))
		if len(got) != len(want) {
			t.Errorf("%s: %d lines, the seed has %d", name, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("%s line %d:\ngot  %s\nwant %s", name, i+1, got[i], want[i])
			}
		}
	}
}

// shape leaves the values out.
func shape(tsv string) []string {
	var lines []string
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		lines = append(lines, strings.Join([]string{f[0], f[1], f[2], f[4]}, " | "))
	}
	return lines
}

// counter counts the queries per view.
type counter struct {
	driver.Conn
	mu    sync.Mutex
	asked map[string]int
}

func (c *counter) Query(ctx context.Context, query string, args ...any) (driver.Rows, error) {
	_, from, _ := strings.Cut(query, " FROM ")
	c.mu.Lock()
	c.asked[strings.Fields(from)[0]]++
	c.mu.Unlock()
	return c.Conn.Query(ctx, query, args...)
}

func TestOneQueryPerView(t *testing.T) {
	w := sampleWarehouse(t)
	asked := &counter{Conn: w.conn, asked: map[string]int{}}
	w.conn = asked
	for name, of := range map[string]string{"minirapport": "2023-11", "arlig-analys": "2025"} {
		clear(asked.asked)
		if _, err := build(t, w, name, of, "sv"); err != nil {
			t.Fatal(err)
		}
		if len(asked.asked) < 4 {
			t.Errorf("%s asked %v", name, asked.asked)
		}
		for view, n := range asked.asked {
			if n != 1 {
				t.Errorf("%s asked %s %d times", name, view, n)
			}
		}
	}
}

func TestNoData(t *testing.T) {
	w := sampleWarehouse(t)
	for _, c := range []struct{ name, of, want string }{
		{"minirapport", "2024-01", "no data for the report minirapport of 2024-01: there is data for 2022-01–2023-11"},
		{"minirapport", "2021-12", "no data for the report minirapport of 2021-12: there is data for 2022-01–2023-11"},
		{"arlig-analys", "2022", "no data for the report arlig-analys of 2022: there is data for 2024–2025"},
	} {
		_, err := build(t, w, c.name, c.of, "sv")
		var missing *report.NoDataError
		if !errors.As(err, &missing) || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
	empty := emptyWarehouse(t)
	empty.insert("indicators", sampleIndicators)
	_, err := build(t, empty, "minirapport", "2023-11", "sv")
	want := "no data for the report minirapport: nothing has been published for any period; run the jobs first " +
		"(nyckeltal run --all)"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// TestOnlyPlans: a month that has budgets but no actual figures has no data.
func TestOnlyPlans(t *testing.T) {
	w := sampleWarehouse(t)
	w.insert("kpi_values", "resultat | 202312 | budget | total | | ytd | 1")
	_, err := build(t, w, "minirapport", "2023-12", "sv")
	var missing *report.NoDataError
	if !errors.As(err, &missing) || missing.Period != 202312 {
		t.Errorf("got %v", err)
	}
}

func TestParsePeriod(t *testing.T) {
	monthly := &report.Definition{Name: "m", Calendar: definition.Monthly}
	yearly := &report.Definition{Name: "y", Calendar: definition.Yearly}
	for _, c := range []struct {
		def  *report.Definition
		text string
		want string // of the error; empty for none
	}{
		{monthly, "2023-11", ""},
		{yearly, "2025", ""},
		{monthly, "2023-13", `the report m is of a month: expected a period such as 2023-11, found "2023-13"`},
		{monthly, "2023", `the report m is of a month: expected a period such as 2023-11, found "2023"`},
		{monthly, "202311", `the report m is of a month: expected a period such as 2023-11, found "202311"`},
		{yearly, "2023-11", `the report y is of a year: expected a period such as 2025, found "2023-11"`},
		{yearly, "25", `the report y is of a year: expected a period such as 2025, found "25"`},
	} {
		var p report.Params
		err := p.ParsePeriod(c.def, c.text)
		if (err == nil) != (c.want == "") || err != nil && err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.text, err, c.want)
		}
	}
	for _, def := range []*report.Definition{monthly, yearly} {
		_, err := report.Build(t.Context(), nil, def, report.Params{Now: made})
		var wrong *report.PeriodError
		if !errors.As(err, &wrong) {
			t.Errorf("no period: got %v", err)
		}
	}
	_, err := report.Build(t.Context(), nil, monthly, report.Params{Period: 202311, Lang: "fi", Now: made})
	var language *locale.UnknownLanguageError
	if !errors.As(err, &language) {
		t.Errorf("got %v", err)
	}
}

// one parses a definition with one table over the year to date.
func one(t *testing.T, rows string) *report.Definition {
	t.Helper()
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
          columns: [{id: actual, heading: A, scenario: actual, window: ytd}]
          rows: `+rows))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func TestFaultyDefinitions(t *testing.T) {
	w := sampleWarehouse(t)
	params := report.Params{Period: period.New(2023, 11), Now: made}
	_, err := report.Build(t.Context(), w.conn, one(t, "[{indicator: resultat}, {indicator: resultet}]"), params)
	var unknown *report.IndicatorError
	want := `one.yaml: table t: the catalogue has no indicator "resultet"`
	if !errors.As(err, &unknown) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	_, err = report.Build(t.Context(), w.conn, one(t, "[{indicator: lonespecifikationer, unit: tkr}]"), params)
	var unit *report.UnitError
	if !errors.As(err, &unit) || unit.From != "st" || unit.To != "tkr" {
		t.Errorf("got %v", err)
	}
}

func TestSeveralVersions(t *testing.T) {
	w := sampleWarehouse(t)
	w.insert("cost_per_service", "2024 | B1 | Öppna data | Nämnden | budget | 2 | 7600000")
	_, err := build(t, w, "arlig-analys", "2025", "sv")
	var versions *report.VersionsError
	if !errors.As(err, &versions) || !strings.HasSuffix(err.Error(),
		"breakdown kostnad_per_tjanst, column budget: the year has the versions 1, 2: name the one to show with version:") {
		t.Errorf("got %v", err)
	}
}

// TestUnitsAndDecimals: money is shown in the unit asked for, without decimals unless told; the figure stays exact.
func TestUnitsAndDecimals(t *testing.T) {
	w := sampleWarehouse(t)
	def := one(t, `
            - {id: kr, indicator: personalkostnader}
            - {id: tkr, indicator: personalkostnader, unit: tkr}
            - {id: mnkr, indicator: personalkostnader, unit: mnkr, decimals: 2}`)
	r, err := report.Build(t.Context(), w.conn, def, report.Params{Period: 202311, Now: made})
	if err != nil {
		t.Fatal(err)
	}
	table := r.Sections[0].Blocks[0].(*model.Table)
	for i, want := range []struct{ exact, plain string }{
		{"415020999.5", "415021000"}, {"415020.9995", "415021"}, {"415.0209995", "415.02"},
	} {
		cell := table.Rows[i].Cells[0]
		if cell.Value.String() != want.exact || cell.Plain() != want.plain {
			t.Errorf("row %d: %s shown as %s, want %s shown as %s", i, cell.Value, cell.Plain(), want.exact, want.plain)
		}
	}
	if table.Unit != "" {
		t.Errorf("rows of different units have the common unit %q", table.Unit)
	}
}

// TestWarehouseFaults: a view that is missing is named.
func TestWarehouseFaults(t *testing.T) {
	for _, view := range []string{"kpi_values", "kpi_status", "indicators", "project_status", "catalogue_version"} {
		w := sampleWarehouse(t)
		exec(t, w.conn, "DROP TABLE "+view)
		_, err := build(t, w, "minirapport", "2023-11", "sv")
		if err == nil || !strings.HasPrefix(err.Error(), "view "+view+": ") {
			t.Errorf("without %s: got %v", view, err)
		}
	}
}

// TestContradiction: two values for one figure are never chosen between.
func TestContradiction(t *testing.T) {
	w := sampleWarehouse(t)
	w.insert("kpi_values", "resultat | 202311 | actual | total | | ytd | 1")
	_, err := build(t, w, "minirapport", "2023-11", "sv")
	if err == nil || !strings.Contains(err.Error(), "resultat of 2023-11 has two values") {
		t.Errorf("got %v", err)
	}
}

func TestAsOf(t *testing.T) {
	w := sampleWarehouse(t)
	def, err := report.Find(definitions(t), "arlig-analys")
	if err != nil {
		t.Fatal(err)
	}
	asOf := made.AddDate(0, -1, 0).UTC()
	r, err := report.Build(t.Context(), w.conn, def, report.Params{Year: 2025, Now: made, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	if !r.AsOf.Equal(asOf) || r.AsOf.Location() != made.Location() {
		t.Errorf("as of %v", r.AsOf)
	}
}
