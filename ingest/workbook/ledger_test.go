package workbook_test

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/fixture"
)

// ledgerColumns are the headings of the ledgers that are read for speed.
var ledgerColumns = []string{"Konto", "Ansvar", "Projekt", "Verksamhet", "Motpart", "Period", "Verifikat", "Datum",
	"Belopp", "Text", "Attest", "Momskod"}

// ledgerRow returns transaction i as texts and float64s. The dates are serials.
func ledgerRow(r *rand.Rand, i int) []any {
	return []any{
		strconv.Itoa(3000 + r.IntN(5000)), strconv.Itoa(100000 + r.IntN(900)), fmt.Sprintf("P%04d", r.IntN(400)),
		strconv.Itoa(9000 + r.IntN(99)), strconv.Itoa(1000 + r.IntN(40)), float64(202301 + r.IntN(12)),
		float64(40_000_000 + i), float64(44927 + r.IntN(365)), float64(r.IntN(200_000_000)-100_000_000) / 100,
		fmt.Sprintf("Faktura %d från leverantör %d", r.IntN(20_000), r.IntN(500)), "attestant " + strconv.Itoa(r.IntN(60)),
		strconv.Itoa(r.IntN(4)),
	}
}

// writeStreamed writes a ledger with excelize, whose stream writer leaves the texts in the sheet.
func writeStreamed(path string, rows int) (err error) {
	f := excelize.NewFile()
	defer f.Close() // its temporary files only
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	headings := make([]any, len(ledgerColumns))
	for i, name := range ledgerColumns {
		headings[i] = name
	}
	if err := w.SetRow("A1", headings); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		values := ledgerRow(r, i)
		values[7] = excelize.Cell{StyleID: date, Value: values[7]}
		if err := w.SetRow("A"+strconv.Itoa(i+2), values); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.SaveAs(path)
}

// writeShared writes a ledger as Excel does, with the texts in the table of shared strings.
func writeShared(path string, rows int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := file.Close(); err == nil {
			err = cerr
		}
	}()
	z := zip.NewWriter(file)
	for name, text := range minimal {
		if name == "xl/worksheets/sheet1.xml" || name == "xl/sharedStrings.xml" {
			continue
		}
		if err := fixture.AddPart(z, name, text); err != nil {
			return err
		}
	}
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(part, 1<<16)
	table := sharedTable{index: map[string]int{}}
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\r\n"+`<worksheet xmlns=%q><dimension ref="A1:L%d"/>`+
		`<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>`, ns, rows+1)
	row := make([]any, len(ledgerColumns))
	for i, name := range ledgerColumns {
		row[i] = name
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows + 1 {
		fmt.Fprintf(w, `<row r="%d" spans="1:12" x14ac:dyDescent="0.25">`, i+1)
		for column, value := range row {
			ref := cell.Ref(column, i+1)
			switch v := value.(type) {
			case string:
				fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, ref, table.add(v))
			case float64:
				style := ""
				if column == 7 {
					style = ` s="1"`
				}
				fmt.Fprintf(w, `<c r="%s"%s><v>%s</v></c>`, ref, style, strconv.FormatFloat(v, 'f', -1, 64))
			}
		}
		if _, err := io.WriteString(w, `</row>`); err != nil {
			return err
		}
		row = ledgerRow(r, i)
	}
	fmt.Fprint(w, `</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)
	if err := w.Flush(); err != nil {
		return err
	}
	if part, err = z.Create("xl/sharedStrings.xml"); err != nil {
		return err
	}
	w.Reset(part)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\r\n"+`<sst xmlns=%q count="%d" uniqueCount="%d">`, ns,
		rows, len(table.texts))
	for _, text := range table.texts {
		fmt.Fprintf(w, `<si><t>%s</t></si>`, text)
	}
	fmt.Fprint(w, `</sst>`)
	if err := w.Flush(); err != nil {
		return err
	}
	return z.Close()
}

// sharedTable collects shared strings.
type sharedTable struct {
	texts []string
	index map[string]int
}

func (t *sharedTable) add(text string) int {
	i, ok := t.index[text]
	if !ok {
		i = len(t.texts)
		t.index[text] = i
		t.texts = append(t.texts, text)
	}
	return i
}

// ledgers are the files that are read for speed, by their names.
var ledgers = map[string]func(path string, rows int) error{"shared": writeShared, "inline": writeStreamed}

// ledger returns the path of a ledger, which is written when it is first asked for.
func ledger(tb testing.TB, name string, rows int) string {
	tb.Helper()
	path := filepath.Join(scratch, fmt.Sprintf("%s-%d.xlsx", name, rows))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if err := ledgers[name](path, rows); err != nil {
		tb.Fatal(err)
	}
	return path
}

// scratch is a folder for files that several tests and benchmarks read.
var scratch string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "nyckeltal-workbook")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	scratch = dir
	return m.Run()
}
