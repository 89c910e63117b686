package load_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/load"
	"nyckeltal/load/catalogue"
)

// TestEveryFigureIsThePlainSum compares all figures of made-up measures, with gaps, plans of several spans, opening
// balances and adjustments, with those of the model.
func TestEveryFigureIsThePlainSum(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := open(t)
			random := rand.New(rand.NewPCG(seed, 5))
			indicators := everyKind()
			publishIndicators(t, w, indicators)
			measures := makeMeasures(random, indicators)
			storeMeasures(t, w, measures)
			figures := newModel(indicators, measures).figures(2019*12, 2026*12)
			compareValues(t, w, figures)
			compareMonths(t, w, figures)
		})
	}
}

// everyKind has an indicator for every additivity and frequency, twice.
func everyKind() []indicator {
	var all []indicator
	for _, additivity := range []string{"sum", "last", "ratio"} {
		for _, frequency := range []string{"month", "tertial", "year"} {
			for n := range int64(2) {
				all = append(all, indicator{id: fmt.Sprintf("%s_%s_%d", additivity, frequency, n), additivity: additivity, frequency: frequency,
					multiplier: 1 + 99*n, divisor: 1 + 8*n})
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
				m := &measured{indicator: i.id, scenario: scenario, span: pick("month", "month", "month", "month", "tertial", "year"),
					organisation: pick("", "A", "B"), branch: pick("", "administration", "development"),
					customer: pick("", "", "K"), service: pick("", "", "T"), stated: scenario == "target" || random.IntN(20) == 0}
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

// compareMonths compares kpi_monthly with the same figures set side by side.
func compareMonths(t *testing.T, w *load.Warehouse, figures []figure) {
	t.Helper()
	type month struct {
		indicator, kind, slice string
		period                 int
	}
	type cell struct {
		month
		scenario, window string
	}
	months, values := map[month]bool{}, map[cell]string{}
	for _, f := range figures {
		m := month{f.line.indicator, f.line.kind, f.line.slice, f.period()}
		months[m] = true
		values[cell{m, f.line.scenario, f.window.name}] = decimals(f.value)
	}
	var want []string
	for m := range months {
		line := fmt.Sprintf("%s %s %s %d:", m.indicator, m.kind, m.slice, m.period)
		before := m
		before.period -= 100
		for _, c := range []cell{{m, "actual", "month"}, {m, "actual", "ytd"}, {m, "actual", "r12"}, {m, "actual", "tertial"},
			{before, "actual", "month"}, {before, "actual", "ytd"}, {before, "actual", "r12"},
			{m, "budget", "month"}, {m, "budget", "ytd"}, {m, "budget", "year"}, {m, "forecast", "year"},
			{m, "target", "month"}, {m, "target", "ytd"}, {m, "target", "year"}} {
			value, ok := values[c]
			if !ok {
				value = "NULL"
			}
			line += " " + value
		}
		want = append(want, line)
	}
	have := ask(t, w, `SELECT concat(indicator, ' ', slice_kind, ' ', slice, ' ', toString(period), ': ', arrayStringConcat(arrayMap(
		v -> ifNull(toString(v), 'NULL'), [actual, actual_ytd, actual_r12, actual_tertial, prior_year, prior_year_ytd, prior_year_r12, budget,
		budget_ytd, budget_year, forecast_year, target, target_ytd, target_year]), ' ')) FROM kpi_monthly`)
	compareLines(t, want, have)
}

// compareLines compares lines in any order.
func compareLines(t *testing.T, want, have []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(have)
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("%d lines expected, %d found (-want +got):\n%.3000s", len(want), len(have), diff)
	}
}
