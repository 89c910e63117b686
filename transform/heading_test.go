package transform_test

import (
	"errors"
	"testing"

	"nyckeltal/transform"
)

func TestMapFindsTheHeading(t *testing.T) {
	const mapping = `
sheets: {all: true}
heading: {within: 3}
columns:
  period: {heading: Period}
  account: {heading: [Konto, Kontonr]}
  organisation: {heading: Ansvar}
  amount: {heading: [Belopp, Belopp kr]}`
	data := []any{202301, 1, 2, 3}
	tests := []struct {
		name string
		rows [][]any
		want string // the error, or "" when the row maps
	}{
		{"as written", [][]any{{"Period", "Konto", "Ansvar", "Belopp"}, data}, ""},
		{"case, accents and spacing aside", [][]any{{" PERIOD", "kontö", "An\nsvar", "Belo\u00adpp"}, data}, ""},
		{"synonyms", [][]any{{"Period", "Kontonr", "Ansvar", "Belopp kr"}, data}, ""},
		{"the one written exactly so", [][]any{{"Period", "Konto", "Ansvar", "Belopp", "BELOPP", "konto"}, data}, ""},
		{"the first synonym", [][]any{{"Period", "Konto", "Ansvar", "Belopp", "Kontonr"}, data}, ""},
		{
			"below rows that hold some of the headings",
			[][]any{{"Period", "2023"}, {"Period", "Konto", "Ansvar"}, {"Period", "Konto", "Ansvar", "Belopp"}, data},
			"",
		},
		{
			"too far down",
			[][]any{{"Rapport"}, {}, {"x"}, {"Period", "Konto", "Ansvar", "Belopp"}, data},
			`f.xlsx, sheet Blad1: no heading row: none of the first 3 rows holds any of the headings "Period", "Konto" or "Kontonr", "Ansvar", "Belopp" or "Belopp kr"`,
		},
		{
			"misspelt",
			[][]any{{"Rapport"}, {"Period", "Knoto", "Ansvarsställe", "Belopp"}, data},
			`f.xlsx, sheet Blad1, row 2: missing heading "Konto" or "Kontonr" (did you mean "Knoto"?), "Ansvar" (did you mean "Ansvarsställe"?) (headings found: "Period", "Knoto", "Ansvarsställe", "Belopp")`,
		},
		{
			"missing",
			[][]any{{"Period", "Konto", "Ansvar", "Summering"}, data},
			`f.xlsx, sheet Blad1, row 1: missing heading "Belopp" or "Belopp kr" (headings found: "Period", "Konto", "Ansvar", "Summering")`,
		},
		{
			"twice",
			[][]any{{"Period", "Konto", "Ansvar", "Belopp", "Belopp"}, data},
			`f.xlsx, sheet Blad1, row 1: heading "Belopp" stands in two columns; rename one of them`,
		},
		{
			"no rows at all", nil,
			`f.xlsx, sheet Blad1: no heading row: none of the first 3 rows holds any of the headings "Period", "Konto" or "Kontonr", "Ansvar", "Belopp" or "Belopp kr"`,
		},
	}
	for _, test := range tests {
		in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Blad1", test.rows...)}}
		var got collected
		sum, err := newMapper(t, "ledger", mapping).Map(t.Context(), in, &got)
		conserved(t, sum)
		var fault *transform.HeadingError
		switch {
		case test.want == "" && (err != nil || len(got.records) != 1):
			t.Errorf("%s: got %d records, %v", test.name, len(got.records), err)
		case test.want != "" && (!errors.As(err, &fault) || err.Error() != test.want):
			t.Errorf("%s:\ngot  %v\nwant %s", test.name, err, test.want)
		}
	}
}

func TestMapNamesTheSynonymsThatWereMeant(t *testing.T) {
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{
		sheet("Transaktioner", []any{"Period", "Kontonummer", "Ansvar", "Belopp"}),
	}}
	err := mapOne(t, "ledger", ledgerMapping, in)
	const want = `missing heading "Konto" or "Kontonr" (did you mean "Kontonummer"?)`
	if err == nil || !contains(err, want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestMapNeedsTheHeadingsOfSkipsAndControls(t *testing.T) {
	const mapping = `
sheets: {all: true}
columns: {account: {heading: Konto}, name: {heading: Namn}}
skip: [{name: class, heading: Typ, pattern: "^Klass"}]`
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", []any{"Konto", "Namn"}, []any{1, "x"})}}
	if err := mapOne(t, "account", mapping, in); err == nil || !contains(err, `missing heading "Typ"`) {
		t.Errorf("got %v", err)
	}
}

func TestRulesMeanTheColumnWhicheverSynonymIsThere(t *testing.T) {
	const mapping = `
sheets: {all: true}
columns: {account: {heading: [Konto, Kontonr]}, name: {heading: Namn}}
skip: [{name: total, heading: Konto, pattern: "^Summa"}]`
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", []any{"Kontonr", "Namn"}, []any{"Summa", "x"})}}
	sum, err := newMapper(t, "account", mapping).Map(t.Context(), in, discard{})
	if err != nil || sum.Skips["total"] != 1 {
		t.Errorf("got %+v, %v", sum, err)
	}
}
