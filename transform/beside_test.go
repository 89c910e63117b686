package transform_test

import (
	"errors"
	"testing"

	"nyckeltal/transform"
)

const besideMapping = `
sheets: {all: true}
heading: {beside: true}
columns:
  period: {heading: [Månad, Period]}
  item: {heading: Vara}
  customer: {heading: Kund, optional: true}
  quantity: {heading: Antal}
skip:
  - {name: total, heading: [Månad, Period], pattern: ^Summa}
  - {name: footer, first: "^Källa"}
control: {rule: total, column: quantity}
ignore: Anm
`

func TestMapTablesSideBySide(t *testing.T) {
	tests := []mapCase{
		{
			name: "tables of different length", dataset: "volume", sheet: "S", mapping: besideMapping,
			rows: [][]any{
				{"Vara", "Månad", "Antal", nil, "MÅNAD", "antal", "Ny", "Anm"},
				{"a", 202301, 1, nil, 202302, 2, "y"},
				{"b", 202301, 3},
				{"c", nil, nil, "z", 202302, 4},
				{"d"},
				{nil, "Summa", 4, nil, nil, nil},
				{"e", nil, nil, nil, 202302, "5"},
				{nil, nil, nil, nil, "Summa", 11},
				{"Källa: x"},
				{"Vara", "Antal", "Period", "Antal", "Period", "Antal", "Period"},
				{"f", 1, 202303, 2, 202304, 3, 202305},
				{"f", 5, "Summa", 13, "Summa", 3, "Summa"},
			},
			records: []string{
				"2 C2 period=202301 item=a quantity=10000",
				"2 F2 period=202302 item=a quantity=20000",
				"3 C3 period=202301 item=b quantity=30000",
				"4 F4 period=202302 item=c quantity=40000",
				"7 F7 period=202302 item=e quantity=50000",
				"11 B11 period=202303 item=f quantity=10000",
				"11 D11 period=202304 item=f quantity=20000",
				"11 F11 period=202305 item=f quantity=30000",
			},
			skips: map[string]int{"heading": 2, "no values": 1, "total": 3, "footer": 1},
			notes: []string{
				`sheet "S": column G "Ny" is not mapped; name it under columns or ignore`,
				`sheet "S": column D has no heading, holds values (first in row 4) and is not mapped`,
			},
		},
		{
			name: "one bad table refuses the row", dataset: "volume", sheet: "S", mapping: besideMapping[:len(besideMapping)-len("control: {rule: total, column: quantity}\nignore: Anm\n")],
			rows: [][]any{
				{"Vara", "Period", "Kund", "Antal", "Vara", "Period", "Kund", "Antal"},
				{"a", 202301, 12, 1, "b", "x", nil, 2},
				{"a", 202301, 12, 1, "b", 202301, nil, 2},
				{"Källa"},
			},
			records: []string{
				"3 D3 period=202301 item=a customer=12 quantity=10000",
				"3 H3 period=202301 item=b quantity=20000",
			},
			rejects: []string{`F2 period malformed value: expected a period written YYYYMM or YYYY-MM, found "x"`},
			skips:   map[string]int{"heading": 1, "footer": 1},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}

func TestMapRefusesTablesThatAreMixed(t *testing.T) {
	tests := []struct {
		name string
		row  []any
		want string
	}{
		{
			"a heading in some of the tables only",
			[]any{"Vara", "Månad", "Antal", "Månad", "Antal", "Antal"},
			`f.xlsx, sheet S, row 1: heading "Månad" does not stand once in each of the tables side by side`,
		},
		{
			"tables in each other",
			[]any{"Vara", "Månad", "Månad", "Antal", "Antal"},
			`f.xlsx, sheet S, row 1: heading "Antal" does not stand once in each of the tables side by side`,
		},
		{
			"missing",
			[]any{"Vara", "Månad", "Månad"},
			`f.xlsx, sheet S, row 1: missing heading "Antal" (headings found: "Vara", "Månad", "Månad")`,
		},
	}
	for _, test := range tests {
		err := mapOne(t, "volume", besideMapping, transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", test.row)}})
		var fault *transform.HeadingError
		if !errors.As(err, &fault) || err.Error() != test.want {
			t.Errorf("%s: got %v\nwant %s", test.name, err, test.want)
		}
	}
}
