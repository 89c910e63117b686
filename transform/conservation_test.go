package transform_test

import (
	"context"
	"iter"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// anyCell draws what may stand in a cell: what fits, what does not, and headings and totals in the midst of data.
func anyCell(t *rapid.T) cell.Cell {
	values := []any{
		nil, " ", "x", 1, -1.5, 202301, 202313, "202302", 2023, "1 234,50-", "1,234", "-1 7540 0", "03/04", "12:30", day("2023-01-05"),
		length(0.5), true, fault("#REF!"), "Period", "Konto", "Ansvar", "Belopp", "Summa", "Delsumma 1", "Källa: x", "jan", "Kundnr", "År",
		"Totalt", "811218-9876", 1e300, "Enhet 7", "Enhet x", "Antal", "\u202f", "kr", "()", "Personnummer", "Timmar", "Avlöningsform", "Timavlönad",
	}
	return cells([]any{rapid.SampledFrom(values).Draw(t, "value")})[0]
}

// anyRows draws a sheet: sometimes with a heading that is right, always with rows of any cells and any length.
func anyRows(t *rapid.T, heading []any) [][]cell.Cell {
	rows := make([][]cell.Cell, 0, 20)
	for range rapid.IntRange(0, 14).Draw(t, "rows") {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			rows = append(rows, cells(heading))
		case 1:
			rows = append(rows, cells([]any{202301, 1, 2, "3,50"}))
		default:
			row := make([]cell.Cell, rapid.IntRange(0, 6).Draw(t, "cells"))
			for i := range row {
				row[i] = anyCell(t)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// stream yields rows, with gaps in their numbers as readers leave them for rows that the file does not hold.
func stream(rows [][]cell.Cell, gap int) func(context.Context) iter.Seq2[*cell.Row, error] {
	return func(context.Context) iter.Seq2[*cell.Row, error] {
		return func(yield func(*cell.Row, error) bool) {
			for i, row := range rows {
				if !yield(&cell.Row{Number: 1 + i*gap, Cells: row}, nil) {
					return
				}
			}
		}
	}
}

// sumOf is a Sink that checks every record and adds up one column.
type sumOf struct {
	t       *rapid.T
	d       *record.Dataset
	column  int
	sum     int64
	records map[string]bool // the rows that gave records, and those that gave rejects
	rejects map[string]bool
}

func (s *sumOf) Record(r *record.Record) error {
	for i := range s.d.Columns {
		column, v := &s.d.Columns[i], r.Values[i]
		if column.Required && (v.Null || column.Type == record.Code && v.Str == "") {
			s.t.Fatalf("row %d: required column %s is empty", r.Row, column.Name)
		}
		if column.Type == record.Period && !r.Period(s.d).Valid() {
			s.t.Fatalf("row %d: period %d", r.Row, v.Int)
		}
	}
	s.sum += r.Values[s.column].Int
	s.records[r.Sheet+strconv.Itoa(r.Row)] = true
	return nil
}

func (s *sumOf) Reject(r record.Reject) error {
	if r.Reason == "" || r.Expected == "" || r.Row == 0 || r.Column == "" {
		s.t.Fatalf("a reject does not say enough: %+v", r)
	}
	s.rejects[r.Sheet+strconv.Itoa(r.Row)] = true
	return nil
}

// Mappings of other shapes than plain rows and tables across.
const (
	anyBeside = `
sheets: {all: true}
heading: {beside: true}
columns:
  period: {heading: Period, fill: down}
  account: {heading: Konto}
  organisation: {heading: Ansvar}
  amount: {heading: Belopp}
skip: [{name: total, heading: Konto, pattern: "^(Delsumma|Summa)"}]
`
	anyStacked = `
sheets: {position: 1}
heading: {rows: 2, fill: true}
columns:
  period: {heading: Period Period}
  account: {heading: [Konto Konto, Period Konto], fill: down}
  organisation: {group: unit}
  amount: {heading: Belopp Belopp}
skip: [{name: unit, first: '^Enhet (?P<unit>\d)'}]
`
	anyForm = `
sheets: {all: true}
pairs: true
columns:
  period: {label: Period}
  account: {label: Konto, optional: false}
  organisation: {constant: "1"}
  voucher: {label: Antal, optional: true}
  amount: {label: Belopp}
skip: [{name: footer, first: "^Källa:"}]
`
	anyLayout = `
sheets: {all: true}
columns:
  account: {column: B}
  amount: {column: D, fill: down}
layouts:
  - name: one
    columns: {period: {heading: Period}, organisation: {heading: Ansvar}}
  - name: two
    columns: {period: {above: {pattern: '(\d{6})'}, optional: false}, organisation: {heading: Konto}}
  - name: three
    heading: {none: true}
    columns: {period: {column: A}, organisation: {column: C}}
`
)

// anyChecks refuse rows, warn, and refuse deliveries.
const anyChecks = `
checks:
  - {name: liten, column: amount, max: 3}
  - {name: en gång, unique: [account, period]}
  - {name: stor, column: amount, min: 0, severity: warning}
  - {name: balans, sum: amount, per: account}
control:
  - {rule: total, column: amount, label: "^Summa"}
  - {rule: total, column: amount, label: "^Delsumma"}
`

// TestEveryRowIsCountedOnce is the rule of conservation: whatever the sheets hold, and whether the mapping succeeds or
// not, each row that was read is mapped, refused or skipped, exactly one of them.
func TestEveryRowIsCountedOnce(t *testing.T) {
	form := newMapper(t, "ledger", anyForm) // several rows give one record
	mappers := []struct {
		dataset, column string
		mapper          *transform.Mapper
		heading         []any
	}{
		{"ledger", "amount", newMapper(t, "ledger", ledgerMapping), []any{"Period", "Konto", "Ansvar", "Belopp"}},
		{
			"ledger", "amount", newMapper(t, "ledger", ledgerMapping+"control: {rule: total, heading: Belopp, column: amount}\n"),
			[]any{"Konto", "Period", "Ansvar", "x", "Belopp"},
		},
		{
			"volume", "quantity", newMapper(t, "volume", volumeMapping+"control: {rule: total, column: quantity}\n"),
			[]any{"Kundnr", "År", "jan", "feb", "mar"},
		},
		{
			"payroll", "worked_hours", newMapper(t, "payroll", payrollMapping),
			[]any{"Personnummer", "Timmar", "Ansvar", "Avlöningsform"},
		},
		{"ledger", "amount", newMapper(t, "ledger", anyBeside), []any{"Ansvar", "Period", "Konto", "Belopp", "Period", "Konto", "Belopp"}},
		{"ledger", "amount", newMapper(t, "ledger", anyStacked), []any{"Period", "Konto", "Ansvar", "Belopp"}},
		{"ledger", "amount", form, []any{"Period", 202301}},
		{"ledger", "amount", newMapper(t, "ledger", anyLayout), []any{"Period", "Konto", "Ansvar", "Belopp"}},
		{"ledger", "amount", newMapper(t, "ledger", ledgerMapping+anyChecks), []any{"Period", "Konto", "Ansvar", "Belopp"}},
	}
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(mappers).Draw(t, "mapper")
		d := record.Find(m.dataset)
		sink := &sumOf{t: t, d: d, column: d.Index(m.column), records: map[string]bool{}, rejects: map[string]bool{}}
		rows := 0
		in := transform.Input{File: "f.xlsx", Period: 202301, Key: []byte("key")}
		for _, name := range []string{"Transaktioner", "Lön"} {
			sheet := anyRows(t, m.heading)
			rows += len(sheet)
			in.Sheets = append(in.Sheets, transform.Sheet{Name: name, Rows: stream(sheet, rapid.IntRange(1, 3).Draw(t, "gap"))})
		}
		sum, err := m.mapper.Map(context.Background(), in, sink)
		total := 0
		for _, n := range sum.Skips {
			total += n
		}
		switch {
		case sum.Rows != sum.Mapped+sum.Rejected+sum.Skipped || sum.Skipped != total:
			t.Fatalf("rows are lost: %+v", sum)
		case err == nil && len(sum.Sheets) == 2 && sum.Rows != rows:
			t.Fatalf("%d of %d rows were read", sum.Rows, rows)
		case len(sink.records) > sum.Mapped || len(sink.rejects) > sum.Rejected:
			t.Fatalf("%d rows gave records and %d rejects: %+v", len(sink.records), len(sink.rejects), sum)
		case m.mapper != form && (len(sink.records) != sum.Mapped || len(sink.rejects) != sum.Rejected):
			t.Fatalf("%d rows gave records and %d rejects: %+v", len(sink.records), len(sink.rejects), sum)
		}
		for row := range sink.rejects {
			if sink.records[row] {
				t.Fatalf("row %s gave both records and rejects", row)
			}
		}
	})
}

// TestASumSurvives draws amounts, writes them in any form with totals and headings among them, and adds up the records.
func TestASumSurvives(t *testing.T) {
	plain := newMapper(t, "ledger", ledgerMapping+"control: {rule: total, heading: Belopp, column: amount}\n")
	d := record.Find("ledger")
	rapid.Check(t, func(t *rapid.T) {
		heading := []any{"Period", "Konto", "Ansvar", "Belopp"}
		rows, want := [][]any{{"Huvudbok"}, heading}, int64(0)
		for range rapid.IntRange(0, 30).Draw(t, "rows") {
			units := rapid.Int64Range(-9_999_999, 9_999_999).Draw(t, "units")
			want += units
			rows = append(rows, []any{202301, 1, 2, anyAmount(t, units)})
			if rapid.IntRange(0, 4).Draw(t, "between") == 0 {
				rows = append(rows, heading, []any{nil, "Delsumma", nil, "x"}, []any{})
			}
		}
		rows = append(rows, []any{nil, "Summa", nil, float64(want) / 100})
		sink := &sumOf{t: t, d: d, column: d.Index("amount"), records: map[string]bool{}, rejects: map[string]bool{}}
		_, err := plain.Map(context.Background(), transform.Input{Sheets: []transform.Sheet{sheet("Transaktioner", rows...)}}, sink)
		if err != nil || sink.sum != want || len(sink.rejects) > 0 {
			t.Fatalf("got %d, %v; want %d", sink.sum, err, want)
		}
	})
}

// anyAmount writes an amount of hundredths as a number or as one of the texts that are taken.
func anyAmount(t *rapid.T, units int64) any {
	f := float64(units) / 100
	magnitude := strconv.FormatFloat(max(f, -f), 'f', 2, 64)
	magnitude = magnitude[:len(magnitude)-3] + "," + magnitude[len(magnitude)-2:]
	if units >= 0 {
		return rapid.SampledFrom([]any{f, magnitude, magnitude + " kr", "+" + magnitude}).Draw(t, "form")
	}
	return rapid.SampledFrom([]any{f, "-" + magnitude, magnitude + "-", "(" + magnitude + ")", "\u2212" + magnitude + " kr"}).Draw(t, "form")
}
