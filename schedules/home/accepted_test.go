package home_test

import (
	"strings"
	"testing"

	"nyckeltal/schedules/home"
	"nyckeltal/transform/record"
)

const checkedJob = `job: kunder
dataset: customer
from: {path: inbox, pattern: kunder.xlsx}
mapping:
  sheets: {all: true}
  columns: {customer: {heading: Kund}, name: {heading: Namn}}
  checks:
    - {name: antal, severity: warning, rows: {min: 10}}
    - {name: kundnr, column: customer, pattern: "^K"}
`

func TestAcceptedWarnings(t *testing.T) {
	jobs, err := write(t, map[string]string{"jobs/kunder.yaml": checkedJob, "jobs/kunder.accepted.yaml": `
- {check: antal, delivery: kunder.xlsx, by: Eva Ek, on: 2023-12-01, comment: färre kunder än förr}
- {check: antal, delivery: 0123456789ab, period: 2023-11, by: Bo, on: 2023-12-02, comment: rätt}
`}).Jobs()
	if err != nil || len(jobs) != 1 {
		t.Fatal(jobs, err)
	}
	const sha = "0123456789abcdef"
	tests := []struct {
		warning   record.Warning
		file, sha string
		want      string
	}{
		{record.Warning{Check: "antal"}, "kunder.xlsx", "ff", "Eva Ek"},
		{record.Warning{Check: "antal", Period: 202311}, "annan.xlsx", sha, "Bo"},
		{record.Warning{Check: "antal", Period: 202312}, "annan.xlsx", sha, ""},
		{record.Warning{Check: "antal"}, "annan.xlsx", sha, ""},
		{record.Warning{Check: "annat"}, "kunder.xlsx", sha, ""},
	}
	for _, test := range tests {
		by := ""
		if a := jobs[0].Accepted(&test.warning, test.file, test.sha); a != nil {
			by = a.By
		}
		if by != test.want {
			t.Errorf("%+v in %s is accepted by %q, want %q", test.warning, test.file, by, test.want)
		}
	}
}

func TestAcceptedWarningsAreChecked(t *testing.T) {
	good := "check: antal, period: 2023-11, by: Eva, on: 2023-12-01, comment: x"
	tests := []struct{ old, new, want string }{
		{"check: antal", "check: antl", `kunder.accepted.yaml:1:11: [0].check: job kunder has no check "antl" that warns (did you mean "antal"?)`},
		{"check: antal", "check: kundnr", `[0].check: job kunder has no check "kundnr" that warns`},
		{"period: 2023-11, ", "", "[0].delivery: say which warnings: give delivery (the file's name or SHA-256), period, or both"},
		{"period: 2023-11", "delivery: abcd", `[0].delivery: expected a file's name, or at least 12 digits of a SHA-256, found "abcd"`},
		{"2023-11", "november", `[0].period: expected a month such as 2023-11, found "november"`},
		{"by: Eva, ", "", "[0].by: who accepts the warning?"},
		{"on: 2023-12-01", "on: idag", `[0].on: expected the day of the signature, such as 2023-12-01, found "idag"`},
		{"comment: x", "comment: ''", "[0].comment: why is it right?"},
		{"comment: x", "coment: x", `unknown key "coment" (did you mean "comment"?)`},
	}
	for _, test := range tests {
		_, err := write(t, map[string]string{
			"jobs/kunder.yaml": checkedJob, "jobs/kunder.accepted.yaml": "- {" + strings.Replace(good, test.old, test.new, 1) + "}\n",
		}).Jobs()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s:\ngot  %v\nwant %s", test.new, err, test.want)
		}
	}
	_, err := write(t, map[string]string{"jobs/kunder.yaml": checkedJob, "jobs/kund.accepted.yaml": "- {" + good + "}\n"}).Jobs()
	if err == nil || !strings.Contains(err.Error(), "kund.accepted.yaml: there is no job kund.yaml beside it") {
		t.Errorf("a stray file: %v", err)
	}
}

func TestPolicies(t *testing.T) {
	tests := []struct{ keys, want string }{
		{"reject: delivery\nreplace: period\n", ""},
		{"reject: row\nmax_rejects: 5%\nreplace: delivery\n", ""},
		{"replace: {key: customer}\n", ""},
		{"reject: all\n", `reject: expected row or delivery, found "all"`},
		{"reject: delivery\nmax_rejects: 0\n", "max_rejects: reject: delivery refuses the delivery for one row; leave max_rejects out"},
		{"replace: month\n", "expected period, delivery, or a key as in {key: [ticket]}"},
		{"replace: {keys: [customer]}\n", `unknown key "keys"`},
		{"replace: {key: []}\n", "replace: expected the columns of the key, as in {key: [ticket]}"},
		{"replace: {key: [customer, ticket]}\n", `replace.key[1]: dataset customer has no column "ticket"`},
	}
	for _, test := range tests {
		jobs, err := write(t, map[string]string{"jobs/kunder.yaml": checkedJob + test.keys}).Jobs()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %s", test.keys, err, test.want)
		}
		if strings.Contains(test.keys, "{key: customer}") && (jobs[0].Replace.Policy != home.ReplaceKey || jobs[0].Replace.Key[0] != "customer") {
			t.Errorf("%+v", jobs[0].Replace)
		}
	}
}
