package transform_test

import "testing"

// TestAloneRows skips rows by a rule for rows that hold nothing else.
func TestAloneRows(t *testing.T) {
	mapCase{
		dataset: "ledger", sheet: "Blad1",
		mapping: `
sheets: {name: Blad1}
columns:
  period: {heading: Period}
  organisation: {group: unit}
  account: {heading: Konto}
  amount: {heading: Belopp}
skip:
  - {name: unit, first: "^(?P<unit>.+)", alone: true}
  - {name: source, heading: Belopp, pattern: "^Källa", alone: true}`,
		rows: [][]any{
			{"Period", "Konto", "Belopp"},
			{nil, " 6100 "},
			{202301, 7459, 1},
			{nil, nil, "Källa: ekonomi"},
			{6200},
			{202301, 7459, 2},
			{202301, nil, 3},
		},
		records: []string{
			"3 C3 period=202301 account=7459 organisation=6100 amount=100",
			"6 C6 period=202301 account=7459 organisation=6200 amount=200",
		},
		rejects: []string{"B7 account missing value: expected a value, as the dataset needs the account (Konto)"},
		skips:   map[string]int{"heading": 1, "unit": 3},
	}.run(t)
}
