package main

import (
	"reflect"

	"nyckeltal/schedules/home"
	"nyckeltal/schedules/timetable"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// What the types do not tell: which words a key may have, which keys must be there, and in which forms the types that
// decode themselves are written. Keys are named TYPE.KEY.

// enumerations are the words that keys may have.
func enumerations() map[string]*schema {
	none, most := 0, timetable.MaxRetries
	return map[string]*schema{
		"Job.dataset":       words(datasets(func(*record.Dataset) bool { return true })),
		"Job.reject":        words([]string{home.RejectRow, home.RejectDelivery}),
		"Lookup.dimension":  words(datasets((*record.Dataset).Dimension)),
		"Column.type":       words(mapping.FieldTypes()),
		"Column.unit":       words(value.Units()),
		"Column.sign":       {Enum: []any{1, -1}},
		"Column.fill":       words([]string{mapping.FillDown}),
		"Column.derive":     words([]string{mapping.DeriveAgeGroup, mapping.DeriveSex}),
		"Column.split":      words([]string{mapping.SplitCode, mapping.SplitText}),
		"Column.unknown":    words([]string{mapping.UnknownReject, mapping.UnknownTake}),
		"Check.severity":    words([]string{mapping.SeverityError, mapping.SeverityWarning}),
		"Schedule.catch_up": words([]string{string(timetable.CatchUpNone), string(timetable.CatchUpOne), string(timetable.CatchUpAll)}),
		"Schedule.overlap":  words([]string{string(timetable.OverlapSkip), string(timetable.OverlapQueue), string(timetable.OverlapCancel)}),
		"Schedule.holidays": words([]string{string(timetable.Swedish), string(timetable.NoHolidays)}),
		"Schedule.retries":  {Type: "integer", Minimum: &none, Maximum: &most},
		"Locale.decimal":    words([]string{",", "."}),
		"Locale.group":      words([]string{" ", ".", ",", "'", "none"}),
	}
}

// required are the keys that must be there.
var required = map[string][]string{
	"Job":       {"job", "dataset", "from", "mapping"},
	"From":      {"path", "pattern"},
	"Across":    {"headings", "value"},
	"Lookup":    {"dimension", "give"},
	"Extra":     {"heading"},
	"Skip":      {"name"},
	"Layout":    {"name"},
	"Check":     {"name"},
	"Control":   {"rule", "column"},
	"Replace":   {"key"},
	"AfterLoad": {"move"},
}

// defineForms says how types are written whose form is other than their fields say.
func (g *generator) defineForms() {
	zero := 0
	pattern := &schema{
		Type: "object", AdditionalProperties: false, Required: []string{"pattern"},
		Properties: map[string]*schema{"pattern": {Type: "string", Description: "A regular expression for the headings"}},
	}
	g.forms = map[reflect.Type]*schema{
		reflect.TypeFor[mapping.Text]():     text(),
		reflect.TypeFor[mapping.Texts]():    texts(),
		reflect.TypeFor[mapping.Values]():   pairs(),
		reflect.TypeFor[mapping.Headings](): either(words([]string{"months", "years"}), list(text()), pattern),
		reflect.TypeFor[home.Limit]():       either(&schema{Type: "integer", Minimum: &zero}, &schema{Type: "string", Pattern: `^([0-9]{1,2}(\.[0-9]+)?|100(\.0+)?) *%$|^[0-9]+$`}),
	}
	replace := reflect.TypeFor[home.Replace]()
	g.forms[replace] = either(words([]string{home.ReplacePeriod, home.ReplaceDelivery}), g.object(replace))
	after := reflect.TypeFor[home.AfterLoad]()
	g.forms[after] = either(words([]string{home.AfterLoadLeave, home.AfterLoadTag}), g.object(after))
	locale, equals, control := reflect.TypeFor[mapping.Locale](), reflect.TypeFor[mapping.Equals](), reflect.TypeFor[mapping.Control]()
	g.forms[locale] = either(words([]string{"none"}), g.object(locale))
	g.forms[equals] = either(text(), g.object(equals))
	g.forms[reflect.TypeFor[mapping.Controls]()] = either(g.of(control), list(g.of(control)))
}

// datasets lists the names of datasets.
func datasets(which func(*record.Dataset) bool) []string {
	var names []string
	for _, d := range record.Datasets() {
		if which(d) {
			names = append(names, d.Name)
		}
	}
	return names
}
