package csv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"nyckeltal/ingest/workbook/internal/format"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var small = format.Limits{Entries: 1, Bytes: 1 << 20, Ratio: 1, RatioFree: 1, Memory: 1 << 20, CellBytes: 1 << 10, Cells: 1 << 16}

// read returns all rows as text, read in chunks of that many bytes.
func read(contents []byte, chunk int) (string, error) {
	b, err := Open(bytes.NewReader(contents), int64(len(contents)), "a", small)
	if err != nil {
		return "", err
	}
	b.chunk = chunk
	var rows strings.Builder
	for row, err := range b.Rows(context.Background(), 0) {
		if err != nil {
			return rows.String(), err
		}
		fmt.Fprintln(&rows, *row)
	}
	return rows.String(), nil
}

// FuzzCSV reads texts of any bytes, at once and byte by byte.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a;b\r\n1,5;\"x\"\"y\"\n", "sep=,\na,b\n", "\ufeffå\tä\n", "\xe5;\xe4\n", "a\x00;\x00b\x00", "\"a\nb", "a\rb\r\r\n\x1a",
		"\"a\" b;c", "'a';'b'\n'c;d';''''\n", "\"sep=|\"\na|b\n", "f\x94r;p\x86\n", "a;b\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, contents []byte) {
		want, wantErr := read(contents, 1<<16)
		var refusal *format.Error
		if wantErr != nil && !errors.As(wantErr, &refusal) {
			t.Errorf("an error that is no refusal: %v", wantErr)
		}
		for _, chunk := range []int{1, 3} {
			if got, err := read(contents, chunk); got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Errorf("at once:\n%s%v\nin chunks of %d:\n%s%v", want, wantErr, chunk, got, err)
			}
		}
	})
}
