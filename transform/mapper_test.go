package transform_test

import (
	"testing"

	"nyckeltal/transform"
)

func TestLedger(t *testing.T) {
	m := newMapper(t, "ledger", `
sheets: {name: Transaktioner}
columns:
  period: {heading: Period, format: YYYYMM}
  account: {heading: [Konto, Kontonr]}
  organisation: {heading: Ansvar}
  posted_on: {heading: Bokföringsdatum, format: [YYYY-MM-DD, YYYYMMDD]}
  amount: {heading: Belopp, unit: kr}
skip:
  - {name: total, heading: Konto, pattern: "^(Delsumma|Summa)"}
ignore: [Text]
control: {rule: total, label: "^Summa", heading: Belopp, column: amount}
`)
	in := transform.Input{File: "huvudbok_2023.xlsx", Year: 2023, Sheets: []transform.Sheet{sheet("Transaktioner",
		[]any{"Huvudbok 2023"},
		[]any{},
		[]any{"Period", "KONTO", "Ansvar", "Bokforings datum", "Belopp", "Text", "Attest"},
		[]any{202301, 7459, "0071", day("2023-01-05"), "1 234,50-", "x"},
		[]any{"202302", "4010", "0071", "20230205", 100.1, "x"},
		[]any{nil, "Delsumma", nil, nil, 1},
		[]any{nil, "Summa", nil, nil, "-1\u00a0134,40"},
	)}}
	var got collected
	sum, err := m.Map(t.Context(), in, &got)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v\n%+v", sum, got)
}

func TestQuick(t *testing.T) {
	m := newMapper(t, "plan", `
sheets: {pattern: "^B"}
columns:
  scenario: {constant: budget}
  account: {heading: Konto}
  organisation: {capture: forvaltning}
  value: {unit: tkr}
across:
  headings: months
  year: {file: true}
  value: value
  set: {span: month}
  extra:
    - {heading: Helår, set: {span: year}}
    - {heading: T1, set: {span: tertial}}
skip:
  - {name: total, first: "^Summa"}
control: {rule: total, column: value}
`)
	in := transform.Input{File: "b.xlsx", Year: 2023, Captures: map[string]string{"forvaltning": "71"}, Sheets: []transform.Sheet{sheet("Budget",
		[]any{"Konto", "jan", "feb", "T1", "Helår"},
		[]any{3010, -1.5, nil, 2, "-1 500"},
		[]any{3010, nil, nil, nil},
		[]any{3010, "x", nil, nil},
		[]any{"Konto", "jan", "feb", "T1", "Helår"},
		[]any{"Summa", -1.5, nil, 2, -1500},
	)}}
	var got collected
	sum, err := m.Map(t.Context(), in, &got)
	t.Logf("%v %+v", err, sum)
	for _, r := range got.records {
		t.Logf("%+v", r)
	}
	t.Logf("%+v", got.rejects)
	m = newMapper(t, "payroll", `
sheets: {all: true}
columns:
  period: {file: true}
  person: {heading: Personnummer}
  age_group: {heading: Personnummer, derive: age_group}
  sex: {heading: Personnummer, derive: sex}
  organisation: {heading: Ansvar}
  employment: {heading: Avlöningsform, values: {Månadsavlönad: monthly, Timavlönad: hourly}}
  worked_hours: {heading: Timmar, null: ["-"]}
`)
	in = transform.Input{File: "b.xlsx", Period: 202311, Key: []byte("k"), Sheets: []transform.Sheet{sheet("Budget",
		[]any{"Personnummer", "Ansvar", "Timmar", "Avlöningsform"},
		[]any{"701063-2391", 71, 165.5, "Månadsavlönad"},
		[]any{"811218-9875", 71, 165.5, "Månadsavlönad"},
		[]any{"811218-9876", 71, "-", "manad"},
	)}}
	got = collected{}
	sum, err = m.Map(t.Context(), in, &got)
	t.Logf("%v %+v", err, sum)
	for _, r := range got.records {
		t.Logf("%+v", r)
	}
	for _, r := range got.rejects {
		t.Logf("%+v", r)
	}
}
