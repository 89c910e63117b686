package mapping_test

import (
	"errors"
	"strings"
	"testing"

	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// ledger is a mapping without fault.
const ledger = `
sheets: {name: Transaktioner}
columns:
  period: {heading: Period}
  account: {heading: Konto}
  organisation: {heading: Ansvar}
  amount: {heading: Belopp, unit: kr}
`

// plan is a mapping of an across table without fault.
const plan = `
sheets: {name: Budget}
columns:
  scenario: {constant: budget}
  account: {heading: Konto}
across:
  headings: months
  year: {constant: 2023}
  value: value
  set: {span: month}
`

func TestValidateAcceptsGoodMappings(t *testing.T) {
	for dataset, text := range map[string]string{"ledger": ledger, "plan": plan} {
		if err := mustDecode(t, text).Validate(record.Find(dataset)); err != nil {
			t.Errorf("%s: %v", dataset, err)
		}
	}
}

// TestValidateProblems changes one line of a good mapping, and expects exactly the listed problem.
func TestValidateProblems(t *testing.T) {
	tests := []struct{ base, old, new, want string }{
		{ledger, "{name: Transaktioner}", "{}", "mapping.sheets: give exactly one of name, names, pattern, position and all, as in {name: Blad1}"},
		{ledger, "{name: Transaktioner}", "{name: A, all: true}", "mapping.sheets: give exactly one of name, names, pattern, position and all, as in {name: Blad1}"},
		{ledger, "{name: Transaktioner}", `{pattern: "("}`, "mapping.sheets.pattern: not a regular expression: missing closing ): `(`"},
		{ledger, "columns:", "heading: {within: -1}\ncolumns:", "mapping.heading.within: expected the number of rows among which the heading is, 1 or more"},
		{ledger, "columns:", "locale: {decimal: x}\ncolumns:", `mapping.locale.decimal: expected "," or ".", found "x"`},
		{ledger, "columns:", "locale: {group: x}\ncolumns:", `mapping.locale.group: expected " ", ".", ",", "'" or none, found "x"`},
		{ledger, "columns:", "locale: {group: \",\"}\ncolumns:", `mapping.locale.group: the group mark is the decimal mark "," as well`},
		{ledger, "columns:", "columns:\n  acount: {heading: X}", `mapping.columns.acount: dataset ledger has no column "acount" (did you mean "account"?) (it has period, account, organisation, project, activity, service, counterpart, voucher, posted_on, amount)`},
		{ledger, "  account: {heading: Konto}\n", "", "mapping.columns.account: dataset ledger needs this column (the account (Konto)): give its heading or a constant"},
		{ledger, "{heading: Konto}", "{}", "mapping.columns.account: say where it comes from: give heading, column, label, above, group, join, expression, constant, capture, sheet or file"},
		{ledger, "{heading: Konto}", "{heading: Konto, sheet: true}", "mapping.columns.account: give only one of heading, column, label, above, group, join, expression, constant, capture, sheet and file"},
		{ledger, "{heading: Konto}", "{file: true}", "mapping.columns.account.file: the file's name gives a period, and account is of type code"},
		{ledger, "{heading: Konto}", "{heading: Konto, optional: true}", "mapping.columns.account.optional: dataset ledger needs this column; its heading cannot be optional"},
		{ledger, "columns:", "columns:\n  project: {constant: x, optional: true}", "mapping.columns.project.optional: only a heading can be missing; leave optional out"},
		{ledger, "unit: kr", "unit: tkkr", `mapping.columns.amount.unit: unknown unit "tkkr" (did you mean "tkr"?) (units: kr, tkr, mnkr, $, €, £, %, share, hours)`},
		{ledger, "{heading: Konto}", "{heading: Konto, unit: kr}", "mapping.columns.account.unit: only decimals have a unit, and account is of type code"},
		{ledger, "{heading: Konto}", "{heading: Konto, round: true}", "mapping.columns.account.round: only decimals are rounded, and account is of type code"},
		{ledger, "{heading: Konto}", "{heading: Konto, sign: -1}", "mapping.columns.account.sign: only numbers have a sign, and account is of type code"},
		{ledger, "unit: kr", "sign: 2", "mapping.columns.amount.sign: expected 1 or -1, found 2"},
		{ledger, "{heading: Period}", "{heading: Period, format: MMM}", `mapping.columns.period.format: format "MMM": it has no year (YYYY)`},
		{ledger, "{heading: Period}", "{heading: Period, format: YYYY}", `mapping.columns.period.format: format "YYYY" has no month (MM or PP); write "year" for whole years`},
		{ledger, "{heading: Period}", "{heading: Period, format: YYYYMM hh}", `mapping.columns.period.format: format "YYYYMM hh" is no period: write year and month, as YYYYMM`},
		{ledger, "columns:", "columns:\n  posted_on: {heading: D, format: YMMDD}", `mapping.columns.posted_on.format: format "YMMDD": "YMMDD" is not understood; use YYYY YY MMMM MMM MM M PP DD D hh h mm ss A and marks between them`},
		{ledger, "columns:", "columns:\n  posted_on: {heading: D, format: YYYY-MM}", `mapping.columns.posted_on.format: format "YYYY-MM" has no month and day (MM and DD)`},
		{ledger, "columns:", `columns:
  posted_on: {heading: D, format: "YYYY-MM-DD hh:mm"}`, `mapping.columns.posted_on.format: format "YYYY-MM-DD hh:mm" has a time, and the column holds days`},
		{ledger, "columns:", "columns:\n  posted_on: {heading: D, format: DMYYYY}", `mapping.columns.posted_on.format: format "DMYYYY": "M" follows a field of one or two digits without a mark between them`},
		{ledger, "{heading: Konto}", "{heading: Konto, format: X}", "mapping.columns.account.format: only periods, dates and times have a format, and account is of type code"},
		{ledger, "{heading: Period}", "{capture: period}", "mapping.columns.period.capture: {period} of the file's name is no text but a time: write file: true"},
		{ledger, "{heading: Period}", "{file: true, format: YYYYMM}", "mapping.columns.period.format: constants and the file's period have no format"},
		{ledger, "{heading: Period}", "{constant: 202311}", `mapping.columns.period.constant: malformed value: expected a period written YYYY-MM, found "202311"`},
		{ledger, "{heading: Belopp, unit: kr}", "{constant: \"1,5\"}", `mapping.columns.amount.constant: malformed value: expected a number such as 1234.5, found "1,5"`},
		{ledger, "columns:", "columns:\n  posted_on: {constant: igår}", `mapping.columns.posted_on.constant: malformed value: expected a date, or text as YYYY-MM-DD, found "igår"`},
		{ledger, "{heading: Belopp, unit: kr}", "{heading: Belopp, values: {a: b}}", "mapping.columns.amount.values: only codes and texts are translated, and amount is of type decimal"},
		{ledger, "{heading: Konto}", "{constant: 3010, values: {a: b}}", "mapping.columns.account.values: only texts from the sheet or the file's name are translated"},
		{ledger, "{heading: Konto}", `{heading: Konto, separator: ";"}`, "mapping.columns.account.separator: only lists of codes and joined texts have a separator, and account is of type code"},
		{ledger, "{heading: Konto}", `{constant: 3010, null: "-"}`, "mapping.columns.account.null: only cells can be empty; leave null out"},
		{ledger, "{heading: Konto}", "{heading: Konto, derive: sex2}", `mapping.columns.account.derive: expected age_group or sex, found "sex2" (did you mean "sex"?)`},
		{ledger, "{heading: Belopp, unit: kr}", "{heading: Belopp, derive: sex}", "mapping.columns.amount.derive: sex is derived into a code, from the personal identity number under heading"},
		{ledger, "columns:", "skip: [{name: blank, first: x}]\ncolumns:", `mapping.skip[0].name: expected a name of your own for the skipped rows, found "blank"`},
		{ledger, "columns:", "skip: [{name: total}]\ncolumns:", "mapping.skip[0]: give heading (or column) and pattern, or first alone"},
		{ledger, "columns:", "skip: [{name: total, heading: K}]\ncolumns:", "mapping.skip[0]: give heading (or column) and pattern, or first alone"},
		{ledger, "columns:", `skip: [{name: total, first: "["}]` + "\ncolumns:", "mapping.skip[0].first: not a regular expression: missing closing ]: `[`"},
		{ledger, "columns:", "skip: [{name: total, first: x}]\ncontrol: {rule: totl, heading: Belopp, column: amount}\ncolumns:", `mapping.control.rule: mapping.skip has no rule "totl" (did you mean "total"?)`},
		{ledger, "columns:", "skip: [{name: total, first: x}]\ncontrol: {rule: total, heading: Konto, column: account}\ncolumns:", "mapping.control.column: expected a column of type decimal that the mapping fills from a heading"},
		{ledger, "columns:", "skip: [{name: total, first: x}]\ncontrol: {rule: total, heading: Belopp, column: amount, within: lite}\ncolumns:", "mapping.control.within: expected a number such as 0.50 with at most 2 decimals"},
		{ledger, "columns:", "skip: [{name: total, first: x}]\ncontrol: {rule: total, heading: Belopp, column: amount, within: -1}\ncolumns:", "mapping.control.within: expected a number such as 0.50 with at most 2 decimals"},
		{plan, "{constant: budget}", "{constant: buget}", `mapping.columns.scenario.constant: value not allowed: expected one of actual, budget, forecast, target, found "buget"`},
		{plan, "{constant: budget}", "{heading: X, values: {B: buget}}", `mapping.columns.scenario.values.B: value not allowed: expected one of actual, budget, forecast, target, found "buget" (did you mean "budget"?)`},
		{plan, "  headings: months\n", "", "mapping.across.headings: expected months, years, a list of headings, or {pattern: …}"},
		{plan, "{constant: 2023}", "{}", "mapping.across.year: give exactly one of heading, file and constant, as in {constant: 2023}"},
		{plan, "{constant: 2023}", "{constant: 23}", "mapping.across.year.constant: expected a year between 1900 and 2199, found 23"},
		{plan, "{span: month}", "{span: mont}", `mapping.across.set.span: value not allowed: expected one of month, tertial, year, found "mont"`},
		{plan, "{span: month}", "{span: month, acount: 1}", `mapping.across.set.acount: dataset plan has no column "acount" (did you mean "account"?) (it has`},
		{plan, "{span: month}", "{span: month, scenario: budget}", "mapping.across.set.scenario: the column is filled by mapping.columns.scenario already"},
		{plan, "  set: {span: month}\n", "", "mapping.columns.span: dataset plan needs this column (what the value covers"},
		{plan, "value: value", "value: account", "mapping.across.value: column account is of type code, expected a decimal or int"},
		{plan, "  value: value\n", "  value: value\n  period: account\n", "mapping.across.period: column account is of type code, expected a period"},
		{plan, "  value: value\n", "  value: value\n  column: customer\n", "mapping.across.column: months and years fill the period; column and values are for other headings"},
		{plan, "columns:", "columns:\n  period: {heading: P}", "mapping.columns.period: the column is filled by mapping.across already"},
		{plan, "  value: value\n", "  value: value\n  extra: [{set: {span: year}}]\n", "mapping.across.extra[0].heading: expected the heading of the column"},
		{plan, "  value: value\n", "  value: value\n  extra: [{heading: Helår}]\n", `mapping.across.extra[0]: which period has "Helår"? Give set: {span: year} for the year, or a heading that names a tertial, as T1`},
		{plan, "  headings: months\n  year: {constant: 2023}\n", "  headings: [A]\n", "mapping.across.column: expected a column of dataset plan (it has"},
		{plan, "  headings: months\n", "  headings: [A]\n  column: customer\n", "mapping.across: period and year are for headings that are months or years"},
		{plan, "  headings: months\n  year: {constant: 2023}\n", "  headings: {pattern: \"(\"}\n  column: customer\n", "mapping.across.headings.pattern: not a regular expression"},
		{plan, "  headings: months\n  year: {constant: 2023}\n", "  headings: [A]\n  column: dated\n", "mapping.across.column: column dated is of type date, expected a code or text"},
		{plan, "columns:", "skip: [{name: total, first: x}]\ncontrol: {rule: total, heading: Helår, column: value}\ncolumns:", "mapping.control: of an across table every value column is checked: give column: value and no heading"},
	}
	for _, test := range tests {
		text := strings.Replace(test.base, test.old, test.new, 1)
		if text == test.base {
			t.Errorf("%q does not occur in the mapping", test.old)
		}
		dataset := "ledger"
		if test.base == plan {
			dataset = "plan"
		}
		err := mustDecode(t, text).Validate(record.Find(dataset))
		var problem *mapping.Problem
		switch {
		case err == nil:
			t.Errorf("%s: no problem, want %q", test.new, test.want)
		case !errors.As(err, &problem) || problem.Path == "" || !strings.HasPrefix(err.Error(), test.want):
			t.Errorf("%s:\n got  %v\n want %s", test.new, err, test.want)
		}
	}
}

func TestValidatePerson(t *testing.T) {
	text := `
sheets: {all: true}
columns:
  period: {file: true}
  person: {constant: 197010632391}
  organisation: {heading: Ansvar}
  employment: {heading: Form}
  worked_hours: {heading: Timmar}
`
	err := mustDecode(t, text).Validate(record.Find("payroll"))
	if err == nil || !strings.Contains(err.Error(), "mapping.columns.person: a personal identity number comes from a column of the sheet") {
		t.Errorf("got %v", err)
	}
}

func TestValidateJoinsAllProblems(t *testing.T) {
	err := mustDecode(t, "columns: {amount: {heading: Belopp, unit: x, sign: 3}}").Validate(record.Find("ledger"))
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || len(joined.Unwrap()) != 6 { // sheets, unit, sign and three columns that are missing
		t.Errorf("got %v", err)
	}
}
