package transform_test

import (
	"errors"
	"math"
	"testing"

	"nyckeltal/transform"
)

func TestMapChecksControlTotals(t *testing.T) {
	const plain = ledgerMapping + `control: {rule: total, label: "^Summa", heading: Belopp, column: amount}
`
	const tolerant = ledgerMapping + `control: {rule: total, heading: Belopp, column: amount, within: 0.50}
`
	const across = volumeMapping + `control: {rule: total, column: quantity}
`
	const shared = `
sheets: {all: true}
columns: {period: {constant: 2023-00}, service: {heading: Tjänst}}
across: {headings: [A, B], column: customer, values: {A: "1", B: "1"}, value: share}
skip: [{name: total, first: "^Summa"}]
control: {rule: total, column: share}`
	ledger, volume := []any{"Period", "Konto", "Ansvar", "Belopp"}, []any{"Kundnr", "År", "jan", "feb"}
	posting := func(amount any) []any { return []any{202301, 1, 2, amount} }
	total := func(label string, amount any) []any { return []any{nil, label, nil, amount} }
	tests := []struct {
		name, dataset, mapping string
		rows                   [][]any
		want                   string
	}{
		{"equal", "ledger", plain, [][]any{ledger, posting(0.1), posting("0,2-"), total("Summa", -0.1)}, ""},
		{
			"the last row that matches counts", "ledger", plain,
			[][]any{ledger, posting(1), total("Summa sida 1", 1), posting(2), total("Summa", 3), total("Delsumma", 9)},
			"",
		},
		{
			"too small", "ledger", plain,
			[][]any{ledger, posting(1), posting(2), total("Summa", 3.01)},
			"f.xlsx, sheet Transaktioner, cell D4: the control total of amount is 3.01, and the details add up to 3.00",
		},
		{
			"negative and below one", "ledger", plain,
			[][]any{ledger, posting(-0.05), total("Summa", -0.5)},
			"f.xlsx, sheet Transaktioner, cell D3: the control total of amount is -0.50, and the details add up to -0.05",
		},
		{"within what is tolerated", "ledger", tolerant, [][]any{ledger, posting(1), total("Summa", 1.5)}, ""},
		{
			"beyond what is tolerated", "ledger", tolerant,
			[][]any{ledger, posting(1), total("Summa", 1.51)},
			"f.xlsx, sheet Transaktioner, cell D3: the control total of amount is 1.51, and the details add up to 1.00",
		},
		{
			"missing", "ledger", plain,
			[][]any{ledger, posting(1), total("Delsumma", 1)},
			`f.xlsx, sheet Transaktioner: no control total: no row was skipped as "total" with a text that matches "^Summa"; is the sheet complete?`,
		},
		{
			"missing altogether", "ledger", tolerant,
			[][]any{ledger, posting(1)},
			`f.xlsx, sheet Transaktioner: no control total: no row was skipped as "total"; is the sheet complete?`,
		},
		{
			"unreadable", "ledger", plain,
			[][]any{ledger, posting(1), total("Summa", "ett")},
			"f.xlsx, sheet Transaktioner, cell D3: the control total of amount is no number",
		},
		{
			"empty", "ledger", plain,
			[][]any{ledger, posting(0), total("Summa", nil)},
			"f.xlsx, sheet Transaktioner, cell D3: the control total of amount is no number",
		},
		{
			"a refused row whose amount is good counts", "ledger", plain,
			[][]any{ledger, posting(1), {"x", 1, 2, 5}, total("Summa", 6)},
			"",
		},
		{
			"a refused amount", "ledger", plain,
			[][]any{ledger, posting(1), posting("x"), total("Summa", 6)},
			"f.xlsx, sheet Transaktioner, cell D4: the control total of amount cannot be checked: mend the refused rows first",
		},
		{"a refused row without amount", "ledger", plain, [][]any{ledger, posting(1), posting(nil), total("Summa", 1)}, ""},
		{
			"a sum that is too big", "ledger", plain,
			[][]any{ledger, posting("90000000000000000"), posting("90000000000000000"), total("Summa", 1)},
			"f.xlsx, sheet Transaktioner, cell D4: the control total of amount cannot be checked: mend the refused rows first",
		},
		{
			"every column of an across table", "volume", across,
			[][]any{volume, {1, 2023, 1, 2}, {2, 2023, 3, nil}, {"Totalt", nil, 4, 2}},
			"",
		},
		{"an empty column of an across table", "volume", across, [][]any{volume, {1, 2023, 1, nil}, {"Totalt", nil, 1, nil}}, ""},
		{
			"a wrong column of an across table", "volume", across,
			[][]any{volume, {1, 2023, 1, 2}, {2, 2023, 3, nil}, {"Totalt", nil, 4, 3}},
			"f.xlsx, sheet Transaktioner, cell D4: the control total of quantity is 3.0000, and the details add up to 2.0000",
		},
		{
			"a refused row of an across table", "volume", across,
			[][]any{volume, {1, 2023, 1, 2}, {2, "x", 3, nil}, {"Totalt", nil, 4, 2}},
			"",
		},
		{
			"tables below each other", "volume", across,
			[][]any{volume, {1, 2023, 1, 2}, {"Totalt", nil, 1, 2}, {"Kundnr", "År", "mar"}, {1, 2023, 5}, {"Totalt", nil, 6}},
			"f.xlsx, sheet Transaktioner, cell C6: the control total of quantity is 6.0000, and the details add up to 5.0000",
		},
		{
			"two headings of the same code", "allocation", shared,
			[][]any{{"Tjänst", "A", "B"}, {"x", 0.25, 0.75}, {"Summa", 0.25, 0.75}},
			"",
		},
	}
	for _, test := range tests {
		in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Transaktioner", test.rows...)}}
		err := mapOne(t, test.dataset, test.mapping, in)
		var fault *transform.ControlError
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (!errors.As(err, &fault) || err.Error() != test.want):
			t.Errorf("%s:\ngot  %v\nwant %s", test.name, err, test.want)
		}
	}
}

// TestControlTotalsOfGroups gives each group a total of its own.
func TestControlTotalsOfGroups(t *testing.T) {
	const above = `
sheets: {all: true}
columns:
  period: {constant: 2023-01}
  organisation: {group: unit}
  account: {heading: Konto}
  amount: {heading: Belopp}
skip:
  - {name: unit, first: "^Enhet (?P<unit>[0-9]+)"}
  - {name: subtotal, first: "^Delsumma"}
  - {name: total, first: "^Summa"}
control:
  - {rule: subtotal, column: amount, per: unit}
  - {rule: total, column: amount}
`
	const below = `
sheets: {all: true}
columns:
  period: {constant: 2023-01}
  organisation: {heading: Ansvar}
  account: {heading: Konto}
  amount: {heading: Belopp}
skip:
  - {name: subtotal, heading: Konto, pattern: "^Summa (?P<unit>[0-9]+)"}
control: {rule: subtotal, column: amount, per: unit}
`
	head, tail := []any{"Konto", "Belopp"}, []any{"Ansvar", "Konto", "Belopp"}
	tests := []struct {
		name, mapping string
		rows          [][]any
		want          string
	}{
		{"equal", above, [][]any{head, {"Enhet 10"}, {1, 2}, {2, 3}, {"Delsumma", 5}, {"Enhet 20"}, {1, 7}, {"Delsumma", 7}, {"Summa", 12}}, ""},
		{
			"a label repeated on the next page", above,
			[][]any{head, {"Enhet 10"}, {1, 2}, {"Enhet 10, forts."}, {2, 3}, {"Delsumma", 5}, {"Summa", 5}},
			"",
		},
		{"a group without details", above, [][]any{head, {"Enhet 10"}, {"Delsumma", 0}, {"Enhet 20"}, {1, 7}, {"Delsumma", 7}, {"Summa", 7}}, ""},
		{
			"every fault is reported", above,
			[][]any{head, {"Enhet 10"}, {1, 2}, {"Delsumma", 5}, {"Enhet 20"}, {1, 7}, {"Enhet 30"}, {1, 1}, {"Delsumma", "x"}, {"Summa", 11}},
			`f.xlsx, sheet A, unit "10", cell B4: the control total of amount is 5.00, and the details add up to 2.00
f.xlsx, sheet A, unit "20": no control total of amount below the details: no row was skipped as "subtotal"; is the group complete?
f.xlsx, sheet A, unit "30", cell B9: the control total of amount is no number
f.xlsx, sheet A, cell B10: the control total of amount is 11.00, and the details add up to 10.00`,
		},
		{
			"the last group is cut off", above,
			[][]any{head, {"Enhet 10"}, {1, 2}},
			`f.xlsx, sheet A, unit "10": no control total of amount below the details: no row was skipped as "subtotal"; is the group complete?
f.xlsx, sheet A: no control total: no row was skipped as "total"; is the sheet complete?`,
		},
		{
			"the total names the group", below,
			[][]any{tail, {10, 1, 2}, {nil, "Summa 10", 2}, {20, 1, 3}, {20, 2, 4}, {nil, "Summa 20", 7}},
			"",
		},
		{
			"the total names the group and is wrong", below,
			[][]any{tail, {10, 1, 2}, {nil, "Summa 10", 2}, {20, 1, 3}, {20, "", 4}, {nil, "Summa 20", 8}},
			`f.xlsx, sheet A, unit "10", cell C6: the control total of amount is 8.00, and the details add up to 7.00`,
		},
	}
	for _, test := range tests {
		err := mapOne(t, "ledger", test.mapping, transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("A", test.rows...)}})
		if test.want == "" && err != nil || test.want != "" && (err == nil || err.Error() != test.want) {
			t.Errorf("%s:\ngot  %v\nwant %s", test.name, err, test.want)
		}
	}
}

// TestControlTotalsOfAllSheets are reported together.
func TestControlTotalsOfAllSheets(t *testing.T) {
	const mapping = `
sheets: {all: true}
columns: {period: {constant: 2023-01}, account: {heading: Konto}, organisation: {constant: "1"}, amount: {heading: Belopp}}
skip: [{name: total, first: "^Summa"}]
control: {rule: total, column: amount}
`
	wrong := [][]any{{"Konto", "Belopp"}, {1, 2}, {"Summa", 3}}
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Jan", wrong...), sheet("Feb", wrong...)}}
	err := mapOne(t, "ledger", mapping, in)
	want := "f.xlsx, sheet Jan, cell B3: the control total of amount is 3.00, and the details add up to 2.00\n" +
		"f.xlsx, sheet Feb, cell B3: the control total of amount is 3.00, and the details add up to 2.00"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestControlTotalsOfExtremes(t *testing.T) {
	const mapping = ledgerMapping + `control: {rule: total, heading: Belopp, column: amount}
`
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Transaktioner",
		[]any{"Period", "Konto", "Ansvar", "Belopp"},
		[]any{202301, 1, 2, "92233720368547758,07"},
		[]any{nil, "Summa", nil, "-92233720368547758,07"},
	)}}
	err := mapOne(t, "ledger", mapping, in)
	if err == nil || !contains(err, "is -92233720368547758.07, and the details add up to 92233720368547758.07") {
		t.Errorf("the difference of %d overflows: %v", int64(math.MaxInt64), err)
	}
}
