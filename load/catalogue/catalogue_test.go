package catalogue_test

import (
	"strings"
	"testing"

	"nyckeltal/load/catalogue"
)

const good = `indicators:
  - id: costs
    name: {sv: Kostnader, en: Costs}
    unit: kr
    additivity: sum
    frequency: month
    direction: lower
    tolerance: 2.5
    numerator: [{measure: ledger.kostnader}, {measure: ledger.övrigt.development, factor: -1}]
`

func TestParse(t *testing.T) {
	c, err := catalogue.Parse("catalogue.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	i := c.Indicators[0]
	if i.Multiplier.String() != "1" || i.Divisor.String() != "1" || i.Numerator[0].Factor.String() != "1" || i.Numerator[1].Factor.String() != "-1" ||
		i.Tolerance.String() != "2.5" {
		t.Errorf("indicator %+v", i)
	}
	other, err := catalogue.Parse("catalogue.yaml", []byte(good+"# a remark\n"))
	if err != nil || other.Version == c.Version || len(c.Version) != 64 {
		t.Errorf("versions %s and %s, error %v", c.Version, other.Version, err)
	}
}

func TestFaults(t *testing.T) {
	tests := []struct{ old, new, want string }{
		{"id: costs", "id: Costs", `catalogue.yaml:2:9: indicators[0].id: "Costs" is not an identifier`},
		{"additivity: sum", "additivity: summ", `indicators[0].additivity: "summ" is not one of ["sum" "last" "ratio"] (did you mean "sum"?)`},
		{"additivity: sum", "additivity: ratio", "a ratio has a denominator, and nothing else has one"},
		{"frequency: month", "frequency: week", `indicators[0].frequency: "week" is not one of`},
		{"direction: lower", "direction: down", `indicators[0].direction: "down" is not one of`},
		{"ledger.kostnader}", "legder.kostnader}", `indicators[0].numerator[0].measure: "legder.kostnader" is no measure`},
		{"name: {sv: Kostnader, en: Costs}", "name: {sv: Kostnader}", "the indicator needs a name in both languages"},
		{"unit: kr", "owner: {sv: Ekonomi}", "the owner is named in both languages, sv and en, or not at all"},
		{"tolerance: 2.5", "tolerance: some", `"some" is not a number`},
		{"unit: kr", "divisor: 0", "the divisor must not be 0"},
		{"unit: kr", "decimals: 9", "decimals must lie in 0–6"},
		{"unit: kr", "unitt: kr", `unknown key "unitt" (did you mean "unit"?)`},
	}
	for _, test := range tests {
		t.Run(test.new, func(t *testing.T) {
			_, err := catalogue.Parse("catalogue.yaml", []byte(strings.Replace(good, test.old, test.new, 1)))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
	if _, err := catalogue.Parse("catalogue.yaml", []byte(good+good[len("indicators:\n"):])); err == nil || !strings.Contains(err.Error(), "defined twice") {
		t.Errorf("error %v", err)
	}
}
