package transform_test

import (
	"context"
	"errors"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform"
)

func TestMapStackedHeadings(t *testing.T) {
	const years = `
sheets: {all: true}
heading: {rows: 2}
columns:
  account: {heading: Konto}
  scenario: {values: {Utfall: actual, Budget: budget}}
across:
  headings: {pattern: '^(?P<year>\d{4}) (?P<scenario>Utfall|Budget|budget)$'}
  value: value
  set: {span: year}
skip: [{name: total, first: "^Summa"}]`
	const filled = `
sheets: {all: true}
heading: {rows: 2, fill: true}
columns: {customer: {heading: Kund nr}, item: {constant: x}}
across: {headings: months, value: quantity}`
	const three = `
sheets: {all: true}
heading: {rows: 3}
columns: {customer: {heading: Kund}, item: {constant: x}, period: {heading: Period}, quantity: {heading: Antal under månaden}}`
	tests := []mapCase{
		{
			name: "merged years above words", dataset: "plan", sheet: "S", mapping: years,
			layout: &cell.Layout{Merged: []cell.Range{
				{FirstRow: 2, LastRow: 3}, {FirstRow: 2, LastRow: 2, FirstColumn: 1, LastColumn: 2}, {FirstRow: 2, LastRow: 2, FirstColumn: 3, LastColumn: 4},
			}},
			rows: [][]any{
				{"Uppföljning"},
				{"Konto", 2022, nil, "2023"},
				{nil, "Utfall", "budget", "Utfall", "Budget", "Diff"},
				{3010, 1, 2, 3, 4, 5},
				{"Summa", 1, 2, 3, 4, 5},
				{3020, nil, "x", 7, nil},
			},
			records: []string{
				"4 B4 period=202200 scenario=actual span=year account=3010 value=10000",
				"4 C4 period=202200 scenario=budget span=year account=3010 value=20000",
				"4 D4 period=202300 scenario=actual span=year account=3010 value=30000",
				"4 E4 period=202300 scenario=budget span=year account=3010 value=40000",
			},
			rejects: []string{`C6 value malformed value: expected a number such as 1 234,5, found "x"`},
			skips:   map[string]int{"above heading": 1, "heading": 2, "total": 1},
			notes:   []string{`sheet "S": column F "Diff" is not mapped; name it under columns or ignore`},
		},
		{
			name: "years filled to the right above months, and returning headings", dataset: "volume", sheet: "S", mapping: filled,
			rows: [][]any{
				{"Kund", "2022", nil, 2023},
				{"nr", "nov", "dec", "jan"},
				{1, 10, 20, 30},
				{"Kund", "x"},
				{},
				{"Kund", "2022", nil, 2023},
				{"nr", "nov", "dec", "jan"},
				{2, 11, nil, 31},
				{nil, "Kund", 2023},
				{nil, "nr", "februari"},
				{nil, 2, 41},
				{nil, "Kund", 5},
			},
			records: []string{
				"3 B3 period=202211 item=x customer=1 quantity=100000",
				"3 C3 period=202212 item=x customer=1 quantity=200000",
				"3 D3 period=202301 item=x customer=1 quantity=300000",
				"8 B8 period=202211 item=x customer=2 quantity=110000",
				"8 D8 period=202301 item=x customer=2 quantity=310000",
				"11 C11 period=202302 item=x customer=2 quantity=410000",
				"12 C12 period=202302 item=x customer=Kund quantity=50000",
			},
			rejects: []string{`B4 quantity malformed value: expected a number such as 1 234,5, found "x"`},
			skips:   map[string]int{"heading": 6, "blank": 1},
		},
		{
			name: "three rows, of which the file does not hold one", dataset: "volume", sheet: "S", mapping: three,
			rows: [][]any{
				{nil, nil, "Antal"},
				{"Kund", "Period", "under"},
				{nil, nil, "månaden"},
				{1, 202301, 5},
			},
			records: []string{"4 C4 period=202301 item=x customer=1 quantity=50000"},
			skips:   map[string]int{"heading": 3},
		},
		{
			name: "hidden columns", dataset: "volume", sheet: "S", layout: &cell.Layout{HiddenColumns: []cell.Span{{First: 2, Last: 3}}},
			mapping: `
sheets: {all: true}
heading: {skip_hidden: true}
columns: {customer: {heading: Kund}, item: {constant: x}, period: {constant: 2023-01}, quantity: {heading: Antal}}`,
			rows:    [][]any{{"Kund", "Antal", "Antal", nil, "Övrigt"}, {1, 2, 3, 4}},
			records: []string{"2 B2 period=202301 item=x customer=1 quantity=20000"},
			skips:   map[string]int{"heading": 1},
			notes: []string{
				`sheet "S": column C "Antal" is hidden and was skipped`,
				`sheet "S": column E "Övrigt" is not mapped; name it under columns or ignore`,
				`sheet "S": column D has no heading, holds values (first in row 2) and is not mapped`,
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}

func TestMapNamesAMissingStackedHeading(t *testing.T) {
	const mapping = `
sheets: {all: true}
heading: {rows: 2, fill: true}
columns: {customer: {heading: Kund}, item: {constant: x}, period: {constant: 2023-01}, quantity: {heading: Antal totalt}}`
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", []any{"Kund", "Antal"}, []any{nil, "totallt"})}}
	err := mapOne(t, "volume", mapping, in)
	const want = `f.xlsx, sheet S, row 2: missing heading "Antal totalt" (did you mean "Antal totallt"?) (headings found: "Kund", "Antal totallt")`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestMapHandsOnTheErrorOfTheLayout(t *testing.T) {
	const mapping = `
sheets: {all: true}
heading: {rows: 2}
columns: {customer: {heading: Kund}, item: {constant: x}, period: {constant: 2023-01}, quantity: {heading: Antal}}`
	broken := errors.New("broken")
	s := sheet("S", []any{"Kund", "Antal"})
	s.Layout = func(context.Context) (cell.Layout, error) { return cell.Layout{}, broken }
	if err := mapOne(t, "volume", mapping, transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{s}}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
