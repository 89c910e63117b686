package mapping_test

import (
	"errors"
	"strings"
	"testing"

	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// form is a mapping of a form without fault.
const form = `
sheets: {all: true}
pairs: true
columns:
  period: {label: Månad}
  item: {constant: x}
  quantity: {label: Antal}
`

// letters is a mapping without headings and without fault.
const letters = `
sheets: {position: 1}
heading: {none: true}
columns:
  period: {column: A}
  item: {constant: x}
  quantity: {column: xfd}
`

// layouts is a mapping of two layouts without fault.
const layouts = `
sheets: {position: 1}
columns:
  account: {heading: Konto}
  organisation: {heading: Ansvar}
  amount: {heading: Belopp}
skip: [{name: total, heading: Konto, pattern: ^Summa}]
layouts:
  - name: ny
    columns: {period: {heading: Period}}
  - name: gammal
    heading: {rows: 2}
    columns: {period: {heading: Bokfört}, amount: {heading: Kronor}}
    skip: [{name: footer, first: ^Källa}]
`

// words is a mapping of headings that say two things, without fault.
const words = `
sheets: {all: true}
columns:
  account: {heading: Konto}
  scenario: {values: {Utfall: actual}}
across:
  headings: {pattern: '^(?P<year>\d{4}) (?P<scenario>Utfall)$'}
  value: value
  set: {span: year}
`

func TestValidateAcceptsEveryShape(t *testing.T) {
	for text, dataset := range map[string]string{form: "volume", letters: "volume", layouts: "ledger", words: "plan"} {
		if err := mustDecode(t, text).Validate(record.Find(dataset)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestValidateShapes(t *testing.T) {
	const noHeadings = "there are no headings (heading.none); name the column by letter, as in column: C"
	tests := []struct{ base, old, new, want string }{
		{ledger, "columns:", "heading: {rows: 11}\ncolumns:", "mapping.heading.rows: expected the number of rows that make one heading, 1 to 10, found 11"},
		{ledger, "columns:", "heading: {fill: true}\ncolumns:", "mapping.heading.fill: only the upper rows of stacked headings are filled; give rows: 2 or more"},
		{plan, "columns:", "heading: {beside: true}\ncolumns:", "mapping.heading.beside: tables side by side cannot be across tables as well"},
		{ledger, "{heading: Konto}", "{column: A1}", `mapping.columns.account.column: expected the letters of a column, A to XFD, found "A1"`},
		{ledger, "{heading: Konto}", "{column: XFE}", `mapping.columns.account.column: expected the letters of a column, A to XFD, found "XFE"`},
		{ledger, "{heading: Konto}", "{label: Konto}", "mapping.columns.account.label: labels are for forms; give pairs: true, or a heading"},
		{ledger, "{heading: Konto}", "{above: {}}", "mapping.columns.account.above: give exactly one of label, cell and pattern, as in {label: Period}"},
		{ledger, "{heading: Konto}", "{above: {label: A, cell: A1}}", "mapping.columns.account.above: give exactly one of label, cell and pattern, as in {label: Period}"},
		{ledger, "{heading: Konto}", "{above: {cell: B0}}", `mapping.columns.account.above.cell: expected an address such as B2, found "B0"`},
		{ledger, "{heading: Konto}", `{above: {pattern: "("}}`, "mapping.columns.account.above.pattern: not a regular expression"},
		{ledger, "{heading: Konto}", `{above: {pattern: "x"}}`, `mapping.columns.account.above.pattern: put the part that is the value in brackets, as in "avser (\\d{4}-\\d{2})"`},
		{ledger, "{heading: Konto}", "{group: konto}", "mapping.columns.account.group: no skip rule has a named group (?P<konto>…)"},
		{
			ledger, "columns:\n  period: {heading: Period}", "skip: [{name: a, first: '(?P<period>.*)'}]\ncolumns:\n  period: {group: perod}",
			`mapping.columns.period.group: no skip rule has a named group (?P<perod>…) (did you mean "period"?)`,
		},
		{ledger, "{heading: Konto}", "{heading: Konto, fill: up}", `mapping.columns.account.fill: expected down, found "up"`},
		{ledger, "{heading: Konto}", "{constant: 1, fill: down}", "mapping.columns.account.fill: only the cells of a column are filled; give heading or column, or leave fill out"},
		{ledger, "columns:", "skip: [{name: a, heading: K, column: A, pattern: x}]\ncolumns:", "mapping.skip[0]: give heading (or column) and pattern, or first alone"},
		{ledger, "columns:", "skip: [{name: a, column: A, first: x}]\ncolumns:", "mapping.skip[0]: give heading (or column) and pattern, or first alone"},
		{ledger, "columns:", "skip: [{name: a, column: 1, pattern: x}]\ncolumns:", `mapping.skip[0].column: expected the letters of a column, A to XFD, found "1"`},
		{ledger, "columns:", "skip: [{name: no label, first: x}]\ncolumns:", `mapping.skip[0].name: expected a name of your own for the skipped rows, found "no label"`},
		{letters, "heading: {none: true}\n", "", "mapping.heading: no column names a heading by which the first row of the table is found; give heading: {none: true} when there is none"},
		{letters, "{none: true}", "{none: true, rows: 2}", "mapping.heading.none: without headings there is nothing else to say about them; give none: true alone"},
		{letters, "{column: A}", "{heading: A}", "mapping.columns.period.heading: " + noHeadings},
		{letters, "{column: A}", "{above: {cell: A1}}", "mapping.columns.period.above: there is no heading that it could stand above; give a skip rule with a named group, and group"},
		{letters, "columns:", "skip: [{name: total, heading: A, pattern: x}]\ncolumns:", "mapping.skip[0].heading: " + noHeadings},
		{
			letters, "columns:", "skip: [{name: total, first: x}]\ncontrol: {rule: total, heading: A, column: quantity}\ncolumns:",
			"mapping.control.heading: there are no headings; leave it out: the total stands in the column that is summed",
		},
		{letters, "  quantity: {column: xfd}\n", "across: {headings: months, value: quantity}\n", "mapping.across: an across table needs headings"},
		{
			form, "  period: {label: Månad}\n  item: {constant: x}\n  quantity: {label: Antal}", "  period: {constant: 2023-01}\n  item: {constant: x}\n  quantity: {constant: 1}",
			"mapping.pairs: a form is known by its labels; give a column with label that is not optional",
		},
		{form, "{label: Månad}", "{heading: Månad}", "mapping.columns.period.heading: a form (pairs) has labels instead of headings; give label"},
		{form, "{label: Månad}", "{column: A}", "mapping.columns.period.column: a form (pairs) has labels instead of columns; give label"},
		{form, "columns:", "fields: {x: {type: text, column: A}}\ncolumns:", "mapping.fields.x.column: a form (pairs) has labels instead of columns; give label"},
		{form, "{label: Månad}", "{label: Månad, fill: down}", "mapping.columns.period.fill: only the cells of a column are filled"},
		{form, "pairs: true", "pairs: true\nheading: {rows: 2}", "mapping.pairs: a form has no headings: of heading give within alone"},
		{form, "pairs: true", "pairs: true\nskip: [{name: a, column: A, pattern: x}]", "mapping.skip[0].column: the rows of a form (pairs) have no columns; give first"},
		{form, "pairs: true", "pairs: true\nskip: [{name: a, first: x}]\ncontrol: {rule: a, column: quantity}", "mapping.control: a form has no total"},
		{words, "value: value", "value: value\n  column: scenario", "mapping.across.column: the named groups of the pattern fill columns; translations stand under columns"},
		{words, "<scenario>", "<scenari>", `mapping.across.headings.pattern: dataset plan has no column "scenari" (did you mean "scenario"?)`},
		{words, "<scenario>", "<dated>", "mapping.across.headings.pattern: column dated is of type date, expected a code or text"},
		{words, "{values: {Utfall: actual}}", "{constant: actual}", "mapping.columns.scenario: the column is filled by mapping.across already"},
		{words, "{values: {Utfall: actual}}", "{values: {Utfall: actul}}", `mapping.columns.scenario.values.Utfall: value not allowed: expected one of actual, budget, forecast, target, found "actul"`},
		{words, "  value: value\n", "  value: value\n  extra: [{heading: T1}]\n", "mapping.across.extra: extra is for headings: months"},
		{words, "{pattern: '^(?P<year>\\d{4}) (?P<scenario>Utfall)$'}", "years\n  year: {constant: 2023}", "mapping.across.year: the headings are the years; leave year out"},
		{words, "{pattern: '^(?P<year>\\d{4}) (?P<scenario>Utfall)$'}", "years\n  extra: [{heading: T1}]", "mapping.across.extra: extra is for headings: months"},
		{layouts, "name: ny", "name: ''", "mapping.layouts[0].name: give the layout a name, for the summary and for messages"},
		{layouts, "name: ny", "name: gammal", `mapping.layouts[1].name: another layout is called "gammal" as well`},
		{layouts, "columns: {period: {heading: Period}}", "ignore: x", "mapping.layouts[0].columns.period: dataset ledger needs this column (the month as YYYYMM): give its heading or a constant"},
		{layouts, "{heading: Kronor}", "{heading: Kronor, unit: kkr}", `mapping.layouts[1].columns.amount.unit: unknown unit "kkr" (did you mean "kr"?)`},
		{layouts, "{heading: Ansvar}", "{heading: Ansvar, sign: 2}", "mapping.columns.organisation.sign: expected 1 or -1, found 2"},
		{layouts, "{rows: 2}", "{rows: 20}", "mapping.layouts[1].heading.rows: expected the number of rows that make one heading, 1 to 10, found 20"},
		{layouts, "first: ^Källa", "first: '('", "mapping.layouts[1].skip[0].first: not a regular expression"},
		{layouts, "pattern: ^Summa", "pattern: '('", "mapping.skip[0].pattern: not a regular expression"},
		{layouts, "{position: 1}", "{position: 1, all: true}", "mapping.sheets: give exactly one of name, names, pattern, position and all, as in {name: Blad1}"},
		{layouts, "heading: {rows: 2}", "sheets: {pattern: '('}", "mapping.layouts[1].sheets.pattern: not a regular expression"},
	}
	datasets := map[string]string{ledger: "ledger", plan: "plan", form: "volume", letters: "volume", layouts: "ledger", words: "plan"}
	for _, test := range tests {
		text := strings.Replace(test.base, test.old, test.new, 1)
		if text == test.base {
			t.Errorf("%q does not occur in the mapping", test.old)
		}
		err := mustDecode(t, text).Validate(record.Find(datasets[test.base]))
		var problem *mapping.Problem
		switch {
		case err == nil:
			t.Errorf("%s: no problem, want %q", test.new, test.want)
		case !errors.As(err, &problem) || !strings.Contains(err.Error(), test.want):
			t.Errorf("%s:\n got  %v\n want %s", test.new, err, test.want)
		}
	}
}

// TestValidateSaysOnceWhatIsWrongInTheCommonKeys makes a mistake that every layout has.
func TestValidateSaysOnceWhatIsWrongInTheCommonKeys(t *testing.T) {
	err := mustDecode(t, strings.Replace(layouts, "{heading: Ansvar}", "{heading: Ansvar, sign: 1}", 1)).Validate(record.Find("ledger"))
	if err == nil || err.Error() != "mapping.columns.organisation.sign: only numbers have a sign, and organisation is of type code" {
		t.Errorf("got %v", err)
	}
}

func TestPlansPutLayoutsOverTheCommonKeys(t *testing.T) {
	plans := mustDecode(t, layouts).Plans()
	if len(plans) != 2 || plans[0].Name != "ny" || plans[1].Name != "gammal" {
		t.Fatalf("got %+v", plans)
	}
	ny, old := plans[0], plans[1]
	if ny.Sheets.Position != 1 || old.Sheets.Position != 1 || ny.Heading.Rows != 0 || old.Heading.Rows != 2 {
		t.Errorf("sheets and headings: %+v, %+v", ny, old)
	}
	if ny.Columns["amount"].Heading[0] != "Belopp" || old.Columns["amount"].Heading[0] != "Kronor" || len(ny.Columns) != 4 || len(old.Columns) != 4 {
		t.Errorf("columns: %+v, %+v", ny.Columns, old.Columns)
	}
	if len(ny.Skip) != 1 || len(old.Skip) != 2 || len(ny.Layouts)+len(old.Layouts) != 0 {
		t.Errorf("skips: %+v, %+v", ny.Skip, old.Skip)
	}
}
