package report_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"nyckeltal/report"
	"nyckeltal/report/model"
)

// TestClosedMonth: the report of a closed month lists what is otherwise now, and what the closing before had otherwise, with
// both figures, in every format for people and in JSON.
func TestClosedMonth(t *testing.T) {
	w, now, former := sampleWarehouse(t), sampleWarehouse(t), sampleWarehouse(t)
	exec(t, now.conn, "ALTER TABLE kpi_values UPDATE value = 99 WHERE indicator = 'sla' AND period = 202311 AND window = 'tertial' "+
		"SETTINGS mutations_sync = 2")
	exec(t, former.conn, "ALTER TABLE kpi_values DELETE WHERE indicator = 'konsultkostnader' AND scenario = 'budget' AND window = 'ytd' "+
		"SETTINGS mutations_sync = 2")
	def, err := report.Find(definitions(t), "minirapport")
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Build(t.Context(), w.conn, def, report.Params{
		Period: 202311, Now: made, AsOf: made, Since: now.conn, Former: former.conn,
		Closing: model.Closing{Name: "2023-11", At: made, Certified: true, Late: 2},
	})
	if err != nil {
		t.Fatal(err)
	}
	for format, wanted := range map[report.Format][]string{
		report.Text: {
			"Ändrat sedan bokslutet:\n* Efterlevnad servicenivå - SLA, Utfall T3 2023: 89% → 99%\n",
			"Omräknat sedan det förra bokslutet:\n* Konsultkostnader, Budget ack 2023: – → 101\u00a0000 tkr\n",
			"Fastställda med bokslutet 2023-11, ", "Leveranser som kommit efter bokslutet och inte räknas med: 2.",
		},
		report.HTML: {
			`<summary>Ändrat sedan bokslutet (1)</summary>`, `<td class="names">Utfall T3 2023</td><td>89%</td><td class="main">99%</td>`,
			`<summary>Omräknat sedan det förra bokslutet (1)</summary>`,
		},
		report.JSON: {`"certified": true`, `"now": {`, `"former": {`},
	} {
		text := string(written(t, r, format, report.Options{}))
		for _, want := range wanted {
			if strings.Count(text, want) != 1 {
				t.Errorf("%s: %d times %q", format, strings.Count(text, want), want)
			}
		}
	}
}

// TestPartWithoutFormer: the report of a part of the organisation that the closing before had no figures of is made without a comparison.
func TestPartWithoutFormer(t *testing.T) {
	w, former := sampleWarehouse(t), sampleWarehouse(t)
	exec(t, former.conn, "ALTER TABLE kpi_values UPDATE slice = 'HR' WHERE slice = 'Digital infrastruktur' SETTINGS mutations_sync = 2")
	def, err := report.Find(definitions(t), "avdelning")
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Build(t.Context(), w.conn, def, report.Params{Period: 202311, For: "Digital infrastruktur", Now: made, Former: former.conn})
	if err != nil {
		t.Fatal(err)
	}
	if text := string(written(t, r, report.Text, report.Options{})); strings.Contains(text, "Omräknat") {
		t.Errorf("it compares with nothing:\n%s", text)
	}
}

// TestIndicatorOfLater: a report of a time at which the catalogue did not know one of its indicators yet names it as it is now, without figures.
func TestIndicatorOfLater(t *testing.T) {
	then, now := sampleWarehouse(t), sampleWarehouse(t)
	for _, view := range []string{"kpi_values", "kpi_status", "indicators"} {
		exec(t, then.conn, "ALTER TABLE "+view+" DELETE WHERE indicator = 'kundfakturor' SETTINGS mutations_sync = 2")
	}
	def, err := report.Find(definitions(t), "minirapport")
	if err != nil {
		t.Fatal(err)
	}
	params := report.Params{Period: 202311, Now: made, AsOf: made}
	if _, err := report.Build(t.Context(), then.conn, def, params); !errors.As(err, new(*report.IndicatorError)) {
		t.Errorf("nothing is known of the indicator: %v", err)
	}
	params.Present, params.Since, params.Former = now.conn, now.conn, then.conn
	r, err := report.Build(t.Context(), then.conn, def, params)
	if err != nil {
		t.Fatal(err)
	}
	text := string(written(t, r, report.Text, report.Options{}))
	if !regexp.MustCompile(`(?m)^Kundfakturor( +–)+$`).MatchString(text) || !strings.Contains(text, "Kundfakturor, Utfall Nov 2023: – → ") {
		t.Error(text)
	}
}
