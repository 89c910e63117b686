package transform_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nyckeltal/transform"
)

const (
	anna   = "811218-9876"
	number = 8112189876
)

// secrets are texts that must not come out of a mapping.
var secrets = []string{"811218-9876", "8112189876", "198112189876", "19811218-9876", "811218-9875", "Anna", "Andersson"}

// told checks that no text holds a secret.
func told(t *testing.T, what, text string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds %q: %s", what, secret, text)
		}
	}
}

func TestMapPersons(t *testing.T) {
	mapCase{
		name: "payroll", dataset: "payroll", mapping: payrollMapping, period: 202311, sheet: "Lön",
		rows: [][]any{
			{"Personnummer", "Ansvar", "Avlöningsform", "Timmar"},
			{anna, 71, "Månadsavlönad", 165.5},
			{number, 71, "Timavlönad", "12,25"},
			{"701063-2391", 71, "Timavlönad", 1},
			{"811218-9875", 71, "Timavlönad", 1},
			{nil, 71, "Timavlönad", 1},
			{fault("#N/A"), 71, "Timavlönad", 1},
		},
		records: []string{
			"2 period=202311 person=82de9e07564d25da163d1cde22facd83 organisation=71 employment=monthly sex=male age_group=30-49 worked_hours=16550",
			"3 period=202311 person=82de9e07564d25da163d1cde22facd83 organisation=71 employment=hourly sex=male age_group=30-49 worked_hours=1225",
			"4 period=202311 person=8479f121880f465b2963b58256248783 organisation=71 employment=hourly sex=male age_group=50- worked_hours=100",
		},
		rejects: []string{
			"A5 person malformed value: expected a personal identity number as YYYYMMDD-NNNN or YYMMDD-NNNN with a correct check digit",
			"A6 person missing value: expected a value, as the dataset needs keyed pseudonym of the personal identity number",
			"A7 person error in the cell: expected a personal identity number as YYYYMMDD-NNNN or YYMMDD-NNNN with a correct check digit",
		},
		skips: map[string]int{"heading": 1},
	}.run(t)
}

func TestMapPersonsAcross(t *testing.T) {
	mapCase{
		name: "payroll", dataset: "payroll", year: 2023, sheet: "Lön",
		mapping: `
sheets: {all: true}
columns:
  person: {heading: Personnummer}
  age_group: {heading: Personnummer, derive: age_group}
  organisation: {constant: "71"}
  employment: {constant: monthly}
across: {headings: months, year: {file: true}, value: worked_hours}`,
		rows: [][]any{
			{"Personnummer", "Nov", "Dec"},
			{"931215-1237", 1, 2}, // turns thirty in December
		},
		records: []string{
			"2 B2 period=202311 person=789ea4a919c2bd98dd7bd492d32948c4 organisation=71 employment=monthly age_group=-29 worked_hours=100",
			"2 C2 period=202312 person=789ea4a919c2bd98dd7bd492d32948c4 organisation=71 employment=monthly age_group=30-49 worked_hours=200",
		},
		skips: map[string]int{"heading": 1},
	}.run(t)
}

func TestMapNeedsAKeyForPersons(t *testing.T) {
	err := mapOne(t, "payroll", payrollMapping, transform.Input{Period: 202311, Sheets: []transform.Sheet{sheet("Lön")}})
	if !errors.Is(err, transform.ErrNoKey) {
		t.Errorf("got %v", err)
	}
}

// TestNothingTellsANumber puts numbers and names into every column, below and above headings that are right, shifted,
// missing or doubled, and looks for them in everything that comes out.
func TestNothingTellsANumber(t *testing.T) {
	headings := [][]any{
		{"Personnummer", "Ansvar", "Avlöningsform", "Timmar"},
		{"Ansvar", "Personnummer", "Timmar", "Avlöningsform"},
		{"Personnummer", "Ansvar", "Avlöningsform", "Timmar", anna, "Namn 198112189876"},
		{"Personnummer", "Ansvar", "Avlöningsform", "Tid", anna},
		{"Personnummer", "Personnummer", "Ansvar", "Avlöningsform", "Timmar"},
		{anna, "71", "Anna Andersson", 1},
	}
	values := []any{
		anna, number, "198112189876", "19811218-9876", "811218-9875", "Anna Andersson", "811218-9876 Anna",
		198112189876, nil, fault("#REF!"), day("2023-11-30"), 71, "Timavlönad",
	}
	key := []byte("key")
	for h, heading := range headings {
		for shift := range values {
			row := []any{values[shift], values[(shift+1)%len(values)], values[(shift+2)%len(values)], values[(shift+3)%len(values)]}
			in := transform.Input{
				File: "lon_2023-11.xlsx", Period: 202311, Key: key, Lookup: codes{"organisation/71": true},
				Sheets: []transform.Sheet{sheet("Lön", []any{"Rapport " + anna}, heading, row, row)},
			}
			var got collected
			sum, err := newMapper(t, "payroll", payrollMapping).Map(t.Context(), in, &got)
			conserved(t, sum)
			what := fmt.Sprintf("heading %d, row %d", h, shift)
			if err != nil {
				told(t, what+": the error", err.Error())
			}
			told(t, what+": the summary", fmt.Sprintf("%+v", sum))
			for _, r := range got.rejects {
				told(t, what+": a reject", fmt.Sprintf("%+v %s", r, r.Message()))
			}
			for _, r := range got.records {
				told(t, what+": a record", fmt.Sprintf("%+v", r))
			}
		}
	}
}

// TestNumbersInOtherColumnsAreRedacted puts a number into the columns of a dataset without persons.
func TestNumbersInOtherColumnsAreRedacted(t *testing.T) {
	in := transform.Input{
		File: "h.xlsx", Captures: map[string]string{"enhet": anna}, Lookup: codes{},
		Sheets: []transform.Sheet{sheet("Transaktioner",
			[]any{"Period", "Konto", "Ansvar", "Belopp", anna}, []any{anna, anna, number, anna + " kr"})},
	}
	var got collected
	sum, err := newMapper(t, "ledger", ledgerMapping).Map(t.Context(), in, &got)
	var exposed *transform.PrivacyError
	if !errors.As(err, &exposed) || len(got.rejects) != 4 {
		t.Fatalf("got %+v, %v", got, err)
	}
	told(t, "the error", err.Error())
	told(t, "the summary", fmt.Sprintf("%+v", sum))
	for _, r := range got.rejects {
		told(t, "a reject", r.Message())
		if !strings.Contains(r.Found, "[personal number]") {
			t.Errorf("%s does not say that a number stood there", showReject(r))
		}
	}
	const fromName = "sheets: {all: true}\ncolumns: {account: {capture: enhet}, period: {heading: Period}, organisation: {capture: enhet}, amount: {heading: Belopp}}"
	err = mapOne(t, "ledger", fromName, in)
	if err == nil {
		t.Fatal("an unknown code was taken")
	}
	told(t, "the error", err.Error())
}

func TestLongTextsAreCutAfterRedaction(t *testing.T) {
	for pad := 40; pad < 70; pad++ {
		in := transform.Input{Sheets: []transform.Sheet{sheet("Transaktioner",
			[]any{"Period", "Konto", "Ansvar", "Belopp"}, []any{202301, 1, 2, strings.Repeat("å", pad) + " " + anna})}}
		var got collected
		if _, err := newMapper(t, "ledger", ledgerMapping).Map(t.Context(), in, &got); err != nil {
			t.Fatal(err)
		}
		if found := got.rejects[0].Found; strings.Contains(found, "811") || len([]rune(found)) > 61 {
			t.Errorf("after %d characters: %s", pad, found)
		}
	}
}

func TestProblemsOfMappingsTellNoKey(t *testing.T) {
	in := transform.Input{Period: 202311, Key: []byte("a secret key"), Sheets: []transform.Sheet{sheet("Lön", []any{"x"})}}
	var got collected
	sum, err := newMapper(t, "payroll", payrollMapping).Map(t.Context(), in, &got)
	if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, sum), "secret") {
		t.Errorf("got %v", err)
	}
}
