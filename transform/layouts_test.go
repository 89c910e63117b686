package transform_test

import (
	"errors"
	"strings"
	"testing"

	"nyckeltal/transform"
)

const layoutsMapping = `
sheets: {all: true}
columns:
  account: {heading: Konto}
  organisation: {heading: Ansvar}
  amount: {heading: Belopp}
skip: [{name: total, heading: Konto, pattern: "^Summa"}]
layouts:
  - name: ny
    columns: {period: {heading: Period}}
    ignore: Text
  - name: gammal
    heading: {rows: 2}
    columns:
      period: {heading: Bokfört period}
      organisation: {heading: Enhet}
    skip: [{name: footer, first: "^Källa"}]
  - name: utan rubrik
    sheets: {pattern: "^Rå"}
    heading: {none: true}
    columns:
      period: {column: A}
      account: {column: B}
      organisation: {column: C}
      amount: {column: E}
`

func TestMapChoosesALayoutPerSheet(t *testing.T) {
	old := sheet("2022",
		[]any{"Konto", "Bokfört", "Enhet", "Belopp"}, []any{nil, "period"}, []any{3010, 202201, 71, 2}, []any{"Summa", nil, nil, 2}, []any{"Källa: x"})
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{
		sheet("2023", []any{"Period", "Konto", "Ansvar", "Belopp", "Text"}, []any{202301, 3010, 71, 1, "x"}, []any{nil, "Summa", nil, 1}),
		old,
		sheet("Mer", []any{"Bokslut"}, []any{"Period", "Konto", "Ansvar", "Belopp"}, []any{202302, 3010, 72, 3}),
	}}
	m := newMapper(t, "ledger", twoLayouts)
	var got collected
	sum, err := m.Map(t.Context(), in, &got)
	conserved(t, sum)
	if err != nil || len(got.records) != 3 || sum.Skips["total"] != 2 || sum.Skips["footer"] != 1 {
		t.Fatalf("got %+v, %v", sum, err)
	}
	layouts := make([]string, 0, 3)
	for _, s := range sum.Sheets {
		layouts = append(layouts, s.Name+": "+s.Layout)
	}
	compare(t, "layouts", layouts, []string{"2023: ny", "2022: gammal", "Mer: ny"})
	compare(t, "notes", sum.Notes, []string{
		`sheet "2023" follows the layout "ny"`, `sheet "2022" follows the layout "gammal"`, `sheet "Mer" follows the layout "ny"`,
	})
}

func TestMapChoosesALayoutWithoutHeadingLast(t *testing.T) {
	rows := [][]any{{202301, 3010, 71, nil, 1}, {202301, 3011, 71, "x", 2}, {nil, "Summa", nil, nil, 3}}
	tests := []struct{ name, sheet, want string }{
		{"mapped when it is all that is left", "Rådata", ""},
		{"not for other sheets", "Blad1", `f.xlsx, sheet Blad1: no layout fits (tried "ny", "gammal"); nearest is "ny": no heading row: none of ` +
			`the first 30 rows holds any of the headings "Period", "Konto", "Ansvar", "Belopp"`},
	}
	const mapping = "skip: [{name: total, heading: Konto"
	text := strings.Replace(layoutsMapping, mapping, "skip: [{name: total, column: B", 1)
	for _, test := range tests {
		in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Rå", rows...), sheet(test.sheet, rows...)}}
		var got collected
		sum, err := newMapper(t, "ledger", text).Map(t.Context(), in, &got)
		conserved(t, sum)
		switch {
		case test.want == "" && (err != nil || len(got.records) != 4 || sum.Skips["total"] != 2):
			t.Errorf("%s: got %+v, %v", test.name, sum, err)
		case test.want != "" && (err == nil || err.Error() != test.want):
			t.Errorf("%s: got %v\nwant %s", test.name, err, test.want)
		}
	}
}

// twoLayouts are the first two, which need a heading.
var twoLayouts, _, _ = strings.Cut(layoutsMapping, "  - name: utan")

func TestMapNamesTheNearestLayout(t *testing.T) {
	text := twoLayouts
	tests := []struct {
		name string
		rows [][]any
		want string
	}{
		{
			"the one with fewest headings missing",
			[][]any{{"Konto", "Bokfört", "Enhet", "Belop"}, {nil, "period"}, {1}},
			`f.xlsx, sheet S: no layout fits (tried "ny", "gammal"); nearest is "gammal", row 2: missing heading "Belopp" (did you mean "Belop"?) ` +
				`(headings found: "Konto", "Bokfört period", "Enhet", "Belop")`,
		},
		{
			"a heading that stands twice",
			[][]any{{"Konto", "Ansvar", "Period", "Belopp", "Belopp"}},
			`f.xlsx, sheet S: no layout fits (tried "ny", "gammal"); nearest is "ny", row 1: heading "Belopp" stands in two columns; rename one of them`,
		},
	}
	for _, test := range tests {
		in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", test.rows...)}}
		err := mapOne(t, "ledger", text, in)
		var fault *transform.HeadingError
		if !errors.As(err, &fault) || err.Error() != test.want {
			t.Errorf("%s: got %v\nwant %s", test.name, err, test.want)
		}
	}
}

func TestMapNamesTheSheetsOfAllLayouts(t *testing.T) {
	const mapping = `
columns: {account: {heading: Konto}, name: {heading: Namn}}
layouts:
  - {name: ny, sheets: {name: Kontoplan}}
  - {name: gammal, sheets: {position: 3}}`
	err := mapOne(t, "account", mapping, transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Kontplan"), sheet("B")}})
	const want = `f.xlsx, layout "ny": no sheet "Kontoplan" (did you mean "Kontplan"?) (visible sheets: "Kontplan", "B")
f.xlsx, layout "gammal": no sheet in position 3 (visible sheets: "Kontplan", "B")`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestMapColumnsByLetter(t *testing.T) {
	tests := []mapCase{
		{
			name: "without any heading", dataset: "ledger", sheet: "S",
			mapping: `
sheets: {position: -1}
heading: {none: true}
columns:
  period: {column: a}
  account: {column: B, fill: down}
  organisation: {column: C}
  amount: {column: E}
skip: [{name: total, column: B, pattern: ^Summa}]
control: {rule: total, column: amount}
ignore: G`,
			rows: [][]any{
				{202301, 3010, 71, nil, 1, nil, "x"},
				{},
				{202302, nil, 72, nil, "2", "nytt"},
				{nil, "Summa", nil, nil, 4},
				{202302, nil, nil, nil, "1", "mer"},
			},
			records: []string{
				"1 E1 period=202301 account=3010 organisation=71 amount=100",
				"3 E3 period=202302 account=3010 organisation=72 amount=200",
			},
			rejects: []string{`C5 organisation missing value: expected a value, as the dataset needs the responsible unit (Ansvar)`},
			skips:   map[string]int{"blank": 1, "total": 1},
			notes:   []string{`sheet "S": column F has no heading, holds values (first in row 3) and is not mapped`},
		},
		{
			name: "a column without heading, and others that are not mapped", dataset: "account", sheet: "S",
			mapping: `
sheets: {all: true}
columns: {account: {heading: Konto}, name: {column: B}}`,
			rows:    [][]any{{"Konto"}, {1, "x"}, {2, "y", nil, 3}, {3, "z", nil, 4}},
			records: []string{"2 account=1 name=x", "3 account=2 name=y", "4 account=3 name=z"},
			skips:   map[string]int{"heading": 1},
			notes:   []string{`sheet "S": column D has no heading, holds values (first in row 3) and is not mapped`},
		},
		{
			name: "years across", dataset: "plan", sheet: "S",
			mapping: `
sheets: {all: true}
columns: {scenario: {constant: actual}, account: {heading: Konto}}
across: {headings: years, value: value, set: {span: year}}`,
			rows: [][]any{{"Konto", 2022, "2023", "Summa"}, {3010, 1, 2, 3}},
			records: []string{
				"2 B2 period=202200 scenario=actual span=year account=3010 value=10000",
				"2 C2 period=202300 scenario=actual span=year account=3010 value=20000",
			},
			skips: map[string]int{"heading": 1},
			notes: []string{`sheet "S": column D "Summa" is not mapped; name it under columns or ignore`},
		},
		{
			name: "months, scenarios and what does not fit", dataset: "plan", sheet: "S", year: 2023,
			mapping: `
sheets: {all: true}
columns: {account: {heading: Konto}, scenario: {values: {Utfall: actual, Budget: budget}}}
across:
  headings: {pattern: '(?i)^(?P<scenario>utfall|budget) (?P<month>\S+)$'}
  year: {file: true}
  value: value
  set: {span: month}`,
			rows: [][]any{{"Konto", "Utfall jan", "BUDGET jan-23", "Budget x", "utfall mars"}, {3010, 1, 2, 3, 4}},
			records: []string{
				"2 B2 period=202301 scenario=actual span=month account=3010 value=10000",
				"2 C2 period=202301 scenario=budget span=month account=3010 value=20000",
				"2 E2 period=202303 scenario=actual span=month account=3010 value=40000",
			},
			skips: map[string]int{"heading": 1},
			notes: []string{`sheet "S": column D "Budget x" is not mapped; name it under columns or ignore`},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}
