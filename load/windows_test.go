package load_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"nyckeltal/load"
	"nyckeltal/load/catalogue"
)

// TestEveryFigureIsThePlainSum compares all figures of made-up measures, with gaps, plans of several spans, opening
// balances and adjustments, with those of the model.
func TestEveryFigureIsThePlainSum(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := open(t)
			random := rand.New(rand.NewPCG(seed, 5))
			indicators := everyKind()
			publishIndicators(t, w, indicators)
			measures := makeMeasures(random, indicators)
			storeMeasures(t, w, measures)
			figures := newModel(indicators, measures).figures(2019*12, 2026*12)
			compareValues(t, w, figures)
			for _, view := range figuresSideBySide() {
				compareRows(t, w, figures, view)
			}
		})
	}
}

// everyKind has an indicator for every additivity and frequency, twice.
func everyKind() []indicator {
	var all []indicator
	for _, additivity := range []string{"sum", "last", "ratio"} {
		for _, frequency := range []string{"month", "tertial", "year"} {
			for n := range int64(2) {
				all = append(all, indicator{
					id: fmt.Sprintf("%s_%s_%d", additivity, frequency, n), additivity: additivity, frequency: frequency,
					multiplier: 1 + 99*n, divisor: 1 + 8*n,
				})
			}
		}
	}
	return all
}

func publishIndicators(t *testing.T, w *load.Warehouse, indicators []indicator) {
	t.Helper()
	text := "indicators:\n"
	for _, i := range indicators {
		text += fmt.Sprintf("  - {id: %s, name: {sv: n, en: n}, unit: st, additivity: %s, frequency: %s, direction: higher, tolerance: 10, "+
			"multiplier: %d, divisor: %d, numerator: [{measure: volume.x}]", i.id, i.additivity, i.frequency, i.multiplier, i.divisor)
		if i.additivity == "ratio" {
			text += ", denominator: [{measure: volume.y}]"
		}
		text += "}\n"
	}
	c, err := catalogue.Parse("catalogue.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.PublishCatalogue(t.Context(), c, "run"); err != nil {
		t.Fatal(err)
	}
}

// makeMeasures makes measures of three years.
func makeMeasures(random *rand.Rand, indicators []indicator) []*measured {
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	var all []*measured
	for _, i := range indicators {
		for _, scenario := range []string{"actual", "budget", "target"} {
			for range random.IntN(40) {
				m := &measured{
					indicator: i.id, scenario: scenario, span: pick("month", "month", "month", "month", "tertial", "year"),
					organisation: pick("", "A", "B"), branch: pick("", "administration", "development"),
					customer: pick("", "", "K"), service: pick("", "", "T"), stated: scenario == "target" || random.IntN(20) == 0,
				}
				m.area = map[string]string{"A": "Area 1", "B": pick("Area 1", "Area 2")}[m.organisation]
				m.numerator = random.Int64N(2000) - 500
				if i.additivity == "ratio" {
					m.denominator = random.Int64N(4) * 7
				}
				year, month := 2021+random.IntN(3), random.IntN(14)
				m.period, m.month = year*100+month, year*12+min(max(month, 1), 12)-1
				all = append(all, m)
			}
		}
	}
	return all
}

// storeMeasures publishes measures as the end of a run does.
func storeMeasures(t *testing.T, w *load.Warehouse, measures []*measured) {
	t.Helper()
	var rows []string
	for _, m := range measures {
		rows = append(rows, fmt.Sprintf("(1, '%s', %d, '%s', '%s', '%s', '%s', '%s', '%s', '%s', %d, %d, %t)", m.indicator, m.period, m.scenario,
			m.span, m.organisation, m.area, m.branch, m.customer, m.service, m.numerator, m.denominator, m.stated))
	}
	for _, statement := range []string{
		"INSERT INTO measure_records VALUES " + strings.Join(rows, ", "),
		"INSERT INTO cube_records SELECT * FROM measure_slices WHERE load_id = 1",
		`INSERT INTO publications (dataset, source, period, load_id, published_at)
			SELECT DISTINCT 'measures', 'measures', period, 1, now64(6) FROM measure_records`,
	} {
		if err := w.Conn().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func compareValues(t *testing.T, w *load.Warehouse, figures []figure) {
	t.Helper()
	var want []string
	for _, f := range figures {
		want = append(want, f.String())
	}
	have := ask(t, w, `SELECT format('{} {} {} {} {} {}: {} {} / {}, {} of {}, {} = {}', indicator, scenario, slice_kind, slice, toString(period), window,
		rule, toString(numerator), ifNull(toString(denominator), 'NULL'), toString(months), toString(expected), toString(complete),
		ifNull(toString(value), 'NULL')) FROM kpi_values`)
	compareLines(t, want, have)
}

// sideBySide is a view that shows several figures of an indicator and slice in one row.
type sideBySide struct {
	sql     string                      // the row's indicator, slice_kind, slice and time, and the array of its columns
	time    func(f *figure) (int, bool) // of the row that a figure belongs to; false for none
	year    int                         // how much the time of a year before is less
	columns []column
}

// column is a figure of a row, or of that of a year before.
type column struct {
	scenario, window string
	before           bool
}

// figuresSideBySide are the views that do.
func figuresSideBySide() []sideBySide {
	return []sideBySide{
		{
			sql: `SELECT indicator, slice_kind, slice, period AS time, [actual, actual_ytd, actual_r12, actual_tertial, prior_year, prior_year_ytd, prior_year_r12,
			budget, budget_ytd, budget_year, forecast_year, target, target_ytd, target_year] AS columns FROM kpi_monthly`,
			time: func(f *figure) (int, bool) { return f.period(), true },
			year: 100,
			columns: []column{
				{"actual", "month", false},
				{"actual", "ytd", false},
				{"actual", "r12", false},
				{"actual", "tertial", false},
				{"actual", "month", true},
				{"actual", "ytd", true},
				{"actual", "r12", true},
				{"budget", "month", false},
				{"budget", "ytd", false},
				{"budget", "year", false},
				{"forecast", "year", false},
				{"target", "month", false},
				{"target", "ytd", false},
				{"target", "year", false},
			},
		},
		{
			sql: "SELECT indicator, slice_kind, slice, year * 10 + tertial AS time, [actual_to_date, actual, prior_year, target] AS columns FROM kpi_tertial",
			time: func(f *figure) (int, bool) {
				return f.period()/100*10 + (f.period()%100-1)/4 + 1, f.window.name == "tertial" || f.window.name == "tertial_full"
			},
			year: 10,
			columns: []column{
				{"actual", "tertial", false}, {"actual", "tertial_full", false}, {"actual", "tertial_full", true}, {"target", "tertial_full", false},
			},
		},
		{
			sql:  "SELECT indicator, slice_kind, slice, year AS time, [actual, prior_year, budget, forecast, target] AS columns FROM kpi_yearly",
			time: func(f *figure) (int, bool) { return f.period() / 100, f.window.name == "year" },
			year: 1,
			columns: []column{
				{"actual", "year", false}, {"actual", "year", true}, {"budget", "year", false}, {"forecast", "year", false}, {"target", "year", false},
			},
		},
	}
}

// compareRows compares a view with the same figures set side by side. Of several for a column the newest counts.
func compareRows(t *testing.T, w *load.Warehouse, figures []figure, view sideBySide) {
	t.Helper()
	type row struct {
		indicator, kind, slice string
		time                   int
	}
	type cell struct {
		row
		scenario, window string
	}
	rows, values := map[row]bool{}, map[cell]string{}
	for _, f := range figures {
		time, ok := view.time(&f)
		if !ok {
			continue
		}
		r := row{f.line.indicator, f.line.kind, f.line.slice, time}
		rows[r] = true
		if f.value != nil {
			values[cell{r, f.line.scenario, f.window.name}] = decimals(f.value)
		}
	}
	var want []string
	for r := range rows {
		line := fmt.Sprintf("%s %s %s %d:", r.indicator, r.kind, r.slice, r.time)
		for _, c := range view.columns {
			of := r
			if c.before {
				of.time -= view.year
			}
			line += " " + cmp.Or(values[cell{of, c.scenario, c.window}], "NULL")
		}
		want = append(want, line)
	}
	have := ask(t, w, "SELECT concat(indicator, ' ', slice_kind, ' ', slice, ' ', toString(time), ': ', "+
		"arrayStringConcat(arrayMap(v -> ifNull(toString(v), 'NULL'), columns), ' ')) FROM ("+view.sql+")")
	compareLines(t, want, have)
}

// compareLines compares lines in any order.
func compareLines(t *testing.T, want, have []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(have)
	if diff := gocmp.Diff(want, have); diff != "" {
		t.Errorf("%d lines expected, %d found (-want +got):\n%.3000s", len(want), len(have), diff)
	}
}
