package transform_test

import (
	"errors"
	"testing"

	"nyckeltal/transform"
)

const targetMapping = `
sheets: {pattern: "^M"}
columns:
  indicator: {heading: Indikator, values: {Sjukfrånvaro: sjukfranvaro}}
  scenario: {heading: Typ, values: {Mål: target}}
  version: {capture: version}
  value: {unit: "%", null: "-"}
across:
  headings: months
  year: {file: true}
  value: value
  set: {span: month}
  extra:
    - {heading: T1, set: {span: tertial}}
    - {heading: Helår, set: {span: year}}
    - {heading: Budget, optional: true, set: {span: year}}
ignore: Enhet
`

const volumeMapping = `
sheets: {all: true}
columns:
  item: {sheet: true}
  customer: {heading: Kundnr}
across:
  headings: months
  year: {heading: År}
  value: quantity
skip: [{name: total, first: "^Totalt"}]
`

const allocationMapping = `
sheets: {all: true}
columns:
  period: {heading: År, format: year}
  service: {heading: Tjänst}
across:
  headings: {pattern: "^N"}
  column: customer
  values: {Nämnd A: "1", Nämnd B: "2"}
  value: share
`

func TestMapAcross(t *testing.T) {
	tests := []mapCase{
		{
			name: "months in every writing, a tertial and a year", dataset: "plan", sheet: "Mål", mapping: targetMapping,
			year: 2023, captures: map[string]string{"version": "v2"}, lookup: codes{"indicator/sjukfranvaro": true},
			rows: [][]any{
				{"Indikator", "Typ", "Enhet", "Januari", "feb", day("2023-03-01"), "202304", "T1", "Helår"},
				{"Sjukfrånvaro", "Mål", "%", 5.1, "5,2 %", "-", nil, 5.15, 0},
				{"Sjukfrånvaro", "Mål", "%", nil, nil, "-", nil, nil, nil},
				{"Sjukfrånvaro", "Mal", "%", "5,x", 1.5, day("2023-01-01"), nil, nil, 1e15},
			},
			records: []string{
				"2 D2 period=202301 scenario=target version=v2 span=month indicator=sjukfranvaro value=51000",
				"2 E2 period=202302 scenario=target version=v2 span=month indicator=sjukfranvaro value=52000",
				"2 H2 period=202304 scenario=target version=v2 span=tertial indicator=sjukfranvaro value=51500",
				"2 I2 period=202300 scenario=target version=v2 span=year indicator=sjukfranvaro value=0",
			},
			rejects: []string{
				`B4 scenario value not allowed: expected one of Mål, found "Mal"`,
				`D4 value malformed value: expected a number such as 1 234,5 (%), found "5,x"`,
				`F4 value malformed value: expected a number such as 1 234,5 (%), found "2023-01-01"`,
				`I4 value value out of range: expected a number of at most 15 digits before the decimal mark, found "1000000000000000"`,
			},
			skips: map[string]int{"heading": 1, "no values": 1},
		},
		{
			name: "the year in a column, and a second table with other months", dataset: "volume", sheet: "Datorer", mapping: volumeMapping,
			rows: [][]any{
				{"Kundnr", "År", "jan", "feb"},
				{12, 2023, 1, 2},
				{12, "20x3", 1, 2},
				{12, nil, 1, "x"},
				{"Kundnr", "År", "mar"},
				{12, 2023, 3},
				{"År", "apr", "Kundnr"},
				{2023, 4, 12},
			},
			records: []string{
				"2 C2 period=202301 item=Datorer customer=12 quantity=10000",
				"2 D2 period=202302 item=Datorer customer=12 quantity=20000",
				"6 C6 period=202303 item=Datorer customer=12 quantity=30000",
				"8 B8 period=202304 item=Datorer customer=12 quantity=40000",
			},
			rejects: []string{
				`B3 period malformed value: expected a year such as 2023, found "20x3"`,
				`B4 period malformed value: expected a year such as 2023`,
				`D4 quantity malformed value: expected a number such as 1 234,5, found "x"`,
			},
			skips: map[string]int{"heading": 3},
		},
		{
			name: "years in the headings", dataset: "volume", sheet: "Datorer", year: 2023,
			mapping: `
sheets: {all: true}
columns: {item: {constant: x}, customer: {heading: Kund}}
across: {headings: months, value: quantity}`,
			rows: [][]any{
				{"Kund", "Dec-22", "Jan-23", "feb"},
				{12, 1, 2, nil},
				{12, nil, 2, nil},
				{12, nil, nil, 3},
			},
			records: []string{"3 C3 period=202301 item=x customer=12 quantity=20000"},
			rejects: []string{
				`B2 period period outside the delivery: expected the year of the file's name, 2023, found "2022-12"`,
				`D4 quantity missing value: expected a year: in the heading, or by year under across in the mapping, found "3"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "a year that the heading and the mapping tell differently", dataset: "volume", sheet: "Datorer",
			mapping: `
sheets: {all: true}
columns: {item: {constant: x}, customer: {heading: Kund}}
across: {headings: months, value: quantity, year: {constant: 2023}}`,
			rows: [][]any{{"Kund", "Jan-23", "Jan-24"}, {12, 1, 2}},
			rejects: []string{
				`C2 quantity ambiguous value: expected the same year in the heading and in the row or the file's name, found "2"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "customers across", dataset: "allocation", sheet: "Nycklar", mapping: allocationMapping,
			lookup: codes{"service/A": true, "customer/1": true, "customer/2": true},
			rows: [][]any{
				{"Tjänst", "År", "Nämnd A", "Nämnd B", "Summa"},
				{"A", 2023, 0.25, 0.75, 1},
				{"A", 23, 0.25, nil, 1},
			},
			records: []string{
				"2 C2 period=202300 service=A customer=1 share=2500000000",
				"2 D2 period=202300 service=A customer=2 share=7500000000",
			},
			rejects: []string{`B3 period malformed value: expected a period written year, found "23"`},
			skips:   map[string]int{"heading": 1},
			notes:   []string{`sheet "Nycklar": column E "Summa" is not mapped; name it under columns or ignore`},
		},
		{
			name: "listed headings across", dataset: "volume", sheet: "Enkät", period: 202312,
			mapping: `
sheets: {all: true}
columns: {period: {file: true}, customer: {heading: Kund}}
across: {headings: [Antal svar, Summa poäng], column: item, values: {Antal svar: svar, Summa poäng: poang}, value: quantity}`,
			rows: [][]any{{"Kund", "ANTAL SVAR", "Summa poäng"}, {12, 3, 21}},
			records: []string{
				"2 B2 period=202312 item=svar customer=12 quantity=30000", "2 C2 period=202312 item=poang customer=12 quantity=210000",
			},
			skips: map[string]int{"heading": 1},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}

func TestMapAcrossHeadingErrors(t *testing.T) {
	tests := []struct {
		dataset, mapping string
		lookup           transform.Lookup
		heading          []any
		want             string
	}{
		{
			"volume", volumeMapping, nil,
			[]any{"Kundnr", "År", "Antal"},
			`f.xlsx, sheet S, row 1: missing heading "a month (Jan, januari, Jan-23, 202301, 2023-01)" (headings found: "Kundnr", "År", "Antal")`,
		},
		{
			"volume", volumeMapping, nil,
			[]any{"Kundnr", "År", "jan", "Januari"},
			`f.xlsx, sheet S, row 1: heading "Januari" stands in two columns; rename one of them`,
		},
		{
			"allocation", allocationMapping, nil,
			[]any{"Tjänst", "År", "Nämnd C"},
			`f.xlsx, sheet S, cell C1: column customer, from the heading: value not allowed: expected one of Nämnd A, Nämnd B, found "Nämnd C"`,
		},
		{
			"allocation", allocationMapping,
			codes{"customer/2": true},
			[]any{"Tjänst", "År", "Nämnd A"},
			`f.xlsx, sheet S, cell C1: column customer, from the heading: unknown code: expected a code of the dimension customer (add it there, or correct the cell), found "Nämnd A"`,
		},
		{
			"allocation", allocationMapping, nil,
			[]any{"Tjänst", "År"},
			`f.xlsx, sheet S, row 1: missing heading "a heading that matches ^N" (headings found: "Tjänst", "År")`,
		},
	}
	for _, test := range tests {
		in := transform.Input{File: "f.xlsx", Lookup: test.lookup, Sheets: []transform.Sheet{sheet("S", test.heading)}}
		if err := mapOne(t, test.dataset, test.mapping, in); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestMapAcrossLooksUpWhatItSets(t *testing.T) {
	const mapping = `
sheets: {all: true}
columns: {item: {constant: x}}
across: {headings: months, year: {file: true}, value: quantity, set: {customer: "12"}}`
	in := transform.Input{File: "f.xlsx", Year: 2023, Lookup: codes{}, Sheets: []transform.Sheet{sheet("S", []any{"jan"}, []any{1})}}
	err := mapOne(t, "volume", mapping, in)
	var fault *transform.ValueError
	if !errors.As(err, &fault) || fault.Column != "customer" || fault.Source != "set in the mapping" {
		t.Errorf("got %v", err)
	}
}
