package mapping_test

import (
	"reflect"
	"strings"
	"testing"

	"nyckeltal/transform/mapping"
)

func TestDecodeKeepsTextsAsWritten(t *testing.T) {
	m := mustDecode(t, `
columns:
  account: {constant: 0071, null: ["-", SAKNAS, 007, null, ~]}
  voucher: {null: n/a, heading: [Ver, 2023]}
  activity: {values: {01: 1.50, true: yes, null: 0x10, Månad: month}}
`)
	want := map[string]mapping.Column{
		"account":  {Constant: "0071", Null: mapping.Texts{"-", "SAKNAS", "007", "null", "~"}},
		"voucher":  {Null: mapping.Texts{"n/a"}, Heading: mapping.Texts{"Ver", "2023"}},
		"activity": {Values: mapping.Values{"01": "1.50", "true": "yes", "null": "0x10", "Månad": "month"}},
	}
	if !reflect.DeepEqual(m.Columns, want) {
		t.Errorf("got %+v\nwant %+v", m.Columns, want)
	}
}

func TestDecodeAliases(t *testing.T) {
	m := mustDecode(t, "columns:\n  a: &a {heading: x, null: y}\n  b: *a")
	if !reflect.DeepEqual(m.Columns["a"], m.Columns["b"]) || len(m.Columns["b"].Null) != 1 {
		t.Errorf("got %+v", m.Columns)
	}
}

func TestDecodeForms(t *testing.T) {
	tests := map[string]mapping.Mapping{
		"locale: none":                                   {Locale: mapping.Locale{None: true}},
		`locale: {decimal: ".", group: ","}`:             {Locale: mapping.Locale{Decimal: ".", Group: ","}},
		"across: {headings: months}":                     {Across: &mapping.Across{Headings: mapping.Headings{Months: true}}},
		"across: {headings: [A, B]}":                     {Across: &mapping.Across{Headings: mapping.Headings{Names: mapping.Texts{"A", "B"}}}},
		`across: {headings: {pattern: "^N"}}`:            {Across: &mapping.Across{Headings: mapping.Headings{Pattern: "^N"}}},
		"across: {year: {constant: 2023}}":               {Across: &mapping.Across{Year: &mapping.Year{Constant: 2023}}},
		"across: {extra: [{heading: T1, set: {a: b}}]}":  {Across: &mapping.Across{Extra: []mapping.Extra{{Heading: mapping.Texts{"T1"}, Set: mapping.Values{"a": "b"}}}}},
		"control: {rule: total, within: 0.50}":           {Control: mapping.Controls{{Rule: "total", Within: "0.50"}}},
		"across: {headings: years}":                      {Across: &mapping.Across{Headings: mapping.Headings{Years: true}}},
		"layouts: [{name: a, pairs: true}]":              {Layouts: []mapping.Layout{{Name: "a", Pairs: true}}},
		"columns: {a: {above: {label: [A, B]}}}":         {Columns: map[string]mapping.Column{"a": {Above: &mapping.Above{Label: mapping.Texts{"A", "B"}}}}},
		"ignore: Text":                                   {Ignore: mapping.Texts{"Text"}},
		"skip: [{name: total, first: ^Summa}]":           {Skip: []mapping.Skip{{Name: "total", First: "^Summa"}}},
		"sheets: {names: [A, B], hidden: true}":          {Sheets: mapping.Sheets{Names: mapping.Texts{"A", "B"}, Hidden: true}},
		"columns: {amount: {sign: -1, round: true}}":     {Columns: map[string]mapping.Column{"amount": {Sign: -1, Round: true}}},
		"heading: {within: 12} # the heading comes late": {Heading: mapping.Heading{Within: 12}},
	}
	for text, want := range tests {
		got, err := decode(text)
		if err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: got %+v, %v; want %+v", text, *got, err, want)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"colums: {}", `[3:3] unknown key "colums" (did you mean "columns"?) (known here: sheets, heading, locale, columns`},
		{"columns: {amount: {headin: Belopp}}", `[3:22] unknown key "headin" (did you mean "heading"?) (known here: `},
		{"locale: {decimal: ',', mark: ' '}", `[3:26] unknown key "mark" (known here: decimal, group)`},
		{"sheets: {nam: Blad1}", `[3:12] unknown key "nam" (did you mean "name"?)`},
		{"heading: {withn: 3}", `[3:13] unknown key "withn" (did you mean "within"?)`},
		{"across: {heading: months}", `[3:12] unknown key "heading" (did you mean "headings"?)`},
		{"across: {headings: {patern: x}}", `[3:23] unknown key "patern" (did you mean "pattern"?)`},
		{"across: {year: {colum: x}}", `[3:19] unknown key "colum" (known here: heading, file, constant)`},
		{"across: {extra: [{heading: x, sets: {}}]}", `unknown key "sets" (did you mean "set"?)`},
		{"layouts: [{nam: x}]", `unknown key "nam" (did you mean "name"?) (known here: name, sheets, heading`},
		{"columns: {a: {above: {lable: x}}}", `unknown key "lable" (did you mean "label"?) (known here: label, cell, pattern)`},
		{"columns: {a: {above: Period}}", "expected keys with values"},
		{"skip: [{name: x, patern: y}]", `unknown key "patern" (did you mean "pattern"?)`},
		{"control: {rul: x}", `[3:13] unknown key "rul" (did you mean "rule"?)`},
		{"columns:\n  amount:\n    heading: [a, [b]]", "[5:20] expected a single text"},
		{"columns: {a: {heading: {x: y}}}", "expected a single text"},
		{"columns: {a: {constant: [1]}}", "[3:27] expected a single text"},
		{"columns: {a: {values: [x]}}", "[3:25] expected pairs of texts, as in {Ja: yes, Nej: no}"},
		{"columns: {a: {values: {x: [y]}}}", "expected a single text"},
		{"columns: {a: {sign: minus}}", "[3:23] expected a whole number"},
		{"columns: {a: {sheet: ja}}", "[3:24] expected true or false"},
		{"columns: {a: {unit: [kr]}}", "expected a text"},
		{"columns: {a: Belopp}", "[3:16] expected keys with values"},
		{"columns: [a]", "[3:12]"},
		{"skip: {name: x}", "[3:9]"},
		{"sheets: Blad1", "[3:11] expected keys with values"},
		{"heading: {within: many}", "[3:21] expected a whole number"},
		{"locale: swedish", `[3:11] expected {decimal: ",", group: " "} or none`},
		{"across: {headings: month}", "[3:22] expected months, years, a list of headings, or {pattern: …}"},
		{"across: {year: {constant: i fjol}}", "expected a whole number"},
		{"columns: {a: {heading: x, heading: y}}", `[3:29] mapping key "heading" already defined at [3:17]`},
		{"columns: {a: {heading: x}, a: {heading: y}}", `[3:30] mapping key "a" already defined at [3:13]`},
		{"columns: {a: {values: {x: y, x: z}}}", `mapping key "x" already defined`},
	}
	for _, test := range tests {
		_, err := decode(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.text, err, test.want)
		}
	}
}
