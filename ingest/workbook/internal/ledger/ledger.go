// Package ledger writes ledgers of any size in the formats whose readers are compared for speed. The same size gives the
// same ledger. Only tests, benchmarks and comparisons use it.
package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
)

// Columns are the headings, in the first row of every ledger.
var Columns = []string{
	"Konto", "Ansvar", "Projekt", "Verksamhet", "Motpart", "Period", "Verifikat", "Datum", "Belopp", "Text",
	"Attest", "Momskod",
}

// Sheet is the name of the sheet.
const Sheet = "Blad1"

// The formats that a ledger can be written in.
const (
	Shared = "shared.xlsx" // as Excel writes it, with the texts in the table of shared strings
	Inline = "inline.xlsx" // as excelize streams it, with the texts in the cells
	XLSB   = "xlsb"
	ODS    = "ods" // as LibreOffice writes it
	CSV    = "csv"
)

// date is the serial of a day.
type date float64

// sheet is written row by row. The values of a row are strings, float64s and dates.
type sheet interface {
	row(number int, values []any) error
	close() error
}

// sheets start a ledger of that many rows and the one of the headings in a file.
var sheets = map[string]func(f *os.File, rows int) (sheet, error){
	Shared: newShared, Inline: newInline, XLSB: newXLSB, ODS: newODS, CSV: newCSV,
}

// Write writes a ledger of that many rows, and the one of the headings, to path.
func Write(path, format string, rows int) (err error) {
	start := sheets[format]
	if start == nil {
		return fmt.Errorf("ledgers are not written as %s", format)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, f.Close()) }()
	s, err := start(f, rows+1)
	if err != nil {
		return err
	}
	return errors.Join(writeRows(s, rows), s.close())
}

func writeRows(s sheet, rows int) error {
	values := make([]any, len(Columns))
	for i, name := range Columns {
		values[i] = name
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows + 1 {
		if err := s.row(i+1, values); err != nil {
			return err
		}
		transaction(values, r, i)
	}
	return nil
}

// transaction makes transaction i up.
func transaction(values []any, r *rand.Rand, i int) {
	values[0] = strconv.Itoa(3000 + r.IntN(5000))
	values[1] = strconv.Itoa(100_000 + r.IntN(900))
	values[2] = fmt.Sprintf("P%04d", r.IntN(400))
	values[3] = strconv.Itoa(9000 + r.IntN(99))
	values[4] = strconv.Itoa(1000 + r.IntN(40))
	values[5] = float64(202301 + r.IntN(12))
	values[6] = float64(40_000_000 + i)
	values[7] = date(44927 + r.IntN(365))
	values[8] = float64(r.IntN(200_000_000)-100_000_000) / 100
	values[9] = fmt.Sprintf("Faktura %d från leverantör %d", r.IntN(20_000), r.IntN(500))
	values[10] = "attestant " + strconv.Itoa(r.IntN(60))
	values[11] = strconv.Itoa(r.IntN(4))
}

// decimal writes a number as short as it can be.
func decimal(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }
