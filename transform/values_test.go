package transform_test

import (
	"fmt"
	"slices"
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

func TestMapValues(t *testing.T) {
	cases := []mapCase{
		{
			name: "split, join, unknown and a locale of its own", dataset: "ledger", year: 2023, sheet: "S",
			lookup: dimensions{"account": {{Values: []string{"7459"}}}, "organisation": {{Values: []string{"071"}}}},
			mapping: `
sheets: {all: true}
columns:
  period: {heading: Period}
  account: {heading: Konto, split: code}
  organisation: {heading: Ansvar, unknown: take}
  voucher: {join: [Serie, Ver], separator: "-"}
  amount: {heading: Belopp, locale: {decimal: ".", group: ","}}`,
			rows: [][]any{
				{"Period", "Konto", "Ansvar", "Serie", "Ver", "Belopp"},
				{202301, "7459 Konsulttjänster", "071", "A", 17, "1,234.50"},
				{202301, "7459 - Konsulttjänster", "99", "A", "0018", "-5.00"},
				{202301, 7459, "071", nil, nil, 1},
				{202301, "7459", "98", nil, 4, 1},
				{202301, "Konsulttjänster", "071", nil, nil, 1},
				{202301, "7460 Resor", "071", nil, nil, "1.234,50"},
			},
			records: []string{
				"2 F2 period=202301 account=7459 organisation=071 voucher=A-17 amount=123450",
				"3 F3 period=202301 account=7459 organisation=99 voucher=A-0018 amount=-500",
				"4 F4 period=202301 account=7459 organisation=071 amount=100",
			},
			rejects: []string{
				`D5 voucher missing value: expected a value under each of the headings "Serie", "Ver"`,
				`B6 account malformed value: expected a code and a text, such as 7459 Konsulttjänster, found "Konsulttjänster"`,
				`B7 account unknown code: expected a code of the dimension account (add it there, or correct the cell), found "7460 Resor"`,
				`F7 amount malformed value: expected a number such as 1,234.5, found "1.234,50"`,
			},
			skips: map[string]int{"heading": 1},
			notes: []string{"column organisation: codes that the dimension organisation does not know were taken: 99, 98"},
		},
		{
			name: "the other part of a split, and joined texts", dataset: "status", sheet: "S",
			mapping: `
sheets: {all: true}
columns:
  period: {constant: 2023-11}
  kind: {constant: project}
  item: {heading: Projekt, split: text}
  status: {heading: Klart, values: {SANT: done, FALSKT: ongoing, Delvis: yellow}}
  cause: {join: [Orsak, Not]}`,
			rows: [][]any{
				{"Projekt", "Klart", "Orsak", "Not"},
				{"41 Ny telefoni", true, "sen", "leverans"},
				{"42: Ny e-post", "TRUE", nil, "väntar"},
				{"43 Ny", "sant", nil, nil},
				{"44 Ny", false, nil, nil},
				{"45 Ny", "Falskt", nil, nil},
				{"46 Ny", "Delvis", nil, nil},
				{"47 Ny", "Ja", nil, nil},
			},
			records: []string{
				"2 period=202311 kind=project item=Ny telefoni status=done cause=sen leverans",
				"3 period=202311 kind=project item=Ny e-post status=done cause=väntar",
				"4 period=202311 kind=project item=Ny status=done",
				"5 period=202311 kind=project item=Ny status=ongoing",
				"6 period=202311 kind=project item=Ny status=ongoing",
				"7 period=202311 kind=project item=Ny status=yellow",
			},
			rejects: []string{`B8 status value not allowed: expected one of Delvis, FALSKT, SANT, found "Ja"`},
			skips:   map[string]int{"heading": 1},
		},
		{
			name: "hours", dataset: "payroll", sheet: "S", period: 202311,
			mapping: `
sheets: {all: true}
columns:
  period: {file: true}
  person: {heading: Pnr}
  organisation: {constant: "1"}
  employment: {constant: hourly}
  worked_hours: {heading: Tid, unit: hours}
  sick_hours: {heading: Sjuk, unit: hours, round: true, optional: true}`,
			rows: [][]any{
				{"Pnr", "Tid", "Sjuk"},
				{anna, "7:30", "7:20"},
				{anna, "37:30", nil},
				{anna, length(37.5 / 24), "0,333"},
				{anna, "7,5", nil},
				{anna, "7,5 tim", "-0:15"},
				{anna, "7:20", nil},
				{anna, "7:60", nil},
			},
			records: []string{
				"2 period=202311 person=" + pseudonym + " organisation=1 employment=hourly worked_hours=750 sick_hours=733",
				"3 period=202311 person=" + pseudonym + " organisation=1 employment=hourly worked_hours=3750",
				"4 period=202311 person=" + pseudonym + " organisation=1 employment=hourly worked_hours=3750 sick_hours=33",
				"5 period=202311 person=" + pseudonym + " organisation=1 employment=hourly worked_hours=750",
				"6 period=202311 person=" + pseudonym + " organisation=1 employment=hourly worked_hours=750 sick_hours=-25",
			},
			rejects: []string{
				`B7 worked_hours too many decimals: expected at most 2 decimals, found "7:20"`,
				`B8 worked_hours malformed value: expected hours such as 37:30 or 1234,5, found "7:60"`,
			},
			skips: map[string]int{"heading": 1},
		},
	}
	for _, c := range cases {
		t.Run(c.name, c.run)
	}
}

// pseudonym is that of anna, by the key of the tests.
const pseudonym = "82de9e07564d25da163d1cde22facd83"

// dimensions is a Lookup of entries by dimension; the first value of each is its code.
type dimensions map[string][]record.Entry

func (d dimensions) Find(dimension, code string) (found []record.Entry, ok bool) {
	for _, e := range d[dimension] {
		if e.Values[0] == code {
			found = append(found, e)
		}
	}
	return found, len(found) > 0 || d[dimension] == nil
}

func (d dimensions) Near(dimension, code string) string {
	i := slices.IndexFunc(d[dimension], func(e record.Entry) bool { return e.Values[0] == "0"+code })
	if i < 0 {
		return ""
	}
	return d[dimension][i].Values[0]
}

var chart = dimensions{
	"account": {
		{To: 2022, Values: []string{"3010", "Bidrag", "", "", "2022"}},
		{From: 2023, Values: []string{"3011", "Bidrag", "intakter", "2023", ""}},
		{From: 2020, To: 2022, Values: []string{"5010", "Lön", "kostnader", "2020", "2022"}},
		{From: 2023, Values: []string{"5010", "Lön", "personal", "2023", ""}},
		{Values: []string{"05020", "Arvode", record.JoinCodes([]string{"kostnader", "personal"}), "", ""}},
	},
	"organisation": {{Values: []string{"71", "Lön", "ekonomi", "1"}}, {Values: []string{"72", "IT", "it", "2"}}},
}

func TestMapLookups(t *testing.T) {
	cases := []mapCase{
		{
			name: "codes are valid in some years", dataset: "ledger", sheet: "S", lookup: chart,
			mapping: `
sheets: {all: true}
columns:
  period: {heading: Period}
  account: {heading: Konto}
  organisation: {heading: Ansvar}
  amount: {heading: Belopp}`,
			rows: [][]any{
				{"Period", "Konto", "Ansvar", "Belopp"},
				{202212, 3010, 71, 1},
				{202301, 3010, 71, 1},
				{202212, 3011, 71, 1},
				{201912, 5010, 71, 1},
				{202112, 5010, 71, 1},
				{202312, 5010, 73, 1},
				{202312, 5020, 71, 1},
			},
			records: []string{
				"2 D2 period=202212 account=3010 organisation=71 amount=100",
				"6 D6 period=202112 account=5010 organisation=71 amount=100",
			},
			rejects: []string{
				`B3 account unknown code: expected a code of the dimension account that is valid in 2023; this one is valid until 2022, found "3010"`,
				`B4 account unknown code: expected a code of the dimension account that is valid in 2022; this one is valid from 2023 on, found "3011"`,
				`B5 account unknown code: expected a code of the dimension account that is valid in 2019; this one is valid from 2020 on, found "5010"`,
				`C7 organisation unknown code: expected a code of the dimension organisation (add it there, or correct the cell), found "73"`,
				`B8 account unknown code: expected a code of the dimension account; did you mean 05020? (add it there, or correct the cell), found "5020"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "columns from dimensions, across months of two years", dataset: "plan", sheet: "S", lookup: chart,
			mapping: `
sheets: {all: true}
columns:
  scenario: {constant: budget}
  account: {heading: Konto}
  version: {heading: Konto, lookup: {dimension: account, give: groups}}
across: {headings: months, value: value, set: {span: month}}`,
			rows: [][]any{
				{"Konto", "202212", "202301"},
				{5010, 1, 2},
				{3010, 1, 2},
				{3010, 1, nil},
				{"05020", 1, nil},
			},
			records: []string{
				"2 B2 period=202212 scenario=budget version=kostnader span=month account=5010 value=10000",
				"2 C2 period=202301 scenario=budget version=personal span=month account=5010 value=20000",
				"4 B4 period=202212 scenario=budget span=month account=3010 value=10000",
			},
			rejects: []string{
				`A3 version unknown code: expected a code of the dimension account that is valid in 2023; this one is valid until 2022, found "3010"`,
				`A5 version ambiguous value: expected one of the groups of the code in the dimension account, which has several, found "05020"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "codes in headings, valid in some years", dataset: "plan", sheet: "S", lookup: chart,
			mapping: `
sheets: {all: true}
columns:
  period: {heading: Period}
  scenario: {constant: budget}
across: {headings: ["3010", "5010"], column: account, value: value, set: {span: month}}`,
			rows: [][]any{{"Period", "3010", "5010"}, {202212, 1, 2}, {202301, 1, nil}, {202301, nil, 2}},
			records: []string{
				"2 B2 period=202212 scenario=budget span=month account=3010 value=10000",
				"2 C2 period=202212 scenario=budget span=month account=5010 value=20000",
				"4 C4 period=202301 scenario=budget span=month account=5010 value=20000",
			},
			rejects: []string{`3 account unknown code: expected a code of the dimension account that is valid in 2023; this one is valid until 2022`},
			skips:   map[string]int{"heading": 1},
		},
		{
			name: "a required column from a dimension", dataset: "organisation", sheet: "S", lookup: chart,
			mapping: `
sheets: {all: true}
columns:
  organisation: {heading: Ny}
  name: {heading: Namn}
  area: {heading: Gammal, lookup: {dimension: organisation, give: area}}
  position: {heading: Gammal, lookup: {dimension: organisation, give: position}}`,
			rows: [][]any{
				{"Ny", "Namn", "Gammal"},
				{"171", "Lön", "71"},
				{"172", "Lön", "99"},
				{"173", "Lön", nil},
			},
			records: []string{"2 organisation=171 name=Lön area=ekonomi position=1"},
			rejects: []string{
				`C3 area unknown code: expected a code of the dimension organisation (add it there, or correct the cell), found "99"`,
				`C3 position unknown code: expected a code of the dimension organisation (add it there, or correct the cell), found "99"`,
				`C4 area missing value: expected a value, as the dataset needs the area that it reports under`,
			},
			skips: map[string]int{"heading": 1},
		},
	}
	for _, c := range cases {
		t.Run(c.name, c.run)
	}
}

func TestMapExpressions(t *testing.T) {
	cases := []mapCase{
		{
			name: "a moment from day and clock, and its period", dataset: "ticket", sheet: "S", year: 2023,
			mapping: `
sheets: {all: true}
fields:
  day: {heading: Datum, type: date, format: [D-MMM-YY, YYYY-MM-DD]}
  clock: {heading: Klockslag, type: time, format: ["h:mm A", "hh:mm"]}
  allowed: {heading: Lösningstid, type: duration, optional: true}
  urgent: {heading: Akut, type: bool, values: {Ja: true, Nej: false}, optional: true}
columns:
  period: {expression: day}
  ticket: {heading: Ärende}
  priority: {expression: 'urgent == nil ? "" : urgent ? "1" : "3"'}
  opened_at: {expression: day + clock}
  due_at: {expression: day + clock + allowed}`,
			rows: [][]any{
				{"Ärende", "Datum", "Klockslag", "Lösningstid", "Akut"},
				{"A1", "5-jan-23", "8:15 PM", "8:00", "Ja"},
				{"A2", day("2023-12-31"), length(0.75), length(1.5), "Nej"},
				{"A3", "2023-05-05", "08:15", nil, nil},
				{"A4", "2023-05-05", nil, nil, nil},
				{"A5", "2022-05-05", "08:15", nil, nil},
				{"A6", nil, "08:15", nil, nil},
				{"A7", "05/06/2023", "8.15", nil, "Kanske"},
			},
			records: []string{
				"2 period=202301 ticket=A1 priority=1 opened_at=2023-01-05T20:15:00 due_at=2023-01-06T04:15:00",
				"3 period=202312 ticket=A2 priority=3 opened_at=2023-12-31T18:00:00 due_at=2024-01-02T06:00:00",
				"4 period=202305 ticket=A3 opened_at=2023-05-05T08:15:00",
			},
			rejects: []string{
				"5 opened_at missing value: expected a value, as the dataset needs when the ticket was opened",
				`6 period period outside the delivery: expected the year of the file's name, 2023, found "2022-05"`,
				"7 period missing value: expected a value, as the dataset needs the month as YYYYMM",
				`C8 clock malformed value: expected a time of day, or text as h:mm A or hh:mm, found "8.15"`,
				`B8 day ambiguous value: expected a date, or text as D-MMM-YY or YYYY-MM-DD, found "05/06/2023"`,
				`E8 urgent value not allowed: expected one of Ja, Nej, found "Kanske"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "exact arithmetic, its faults, and codes that are looked up", dataset: "volume", sheet: "S", period: 202311,
			lookup: dimensions{"customer": {{Values: []string{"120"}}}},
			mapping: `
sheets: {all: true}
fields:
  hours: {heading: Timmar, type: decimal, unit: hours}
  people: {heading: Personer, type: integer}
  board: {heading: Nämnd, type: text}
columns:
  period: {file: true}
  item: {constant: timmar}
  customer: {expression: 'right(board, 3)'}
  quantity: {expression: hours / people}`,
			rows: [][]any{
				{"Timmar", "Personer", "Nämnd"},
				{"0,1", 1, "N120"},
				{"7:30", 4, "N120"},
				{"7,5", 7, "N120"},
				{"7,5", 0, "N120"},
				{"7,5", 1, "N121"},
				{nil, 1, "N120"},
			},
			records: []string{
				"2 period=202311 item=timmar customer=120 quantity=1000",
				"3 period=202311 item=timmar customer=120 quantity=18750",
			},
			rejects: []string{
				"4 quantity value not computed: expected a result of hours / people: it has more decimals than the column; round(…, 2) rounds, or round: true",
				"5 quantity value not computed: expected a result of hours / people: division by zero",
				"6 customer unknown code: expected a code of the dimension customer (add it there, or correct the cell)",
				"7 quantity missing value: expected a value, as the dataset needs the count or the stock",
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "of an across table, by its values and periods", dataset: "plan", sheet: "S",
			mapping: `
sheets: {all: true}
fields:
  sort: {heading: Slag, type: text}
columns:
  scenario: {expression: 'year(period) < 2023 || value < 0 ? "actual" : "budget"'}
  version: {expression: 'sort + "-" + period'}
across: {headings: months, value: value, set: {span: month}}`,
			rows: [][]any{{"Slag", "202212", "202301"}, {"a", 1, 2}, {"b", nil, -2}},
			records: []string{
				"2 B2 period=202212 scenario=actual version=a-2022-12 span=month value=10000",
				"2 C2 period=202301 scenario=budget version=a-2023-01 span=month value=20000",
				"3 C3 period=202301 scenario=actual version=b-2023-01 span=month value=-20000",
			},
			skips: map[string]int{"heading": 1},
		},
	}
	for _, c := range cases {
		t.Run(c.name, c.run)
	}
}

func TestMapExpressionsOfForms(t *testing.T) {
	mapCase{
		dataset: "volume", sheet: "S", period: 202311,
		mapping: `
sheets: {all: true}
pairs: true
fields:
  first: {label: Första, type: decimal}
  second: {label: Andra, type: decimal, optional: true}
columns:
  period: {file: true}
  item: {constant: fakturor}
  quantity: {expression: first + (second ?? 0)}`,
		rows:    [][]any{{"Första", 1}, {"Andra", 2}, {"Första", "1,5"}, {"Första", "x"}},
		records: []string{"1 period=202311 item=fakturor quantity=30000", "3 period=202311 item=fakturor quantity=15000"},
		rejects: []string{`B4 first malformed value: expected a number such as 1 234,5, found "x"`},
	}.run(t)
}

// BenchmarkExpressions maps rows with two expressions; the rate is that of expressions per second.
func BenchmarkExpressions(b *testing.B) {
	m := newMapper(b, "ticket", `
sheets: {all: true}
fields:
  day: {heading: Datum, type: date}
  clock: {heading: Klockslag, type: time}
columns:
  period: {expression: day}
  ticket: {heading: Ärende}
  opened_at: {expression: day + clock}`)
	row := cells([]any{"A1", day("2023-01-05"), length(0.5)})
	const count = 50_000
	in := transform.Input{Sheets: []transform.Sheet{{Name: "S", Rows: repeated(count, []any{"Ärende", "Datum", "Klockslag"}, [][]cell.Cell{row})}}}
	b.ReportAllocs()
	for b.Loop() {
		if sum, err := m.Map(b.Context(), in, discard{}); err != nil || sum.Records != count {
			b.Fatal(fmt.Sprint(sum), err)
		}
	}
	b.ReportMetric(2*count*float64(b.N)/b.Elapsed().Seconds(), "expressions/s")
}
