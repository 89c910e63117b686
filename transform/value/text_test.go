package value_test

import (
	"strings"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

func TestCodes(t *testing.T) {
	tests := []struct {
		in     cell.Cell
		want   string
		reason record.Reason
	}{
		{text("7459"), "7459", ""},
		{number(7459), "7459", ""},
		{text(" 0071\u00a0"), "0071", ""},
		{text("\ufeff12\u200b"), "12", ""},
		{number(-1), "-1", ""},
		{number(999999999999999), "999999999999999", ""},
		{cell.Cell{}, "", ""},
		{text(" "), "", ""},
		{number(1e15), "", record.Malformed},
		{number(1.1), "", record.Malformed},
		{date(45000), "", record.Malformed}, // 3-1 turned into the first of March
		{cell.Cell{Kind: cell.Bool, Num: 1}, "", record.Malformed},
		{cell.Cell{Kind: cell.Error, Text: "#N/A"}, "", record.ErrorCell},
	}
	for _, test := range tests {
		got, problem := value.AppendCode(nil, test.in)
		check(t, value.Show(test.in), string(got), problem, test.want, test.reason)
	}
}

func TestTexts(t *testing.T) {
	tests := []struct {
		in     cell.Cell
		want   string
		reason record.Reason
	}{
		{text("  Konsulter\nm.m. "), "Konsulter\nm.m.", ""},
		{number(0.1 + 0.2), "0.3", ""},
		{number(1e6), "1000000", ""},
		{date(45000), "2023-03-15", ""},
		{date(45000.5), "2023-03-15 12:00:00", ""},
		{cell.Cell{}, "", ""},
		{date(0.5), "", record.Malformed},
		{cell.Cell{Kind: cell.Bool, Num: 1}, "", record.Malformed},
		{cell.Cell{Kind: cell.Error, Text: "#N/A"}, "", record.ErrorCell},
	}
	for _, test := range tests {
		got, problem := value.Text(test.in)
		check(t, value.Show(test.in), got, problem, test.want, test.reason)
	}
}

func TestShow(t *testing.T) {
	tests := []struct {
		in   cell.Cell
		want string
	}{
		{cell.Cell{}, ""},
		{text("-1 7540 0"), "-1 7540 0"},
		{number(1234.5600000000002), "1234.56"},
		{cell.Cell{Kind: cell.Bool, Num: 1}, "true"},
		{cell.Cell{Kind: cell.Error, Text: "#REF!"}, "#REF!"},
		{date(45000), "2023-03-15"},
		{date(0.5208333333333334), "12:30:00"},
		{cell.Cell{Kind: cell.Date, Num: -5, Text: "-5"}, "-5"},
		{cell.Cell{Kind: cell.Duration, Num: 1.0 / 48}, "30m0s"},
	}
	for _, test := range tests {
		if got := value.Show(test.in); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestConstants(t *testing.T) {
	column := func(dataset, name string) *record.Column {
		d := record.Find(dataset)
		return &d.Columns[d.Index(name)]
	}
	tests := []struct {
		column *record.Column
		in     string
		want   record.Value
		reason record.Reason
	}{
		{column("plan", "scenario"), "budget", record.Value{Str: "budget"}, ""},
		{column("plan", "scenario"), "buget", record.Value{}, record.NotAllowed},
		{column("ledger", "amount"), "12.5", record.Value{Int: 1250}, ""},
		{column("ledger", "amount"), "12,5", record.Value{}, record.Malformed},
		{column("ledger", "amount"), "12.505", record.Value{}, record.TooManyDigits},
		{column("ledger", "period"), "2023-13", record.Value{Int: 202313}, ""},
		{column("ledger", "period"), "202313", record.Value{}, record.Malformed},
		{column("account", "valid_from"), "2020", record.Value{Int: 2020}, ""},
		{column("account", "groups"), "it, kostnader,", record.Value{Str: "it\x1fkostnader"}, ""},
		{column("account", "name"), "Löner", record.Value{Str: "Löner"}, ""},
		{column("payroll", "person"), "197010632391", record.Value{}, record.NotAllowed},
	}
	for _, test := range tests {
		got, problem := value.Constant(test.column, test.in)
		if problem != nil {
			got = record.Value{}
		}
		check(t, test.in, got, problem, test.want, test.reason)
	}
	day, problem := value.Constant(column("ledger", "posted_on"), "2023-11-30")
	check(t, "2023-11-30", stamp(day.Time), problem, "2023-11-30 00:00:00", "")
	moment, problem := value.Constant(column("ticket", "opened_at"), "2023-11-30 08:15")
	check(t, "2023-11-30 08:15", stamp(moment.Time), problem, "2023-11-30 08:15:00", "")
}

func TestOneOfCutsLongLists(t *testing.T) {
	if got := value.OneOf(strings.Split(strings.Repeat("x", 20), "")); strings.Count(got, "x") != 12 || !strings.HasSuffix(got, "…") {
		t.Errorf("got %s", got)
	}
}
