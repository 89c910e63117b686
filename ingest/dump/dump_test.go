package dump_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/dump"
)

// rows is a row of every kind of cell, and what is special.
var rows = []cell.Row{
	{Number: 1, Cells: []cell.Cell{text("Konto"), {}, text(`säger "nej"`), text("a,b"), text("två\nrader")}},
	{Number: 7, Hidden: true, Cells: []cell.Cell{
		number("1.50", 1.5),
		{Kind: cell.Bool, Num: 1},
		{Kind: cell.Date, Num: 45260},
		{Kind: cell.Duration, Num: 26.5 / 24},
		{Kind: cell.Error, Text: "#REF!"},
		{Kind: cell.Error, Formula: true, Text: "#NOVALUE"},
	}},
	{Number: 8, Cells: []cell.Cell{text("=1+1"), text(" a"), text("a\t"), text("\"\""), text("\x01\\"), number(".5", .5), number("1E3", 1000)}},
	{Number: 9, Cells: []cell.Cell{number("007", 7), number("-0", 0), number("1e400", 1e300), number("", 2.5), number("x", 0)}},
}

func text(s string) cell.Cell { return cell.Cell{Kind: cell.Text, Text: s} }

func number(s string, n float64) cell.Cell { return cell.Cell{Kind: cell.Number, Text: s, Num: n} }

// write writes the rows and returns what came out.
func write(t *testing.T, open func(io.Writer) *dump.Writer, rows []cell.Row) string {
	t.Helper()
	var b strings.Builder
	w := open(&b)
	for i := range rows {
		if err := w.Write(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCSV(t *testing.T) {
	const want = "Konto,,\"säger \"\"nej\"\"\",\"a,b\",\"två\nrader\"\n" +
		"1.50,true,2023-11-30,26:30:00,#REF!,#NOVALUE\n" +
		"=1+1,\" a\",\"a\t\",\"\"\"\"\"\",\x01\\,.5,1E3\n" +
		"007,-0,1e400,,x\n"
	if got := write(t, dump.NewCSV, rows); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSON(t *testing.T) {
	const want = `{"row":1,"cells":["Konto",null,"säger \"nej\"","a,b","två\nrader"]}
{"row":7,"hidden":true,"cells":[1.50,true,"2023-11-30","26:30:00",{"error":"#REF!"},{"error":"#NOVALUE"}]}
{"row":8,"cells":["=1+1"," a","a\t","\"\"","\u0001\\",0.5,1E3]}
{"row":9,"cells":[7,-0,1e400,2.5,0]}
`
	if got := write(t, dump.NewJSON, rows); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestReadBack writes any texts and reads them back with the standard library.
func TestReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching("[ \t\"\\\\,;\r\na-cå\u2028\x00-\x1f]{0,6}"), 2, 5).Draw(rt, "texts")
		row := cell.Row{Number: 1}
		for _, s := range texts {
			row.Cells = append(row.Cells, text(s))
		}
		var line struct{ Cells []string }
		if err := json.Unmarshal([]byte(write(t, dump.NewJSON, []cell.Row{row})), &line); err != nil {
			rt.Fatal(err)
		}
		records, err := csv.NewReader(strings.NewReader(write(t, dump.NewCSV, []cell.Row{row}))).ReadAll()
		if err != nil || len(records) != 1 {
			rt.Fatal(records, err)
		}
		for i, want := range texts {
			// The standard reader takes CR LF within a field for LF.
			if line.Cells[i] != want || records[0][i] != strings.ReplaceAll(want, "\r\n", "\n") {
				rt.Fatalf("%q: JSON %q, CSV %q", want, line.Cells[i], records[0][i])
			}
		}
	})
}

// TestNumbers writes numbers as they stand in files, and only such as JSON has.
func TestNumbers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringMatching(`[-+]?[0-9]{0,3}\.?[0-9]{0,3}([eE][-+]?[0-9]{0,2})?`).Draw(rt, "number")
		line := write(t, dump.NewJSON, []cell.Row{{Number: 1, Cells: []cell.Cell{number(s, 12.25)}}})
		want := s
		if !json.Valid([]byte(s)) {
			want = "12.25"
		}
		if line != `{"row":1,"cells":[`+want+"]}\n" {
			rt.Fatalf("%q: %s", s, line)
		}
	})
}

// TestLarge writes more than is collected at once.
func TestLarge(t *testing.T) {
	many := make([]cell.Row, 5000)
	for i := range many {
		many[i] = rows[0]
	}
	got := write(t, dump.NewCSV, many)
	if one := write(t, dump.NewCSV, many[:1]); got != strings.Repeat(one, len(many)) || !utf8.ValidString(got) {
		t.Errorf("%d bytes, want %d", len(got), len(one)*len(many))
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestFull(t *testing.T) {
	w := dump.NewCSV(full{})
	var err error
	for n := 0; err == nil && n < 10_000; n++ {
		err = w.Write(&rows[0])
	}
	if !errors.Is(err, errFull) || !errors.Is(dump.NewJSON(full{}).Flush(), errFull) {
		t.Errorf("%v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	row := cell.Row{Number: 1000, Cells: []cell.Cell{
		text("3010"), text("100101"), text("P0017"), text("9001"), text("1010"),
		number("202311", 202311), number("40000001", 40000001),
		{Kind: cell.Date, Num: 45260, Text: "45260"},
		number("-1234567.89", -1234567.89),
		text("Faktura 1234 från leverantör 17"), text("attestant 7"), text("3"),
	}}
	for name, open := range map[string]func(io.Writer) *dump.Writer{"csv": dump.NewCSV, "json": dump.NewJSON} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			w := open(io.Discard)
			for b.Loop() {
				if err := w.Write(&row); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
