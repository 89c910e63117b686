package xls_test

import (
	"context"
	"errors"
	"testing"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
)

// small are limits that a fuzzer can reach.
var small = format.Limits{Entries: 8, Bytes: 1 << 20, Memory: 1 << 12, CellBytes: 1 << 8, Cells: 1 << 12}

// FuzzRead reads files of any bytes. Files without a container are streams of records, so that the fuzzer need not learn
// how containers are made.
func FuzzRead(f *testing.F) {
	cells := recs(rec(labelSST, 0, 0, 0, uint32(1)), rec(label, 0, 1, 0, unicode("å€")), rec(mulRK, 1, 0, 1,
		uint32(6), 2, uint32(7), 1),
		rec(formula, 1, 2, 0, result(0, 0), 0), rec(stringRec, 2, byte(0), "a"), rec(contin, byte(1), wide("€")),
		rec(rowRec, 0, 0, 3, 255, 0, 0, 0x20, 0),
		rec(number, 0, 2, 1, 45260.5), rec(colInfo, 0, 1, 9, 0, 1, 0), rec(merged, 1, 0, 1, 0, 1))
	f.Add(stream(8, recs(formats(8), rec(dateMode, 1), texts), part{name: "a", records: cells},
		part{name: "b", state: 1}))
	f.Add(stream(5, recs(formats(5), rec(codePage, 850)), part{name: "a", records: rec(label, 0, 0, 0, 2, "a\x86")}))
	f.Add(recs(rec(0x09, 2, 0x10), rec(0x1e, byte(1), "y"), rec(0x03, 0, 0, "abc", 1.5), rec(0x04, 0, 1, "abc",
		byte(1), "x"), rec(eof)))
	f.Add(oletest.Workbook("Book", stream(5, nil, part{name: "a", records: rec(number, 0, 0, 0, 1.0)})))
	record, key := md5Keys("VelvetSweatshop")
	f.Add(encrypt(secret(8, record), withRC4(key)))
	f.Fuzz(func(t *testing.T, file []byte) {
		b, err := open(file, small)
		refused(t, err)
		if err != nil {
			return
		}
		for _, s := range b.Sheets() {
			last := cell.Row{}
			for row, err := range b.Rows(context.Background(), s.Index) {
				if refused(t, err); err != nil {
					break
				}
				checkRow(t, &last, row)
				last = *row
			}
			_, err := b.Layout(context.Background(), s.Index)
			refused(t, err)
		}
	})
}

// refused checks that an error, if there is one, is a refusal.
func refused(t *testing.T, err error) {
	t.Helper()
	var refusal *format.Error
	if err != nil && !errors.As(err, &refusal) {
		t.Errorf("an error that is no refusal: %v", err)
	}
}

// checkRow checks what holds for any row.
func checkRow(t *testing.T, last, row *cell.Row) {
	t.Helper()
	switch n := len(row.Cells); {
	case row.Number <= last.Number || row.Number > format.MaxRows:
		t.Errorf("row %d after row %d", row.Number, last.Number)
	case n == 0 || n > format.MaxColumns || row.Cells[n-1].Kind == cell.Empty:
		t.Errorf("row %d has %d cells, or an empty one at its end", row.Number, n)
	}
	for _, c := range row.Cells {
		if !utf8.ValidString(c.Text) || len(c.Text) > max(small.CellBytes, 32) || c.Kind == cell.Text && c.Text == "" {
			t.Errorf("a cell %+v", c)
		}
	}
}
