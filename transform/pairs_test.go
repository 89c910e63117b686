package transform_test

import (
	"errors"
	"testing"

	"nyckeltal/transform"
)

const pairsMapping = `
sheets: {all: true}
pairs: true
columns:
  period: {label: Månad}
  item: {label: [Vara, Artikel]}
  customer: {label: Kund, optional: true}
  service: {group: service}
  quantity: {label: Antal}
skip:
  - {name: section, first: '^Tjänst (?P<service>\w+)'}
ignore: Ifyllt av
`

func TestMapPairs(t *testing.T) {
	tests := []mapCase{
		{
			name: "records below each other", dataset: "volume", sheet: "S", mapping: pairsMapping,
			rows: [][]any{
				{"Blankett"},
				{"Tjänst LON"},
				{"Månad:", nil, 202301},
				{nil, "ARTIKEL", "fakturor"},
				{"Antal", "1 200", "st"},
				{},
				{"Ifyllt av:", "x"},
				{"Månad", 202302},
				{"Vara", "fakturor"},
				{"Kund", 12},
				{"Antal", "x"},
				{"Tjänst EKO"},
				{"Månad", 202303},
				{"Antal", 5},
				{7, 8},
				{"Månad", 202304},
				{"Antal", 6},
				{"Vara", "brev"},
				{"Kund"},
			},
			records: []string{
				"3 B5 period=202301 item=fakturor service=LON quantity=12000000",
				"16 B17 period=202304 item=brev service=EKO quantity=60000",
			},
			rejects: []string{
				`B11 quantity malformed value: expected a number such as 1 234,5, found "x"`,
				`13 item missing value: expected a value, as the dataset needs what is counted`,
			},
			skips: map[string]int{"no label": 3, "section": 2, "blank": 1},
			notes: []string{
				`sheet "S": the label in A1, "Blankett", is not mapped; name it under columns or ignore`,
				`sheet "S": column C holds values to the right of those of the form, which are not mapped`,
				`sheet "S": the label in A15, "7", is not mapped; name it under columns or ignore`,
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}

func TestMapNamesMissingLabels(t *testing.T) {
	tests := []struct {
		name string
		rows [][]any
		want string
	}{
		{
			"some",
			[][]any{{"Månad", 202301}, {"Antall", 1}, {"Vara", "x"}},
			`f.xlsx, sheet S: missing label "Antal" (did you mean "Antall"?) (labels found: "Månad", "Antall", "Vara")`,
		},
		{
			"all",
			[][]any{{"x", 202301}, {1}},
			`f.xlsx, sheet S: missing label "Månad", "Vara" or "Artikel", "Antal" (labels found: "x")`,
		},
		{
			"everything", nil,
			`f.xlsx, sheet S: no form: none of the first 30 rows holds any of the labels "Månad", "Vara" or "Artikel", "Antal"`,
		},
	}
	for _, test := range tests {
		err := mapOne(t, "volume", pairsMapping, transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", test.rows...)}})
		var fault *transform.HeadingError
		if !errors.As(err, &fault) || err.Error() != test.want {
			t.Errorf("%s: got %v\nwant %s", test.name, err, test.want)
		}
	}
}

// TestMapTellsNoNamesOfForms maps forms about persons, whose texts may be names.
func TestMapTellsNoNamesOfForms(t *testing.T) {
	const mapping = `
sheets: {all: true}
pairs: true
columns:
  period: {constant: 2023-01}
  person: {label: Personnummer}
  organisation: {label: Enhet}
  employment: {constant: monthly}
  worked_hours: {label: Timmar}`
	rows := [][]any{{"Anna Andersson", "x"}, {"Personnummer", "811218-9876"}, {"Enhet", 71}, {"Timmar", 160}}
	in := transform.Input{File: "f.xlsx", Key: []byte("key"), Sheets: []transform.Sheet{sheet("S", rows...)}}
	var got collected
	sum, err := newMapper(t, "payroll", mapping).Map(t.Context(), in, &got)
	if err != nil || len(got.records) != 1 {
		t.Fatalf("got %+v, %v", sum, err)
	}
	compare(t, "notes", sum.Notes, []string{`sheet "S": the label in A1 is not mapped; name it under columns or ignore`})
	in.Sheets = []transform.Sheet{sheet("S", rows[:2]...)}
	err = mapOne(t, "payroll", mapping, in)
	const want = `f.xlsx, sheet S: missing label "Enhet", "Timmar" (labels found: "Personnummer")`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
