package mapping_test

import (
	"strings"
	"testing"

	"nyckeltal/transform/record"
)

func TestValidateChecks(t *testing.T) {
	tests := map[string]string{ // what is wrong by the check; "" for a good one
		"{name: a, column: amount, min: -1, max: 10.50, severity: warning}": "",
		"{name: a, column: amount, min: 1}":                                 "",
		"{name: a, column: organisation, required: true}":                   "",
		`{name: a, expression: "amount > 0"}`:                               "",
		"{name: a, unique: [period, account]}":                              "",
		"{name: a, sum: amount, per: account, equals: 0, within: 0.50}":     "",
		"{name: a, sum: amount, sheets: [A], equals: {sheet: B}}":           "",
		"{name: a, newest: posted_on, within: 45 days}":                     "",
		"{name: a, rows: {min: 1, max: 2, change: 7.5 %}}":                  "",

		"{column: amount, min: 1}":                  "mapping.checks[0].name: give the check a name, for messages and for signing warnings off",
		"{name: a, severity: warn, rows: {min: 1}}": `mapping.checks[0].severity: expected error or warning, found "warn"`,
		"{name: a}": "mapping.checks[0]: give exactly one of column, expression, unique, sum, newest and rows",
		"{name: a, column: amount, min: 1, sum: amount}":                 "mapping.checks[0]: give exactly one of column, expression, unique, sum, newest and rows",
		"{name: a, sum: amount, min: 1}":                                 "mapping.checks[0]: required, min, max, pattern and allowed are for the values of a column; give column",
		"{name: a, column: amount, min: 1, per: account}":                "mapping.checks[0]: sheets, per and equals are for sums; give sum",
		"{name: a, rows: {min: 1}, within: 1}":                           "mapping.checks[0].within: only sums and the newest date are within something",
		"{name: a, column: amount}":                                      "mapping.checks[0]: say what holds for the column: required, min, max, pattern or allowed",
		"{name: a, column: amont, min: 1}":                               `mapping.checks[0].column: dataset ledger has no column "amont" (did you mean "amount"?)`,
		"{name: a, column: amount, min: 1.234}":                          "mapping.checks[0].min: ",
		"{name: a, column: account, max: 1}":                             "mapping.checks[0].max: only numbers, dates and periods have bounds, and account is of type code",
		"{name: a, column: posted_on, min: 2023-13-01}":                  "mapping.checks[0].min: ",
		"{name: a, column: amount, pattern: x}":                          "mapping.checks[0]: pattern and allowed are for codes and texts, and amount is of type decimal",
		`{name: a, column: account, pattern: "("}`:                       "mapping.checks[0].pattern: not a regular expression: missing closing ): `(`",
		`{name: a, expression: "amont > 0"}`:                             "mapping.checks[0].expression: there is no amont",
		`{name: a, expression: "amount"}`:                                "mapping.checks[0].expression: it gives a number, and a truth value is needed",
		"{name: a, unique: [perid]}":                                     `mapping.checks[0].unique: dataset ledger has no column "perid"`,
		"{name: a, sum: account}":                                        "mapping.checks[0].sum: only numbers are summed, and account is of type code",
		"{name: a, sum: amount, per: x}":                                 `mapping.checks[0].per: dataset ledger has no column "x"`,
		"{name: a, sum: amount, within: 45 days}":                        "mapping.checks[0].within: expected a number such as 0.50 with at most 2 decimals",
		"{name: a, sum: amount, equals: ett}":                            "mapping.checks[0].equals: ",
		"{name: a, sum: amount, equals: {cell: B2}}":                     "mapping.checks[0].equals.sheet: expected the name of a sheet, as in {sheet: Totalt, cell: B2}",
		"{name: a, sum: amount, equals: {sheet: A, cell: 2}}":            `mapping.checks[0].equals.cell: expected an address such as B2, found "2"`,
		"{name: a, sum: amount, equals: {sheet: A, cell: B2, label: x}}": "mapping.checks[0].equals: give cell or label, not both",
		"{name: a, sum: amount, per: account, equals: {sheet: A}}":       "mapping.checks[0].equals: a sheet gives one number, and per makes several sums; leave one of them out",
		"{name: a, newest: account, within: 1 day}":                      "mapping.checks[0].newest: only dates, times and periods can be the newest, and account is of type code",
		"{name: a, newest: posted_on, within: 0.50}":                     `mapping.checks[0].within: expected a number of days before the delivery, as in 45 days, found "0.50"`,
		"{name: a, rows: {}}":                                            "mapping.checks[0].rows: give min, max or change, as in {min: 100, change: 20%}",
		"{name: a, rows: {min: 3, max: 2}}":                              "mapping.checks[0].rows: expected numbers of rows, of which max is not below min",
		"{name: a, rows: {change: 20 rows}}":                             `mapping.checks[0].rows.change: expected a share such as 20%, found "20 rows"`,
		"{name: a, rows: {min: 1}}, {name: a, rows: {max: 2}}":           `mapping.checks[1].name: another check is called "a" as well`,
	}
	for check, want := range tests {
		err := mustDecode(t, ledger+"  posted_on: {heading: Datum}\nchecks: ["+check+"]\n").Validate(record.Find("ledger"))
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s:\ngot  %v\nwant %s", check, err, want)
		}
	}
}

// TestControlsMayBeAList of one, which means the same.
func TestControlsMayBeAList(t *testing.T) {
	const rule, one = "skip: [{name: total, first: ^Summa}]\n", "{rule: total, column: amount}"
	single, list := mustDecode(t, ledger+rule+"control: "+one), mustDecode(t, ledger+rule+"control: ["+one+"]")
	two := mustDecode(t, ledger+rule+"control: ["+one+", {rule: totl, column: amount, per: unit}]")
	if single.Hash() != list.Hash() || single.Hash() == two.Hash() {
		t.Error("the hash of one control total depends on how it is written, or that of two is the same")
	}
	if err := list.Validate(record.Find("ledger")); err != nil {
		t.Error(err)
	}
	want := `mapping.control[1].rule: mapping.skip has no rule "totl" (did you mean "total"?)` + "\n" +
		"mapping.control[1].per: no skip rule has a named group (?P<unit>…)"
	if err := two.Validate(record.Find("ledger")); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}
