package workbook_test

import (
	"bytes"
	"encoding/binary"
	stdcsv "encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"nyckeltal/ingest/workbook"
)

// readCSV reads a text file and returns its rows in the short form of write.
func readCSV(t *testing.T, contents string) (string, error) {
	t.Helper()
	w, err := workbook.Open(file(t, "volym 2023.csv", []byte(contents)), workbook.Options{})
	if err != nil {
		return "", err
	}
	defer w.Close()
	if got := fmt.Sprint(w.Sheets()); got != "[{volym 2023 0 visible}]" {
		t.Errorf("sheets %s", got)
	}
	rows, err := read(t, w, 0)
	return strings.ReplaceAll(strings.Join(rows, "|"), "text", ""), err
}

func TestCSV(t *testing.T) {
	const swedish = "Konto;Belopp\r\n3000;1 234,50\r\nåäö;-7,00\r\n"
	const swedishRows = `1 A=("Konto") B=("Belopp")|2 A=("3000") B=("1 234,50")|3 A=("åäö") B=("-7,00")`
	windows, err := charmap.Windows1252.NewEncoder().String(swedish)
	if err != nil {
		t.Fatal(err)
	}
	dos, err := charmap.CodePage850.NewEncoder().String(swedish)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, contents, want string }{
		{"semicolons", swedish, swedishRows},
		{"byte order mark", "\ufeff" + swedish, swedishRows},
		{"Windows-1252", windows, swedishRows},
		{"UTF-16, little end first", wide(swedish, binary.LittleEndian), swedishRows},
		{"UTF-16, big end first", wide(swedish, binary.BigEndian), swedishRows},
		{"UTF-16 without a mark", wide(swedish, binary.LittleEndian)[2:], swedishRows},
		{"tabs", strings.ReplaceAll(swedish, ";", "\t"), swedishRows},
		{"bars", strings.ReplaceAll(swedish, ";", "|"), swedishRows},
		{"line feeds", strings.ReplaceAll(swedish, "\r\n", "\n"), swedishRows},
		{"carriage returns", strings.ReplaceAll(swedish, "\r\n", "\r"), swedishRows},
		{"no end of the last line", strings.TrimSuffix(swedish, "\r\n"), swedishRows},
		{"the end of DOS", swedish + "\x1a", swedishRows},
		{"the end of DOS after a value", "a;b\nc;d\x1a", `1 A=("a") B=("b")|2 A=("c") B=("d")`},
		{"delimiter named", "sep=,\n1;2,3\n", `1 A=("1;2") B=("3")`},
		{"delimiter named in quotes", "\"sep=^\"\r\n1;2^3\r\n", `1 A=("1;2") B=("3")`},
		{"a heading that names no delimiter", "sep=;b\n1;2\n", `1 A=("sep=") B=("b")|2 A=("1") B=("2")`},
		{"CP850", dos, swedishRows},
		{"single quotes", "'a';'b;c'\n'd''e';'f\ng'\n", `1 A=("a") B=("b;c")|2 A=("d'e") B=("f\ng")`},
		{"apostrophes", "'a;b\nit's;'c'\n", `1 A=("'a") B=("b")|2 A=("it's") B=("'c'")`},
		{"decimal commas in one column", "a;b;c\n1;x;1,5\n2;y;2,5\n3;z; q;3,5\n", `1 A=("a") B=("b") C=("c")|2 A=("1") B=("x") C=("1,5")|3 A=("2") B=("y") C=("2,5")|4 A=("3") B=("z") C=(" q") D=("3,5")`},
		{"commas", "a,b\n1.5,2;3\n", `1 A=("a") B=("b")|2 A=("1.5") B=("2;3")`},
		{"titles above", "Ekonomi, mars, 2023\n\nKonto;Text\n1;a, b\n2;c, d\n", `1 A=("Ekonomi, mars, 2023")|3 A=("Konto") B=("Text")|4 A=("1") B=("a, b")|5 A=("2") B=("c, d")`},
		{"quotes", "a;\"b;c\"\n\"d \"\"e\"\"\";\"f\ng\"\n\"\";h\n", `1 A=("a") B=("b;c")|2 A=("d \"e\"") B=("f\ng")|3 B=("h")`},
		{"quotes within values", "5\" rör;b\n\"a\" b;c\n\"a\"\"\";d\n", `1 A=("5\" rör") B=("b")|2 A=("a b") B=("c")|3 A=("a\"") B=("d")`},
		{"empty values and lines", ";;a;;\n;;;\n\nb;c\n", `1 C=("a")|4 A=("b") B=("c")`},
		{"one column", "Konto\n3000\n", `1 A=("Konto")|2 A=("3000")`},
		{"white space stays", " a ; b\n", `1 A=(" a ") B=(" b")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readCSV(t, tt.contents)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRefusedCSV(t *testing.T) {
	tests := []struct {
		name, contents string
		limits         workbook.Limits
		kind           error
		says           string
	}{
		{"control characters", strings.Repeat("\x01\x02", 100), workbook.Limits{}, workbook.ErrNotWorkbook, "neither"},
		{"another alphabet", "\xcf\xf0\xe8\xe2\xe5\xf2;\xec\xe8\xf0\n", workbook.Limits{}, workbook.ErrUnsupported, "CP850"},
		{"a mark that lies", "\xef\xbb\xbfa;\xe5\n", workbook.Limits{}, workbook.ErrDamaged, "UTF-8"},
		{"a quote without an end", "a;b\nc;\"d\ne;f\n", workbook.Limits{}, workbook.ErrDamaged, "cell B2"},
		{"long text", "a;b\nc;" + strings.Repeat("d", 101), workbook.Limits{CellBytes: 100}, workbook.ErrLimit, "cell B2"},
		{"long text in quotes", "a;b\nc;\"" + strings.Repeat("\n", 101) + "\"", workbook.Limits{CellBytes: 100}, workbook.ErrLimit, "cell B2"},
		{"many columns", "a;b\n" + strings.Repeat(";", 1<<14), workbook.Limits{}, workbook.ErrLimit, "row 2"},
		{"many cells", strings.Repeat(";;;;;;;;;a\n", 100), workbook.Limits{Cells: 500}, workbook.ErrLimit, "up to row 51"},
		{"many bytes", strings.Repeat("a\n", 100), workbook.Limits{Bytes: 150}, workbook.ErrLimit, "150"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, refusal(t, []byte(tt.contents), tt.limits), tt.kind, tt.says)
		})
	}
}

// TestLongCSV reads a file of many windows, with characters of two bytes across their borders.
func TestLongCSV(t *testing.T) {
	const rows = 50_000
	var b bytes.Buffer
	for i := range rows {
		fmt.Fprintf(&b, "%d;\"åä\"\"ö%d\n\";%s\n", i, i, strings.Repeat("å", i%7))
	}
	w, err := workbook.Open(file(t, "a.csv", b.Bytes()), workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	n := 0
	for row, err := range w.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%d åä\"ö%d\n %s", n, n, strings.Repeat("å", n%7))
		if got := row.At(0).Text + " " + row.At(1).Text + " " + row.At(2).Text; got != want || row.Number != n+1 {
			t.Fatalf("row %d: got %q, want %q", row.Number, got, want)
		}
		n++
	}
	if n != rows {
		t.Errorf("%d rows", n)
	}
}

// TestRealCSV compares with the standard library on files of public bodies, if they are at hand.
func TestRealCSV(t *testing.T) {
	tests := []struct {
		name    string
		comma   rune
		windows bool
		rows    int
	}{
		{"lambeth-2011-08.csv", ',', false, 0},
		{"lambeth-2012-03.csv", ',', false, 0},
		{"leeds-2013-09-raw.csv", ',', true, 0},
		{"sogndal_driftsbudsjett_2013_original.csv", ';', false, 4899},
		{"boston311_2015_missing_sign.csv", ',', false, 1118},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join("../../../shared/realdata", tt.name)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Skip("../shared/realdata is not there")
			}
			if tt.windows {
				if text, err = charmap.Windows1252.NewDecoder().Bytes(text); err != nil {
					t.Fatal(err)
				}
			}
			r := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
			r.Comma, r.FieldsPerRecord, r.LazyQuotes = tt.comma, -1, true
			records, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			w, err := workbook.Open(path, workbook.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			rows := 0
			for row, err := range w.Rows(t.Context(), 0) {
				if err != nil {
					t.Fatal(err)
				}
				rows++
				for len(records) > 0 && strings.Join(records[0], "") == "" {
					records = records[1:]
				}
				for i, want := range records[0] {
					if got := row.At(i).Text; got != want {
						t.Fatalf("row %d: got %q, want %q", row.Number, got, want)
					}
				}
				records = records[1:]
			}
			if tt.rows > 0 && rows != tt.rows {
				t.Errorf("%d rows, want %d", rows, tt.rows)
			}
		})
	}
}
