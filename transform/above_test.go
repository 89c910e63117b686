package transform_test

import (
	"errors"
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/transform"
)

func TestMapReadsWhatStandsAboveTheHeading(t *testing.T) {
	const columns = `
  item: {constant: x}
  quantity: {heading: Antal}
`
	heading, data := []any{"Antal"}, []any{1}
	tests := []struct {
		name, source string
		rows         [][]any
		period       period.Period
		want         string // the error
	}{
		{"right of a label", `{above: {label: [Avser, Period]}}`, [][]any{{"Rapport"}, {"PERIOD :", nil, 202301}, heading, data}, 202301, ""},
		{"a date right of a label", `{above: {label: Period}}`, [][]any{{"Rapport", nil, "Period", day("2023-02-01")}, heading, data}, 202302, ""},
		{"in a cell", `{above: {cell: b2}}`, [][]any{{202301, 202302}, {202303, "2023-04"}, heading, data}, 202304, ""},
		{"in a text", `{above: {pattern: 'avser (\d{4}-\d{2})'}}`, [][]any{{"Volymer"}, {nil, "Listan avser 2023-05."}, heading, data}, 202305, ""},
		{"twice the same", `{above: {label: Period}}`, [][]any{{"Period", 202301}, {"Period", 202301}, heading, data}, 202301, ""},
		{
			"twice, and not the same", `{above: {label: Period}}`,
			[][]any{{"Period", 202301}, {"Period", 202302}, heading, data},
			0,
			`f.xlsx, sheet S: column period, from the cell to the right of "Period" above the heading: ambiguous value: expected one value only there, found "202302"`,
		},
		{
			"missing", `{above: {label: Period}}`,
			[][]any{{"Perod", 202301}, heading, data},
			0,
			`f.xlsx, sheet S: column period, from the cell to the right of "Period" above the heading: missing value: expected a value there`,
		},
		{
			"not above the heading", `{above: {cell: A3}}`,
			[][]any{{"x"}, heading, data},
			0,
			`f.xlsx, sheet S: column period, from cell A3 above the heading: missing value: expected a value there`,
		},
		{
			"no period", `{above: {pattern: 'avser (\w+)'}}`,
			[][]any{{"avser januari"}, heading, data},
			0,
			`f.xlsx, sheet S: column period, from the text above the heading that matches avser (\w+): malformed value: expected a period written YYYYMM or YYYY-MM, found "januari"`,
		},
	}
	for _, test := range tests {
		m := newMapper(t, "volume", "sheets: {all: true}\ncolumns:\n  period: "+test.source+columns)
		var got collected
		sum, err := m.Map(t.Context(), transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", test.rows...)}}, &got)
		conserved(t, sum)
		var fault *transform.ValueError
		switch {
		case test.want == "" && (err != nil || len(got.records) != 1 || got.records[0].Values[0].Int != int64(test.period)):
			t.Errorf("%s: got %+v, %v", test.name, got, err)
		case test.want != "" && (!errors.As(err, &fault) || err.Error() != test.want):
			t.Errorf("%s: got %v\nwant %s", test.name, err, test.want)
		}
	}
}

func TestMapReadsThePeriodOfTheSheetsName(t *testing.T) {
	m := newMapper(t, "volume", `
sheets: {all: true}
columns: {period: {sheet: true, format: YYYY-MM}, item: {constant: x}, quantity: {heading: Antal}}`)
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("2023-01", []any{"Antal"}, []any{1}), sheet("2023-02", []any{"Antal"}, []any{2})}}
	var got collected
	_, err := m.Map(t.Context(), in, &got)
	if err != nil || len(got.records) != 2 || got.records[0].Values[0].Int != 202301 || got.records[1].Values[0].Int != 202302 {
		t.Errorf("got %+v, %v", got.records, err)
	}
}

func TestMapGroups(t *testing.T) {
	const mapping = `
sheets: {all: true}
columns:
  period: {group: period, format: YYYY-MM}
  account: {heading: Konto, fill: down}
  organisation: {group: unit}
  amount: {heading: Belopp, null: "-"}
skip:
  - {name: period, first: '^Period (?P<period>.*)'}
  - {name: unit, first: '^Enhet (?P<unit>\d+)'}
  - {name: area, heading: Konto, pattern: '^Område(?P<unit>x)?'}
  - {name: total, heading: Konto, pattern: ^Summa}`
	tests := []mapCase{
		{
			name: "labels above the heading, above rows, and filled down", dataset: "ledger", sheet: "S", mapping: mapping,
			lookup: codes{"organisation/71": true, "organisation/72": true, "account/3010": true, "account/4010": true},
			rows: [][]any{
				{"Period 2023-01"},
				{"Enhet 71"},
				{"Konto", "Belopp", nil},
				{3010, 1},
				{nil, 2},
				{4010, 3},
				{"Enhet 72 Ekonomi"},
				{nil, 4},
				{"Summa", 10},
				{" ", 5},
				{"Enhet 73"},
				{4010, 6},
				{"Period x"},
				{"Område Nord"},
				{4010, 7},
				{"Period 2023-02"},
				{"Enhet 71"},
				{nil, "Belopp", "Konto"},
				{nil, 8, nil},
				{nil, 9, 3010},
				{nil, 10, 3011},
				{nil, 11, nil},
			},
			records: []string{
				"4 B4 period=202301 account=3010 organisation=71 amount=100",
				"5 B5 period=202301 account=3010 organisation=71 amount=200",
				"6 B6 period=202301 account=4010 organisation=71 amount=300",
				"8 B8 period=202301 account=4010 organisation=72 amount=400",
				"10 B10 period=202301 account=4010 organisation=72 amount=500",
				"20 B20 period=202302 account=3010 organisation=71 amount=900",
			},
			rejects: []string{
				`12 organisation unknown code: expected a code of the dimension organisation (add it there, or correct the cell), found "73"`,
				`15 period malformed value: expected a period written YYYY-MM, found "x"`,
				`15 organisation missing value: expected a value, as the dataset needs the responsible unit (Ansvar)`,
				`C19 account missing value: expected a value, as the dataset needs the account (Konto)`,
				`C21 account unknown code: expected a code of the dimension account (add it there, or correct the cell), found "3011"`,
				`C22 account unknown code: expected a code of the dimension account (add it there, or correct the cell), found "3011"`,
			},
			skips: map[string]int{"above heading": 2, "heading": 2, "unit": 3, "area": 1, "period": 2, "total": 1},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}
