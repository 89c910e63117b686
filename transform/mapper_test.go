package transform_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

func TestMapPlainRows(t *testing.T) {
	tests := []mapCase{
		{
			name: "a ledger with everything around it", dataset: "ledger", mapping: ledgerMapping, year: 2023, sheet: "Transaktioner",
			rows: [][]any{
				{"Huvudbok 2023", nil, "Göteborgs Stad"},
				{},
				{"PERIOD", "konto ", "Ansvar", "Bokforings datum", "Belopp", "Text", "Attest", "Löpnr"},
				{202301, 7459, "0071", day("2023-01-05"), "1\u00a0234,50-", "hyra", "abc"},
				{"202313", "4010", 71, "20230205", 100.1, nil, nil, 1},
				{nil, nil, " \u00a0", nil, nil},
				{nil, "Delsumma 4010", nil, nil, 100.1},
				{"Period", "Konto", "Ansvar", "Bokföringsdatum", "Belopp", "Text", "Attest", "Löpnr"},
				{202302, "3010", "0071", nil, "(5)", nil},
				{nil, "Summa", nil, nil, 1},
				{"Källa: Agresso"},
			},
			records: []string{
				"4 E4 period=202301 account=7459 organisation=0071 posted_on=2023-01-05 amount=-123450",
				"5 E5 period=202313 account=4010 organisation=71 posted_on=2023-02-05 amount=10010",
				"9 E9 period=202302 account=3010 organisation=0071 amount=-500",
			},
			skips: map[string]int{"above heading": 2, "heading": 2, "blank": 1, "total": 2, "footer": 1},
			notes: []string{`sheet "Transaktioner": column H "Löpnr" is not mapped; name it under columns or ignore`},
		},
		{
			name: "every kind of bad cell", dataset: "ledger", mapping: ledgerMapping, year: 2023, sheet: "Transaktioner",
			lookup: codes{"account/4010": true, "organisation/71": true, "customer/12": true},
			rows: [][]any{
				{"Period", "Konto", "Ansvar", "Belopp", "Bokföringsdatum", "Motpart"},
				{202301, 4010, 71, 1, nil, 12},
				{202301, 4010, 71, "1,234", "03/04", nil},
				{202301, 4010, 71, "-1 7540 0", 20225, nil},
				{202301, 4010, 71, day("1899-12-30 12:30:00"), nil, nil},
				{202301, 4010, 71, length(0.5), nil, nil},
				{202301, 4010, 71, fault("#REF!"), nil, nil},
				{202301, 4010, 71, nil, nil, nil},
				{202301, 4011, 72, 1, nil, 13},
				{202401, 4010, 71, 1, nil, nil},
				{202314, nil, 7.5, true, nil, nil},
				{"202301", "4010 ", "71", "1", nil, nil},
			},
			records: []string{
				"2 D2 period=202301 account=4010 organisation=71 counterpart=12 amount=100",
				"12 D12 period=202301 account=4010 organisation=71 amount=100",
			},
			rejects: []string{
				`E3 posted_on ambiguous value: expected a date, or text as YYYY-MM-DD or YYYYMMDD, found "03/04"`,
				`D3 amount too many decimals: expected at most 2 decimals, found "1,234"`,
				`E4 posted_on ambiguous value: expected a date, or text as YYYY-MM-DD or YYYYMMDD; this is a number without a date format, found "20225"`,
				`D4 amount malformed value: expected a number such as 1 234,5 (kr), found "-1 7540 0"`,
				`D5 amount malformed value: expected a number such as 1 234,5 (kr), found "12:30:00"`,
				`D6 amount malformed value: expected a number such as 1 234,5 (kr), found "12h0m0s"`,
				`D7 amount error in the cell: expected a number such as 1 234,5 (kr), found "#REF!"`,
				`D8 amount missing value: expected a value, as the dataset needs kr, revenue negative and cost positive`,
				`B9 account unknown code: expected a code of the dimension account (add it there, or correct the cell), found "4011"`,
				`C9 organisation unknown code: expected a code of the dimension organisation (add it there, or correct the cell), found "72"`,
				`F9 counterpart unknown code: expected a code of the dimension customer (add it there, or correct the cell), found "13"`,
				`A10 period period outside the delivery: expected the year of the file's name, 2023, found "2024-01"`,
				`A11 period malformed value: expected a period written YYYYPP, found "202314"`,
				`B11 account missing value: expected a value, as the dataset needs the account (Konto)`,
				`C11 organisation malformed value: expected a code: a text, or a whole number of at most 15 digits, found "7.5"`,
				`D11 amount malformed value: expected a number such as 1 234,5 (kr), found "true"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "a heading that returns in other columns", dataset: "ledger", mapping: ledgerMapping, sheet: "Transaktioner",
			rows: [][]any{
				{"Period", "Konto", "Ansvar", "Belopp"},
				{202301, 1, 2, 3},
				{nil, "Belopp", "Ansvar", "Period", "Konto"},
				{nil, 4, 5, 202302, 6},
			},
			records: []string{
				"2 D2 period=202301 account=1 organisation=2 amount=300",
				"4 B4 period=202302 account=6 organisation=5 amount=400",
			},
			skips: map[string]int{"heading": 2},
		},
		{
			name: "constants, captures, sheet names, file periods and lists", dataset: "volume", sheet: "Lönespecifikationer",
			mapping: `
sheets: {all: true}
columns:
  period: {file: true}
  item: {sheet: true, values: {Lönespecifikationer: lonespecifikationer}}
  service: {constant: LON}
  customer: {capture: kund}
  quantity: {heading: Antal}`,
			period: 202311, captures: map[string]string{"kund": "12"}, lookup: codes{"customer/12": true, "service/LON": true},
			rows: [][]any{{"Antal"}, {"1 200"}, {0}},
			records: []string{
				"2 A2 period=202311 item=lonespecifikationer service=LON customer=12 quantity=12000000",
				"3 A3 period=202311 item=lonespecifikationer service=LON customer=12 quantity=0",
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "a year of the file's name, and units", dataset: "allocation", sheet: "Nycklar", year: 2023,
			mapping: `
sheets: {name: nycklar}
columns:
  period: {file: true}
  service: {heading: Tjänst}
  customer: {heading: Kund}
  share: {heading: Andel, unit: share}`,
			rows: [][]any{{"Tjänst", "Kund", "Andel"}, {"A", 1, 0.125}, {"A", 2, "87,5 %"}},
			records: []string{
				"2 C2 period=202300 service=A customer=1 share=1250000000",
				"3 C3 period=202300 service=A customer=2 share=8750000000",
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "a dimension with lists and a double", dataset: "account", sheet: "Kontoplan",
			mapping: `
sheets: {all: true}
columns:
  account: {heading: Konto}
  name: {heading: Benämning}
  groups: {heading: Grupp, separator: ";", values: {Kostnader: kostnader, IT: it}}
  valid_from: {heading: Från, null: [0, "-"]}`,
			rows: [][]any{
				{"Konto", "Benämning", "Grupp", "Från"},
				{7459, "Konsulter ", "Kostnader; IT;", nil},
				{7459, "Konsulter", nil, 2023},
				{"7459", "Konsulttjänster", "Kostnader", "-"},
				{7460, "Annat", "Kostnader;Okänd", 0},
				{nil, nil, nil, 1.5},
			},
			records: []string{
				"2 account=7459 name=Konsulter groups=kostnader+it",
				"3 account=7459 name=Konsulter valid_from=2023",
			},
			rejects: []string{
				`A4 account duplicate key: expected each account and valid_from once; row 2 of sheet Kontoplan has it too, found "7459"`,
				`C5 groups value not allowed: expected one of IT, Kostnader, found "Kostnader;Okänd"`,
				`A6 account missing value: expected a value, as the dataset needs the account`,
				`B6 name missing value: expected a value, as the dataset needs its name`,
				`D6 valid_from too many decimals: expected a whole number, found "1.5"`,
			},
			skips: map[string]int{"heading": 1},
		},
		{
			name: "moments", dataset: "ticket", sheet: "Ärenden",
			mapping: `
sheets: {all: true}
columns:
  period: {heading: Öppnat, format: [date, "YYYY-MM-DD hh:mm:ss"]}
  ticket: {heading: Ärende}
  opened_at: {heading: Öppnat}
  resolved_at: {heading: Löst, null: pågår}`,
			rows: [][]any{
				{"Ärende", "Öppnat", "Löst"},
				{"INC1", day("2023-11-30 08:15:30"), nil},
				{"INC2", "2023-11-30 08:15:30", "pågår"},
				{"INC3", "2023-11-30 08:15:30", "2023-12-01 09:00"},
				{"INC4", "2023-11-30 08:15:30", "01/12 09:00"},
			},
			records: []string{
				"2 period=202311 ticket=INC1 opened_at=2023-11-30T08:15:30",
				"3 period=202311 ticket=INC2 opened_at=2023-11-30T08:15:30",
				"4 period=202311 ticket=INC3 opened_at=2023-11-30T08:15:30 resolved_at=2023-12-01T09:00:00",
			},
			rejects: []string{
				`C5 resolved_at malformed value: expected a date with time, or text as YYYY-MM-DD hh:mm:ss or YYYY-MM-DD hh:mm or YYYY-MM-DDThh:mm:ss or YYYY-MM-DDThh:mm, found "01/12 09:00"`,
			},
			skips: map[string]int{"heading": 1},
		},
	}
	for _, test := range tests {
		t.Run(test.name, test.run)
	}
}

// mapOne maps the sheets and returns the error.
func mapOne(t *testing.T, dataset, mapping string, in transform.Input) error {
	t.Helper()
	var got collected
	sum, err := newMapper(t, dataset, mapping).Map(t.Context(), in, &got)
	conserved(t, sum)
	return err
}

func TestMapValuesOfTheWholeSheet(t *testing.T) {
	const mapping = `
sheets: {all: true}
columns:
  period: {file: true}
  item: {sheet: true, values: {Datorer: datorer}}
  service: {constant: X}
  customer: {capture: kund}
  quantity: {heading: Antal}`
	good := transform.Input{
		File: "v.xlsx", Period: 202311, Captures: map[string]string{"kund": "12"},
		Sheets: []transform.Sheet{sheet("Datorer", []any{"Antal"}, []any{1})},
	}
	tests := []struct {
		name   string
		change func(*transform.Input)
		want   string
	}{
		{
			"no period", func(in *transform.Input) { in.Period = 0 },
			"v.xlsx, sheet Datorer: column period, from the file's name: missing value: expected {period} or {year} in the job's file pattern",
		},
		{
			"another sheet", func(in *transform.Input) { in.Sheets[0].Name = "Blad1" },
			`v.xlsx, sheet Blad1: column item, from the sheet's name: value not allowed: expected one of Datorer, found "Blad1"`,
		},
		{
			"no capture", func(in *transform.Input) { in.Captures = nil },
			"v.xlsx, sheet Datorer: column customer, from {kund} in the file's name: missing value: expected {kund} in the job's file pattern",
		},
		{
			"an unknown capture", func(in *transform.Input) { in.Lookup = codes{"service/X": true} },
			`v.xlsx, sheet Datorer: column customer, from {kund} in the file's name: unknown code: expected a code of the dimension customer (add it there, or correct the cell), found "12"`,
		},
		{
			"an unknown constant", func(in *transform.Input) { in.Lookup = codes{"customer/12": true} },
			`v.xlsx, sheet Datorer: column service, from the mapping's constant: unknown code: expected a code of the dimension service (add it there, or correct the cell), found "X"`,
		},
	}
	if err := mapOne(t, "volume", mapping, good); err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		in := good
		in.Sheets = []transform.Sheet{good.Sheets[0]}
		test.change(&in)
		err := mapOne(t, "volume", mapping, in)
		var fault *transform.ValueError
		if !errors.As(err, &fault) || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

// failing is a Sink that refuses everything.
type failing struct{ err error }

func (f failing) Record(*record.Record) error { return f.err }
func (f failing) Reject(record.Reject) error  { return f.err }

func TestMapHandsOnErrors(t *testing.T) {
	m := newMapper(t, "ledger", ledgerMapping)
	heading := []any{"Period", "Konto", "Ansvar", "Belopp"}
	broken := errors.New("broken")
	for name, row := range map[string][]any{"record": {202301, 1, 2, 3}, "reject": {202301, 1, 2, "x"}} {
		in := transform.Input{File: "h.xlsx", Sheets: []transform.Sheet{sheet("Transaktioner", heading, row)}}
		sum, err := m.Map(t.Context(), in, failing{broken})
		if !errors.Is(err, broken) {
			t.Errorf("%s: the sink's error is lost: %v", name, err)
		}
		conserved(t, sum)
	}
	rows := func(context.Context) iter.Seq2[*cell.Row, error] {
		return func(yield func(*cell.Row, error) bool) { yield(nil, broken) }
	}
	in := transform.Input{File: "h.xlsx", Sheets: []transform.Sheet{{Name: "Transaktioner", Rows: rows}}}
	if _, err := m.Map(t.Context(), in, discard{}); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "h.xlsx, sheet Transaktioner: ") {
		t.Errorf("the reader's error: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in.Sheets = []transform.Sheet{sheet("Transaktioner", heading)}
	if _, err := m.Map(ctx, in, discard{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled mapping: %v", err)
	}
}

func TestNewRefusesABadMapping(t *testing.T) {
	_, err := transform.New(decode(t, "sheets: {all: true}"), record.Find("ledger"))
	if err == nil || !strings.Contains(err.Error(), "mapping.columns.amount") {
		t.Errorf("got %v", err)
	}
}

// TestTextsMayBeKept keeps the texts of records although the reader overwrites the buffer that its cells point into.
func TestTextsMayBeKept(t *testing.T) {
	buffer := []byte("4010Konsulter")
	in := func() cell.Cell { return cell.Cell{Kind: cell.Text, Text: unsafe.String(&buffer[0], 4)} }
	name := func() cell.Cell { return cell.Cell{Kind: cell.Text, Text: unsafe.String(&buffer[4], 9)} }
	rows := func(context.Context) iter.Seq2[*cell.Row, error] {
		return func(yield func(*cell.Row, error) bool) {
			row := &cell.Row{Number: 1, Cells: cells([]any{"Konto", "Namn", "Grupp"})}
			for ok := yield(row, nil); ok && row.Number < 3; ok = yield(row, nil) {
				row.Number++
				buffer[3], buffer[4] = byte('0'+row.Number), byte('A'+row.Number)
				row.Cells = []cell.Cell{in(), name(), in()}
			}
			copy(buffer, "xxxxxxxxxxxxx")
		}
	}
	const mapping = `
sheets: {all: true}
columns: {account: {heading: Konto}, name: {heading: Namn}, groups: {heading: Grupp}}`
	var got collected
	m := newMapper(t, "account", mapping)
	if _, err := m.Map(t.Context(), transform.Input{Sheets: []transform.Sheet{{Name: "K", Rows: rows}}}, &got); err != nil {
		t.Fatal(err)
	}
	records := make([]string, 0, len(got.records))
	for _, r := range got.records {
		records = append(records, show(record.Find("account"), r))
	}
	compare(t, "records", records, []string{
		"2 account=4012 name=Consulter groups=4012", "3 account=4013 name=Donsulter groups=4013",
	})
}

func TestMapperIsSafeForConcurrentUse(t *testing.T) {
	m := newMapper(t, "ledger", ledgerMapping)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			in := transform.Input{Sheets: []transform.Sheet{sheet("Transaktioner",
				[]any{"Period", "Konto", "Ansvar", "Belopp"}, []any{202301, 1, 2, 3}, []any{202301, 1, 2, "x"})}}
			var got collected
			if _, err := m.Map(t.Context(), in, &got); err != nil || len(got.records) != 1 || len(got.rejects) != 1 {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	group.Wait()
}
