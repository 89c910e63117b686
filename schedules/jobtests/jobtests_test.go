package jobtests_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/ingest/config"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/jobtests"
)

const ledgerJob = `
job: bok
dataset: ledger
from: {path: inbox, pattern: "bok_{year}.xlsx"}
mapping:
  sheets: {all: true}
  columns:
    period: {heading: Period}
    account: {heading: Konto}
    organisation: {heading: Ansvar}
    activity: {heading: Konto, lookup: {dimension: account, give: name}}
    posted_on: {heading: Datum}
    amount: {heading: Belopp}
  checks: [{name: stort, column: amount, max: 1000, severity: warning}]
  skip: [{name: total, first: "^Summa"}]
`

const ledgerBook = `Period;Konto;Ansvar;Datum;Belopp;Text
202301;7459;6110;2023-01-31;1 234,50;<Konsult>
202301;7460;6110;2023-01-31;10;
202302;7459;6110;;ca 10;
Summa;;;;1 244,50;
`

const ledgerCodes = `account:
  - {account: 7459, name: Konsulter, groups: [kostnader, resultat], valid_from: 2020}
  - {account: "7459", name: Gammalt, valid_to: 2019}
  - 3011
organisation: [6110]
`

const ledgerLines = `{"sheet":"bok_2023","cell":"E2","record":{"period":"2023-01","account":"7459","organisation":"6110","activity":"Konsulter","posted_on":"2023-01-31","amount":1234.5}}
{"sheet":"bok_2023","cell":"B3","reject":"unknown code","column":"account","expected":"a code of the dimension account (add it there, or correct the cell)","found":"7460"}
{"sheet":"bok_2023","cell":"B3","reject":"unknown code","column":"activity","expected":"a code of the dimension account (add it there, or correct the cell)","found":"7460"}
{"sheet":"bok_2023","cell":"E4","reject":"malformed value","column":"amount","expected":"a number such as 1 234,5","found":"ca 10"}
{"sheet":"bok_2023","cell":"E2","warning":"stort","column":"amount","message":"expected at most 1000, found \"1 234,50\""}
{"note":"sheet \"bok_2023\": column F \"Text\" is not mapped; name it under columns or ignore"}
{"counts":{"rows":5,"mapped":1,"rejected":2,"skipped":2,"skips":{"heading":1,"total":1},"records":1}}
`

// office writes a home with the job and the files of its tests, and returns the job.
func office(t *testing.T, text string, files map[string]string) *home.Job {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{"nyckeltal.yaml": "organisation: {name: Prov}\n", "jobs/bok.yaml": text}
	for name, text := range files {
		all["jobs/bok.tests/"+name] = text
	}
	for name, text := range all {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	return jobs[0]
}

// run runs the only test of the job.
func run(t *testing.T, job *home.Job) (*jobtests.Result, error) {
	t.Helper()
	tests, err := jobtests.Find(job)
	if err != nil {
		return nil, err
	}
	if len(tests) != 1 {
		t.Fatalf("%d tests", len(tests))
	}
	return tests[0].Run(t.Context())
}

func TestWhatIsWrittenPasses(t *testing.T) {
	job := office(t, ledgerJob, map[string]string{"bok_2023.csv": ledgerBook, "codes.yaml": ledgerCodes, "README.md": "x", ".lock": "x"})
	r, err := run(t, job)
	if err != nil || r.Passed() || !r.Missing || r.Diff() == "" {
		t.Fatalf("%+v, %v", r, err)
	}
	if err := r.Write(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(r.Expected)
	if err != nil || string(got) != ledgerLines {
		t.Errorf("%v\n%s\nwant\n%s", err, got, ledgerLines)
	}
	if r, err = run(t, job); err != nil || !r.Passed() || r.Diff() != "" {
		t.Errorf("%v, %v", r, err)
	}
}

// TestTheWayOfWritingDoesNotCount has other spaces, orders of keys, zeros and lines than the product writes.
func TestTheWayOfWritingDoesNotCount(t *testing.T) {
	lines := strings.Replace(ledgerLines, `{"sheet":"bok_2023","cell":"E2","record":{"period":"2023-01",`, "\n"+`{"record": {"period": "2023-01", `, 1)
	lines = strings.Replace(lines, `"amount":1234.5}}`, `"amount": 1234.500}, "sheet": "bok_2023", "cell": "E2"}`, 1)
	r, err := run(t, office(t, ledgerJob, map[string]string{
		"fall/bok_2023.csv": ledgerBook, "codes.yaml": ledgerCodes, "fall/bok_2023.expected.jsonl": lines,
	}))
	if err != nil || !r.Passed() {
		t.Errorf("%v %s", err, r.Diff())
	}
}

func TestDifferencesAreShown(t *testing.T) {
	lines := strings.Replace(ledgerLines, "1234.5", "1234", 1)
	r, err := run(t, office(t, ledgerJob, map[string]string{"bok_2023.csv": ledgerBook, "codes.yaml": ledgerCodes, "bok_2023.expected.jsonl": lines}))
	if err != nil || r.Passed() || r.Missing {
		t.Fatal(r, err)
	}
	for _, want := range []string{"--- expected\n+++ mapped\n", `"amount":1234}}` + "\n+{", `"amount":1234.5}}`} {
		if !strings.Contains(r.Diff(), want) {
			t.Errorf("no %q in\n%s", want, r.Diff())
		}
	}
}

// TestARefusedWorkbookIsAResult lacks a heading.
func TestARefusedWorkbookIsAResult(t *testing.T) {
	book := strings.Replace(ledgerBook, "Konto", "Kontot", 1)
	want := `{"refused":"bok_2023.csv, sheet bok_2023, row 1: missing heading \"Konto\" (did you mean \"Kontot\"?) (headings found: \"Period\", \"Kontot\", \"Ansvar\", \"Datum\", \"Belopp\", \"Text\")"}` + "\n"
	r, err := run(t, office(t, ledgerJob, map[string]string{"bok_2023.csv": book, "bok_2023.expected.jsonl": want}))
	if err != nil || !r.Passed() {
		t.Errorf("%v %s", err, r.Diff())
	}
}

// TestPseudonymsAreTheSameEverywhere reads an invented person.
func TestPseudonymsAreTheSameEverywhere(t *testing.T) {
	job := `
job: lon
dataset: payroll
from: {path: inbox, pattern: "lon_{period}.xlsx"}
mapping:
  sheets: {all: true}
  columns:
    period: {file: true}
    person: {heading: Personnummer}
    organisation: {heading: Ansvar}
    employment: {constant: monthly}
    worked_hours: {heading: Timmar}
`
	want := `{"sheet":"lon_202311","row":2,"record":{"period":"2023-11","person":"c4551567bf274702773945eafdd6e394","organisation":"6110","employment":"monthly","worked_hours":160}}
{"counts":{"rows":2,"mapped":1,"rejected":0,"skipped":1,"skips":{"heading":1},"records":1}}
`
	r, err := run(t, office(t, job, map[string]string{
		"lon_202311.csv": "Personnummer;Ansvar;Timmar\n19701063-2391;6110;160\n", "lon_202311.expected.jsonl": want,
	}))
	if err != nil || !r.Passed() {
		t.Errorf("%v %s", err, r.Diff())
	}
}

func TestFaultsOfTests(t *testing.T) {
	const book, lines = "bok_2023.csv", "bok_2023.expected.jsonl"
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"name":        {map[string]string{"huvudbok.csv": ledgerBook}, "huvudbok.csv: the name of the workbook does not follow the pattern of job bok, bok_{year}.xlsx"},
		"no workbook": {map[string]string{lines: ""}, "bok_2023.expected.jsonl: there is no workbook beside it that it belongs to"},
		"no JSON":     {map[string]string{book: ledgerBook, lines: "\n{\n"}, "bok_2023.expected.jsonl:2:1: no line of a test: unexpected EOF"},
		"two objects": {map[string]string{book: ledgerBook, lines: `{"note":"a"} {}`}, ":1:1: no line of a test: expected one object in a line"},
		"unknown key": {map[string]string{book: ledgerBook, lines: `{"notes":"a"}`}, `:1:1: no line of a test: unknown field "notes"`},
		"column":      {map[string]string{book: ledgerBook, lines: `{"record":{"acount":"1"}}`}, `:1:1: dataset ledger has no column "acount" (did you mean "account"?)`},
		"decimals":    {map[string]string{book: ledgerBook, lines: `{"record":{"amount":1.234}}`}, ":1:1: column amount: expected a number with at most 2 decimals, found 1.234"},
		"type":        {map[string]string{book: ledgerBook, lines: `{"record":{"account":7459}}`}, ":1:1: column account is of type code"},
		"dimension":   {map[string]string{book: ledgerBook, "codes.yaml": "acount: [1]\n"}, `codes.yaml:1:10: acount[0]: there is no dimension "acount" (did you mean "account"?)`},
		"attribute":   {map[string]string{book: ledgerBook, "codes.yaml": "account:\n  - {account: 1, nam: x}\n"}, `codes.yaml:2:6: account[0]: dimension account has no "nam" (did you mean "name"?)`},
		"year":        {map[string]string{book: ledgerBook, "codes.yaml": "account:\n  - {account: 1, valid_to: now}\n"}, `codes.yaml:2:6: account[0]: valid_to: expected a year, found "now"`},
		"no code":     {map[string]string{book: ledgerBook, "codes.yaml": "account:\n  - {name: x}\n"}, "codes.yaml:2:6: account[0]: the code is missing: give account"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, office(t, ledgerJob, test.files))
			var problem *config.Problem
			if !errors.As(err, &problem) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestJobsWithoutTests(t *testing.T) {
	tests, err := jobtests.Find(office(t, ledgerJob, nil))
	if err != nil || len(tests) != 0 {
		t.Errorf("%v, %v", tests, err)
	}
}
