package draft_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
	"nyckeltal/transform/draft"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// sheet makes a sheet in memory of texts and numbers.
func sheet(t testing.TB, name string, rows ...[]any) draft.Sheet {
	t.Helper()
	stream := func(yield func(*cell.Row, error) bool) {
		for i, values := range rows {
			row := &cell.Row{Number: i + 1}
			for _, v := range values {
				row.Cells = append(row.Cells, cellOf(v))
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	p, err := profile.Of(stream)
	if err != nil {
		t.Fatal(err)
	}
	return draft.Sheet{Name: name, Profile: p, Rows: func(context.Context) iter.Seq2[*cell.Row, error] { return stream }}
}

func cellOf(v any) cell.Cell {
	switch v := v.(type) {
	case string:
		return cell.Cell{Kind: cell.Text, Text: v}
	case int:
		return cell.Cell{Kind: cell.Number, Num: float64(v), Text: strings.TrimSpace(yamlOf(v))}
	}
	return cell.Cell{}
}

func yamlOf(v any) string {
	text, _ := yaml.Marshal(v)
	return string(text)
}

// job is what the tests read of a draft.
type job struct {
	Job     string          `yaml:"job"`
	Title   string          `yaml:"title"`
	Dataset string          `yaml:"dataset"`
	From    map[string]any  `yaml:"from"`
	Mapping mapping.Mapping `yaml:"mapping"`
}

// makeDraft drafts and decodes; a complete draft must be valid.
func makeDraft(t testing.TB, opt draft.Options, file string, sheets ...draft.Sheet) (string, job) {
	t.Helper()
	d, err := draft.Make(t.Context(), draft.Book{File: file, Sheets: sheets}, opt)
	if err != nil {
		t.Fatal(err)
	}
	var j job
	if err := yaml.NewDecoder(strings.NewReader(d.YAML()), yaml.Strict()).Decode(&j); err != nil {
		t.Fatalf("%v\n%s", err, d.YAML())
	}
	if err := j.Mapping.Validate(d.Dataset); d.Complete && err != nil {
		t.Fatalf("%v\n%s", err, d.YAML())
	}
	if got := strings.Count(d.YAML(), "# decide: "); got != d.Decide {
		t.Errorf("%d things to decide, and the draft says %d", got, d.Decide)
	}
	return d.YAML(), j
}

// ledger is a small ledger with all that a draft finds.
func ledger(t testing.TB) draft.Sheet {
	return sheet(t, "Blad1",
		[]any{"Utdrag. Belopp i tkr"},
		[]any{"Bokfört", "Konto", "Ansvar", "Attest", "Belopp"},
		[]any{"03/04/2023", "7459", "0071", "Anna Ek", "1,234.50"},
		[]any{"05/06/2023", "7459", "0071", "Bo Alm", "2,000.00"},
		[]any{"07/08/2023", "7459", "0071", "Bo Alm", "-"},
		[]any{"Summa", nil, nil, nil, "3,234.50"},
		[]any{"Källa: Anna Ek"},
	)
}

func TestLedger(t *testing.T) {
	text, j := makeDraft(t, draft.Options{}, "Leverantörer 2023.xlsx", ledger(t))
	for _, want := range []string{
		"job: leverantorer\n", "title: Leverantörer\n", "dataset: ledger ", `pattern: "Leverantörer {year}.xlsx"`,
		"is the day written first, or the month?", "row 1 says tkr",
		`- {name: total, first: "(?i)^(summa)\\s*([,:]|$)"} # 1 row sums up`,
		`- {name: note, first: ".", alone: true} # 1 row holds a single filled cell`,
		"control: {rule: total, column: amount} # the last total equals the sum of the details", "private: Attest",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the draft:\n%s", want, text)
		}
	}
	if l := j.Mapping.Locale; l.Decimal != "." || l.Group != "," {
		t.Errorf("locale %+v", l)
	}
	amount := j.Mapping.Columns["amount"]
	if amount.Unit != "tkr" || len(amount.Null) != 1 {
		t.Errorf("amount %+v", amount)
	}
	if p := j.Mapping.Columns["period"]; len(p.Heading) != 1 || p.Heading[0] != "Bokfört" || len(p.Format) != 1 {
		t.Errorf("period %+v", p)
	}
}

func TestOptions(t *testing.T) {
	_, j := makeDraft(t, draft.Options{Dataset: record.Find("plan"), Job: "x"}, "a.xlsx", ledger(t))
	if j.Job != "x" || j.Dataset != "plan" {
		t.Errorf("%s %s", j.Job, j.Dataset)
	}
}

func TestNoTable(t *testing.T) {
	_, err := draft.Make(t.Context(), draft.Book{File: "a.xlsx", Sheets: []draft.Sheet{sheet(t, "Blad1", []any{"Läs mig"})}}, draft.Options{})
	if !errors.Is(err, draft.ErrNoTable) {
		t.Errorf("got %v", err)
	}
}

func TestErrorsOfRows(t *testing.T) {
	broken := errors.New("broken")
	s := ledger(t)
	s.Rows = func(context.Context) iter.Seq2[*cell.Row, error] {
		return func(yield func(*cell.Row, error) bool) { yield(nil, broken) }
	}
	if _, err := draft.Make(t.Context(), draft.Book{File: "a.xlsx", Sheets: []draft.Sheet{s}}, draft.Options{}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestFileNames(t *testing.T) {
	tests := []struct{ file, job, pattern string }{
		{"huvudbok_2023.xlsx", "huvudbok", "huvudbok_{year}.xlsx"},
		{"lon_2023-11.xlsx", "lon", "lon_{period:2006-01}.xlsx"},
		{"leverantorsfakturor-202005.csv", "leverantorsfakturor", "leverantorsfakturor-{period}.csv"},
		{"Ärenden_2023_T3.xlsx", "arenden", "Ärenden_{year}_T{tertial}.xlsx"},
		{"huvudbok_2023_v2.xlsx", "huvudbok", "huvudbok_{year}_v*.xlsx"},
		{"plan 2013-15.xlsx", "plan-2013-15", "plan 2013-15.xlsx"},
		{"volymer.xlsx", "volymer", "volymer.xlsx"},
		{"2023-11.csv", "workbook", "{period:2006-01}.csv"},
		{"811218-9876.csv", "workbook", "workbook.csv"},
	}
	for _, test := range tests {
		_, j := makeDraft(t, draft.Options{Dataset: record.Find("ledger")}, test.file, ledger(t))
		if j.Job != test.job || j.From["pattern"] != test.pattern {
			t.Errorf("%s: got %s %s, want %s %s", test.file, j.Job, j.From["pattern"], test.job, test.pattern)
		}
	}
}

// TestPrivateTextsAreNotShown puts any texts into columns of persons and others that the draft does not list.
func TestPrivateTextsAreNotShown(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		secret := rapid.StringMatching(`Zq[a-zåäö0-9:#"'\\{}-]{3,12}`)
		rows := [][]any{{"Konto", "Ansvar", "Datum", "Namn", "Notering", "Status", "Belopp"}}
		for range rapid.IntRange(1, 20).Draw(rt, "rows") {
			rows = append(rows, []any{7459, secret.Draw(rt, "a"), "2023-11-03", secret.Draw(rt, "b"), secret.Draw(rt, "c"), secret.Draw(rt, "d"), 17})
		}
		rows = append(rows, []any{secret.Draw(rt, "e")}, []any{"811218-9876"})
		text, _ := makeDraft(t, draft.Options{Dataset: record.Find("ledger")}, "a.xlsx", sheet(t, "Blad1", rows...))
		if strings.Contains(text, "Zq") || strings.Contains(text, "9876") {
			rt.Fatal(text)
		}
	})
}

// TestHostileHeadings makes sure that any heading gives YAML that decodes to the same heading.
func TestHostileHeadings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		heading := "Konto " + rapid.StringMatching(`[a-zA-ZÅ:#"'\\{}\[\],&*!|>%@~?-]{1,20}`).Draw(rt, "heading")
		_, j := makeDraft(t, draft.Options{Dataset: record.Find("ledger")}, "a.xlsx", sheet(t, "Blad1",
			[]any{heading, "Ansvar", "Datum", "Belopp"},
			[]any{7459, "6100", "2023-11-03", 17}, []any{7460, "6100", "2023-11-03", 18},
		))
		got := j.Mapping.Columns["account"].Heading
		if len(got) == 1 && got[0] != strings.Join(strings.Fields(heading), " ") {
			rt.Fatalf("%q became %q", heading, got)
		}
	})
}

// TestDebitAndCredit: an amount in two columns is computed from two fields; the draft is complete.
func TestDebitAndCredit(t *testing.T) {
	for _, heads := range [][2]string{{"Debet", "Kredit"}, {"Debit", "Credit"}} {
		text, j := makeDraft(t, draft.Options{Folder: "inbox/ledger"}, "ledger_2024.xlsx", sheet(t, "Ledger",
			[]any{"Museum, in kr"},
			[]any{"Konto", "Ansvar", "Bokföringsdatum", heads[0], heads[1]},
			[]any{"3010", "10", "2024-01-03", nil, 100},
			[]any{"5010", "10", "2024-01-04", 40, nil},
			[]any{"5010", "10", "2024-01-05", 7, nil},
			[]any{"3010", "10", "2024-01-08", nil, 9},
			[]any{"Summa", nil, nil, 47, 109},
		))
		if strings.Contains(text, "# decide") || strings.Contains(text, "ignore:") {
			t.Errorf("something is left:\n%s", text)
		}
		m := j.Mapping
		if m.Columns["amount"].Expression != "(debit ?? 0) - (credit ?? 0)" || m.Fields["debit"].Unit != "kr" ||
			m.Fields["credit"].Heading[0] != heads[1] || j.From["path"] != "inbox/ledger" {
			t.Errorf("got\n%s", text)
		}
	}
}
