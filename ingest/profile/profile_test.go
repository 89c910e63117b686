package profile_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
)

// row makes a row of cells in a short form: numbers and booleans as they are, texts as strings, nil for nothing, cells
// for the rest.
func row(number int, values ...any) cell.Row {
	r := cell.Row{Number: number}
	for _, v := range values {
		var c cell.Cell
		switch v := v.(type) {
		case string:
			c = cell.Cell{Kind: cell.Text, Text: v}
		case int:
			c = cell.Cell{Kind: cell.Number, Num: float64(v), Text: strconv.Itoa(v)}
		case float64:
			c = cell.Cell{Kind: cell.Number, Num: v, Text: strconv.FormatFloat(v, 'f', -1, 64)}
		case bool:
			c = cell.Cell{Kind: cell.Bool}
		case cell.Cell:
			c = v
		}
		r.Cells = append(r.Cells, c)
	}
	return r
}

func date(serial float64) cell.Cell { return cell.Cell{Kind: cell.Date, Num: serial} }

func duration(days float64) cell.Cell { return cell.Cell{Kind: cell.Duration, Num: days} }

func fault(code string) cell.Cell { return cell.Cell{Kind: cell.Error, Text: code} }

// each yields the rows as a reader does: all in one row that is used again.
func each(rows []cell.Row) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		var row cell.Row
		buffer := []byte{}
		for _, r := range rows {
			row = cell.Row{Number: r.Number, Hidden: r.Hidden, Cells: append(row.Cells[:0], r.Cells...)}
			for i := range buffer {
				buffer[i] = '?' // what was in it before is gone
			}
			if !yield(&row, nil) {
				return
			}
		}
	}
}

// of describes rows that can be read.
func of(t *testing.T, rows ...cell.Row) *profile.Sheet {
	t.Helper()
	s, err := profile.Of(each(rows))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSheet(t *testing.T) {
	formula := cell.Cell{Kind: cell.Number, Num: 3, Text: "3", Formula: true}
	hidden := row(5, nil, "bb", 2, date(45261), fault("#N/A"), "1 234,50", duration(1.5), formula)
	hidden.Hidden = true
	got := of(t,
		row(1, nil, "Volymer 2023"),
		row(3, nil, "Namn", "Antal", "Datum", "Belopp", "Pris", "Tid", "Summa"),
		row(4, nil, "a", -1.5, date(45260), fault("#REF!"), "1.5", duration(26.5/24), formula, true),
		hidden,
		row(6, " ", "\t"),
		row(7, nil, "bb", 2, nil, fault("#N/A"), "2023-11-30", nil, fault("#NOVALUE")),
	)
	want := &profile.Sheet{
		Rows: 5, HiddenRows: 1, Extent: cell.Range{FirstRow: 1, LastRow: 7, FirstColumn: 1, LastColumn: 8}, FirstHeading: 3, LastHeading: 3,
		Columns: []profile.Column{
			{Index: 1, Heading: "Namn", Kinds: kinds(cell.Text, 3), Distinct: 2, Texts: profile.Texts{Shortest: 1, Longest: 2}},
			{Index: 2, Heading: "Antal", Kinds: kinds(cell.Number, 3), Distinct: 2, Numbers: profile.Range{Min: "-1.5", Max: "2"}},
			{
				Index: 3, Heading: "Datum", Kinds: kinds(cell.Date, 2, cell.Empty, 1), Distinct: 2,
				Dates: profile.Range{Min: "2023-11-30", Max: "2023-12-01"},
			},
			{Index: 4, Heading: "Belopp", Kinds: kinds(cell.Error, 3), Errors: []profile.Fault{
				{Code: "#REF!", Count: 1, First: "E4"},
				{Code: "#N/A", Count: 2, First: "E5"},
			}},
			{
				Index: 5, Heading: "Pris", Kinds: kinds(cell.Text, 3), Distinct: 3,
				Texts: profile.Texts{Numbers: 2, Dates: 1, Shortest: 3, Longest: 10},
			},
			{
				Index: 6, Heading: "Tid", Kinds: kinds(cell.Duration, 2, cell.Empty, 1), Distinct: 2,
				Durations: profile.Range{Min: "26:30:00", Max: "36:00:00"},
			},
			{
				Index: 7, Heading: "Summa", Kinds: kinds(cell.Number, 2, cell.Error, 1), Distinct: 1, Numbers: profile.Range{Min: "3", Max: "3"},
				Formulas: 2, Errors: []profile.Fault{{Code: "#NOVALUE", Count: 1, First: "H7"}},
			},
			{Index: 8, Kinds: kinds(cell.Bool, 1, cell.Empty, 2), Distinct: 1},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if got := of(t, row(1, " ", nil), row(2)); !reflect.DeepEqual(got, &profile.Sheet{}) {
		t.Errorf("a sheet without content: %+v", got)
	}
}

// kinds builds counts of kinds.
func kinds(pairs ...any) (counts [cell.Error + 1]int) {
	for i := 0; i < len(pairs); i += 2 {
		counts[pairs[i].(cell.Kind)] = pairs[i+1].(int)
	}
	return counts
}

func TestHeading(t *testing.T) {
	body := []cell.Row{row(20, "Stadsbyggnad", "K01", 17, 17), row(21, "Kretslopp", "K02", 4, 4), row(22, "Summa", nil, 21, 21)}
	tests := []struct {
		name string
		rows []cell.Row
		want string // first and last row, and the headings
	}{
		{"one row", []cell.Row{row(1, "Kund", "Kod", "Antal", "Varav")}, "1-1 Kund|Kod|Antal|Varav"},
		{"below titles", []cell.Row{row(1, "Volymer 2023"), row(2, "Källa: ekonomi"), row(4, "Kund", "Kod", "Antal", "Varav")}, "4-4 Kund|Kod|Antal|Varav"},
		{"below figures", []cell.Row{row(1, "Antal", 12), row(4, "Kund", "Kod", "Antal", "Varav")}, "4-4 Kund|Kod|Antal|Varav"},
		{"years", []cell.Row{row(1, "Kund", "Kod", 2022, 2023)}, "1-1 Kund|Kod|2022|2023"},
		{"months", []cell.Row{row(1, "Kund", "Kod", "202301", 202302)}, "1-1 Kund|Kod|202301|202302"},
		{"days", []cell.Row{row(1, "Kund", "Kod", date(44927), "2023-02")}, "1-1 Kund|Kod|2023-01-01|2023-02"},
		{"quarters", []cell.Row{row(1, "Kund", "Kod", "Q1", "FY15")}, "1-1 Kund|Kod|Q1|FY15"},
		{
			"stacked",
			[]cell.Row{row(1, "Utfall"), row(3, nil, nil, "Utfall", 2023), row(4, "Kund", "Kod", "antal\nst", "varav")},
			"3-4 Kund|Kod|Utfall antal st|2023 varav",
		},
		{
			"stacked on all columns",
			[]cell.Row{row(1, "Utfall"), row(3, "Hela", "kundens", "Utfall", 2023), row(4, "Kund", "Kod", "antal", "varav")},
			"3-4 Hela Kund|kundens Kod|Utfall antal|2023 varav",
		},
		{"a line above", []cell.Row{row(3, "Enhet:", "Norr"), row(4, "Kund", "Kod", "Antal", "Varav")}, "4-4 Kund|Kod|Antal|Varav"},
		{"figures above", []cell.Row{row(3, nil, nil, "Antal", 12), row(4, "Kund", "Kod", "Antal", "Varav")}, "4-4 Kund|Kod|Antal|Varav"},
		{"a gap", []cell.Row{row(1, nil, nil, "Utfall", 2023), row(4, "Kund", "Kod", "Antal", "Varav")}, "4-4 Kund|Kod|Antal|Varav"},
		{
			"repeated",
			[]cell.Row{row(1, "Kund", "Kod", "Antal", "Varav"), row(2, "Norr", "K00", 1, 1), row(3, "Kund", "Kod", "Antal", "Varav")},
			"1-1 Kund|Kod|Antal|Varav",
		},
		{"none", nil, "0-0 |||"},
		{"only a title", []cell.Row{row(1, "Volymer")}, "0-0 |||"},
		{"only dashes", []cell.Row{row(1, "---", "---", "---", "---")}, "0-0 |||"},
		{"a sentence", []cell.Row{row(1, "Kund", "Kod", strings.Repeat("lång ", 30), "Varav")}, "0-0 |||"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := of(t, append(tt.rows, body...)...)
			var headings []string
			for _, c := range got.Columns {
				headings = append(headings, c.Heading)
			}
			if got := fmt.Sprintf("%d-%d %s", got.FirstHeading, got.LastHeading, strings.Join(headings, "|")); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestNoNames takes no row of people for a heading.
func TestNoNames(t *testing.T) {
	for _, rows := range [][]cell.Row{
		{row(1, "Anna Ek", "Handläggare"), row(2, "Bo Al", "Chef"), row(3, "Eva Gran", "Chef")},
		{row(1, "Anna Ek", "19800101-1236", 34_000), row(2, "Bo Al", "19800101-1244", 35_000)},
		{row(1, "Anna Ek", date(40_000), "E1"), row(2, "Bo Al", date(40_001), "E2")},
		{row(1, "Anna Ek")},
	} {
		if got := of(t, rows...); got.LastHeading != 0 {
			t.Errorf("row %d is taken for a heading", got.LastHeading)
		}
	}
}

// TestPersonal shows no range where something looks like a personal identity number. The numbers are those that the tax
// agency gives as examples, or made up.
func TestPersonal(t *testing.T) {
	tests := []struct {
		value any
		want  int
	}{
		{"640823-3234", 1},
		{"6408233234", 1},
		{"640823+3234", 1},
		{"19640823-3234", 1},
		{"196408233234", 1},
		{"640883-3231", 1},
		{6408233234, 1},
		{196408233234, 1},
		{"640823-3235", 0},
		{"641323-3234", 0},
		{"640800-3235", 0},
		{"212000-2742", 0},
		{2120002742, 0},
		{"176408233234", 0},
		{"64082332345", 0},
		{"640823 3234", 0},
		{640823.3234, 0},
		{"x640823-3234", 0},
	}
	for _, tt := range tests {
		c := of(t, row(1, 17, date(40_000), tt.value), row(2, 1_000_000_000_000, date(40_001), tt.value)).Columns[2]
		if c.Personal != 2*tt.want {
			t.Errorf("%v: counted %d", tt.value, c.Personal)
		}
		_, isText := tt.value.(string)
		if shown := c.Numbers != (profile.Range{}); shown != (tt.want == 0 && !isText) {
			t.Errorf("%v: range %v", tt.value, c.Numbers)
		}
	}
	c := of(t, row(1, 6408233234), row(2, 7), row(3, date(40_000)), row(4, duration(1))).Columns[0]
	if c.Numbers != (profile.Range{}) || c.Dates != (profile.Range{}) || c.Durations != (profile.Range{}) {
		t.Errorf("%+v", c)
	}
}

func TestTexts(t *testing.T) {
	const number, day, neither = "number", "date", ""
	for text, want := range map[string]string{
		"0": number, "17": number, "-17": number, "17-": number, "−5 995 837,00": number, "1\u00a0234": number, "1'234.50": number,
		"(1,234)": number, "5%": number, "5 %": number, "+1": number, ".5": number, "1,5": number, "0,5": number, "- 7": number,
		"007": neither, "1..2": neither, "1 kr": neither, "K01": neither, "1,": number, "1e3": neither, "": neither, "-": neither, "12:30": neither,
		"2023-11-30": day, "2023-11-30T13:30:00": day, "2023-11-30 13:30": day, "30/11/2023": day, "11/30/23": day, "30.11.23": day,
		"26-Sep-13": day, "01/03/2015 04:40:58 PM": day, "2023-11": day, "2023/11": day, "2023.11": number, "2023-14": neither,
		"2023-11-32": neither, "32/11/2023": neither, "30/11-2023": neither, "26-Sep-2": neither, "2023-11-30 x": neither, "1-2-3": neither,
		strings.Repeat("1", 50): neither, "1\xff2": neither, "5): 1": neither,
	} {
		got := neither
		if text == "" {
			continue
		}
		switch texts := of(t, row(1, text)).Columns[0].Texts; {
		case texts.Numbers == 1:
			got = number
		case texts.Dates == 1:
			got = day
		}
		if got != want {
			t.Errorf("%q looks like %q, want %q", text, got, want)
		}
	}
}

// TestMany counts distinct values up to a bound.
func TestMany(t *testing.T) {
	var rows []cell.Row
	for i := range 1500 {
		rows = append(rows, row(i+1, i, i%1000, fmt.Sprint("text ", i%1000), i%2 == 0))
	}
	for i, want := range []int{1000, 1000, 1000, 1} {
		if c := of(t, rows...).Columns[i]; c.Distinct != want || c.More != (i == 0) {
			t.Errorf("column %d: %d distinct, more: %v", i, c.Distinct, c.More)
		}
	}
	var faults []cell.Row
	for i := range 100 {
		faults = append(faults, row(i+1, fault(fmt.Sprint("#E", i))))
	}
	list := of(t, faults...).Columns[0].Errors
	if len(list) != 16 || list[0].Count != 1 || list[15].Count != 85 {
		t.Errorf("%v", list)
	}
}

// TestWide counts distinct values of all columns together up to a bound. Columns that are given up leave their share to
// the others.
func TestWide(t *testing.T) {
	const columns, values = 600, 600
	var rows []cell.Row
	for i := range values {
		r := cell.Row{Number: i + 1}
		for range columns {
			r.Cells = append(r.Cells, cell.Cell{Kind: cell.Number, Num: float64(i)})
		}
		rows = append(rows, r)
	}
	full, kept := 0, 0
	for _, c := range of(t, rows...).Columns {
		if c.Distinct == values && !c.More {
			full++
			kept += c.Distinct
		} else if !c.More {
			t.Errorf("column %d: %d distinct and no more", c.Index, c.Distinct)
		}
	}
	if kept > 1<<18 || full < 300 {
		t.Errorf("%d of %d columns counted to the end, %d values kept", full, columns, kept)
	}
}

// TestLongHeading cuts off what is too long, and reads any heading in one line.
func TestLongHeading(t *testing.T) {
	rows := []cell.Row{}
	for i := range 3 {
		rows = append(rows, row(i+1, strings.Repeat("å", 100), "Antal  \n per\u00a0månad"))
	}
	for i := range 5 {
		rows = append(rows, row(i+4, "x", i*7))
	}
	got := of(t, rows...)
	if got.FirstHeading != 1 || got.LastHeading != 3 {
		t.Errorf("heading in rows %d to %d", got.FirstHeading, got.LastHeading)
	}
	if h := []rune(got.Columns[0].Heading); len(h) != profile.MaxHeading {
		t.Errorf("%d characters", len(h))
	}
	if want := strings.TrimSpace(strings.Repeat("Antal per månad ", 3)); got.Columns[1].Heading != want {
		t.Errorf("%q", got.Columns[1].Heading)
	}
}

// TestCounts describes any sheet: every cell below the heading is counted once, and texts are not kept.
func TestCounts(t *testing.T) {
	value := rapid.Custom(func(t *rapid.T) cell.Cell {
		kind := cell.Kind(rapid.IntRange(0, int(cell.Error)).Draw(t, "kind"))
		c := cell.Cell{Kind: kind}
		switch kind {
		case cell.Text:
			c.Text = rapid.StringMatching(`[ a-z0-9./:T-]{0,14}`).Draw(t, "text")
		case cell.Error:
			c.Text = "#N/A"
		case cell.Number, cell.Date, cell.Duration:
			c.Num = rapid.SampledFrom([]float64{0, 1, 45260, -3.5, 1e300, math.MaxFloat64, 2023}).Draw(t, "number")
			c.Text = strconv.FormatFloat(c.Num, 'f', -1, 64)
		}
		return c
	})
	rapid.Check(t, func(rt *rapid.T) {
		var rows []cell.Row
		for i, cells := range rapid.SliceOfN(rapid.SliceOfN(value, 0, 5), 0, 80).Draw(rt, "rows") {
			rows = append(rows, cell.Row{Number: i + 1, Cells: cells})
		}
		got, err := profile.Of(each(rows))
		if err != nil {
			rt.Fatal(err)
		}
		body, want := 0, map[int]int{}
		for _, r := range rows {
			if r.IsBlank() || r.Number <= got.LastHeading {
				continue
			}
			body++
			for i, c := range r.Cells {
				if !c.IsEmpty() {
					want[i]++
				}
			}
		}
		for _, c := range got.Columns {
			sum := 0
			for _, n := range c.Kinds {
				sum += n
			}
			if sum != body || sum-c.Kinds[cell.Empty] != want[c.Index] {
				rt.Fatalf("column %d: %v in %d rows, want %d cells", c.Index, c.Kinds, body, want[c.Index])
			}
		}
	})
}

func TestBroken(t *testing.T) {
	broken := errors.New("broken")
	_, err := profile.Of(func(yield func(*cell.Row, error) bool) {
		r := row(1, "a")
		_ = yield(&r, nil) && yield(nil, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func BenchmarkOf(b *testing.B) {
	rows := make([]cell.Row, 2000)
	for i := range rows {
		rows[i] = row(i+1, "3010", "100101", "P0017", "9001", "1010", 202311, 40_000_000+i, date(45260), float64(i)*1.25,
			fmt.Sprint("Faktura ", i), "attestant 7", "3")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := profile.Of(each(rows)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)*12), "ns/cell")
}
