package transform_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// postings is a mapping of plain postings, to which checks are added.
const postings = `
sheets: {names: [Jan, Feb]}
columns:
  period: {heading: Period, format: YYYYMM}
  account: {heading: Konto}
  organisation: {heading: Ansvar}
  voucher: {heading: Verifikat}
  posted_on: {heading: Datum}
  amount: {heading: Belopp}
checks:
`

var postingHead = []any{"Period", "Konto", "Ansvar", "Verifikat", "Datum", "Belopp"}

func posting(account any, voucher string, on any, amount any) []any {
	return []any{202311, account, "10", voucher, on, amount}
}

// checked maps two sheets and one that is not mapped, and returns all that came of the checks.
func checked(t *testing.T, checks string, in transform.Input, jan ...[]any) (transform.Summary, []string, error) {
	t.Helper()
	in.File = "f.xlsx"
	in.Sheets = []transform.Sheet{
		sheet("Jan", append([][]any{postingHead}, jan...)...),
		sheet("Feb", postingHead, posting(3, "F1", day("2023-11-20"), 10), posting(4, "F1", day("2023-11-21"), -10)),
		sheet("Totalt", []any{"Månad", "Summa"}, []any{"Totalt:", nil, "12,50"}, []any{"fel", "ingen"}),
	}
	var got collected
	sum, err := newMapper(t, "ledger", postings+checks).Map(t.Context(), in, &got)
	conserved(t, sum)
	var rejects []string
	for _, r := range got.rejects {
		rejects = append(rejects, r.Sheet+" "+showReject(r))
	}
	return sum, rejects, err
}

func showWarning(w record.Warning) string {
	place := w.Cell
	if place == "" && w.Row > 0 {
		place = fmt.Sprint(w.Row)
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s: %s %s %s %s %d: %s", w.Check, w.Sheet, place, w.Column, w.Period, w.Count, w.Message)), " ")
}

// TestChecksOfRecords runs each check as an error, which refuses the row, and as a warning, which does not.
func TestChecksOfRecords(t *testing.T) {
	tests := []struct {
		check    string
		row      []any
		expected string // the reject and the warning without the parts that they share; "" when the row passes
		place    string
	}{
		{"column: amount, min: -10, max: 10.50", posting(1, "V", nil, 10.5), "", ""},
		{"column: amount, min: -10, max: 10.50", posting(1, "V", nil, "-10,01"), `at least -10 and at most 10.50¦, found "-10,01"`, "F2 amount"},
		{"column: posted_on, min: 2023-11-01", posting(1, "V", day("2023-10-31"), 1), `at least 2023-11-01¦, found "2023-10-31"`, "E2 posted_on"},
		{"column: posted_on, min: 2023-11-01", posting(1, "V", nil, 1), "", ""},
		{"column: posted_on, required: true", posting(1, "V", nil, 1), "a value¦", "E2 posted_on"},
		{"column: period, max: 2023-10", posting(1, "V", nil, 1), `at most 2023-10¦, found "202311"`, "A2 period"},
		{`column: account, pattern: "^[1-9]{4}$"`, posting(745, "V", nil, 1), `a text that matches ^[1-9]{4}$¦, found "745"`, "B2 account"},
		{"column: account, allowed: [3, 4, 7459]", posting(7459, "V", nil, 1), "", ""},
		{"column: account, allowed: [3, 4, 7459]", posting("5", "V", nil, 1), `one of 3, 4, 7459¦, found "5"`, "B2 account"},
		{"unique: [voucher, account]", posting(4, "V", nil, 1), "", ""},
		{`expression: "amount > 0 || account in [\"4\"]"`, posting(1, "V", nil, -1), `values for which amount > 0 || account in ["4"]`, "2 "},
		{
			`expression: "posted_on <= date(\"2023-11-30\")"`, posting(1, "V", nil, 1),
			`values for which posted_on <= date("2023-11-30") can be computed: a value is missing; say what holds then, as in x == nil || x > 0`, "2 ",
		},
	}
	for _, test := range tests {
		for _, severity := range []string{"error", "warning"} {
			name := severity + ": " + test.check
			sum, rejects, err := checked(t, "  - {name: prov, severity: "+severity+", "+test.check+"}\n", transform.Input{}, test.row)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			expected, found, _ := strings.Cut(test.expected, "¦")
			var wantRejects, wantWarnings []string
			switch {
			case test.expected == "":
			case severity == "error":
				wantRejects = []string{fmt.Sprintf(`Jan %s check failed: expected %s (check "prov")%s`, test.place, expected, found)}
			default:
				wantWarnings = []string{strings.Join(strings.Fields(fmt.Sprintf("prov: Jan %s 2023-11 1: expected %s%s", test.place, expected, found)), " ")}
			}
			var warnings []string
			for _, w := range sum.Warnings {
				if w.Sheet == "Jan" {
					warnings = append(warnings, showWarning(w))
				}
			}
			rejects = only(rejects, "Jan")
			compare(t, name+": rejects", rejects, wantRejects)
			compare(t, name+": warnings", warnings, wantWarnings)
		}
	}
}

func only(lines []string, prefix string) (list []string) {
	for _, line := range lines {
		if strings.HasPrefix(line, prefix) {
			list = append(list, line)
		}
	}
	return list
}

// TestUnique refuses the second of two rows, unless the first one was refused itself.
func TestUnique(t *testing.T) {
	const check = "  - {name: en gång, unique: [voucher, account]}\n  - {name: stor, column: amount, max: 100}\n"
	_, rejects, err := checked(t, check, transform.Input{},
		posting(1, "V1", nil, 1), posting(1, "V2", nil, 1), posting(1, "V3", nil, 1000), posting(1, "V3", nil, 2), posting("1", "V1", nil, 3))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "rejects", rejects, []string{
		`Jan F4 amount check failed: expected at most 100 (check "stor"), found "1000"`,
		`Jan D6 voucher check failed: expected each voucher and account once; row 2 of sheet Jan has it too (check "en gång"), found "V1"`,
	})
}

// TestChecksOfDeliveries runs each check as an error, which refuses the delivery, and as a warning.
func TestChecksOfDeliveries(t *testing.T) {
	delivered := time.Date(2023, 12, 31, 14, 0, 0, 0, time.UTC)
	two := [][]any{posting(1, "V1", day("2023-11-01"), "7,5"), posting(2, "V1", day("2023-11-02"), 5)}
	tests := []struct {
		name, check string
		in          transform.Input
		rows        [][]any
		want        string // the message; "" when the delivery passes
	}{
		{"a sum", "sum: amount, equals: 12.50", transform.Input{}, two, ""},
		{
			"a wrong sum", "sum: amount",
			transform.Input{},
			two,
			"amount adds up to 12.50; expected 0.00 (4 records from row 2 of sheet Jan to row 3 of sheet Feb)",
		},
		{"within", "sum: amount, equals: 12, within: 0.50", transform.Input{}, two, ""},
		{
			"per voucher", "sum: amount, per: voucher",
			transform.Input{},
			two,
			"amount of voucher V1 adds up to 12.50; expected 0.00 (2 records in rows 2 to 3 of sheet Jan)",
		},
		{
			"per voucher and period", "sum: amount, per: [voucher, period]",
			transform.Input{},
			[][]any{posting(1, "V1", nil, 5), posting("", "V1", nil, -5)},
			"amount of voucher V1, period 2023-11 adds up to 5.00; expected 0.00 (row 2 of sheet Jan); refused rows are not in it",
		},
		{"of sheets", "sum: amount, sheets: [feb]", transform.Input{}, two, ""},
		{"of a sheet that is not there", "sum: amount, sheets: [Feb, Mars]", transform.Input{}, two, `no sheet "Mars" is mapped`},
		{"a cell of another sheet", "sum: amount, sheets: Jan, equals: {sheet: totalt, cell: C2}", transform.Input{}, two, ""},
		{"a label of another sheet", "sum: amount, sheets: Jan, equals: {sheet: Totalt, label: Totalt}", transform.Input{}, two, ""},
		{
			"a wrong cell of another sheet", "sum: amount, sheets: Feb, equals: {sheet: Totalt, cell: C2}",
			transform.Input{},
			two,
			"amount adds up to 0.00; expected 12.50 as in sheet Totalt (2 records in rows 2 to 3 of sheet Feb)",
		},
		{"an empty cell", "sum: amount, equals: {sheet: Totalt, cell: C9}", transform.Input{}, two, "sheet Totalt: cell C9 holds nothing"},
		{"a cell without number", "sum: amount, equals: {sheet: Totalt, label: fel}", transform.Input{}, two, "is no number"},
		{"a sheet that is missing", "sum: amount, equals: {sheet: Total, cell: C2}", transform.Input{}, two, `there is no sheet "Total" to compare with`},
		{
			"two sheets", "sum: amount, sheets: Jan, equals: {sheet: Feb}",
			transform.Input{},
			two,
			"amount adds up to 12.50; expected 0.00 as in sheet Feb (2 records in rows 2 to 3 of sheet Jan)",
		},
		{"two equal sheets", "sum: amount, equals: {sheet: Feb}", transform.Input{}, [][]any{posting(1, "V1", nil, 0)}, ""},
		{"a sheet that is not mapped", "sum: amount, equals: {sheet: Totalt}", transform.Input{}, two, `no sheet "Totalt" is mapped, whose sum is compared`},
		{"fresh", "newest: posted_on, within: 41 days", transform.Input{Delivered: delivered.AddDate(0, 0, 1)}, two[:1], ""},
		{
			"stale", "newest: posted_on, within: 40 days",
			transform.Input{Delivered: delivered.AddDate(0, 0, 1)},
			two[:1],
			"the newest posted_on is 2023-11-21 (row 3 of sheet Feb), 41 days before the delivery of 2024-01-01; expected at most 40 days",
		},
		{
			"a stale period", "newest: period, within: 1 day",
			transform.Input{Delivered: delivered},
			two[:1],
			"the newest period is 2023-11-30 (row 2 of sheet Jan), 31 days before the delivery of 2023-12-31; expected at most 1 day",
		},
		{"enough rows", "rows: {min: 4, max: 4}", transform.Input{}, two, ""},
		{"too few rows", "rows: {min: 5}", transform.Input{}, two, "4 rows gave records; expected at least 5"},
		{"too many rows", "rows: {max: 3}", transform.Input{}, two, "4 rows gave records; expected at most 3"},
		{"the first delivery", "rows: {change: 20%}", transform.Input{}, two, ""},
		{"like the last delivery", "rows: {change: 20%}", transform.Input{Previous: 5}, two, ""},
		{
			"unlike the last delivery", "rows: {change: 20%}",
			transform.Input{Previous: 6},
			two,
			"4 rows gave records, and 6 of the last delivery did; expected a change of at most 20%",
		},
	}
	for _, test := range tests {
		_, _, err := checked(t, "  - {name: prov, "+test.check+"}\n", test.in, test.rows...)
		var fault *transform.CheckError
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (!errors.As(err, &fault) || !strings.HasPrefix(err.Error(), `f.xlsx: check "prov": `) || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s:\ngot  %v\nwant %s", test.name, err, test.want)
		}
		sum, _, err := checked(t, "  - {name: prov, severity: warning, "+test.check+"}\n", test.in, test.rows...)
		if err != nil || (test.want == "") != (len(sum.Warnings) == 0) || test.want != "" && !strings.Contains(sum.Warnings[0].Message, test.want) {
			t.Errorf("%s: as a warning: %v, %v", test.name, sum.Warnings, err)
		}
	}
}

// TestAllFaultsOfADelivery are reported together.
func TestAllFaultsOfADelivery(t *testing.T) {
	const checks = "  - {name: antal, rows: {min: 9}}\n  - {name: summa, sum: amount, equals: 1}\n"
	_, _, err := checked(t, checks, transform.Input{})
	want := `f.xlsx: check "antal": 2 rows gave records; expected at least 9` + "\n" +
		`f.xlsx: check "summa": amount adds up to 0.00; expected 1.00 (2 records in rows 2 to 3 of sheet Feb)`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// TestFreshnessWithoutTheTimeOfTheDelivery is said to be left out.
func TestFreshnessWithoutTheTimeOfTheDelivery(t *testing.T) {
	sum, _, err := checked(t, "  - {name: färsk, newest: posted_on, within: 1 day}\n", transform.Input{})
	if err != nil || !strings.Contains(strings.Join(sum.Notes, "\n"), `check "färsk" was left out: when the delivery came is not known`) {
		t.Errorf("%v, %v", sum.Notes, err)
	}
}

// TestManyWarnings are counted, and the first of each check listed.
func TestManyWarnings(t *testing.T) {
	var rows [][]any
	for range 250 {
		rows = append(rows, posting(1, "V", nil, 1))
	}
	sum, _, err := checked(t, `  - {name: a, severity: warning, column: amount, max: 0}
  - {name: b, severity: warning, column: account, allowed: [2, 3, 4]}
`, transform.Input{}, rows...)
	if err != nil || len(sum.Warnings) != 202 {
		t.Fatalf("%d warnings, %v", len(sum.Warnings), err)
	}
	counts := map[string]int{}
	for _, w := range sum.Warnings {
		counts[w.Check] += w.Count
	}
	if counts["a"] != 251 || counts["b"] != 250 {
		t.Errorf("%v", counts)
	}
	if last := showWarning(sum.Warnings[200]); last != "a: 2023-11 151: 151 more of the kind" {
		t.Errorf("%q", last)
	}
}

// TestChecksOfTablesAcross look at each record of a row, and refuse the row as a whole.
func TestChecksOfTablesAcross(t *testing.T) {
	mapCase{
		dataset: "volume", sheet: "Transaktioner",
		mapping: volumeMapping + "checks: [{name: rimlig, column: quantity, max: 5}, {name: inte mars, expression: 'period != \"2023-03\"'}]\n",
		rows: [][]any{
			{"Kundnr", "År", "jan", "feb", "mar"},
			{1, 2023, 1, 2, nil},
			{2, 2023, 1, 6, 7},
		},
		records: []string{
			"2 C2 period=202301 item=Transaktioner customer=1 quantity=10000",
			"2 D2 period=202302 item=Transaktioner customer=1 quantity=20000",
		},
		rejects: []string{
			`D3 quantity check failed: expected at most 5 (check "rimlig"), found "6"`,
			`E3 quantity check failed: expected at most 5 (check "rimlig"), found "7"`,
			`3  check failed: expected values for which period != "2023-03" (check "inte mars")`,
		},
		skips: map[string]int{"heading": 1},
	}.run(t)
}

// TestChecksTellNothingPrivate neither in rejects nor in warnings.
func TestChecksTellNothingPrivate(t *testing.T) {
	const checks = `
checks:
  - {name: en gång, severity: warning, unique: [person, period]}
  - {name: summa, severity: warning, sum: worked_hours, per: person}
  - {name: ansvar, severity: warning, column: organisation, pattern: "^x"}
`
	in := transform.Input{File: "lön.xlsx", Period: 202311, Key: []byte("key"), Sheets: []transform.Sheet{sheet("Lön",
		[]any{"Personnummer", "Ansvar", "Avlöningsform", "Timmar"},
		[]any{"811218-9876", "Karin Ek", "Timavlönad", 8},
		[]any{"811218-9876", "Karin Ek", "Timavlönad", 8},
	)}}
	var got collected
	sum, err := newMapper(t, "payroll", payrollMapping+checks).Map(t.Context(), in, &got)
	if err != nil || len(sum.Warnings) != 4 {
		t.Fatalf("%v, %v", sum.Warnings, err)
	}
	for _, w := range sum.Warnings {
		text := fmt.Sprintf("%+v", w)
		for _, secret := range []string{"811218", "9876", "Karin", got.records[0].Values[1].Str} {
			if strings.Contains(text, secret) {
				t.Errorf("%q tells %q", text, secret)
			}
		}
	}
}

// TestASumPerVoucherIsThatOfItsRecords whatever the order of the rows: the check fails exactly when some voucher does not
// add up to nothing.
func TestASumPerVoucherIsThatOfItsRecords(t *testing.T) {
	mapper := newMapper(t, "ledger", postings+"  - {name: balans, sum: amount, per: voucher}\n")
	rapid.Check(t, func(r *rapid.T) {
		rows, sums := [][]any{postingHead}, map[string]int{}
		for range rapid.IntRange(1, 20).Draw(r, "rows") {
			voucher, amount := rapid.SampledFrom([]string{"A", "B", "C"}).Draw(r, "voucher"), rapid.IntRange(-2, 2).Draw(r, "amount")
			sums[voucher] += amount
			rows = append(rows, posting(1, voucher, nil, amount))
		}
		wrong := 0
		for _, sum := range sums {
			if sum != 0 {
				wrong++
			}
		}
		var got collected
		in := transform.Input{Sheets: []transform.Sheet{sheet("Jan", rows...), sheet("Feb", postingHead)}}
		_, err := mapper.Map(t.Context(), in, &got)
		var fault *transform.CheckError
		if errors.As(err, &fault) != (wrong > 0) || wrong > 0 && len(fault.Failures) != wrong {
			r.Fatalf("%d vouchers are wrong: %v", wrong, err)
		}
	})
}
