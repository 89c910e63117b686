package transform_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nyckeltal/transform"
)

// column makes rows with a text and one value below the heading Antal.
func column(heading string, values ...any) [][]any {
	rows := [][]any{{heading, "Antal"}}
	for _, v := range values {
		rows = append(rows, []any{v, 1})
	}
	return rows
}

const countMapping = "sheets: {all: true}\ncolumns: {period: {constant: 2023-11}, item: {constant: x}, quantity: {heading: Antal}}"

// TestPersonsInOtherColumnsRefuseTheDelivery puts numbers into a column that is not mapped at all.
func TestPersonsInOtherColumnsRefuseTheDelivery(t *testing.T) {
	const (
		other  = "701063-2391" // a coordination number
		orgnr  = "212000-1355"
		orgnr2 = "556012-5790"
	)
	tests := []struct {
		name   string
		values []any
		want   int
	}{
		{"a dash", []any{anna}, 1},
		{"a dash among names", []any{"Anna", "Björn", anna, other}, 2},
		{"a plus", []any{"111218+9871", "Anna"}, 1},
		{"twelve digits", []any{"198112189876"}, 1},
		{"twelve digits in a number", []any{198112189876}, 1},
		{"twelve digits with a dash", []any{"19811218-9876"}, 1},
		{"white space around", []any{"\u00a0811218-9876 "}, 1},
		{"a long dash", []any{"811218–9876"}, 1},
		{"ten digits, several", []any{"8112189876", "8112189876", 8112189876}, 3},
		{"ten digits, too few to tell", []any{"8112189876", 8112189876}, 0},
		{"ten digits among others", []any{"8112189876", "8112189876", 8112189876, 5560125790, 5560125791, 5560125792, 5560125793}, 0},
		{"organisation numbers", []any{orgnr, orgnr2, "2120001355", 2120001355, 5560125790, "5560125790", "165560125790", "16556012-5790"}, 0},
		{"wrong check digits", []any{"811218-9875", "811218-9874", "811218-9870"}, 0},
		{"one of many that are written so", []any{anna, "811218-9875", "811218-9874"}, 0},
		{"telephones", []any{"031-3650000", "070-123 45 67", "0701234567", "+46701234567", "031365-0000"}, 0},
		{"invoices by day", []any{"202311300123", "202311300124", "202311300125", 202311300126, 202311300127, 202311300128, 202311300129, 202311300130}, 0},
		{"accounts", []any{"7459-7111-4001", "7459 Konsult", 7459, "3010711120"}, 0},
		{"moments", []any{"2023-11-30", "20231130", "2023-11-30 08:15", day("2023-11-30"), 20231130}, 0},
		{"amounts", []any{"1 234 567,89", "-1234567890,12", 1234567890.5, -8112189876}, 0},
		{"within texts", []any{"Faktura till 811218-9876"}, 0}, // not loaded
	}
	for _, test := range tests {
		in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("S", column("Anställd", test.values...)...)}}
		var got collected
		sum, err := newMapper(t, "volume", countMapping).Map(t.Context(), in, &got)
		conserved(t, sum)
		var exposed *transform.PrivacyError
		if test.want == 0 {
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		want := fmt.Sprintf(`f.xlsx: personal identity numbers in columns that are not declared: sheet S, column A "Anställd" (%d cells); `+
			"take the numbers out, fill a column of type person from them, or accept them in the mapping, as in privacy: {allow: [Anställd]}", test.want)
		if !errors.As(err, &exposed) || err.Error() != want || !slices.Equal(sum.Sheets[0].Private, []int{0}) {
			t.Errorf("%s: got %v, want %s", test.name, err, want)
		}
	}
}

func TestPersonsMayStandWhereTheMappingSaysSo(t *testing.T) {
	rows := column("Anställd", anna, anna)
	for _, extra := range []string{"privacy: {allow: [anstalld]}", "private: Anställd"} {
		sum, err := newMapper(t, "volume", countMapping+"\n"+extra).Map(t.Context(), transform.Input{Sheets: []transform.Sheet{sheet("S", rows...)}}, discard{})
		if err != nil || len(sum.Notes) > 0 {
			t.Errorf("%s: %v, %v", extra, sum.Notes, err)
		}
		if private := sum.Sheets[0].Private; slices.Contains(private, 0) != strings.HasPrefix(extra, "private") {
			t.Errorf("%s: private columns %v", extra, private)
		}
	}
	in := transform.Input{Period: 202311, Key: []byte("key"), Sheets: []transform.Sheet{sheet("Lön",
		[]any{"Ansvar", "Personnummer", "Avlöningsform", "Timmar"}, []any{71, anna, "Timavlönad", 1})}}
	sum, err := newMapper(t, "payroll", payrollMapping).Map(t.Context(), in, discard{})
	if err != nil || !slices.Equal(sum.Sheets[0].Private, []int{1}) {
		t.Errorf("got %v, %v", sum.Sheets, err)
	}
}

func TestPersonsInFormsAndWithoutHeadings(t *testing.T) {
	const form = "sheets: {all: true}\npairs: true\ncolumns: {period: {constant: 2023-11}, item: {constant: x}, quantity: {label: Antal}}\n"
	const bare = "sheets: {all: true}\nheading: {none: true}\ncolumns: {period: {constant: 2023-11}, item: {constant: x}, quantity: {column: B}}\n"
	rows := [][]any{{"Ifyllt av", anna}, {"Antal", 1}}
	tests := []struct {
		mapping string
		rows    [][]any
		want    string
	}{
		{form, rows, "sheet S, column B (1 cells); take"},
		{form + "privacy: {allow: Ifyllt av}", rows, ""},
		{form + "private: Ifyllt av", rows, ""},
		{bare, [][]any{{anna, 1}}, "sheet S, column A (1 cells); take"},
		{bare + "privacy: {allow: A}", [][]any{{anna, 1}}, ""},
	}
	for _, test := range tests {
		in := transform.Input{Sheets: []transform.Sheet{sheet("S", test.rows...)}}
		sum, err := newMapper(t, "volume", test.mapping).Map(t.Context(), in, discard{})
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %s", test.mapping, err, test.want)
		}
		if private := sum.Sheets[0].Private; strings.Contains(test.mapping, "private") && !slices.Equal(private, []int{1}) {
			t.Errorf("private columns %v", private)
		}
	}
}

// TestTextsWithPersonsAreRefused puts a number into the middle of a text that is loaded.
func TestTextsWithPersonsAreRefused(t *testing.T) {
	const status = `
sheets: {all: true}
columns:
  period: {constant: 2023-11}
  kind: {constant: project}
  status: {constant: green}
  item: {heading: Projekt}
  cause: {expression: '"avser " + item'}`
	rows := [][]any{{"Projekt"}, {"Lön till 811218-9876."}, {"Lön till 19811218-9876 m.fl."}, {"Org.nr 212000-1355, tel 0701234567"}, {"OCR 8112189876"}}
	mapCase{
		dataset: "status", mapping: status, sheet: "S", rows: rows,
		records: []string{
			"4 period=202311 kind=project item=Org.nr 212000-1355, tel 0701234567 status=green cause=avser Org.nr 212000-1355, tel 0701234567",
			"5 period=202311 kind=project item=OCR 8112189876 status=green cause=avser OCR 8112189876",
		},
		rejects: []string{
			`A2 item personal identity number: expected a text without personal identity numbers, found "Lön till [personal number]."`,
			`A3 item personal identity number: expected a text without personal identity numbers, found "Lön till [personal number] m.fl."`,
		},
		skips: map[string]int{"heading": 1},
	}.run(t)
	allowed := strings.Replace(status, "\n  cause: {expression: '\"avser \" + item'}", "\nprivacy: {allow: Projekt}", 1)
	in := transform.Input{Sheets: []transform.Sheet{sheet("S", rows...)}}
	if sum, err := newMapper(t, "status", allowed).Map(t.Context(), in, discard{}); err != nil || sum.Records != 4 {
		t.Errorf("got %+v, %v", sum, err)
	}
}
