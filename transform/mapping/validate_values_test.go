package mapping_test

import (
	"strings"
	"testing"

	"nyckeltal/transform/record"
)

// tickets is a mapping with fields and expressions, without fault.
const tickets = `
sheets: {position: 1}
fields:
  day: {heading: Datum, type: date}
  clock: {heading: Tid, type: time}
columns:
  period: {expression: day}
  ticket: {join: [Serie, Nr], separator: "-"}
  customer: {heading: Kund, split: code, unknown: take}
  opened_at: {expression: day + clock}
private: [Namn]
privacy: {allow: [Ref]}
`

// TestValidateValues changes one line of a good mapping, and expects exactly the listed problem; "" for none.
func TestValidateValues(t *testing.T) {
	tests := []struct{ old, new, want string }{
		{"day + clock", "day + clock", ""},
		{"type: date", "type: dat", `mapping.fields.day.type: expected the type of the field, one of text, code, integer, decimal, date, time, datetime, duration, bool, period, found "dat" (did you mean "date"?)`},
		{"  clock: {heading: Tid, type: time}", "  ticket: {heading: Tid, type: time}\n  clock: {heading: Tid, type: time}", "mapping.fields.ticket: dataset ticket has a column of this name; give the field another one"},
		{"  clock: {heading: Tid, type: time}", "  Nr 2: {heading: Tid, type: time}\n  clock: {heading: Tid, type: time}", "mapping.fields.Nr 2: expected a name of small letters a–z, digits and _ that expressions can use"},
		{"heading: Tid, type: time", "expression: day, type: time", "mapping.fields.clock.expression: a field is read from the sheet; columns are computed"},
		{"heading: Tid, type: time", "type: time", "mapping.fields.clock: say where it comes from: give heading, column, label, above, group, join, expression, constant, capture, sheet or file"},
		{"heading: Tid, type: time", "heading: Tid, type: time, format: YYYY", `mapping.fields.clock.format: format "YYYY" is no time of day: write hh:mm or hh:mm:ss`},
		{"heading: Tid, type: time", "heading: Tid, type: time, unit: kr", "mapping.fields.clock.unit: only decimals have a unit, and clock is of type time"},
		{"heading: Kund", "heading: Kund, type: code", "mapping.columns.customer.type: the dataset gives customer its type; leave it out"},
		{"day + clock", "day + clok", `mapping.columns.opened_at.expression: there is no clok (did you mean "clock"?) (it can use clock, customer, day, ticket) (at character 7)`},
		{"day + clock", "day + 1", "mapping.columns.opened_at.expression: invalid operation: + (mismatched types date and number) (at character 5)"},
		{"day + clock", "ticket", "mapping.columns.opened_at.expression: it gives a text, and a date is needed"},
		{"day + clock", "now()", "mapping.columns.opened_at.expression: there is no now (it can use clock, customer, day, ticket) (at character 1)"},
		{"{expression: day}", "{expression: opened_at}", "mapping.columns.period.expression: there is no opened_at (it can use clock, customer, day, ticket) (at character 1)"},
		{"{expression: day}", "{expression: day, format: YYYY-MM}", "mapping.columns.period: what is computed is not read: leave out format, unit, sign, locale, split, separator and null"},
		{"{expression: day}", "{expression: day, heading: X}", "mapping.columns.period: give only one of heading, column, label, above, group, join, expression, constant, capture, sheet and file"},
		{"[Serie, Nr]", "Nr", "mapping.columns.ticket.join: expected at least two headings, as in [Bolag, Verifikation]"},
		{"opened_at: {expression: day + clock}", "opened_at: {join: [A, B]}", "mapping.columns.opened_at.join: texts are joined to a code or a text, and opened_at is of type datetime"},
		{"split: code", "split: kod", `mapping.columns.customer.split: expected code or text, found "kod"`},
		{"{expression: day + clock}", "{heading: D, split: code}", "mapping.columns.opened_at.split: only codes and texts from cells are split, and opened_at is of type datetime"},
		{"unknown: take", "unknown: tak", `mapping.columns.customer.unknown: expected reject or take, found "tak"`},
		{`separator: "-"`, "unknown: take", "mapping.columns.ticket.unknown: only codes of a dimension can be unknown"},
		{"split: code, unknown: take", `locale: {decimal: "."}`, "mapping.columns.customer.locale: only numbers are written in a locale, and customer is of type code"},
		{"split: code, unknown: take", "lookup: {dimension: kund, give: name}", `mapping.columns.customer.lookup.dimension: no dimension "kund" (dimensions: account, organisation, project, customer, service)`},
		{"split: code, unknown: take", "lookup: {dimension: customer, give: nam}", `mapping.columns.customer.lookup.give: dimension customer has no "nam" (did you mean "name"?) (it has customer, name, kind)`},
		{"split: code, unknown: take", "lookup: {dimension: organisation, give: position}", "mapping.columns.customer.lookup.give: position of the dimension organisation is of type int, and customer of type code"},
		{"split: code, unknown: take", "lookup: {dimension: account, give: groups}", ""},
		{"[Namn]", "[kund]", `mapping.columns.customer: "Kund" is private (mapping.private), so that nothing can be filled from it`},
		{"[Namn]", "[datum]", `mapping.fields.day: "Datum" is private (mapping.private), so that nothing can be filled from it`},
		{"[Namn]", "[ref]", `mapping.privacy.allow: "Ref" is private already, and nothing of it is loaded`},
	}
	for _, test := range tests {
		err := mustDecode(t, strings.Replace(tickets, test.old, test.new, 1)).Validate(record.Find("ticket"))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s:\n got  %s\n want %s", test.new, got, test.want)
		}
	}
	bools := "sheets: {all: true}\nfields: {b: {heading: B, type: bool, values: {Ja: jo}}}\ncolumns: {period: {constant: 2023-01}, item: {constant: x}, quantity: {heading: Q}}"
	if err := mustDecode(t, bools).Validate(record.Find("volume")); err == nil || err.Error() != `mapping.fields.b.values.Ja: expected true or false, found "jo"` {
		t.Errorf("got %v", err)
	}
}
