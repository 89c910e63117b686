package handbook_test

import (
	"strings"
	"testing"

	"nyckeltal/load/catalogue"
	"nyckeltal/load/catalogue/handbook"
)

const file = `indicators:
  - id: %
    name: {sv: Namn, en: Name}
    unit: "|"
    additivity: ADD
    frequency: month
    direction: lower
    tolerance: 2.5
`

// entry is the only one of a catalogue with these lines.
func entry(t *testing.T, additivity, lines string, jobs handbook.Jobs) handbook.Entry {
	t.Helper()
	text := strings.NewReplacer("%", "figure", "ADD", additivity).Replace(file) + lines
	c, err := catalogue.Parse("catalogue.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return handbook.New(c, jobs)[0]
}

func TestFormula(t *testing.T) {
	tests := []struct{ additivity, lines, want string }{
		{"sum", "    numerator: [{measure: ledger.a}]", "ledger.a"},
		{"sum", "    numerator: [{measure: ledger.a, factor: -1}]", "−ledger.a"},
		{"sum", "    numerator: [{measure: ledger.a}, {measure: volume.b, factor: -0.5, area: HR, service: T1}]", "ledger.a − 0.5 × volume.b [area HR, service T1]"},
		{"sum", "    numerator: [{measure: ledger.a}, {measure: volume.b}]\n    divisor: 165", "(ledger.a + volume.b) / 165"},
		{"ratio", "    numerator: [{measure: ticket.met}]\n    denominator: [{measure: ticket.measured}]\n    multiplier: 100", "100 × ticket.met / ticket.measured"},
		{"ratio", "    numerator: [{measure: ledger.a}]\n    denominator: [{measure: volume.a}, {measure: volume.b}]\n    divisor: 3", "ledger.a / ((volume.a + volume.b) × 3)"},
	}
	for _, test := range tests {
		if got := entry(t, test.additivity, test.lines, nil).Formula; got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.lines, got, test.want)
		}
	}
}

func TestMeasures(t *testing.T) {
	e := entry(t, "ratio", "    numerator: [{measure: volume.a}, {measure: volume.b, factor: -1}, {measure: volume.a, area: x}]\n"+
		"    denominator: [{measure: ledger.personal.development}]", handbook.Jobs{"volume": {"one", "two"}})
	if len(e.Measures) != 3 || e.Measures[0].Dataset != "volume" || strings.Join(e.Measures[0].Jobs, " ") != "one two" ||
		!strings.Contains(e.Measures[2].Meaning, "group personal") || !strings.HasSuffix(e.Measures[2].Meaning, "kind development") || len(e.Measures[2].Jobs) != 0 {
		t.Errorf("%+v", e.Measures)
	}
}

// TestMarkdown writes texts that mean something in Markdown.
func TestMarkdown(t *testing.T) {
	e := entry(t, "sum", "    definition: {sv: \"a_b\", en: \"a*b\"}\n    owner: {sv: Ekonomi, en: Finance}\n    numerator: [{measure: service.cost}]",
		handbook.Jobs{"plan": {"tjanstekostnader"}})
	var b strings.Builder
	if err := handbook.Markdown(&b, []handbook.Entry{e}, 3); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"### Namn (Name)\n\na\\_b\n\na\\*b\n\n", "| unit | \\|, shown without decimals |\n", "| formula | `service.cost` |\n",
		"| from | dataset `plan`, job `tjanstekostnader` |\n", "| several months | are summed |\n",
		"| good | lower is better; yellow when the target is missed by at most 2.5 % of it |\n", "| owner | Ekonomi (Finance) |\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, &b)
		}
	}
	if strings.Contains(b.String(), "family") {
		t.Error("a row without a text")
	}
}
