package cell_test

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
)

var errHalfway = errors.New("halfway")

// reused yields rows as readers do: the row, its cells and the bytes of its texts are those of the row before. After the
// rows comes err, unless it is nil.
func reused(rows []cell.Row, err error) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		var row cell.Row
		for _, r := range rows {
			row.Number, row.Hidden = r.Number, r.Hidden
			row.Cells = append(row.Cells[:0], r.Cells...)
			if !yield(&row, nil) {
				return
			}
			for i := range row.Cells {
				row.Cells[i] = cell.Cell{Kind: cell.Error, Text: "gone"}
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// taken are up to n rows, and the error that came.
func taken(rows iter.Seq2[*cell.Row, error], n int) (all []cell.Row, err error) {
	for row, fault := range rows {
		if fault != nil {
			return all, fault
		}
		all = append(all, cell.Row{Number: row.Number, Hidden: row.Hidden, Cells: append([]cell.Cell{}, row.Cells...)})
		if len(all) == n {
			break
		}
	}
	return all, err
}

// TestAheadChangesNothing takes some of any rows, which may end with an error.
func TestAheadChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]cell.Row, rapid.SampledFrom([]int{0, 1, 5, 127, 128, 129, 2000}).Draw(t, "rows"))
		width := rapid.IntRange(0, 5).Draw(t, "width")
		for i := range rows {
			rows[i] = cell.Row{Number: i*2 + 1, Hidden: i%3 == 0, Cells: []cell.Cell{}}
			for j := range width {
				rows[i].Cells = append(rows[i].Cells, cell.Cell{Kind: cell.Text, Text: strings.Repeat("å", i%7) + fmt.Sprint(j), Num: float64(i)})
			}
		}
		err := rapid.SampledFrom([]error{nil, errHalfway}).Draw(t, "error")
		n := rapid.SampledFrom([]int{1, 3, 128, 129, 10_000}).Draw(t, "taken")
		want, wantErr := taken(reused(rows, err), n)
		have, haveErr := taken(cell.Ahead(reused(rows, err)), n)
		if !reflect.DeepEqual(want, have) || !errors.Is(haveErr, wantErr) || (haveErr == nil) != (wantErr == nil) {
			t.Fatalf("%d rows and %v, want %d and %v", len(have), haveErr, len(want), wantErr)
		}
	})
}

// TestAheadHoldsLittle reads rows that are never wanted, of which any number would be too many to hold.
func TestAheadHoldsLittle(t *testing.T) {
	wide := cell.Row{Cells: make([]cell.Cell, 16_384)}
	wide.Cells[0] = cell.Cell{Kind: cell.Text, Text: strings.Repeat("x", 1<<20)}
	read := 0
	endless := func(yield func(*cell.Row, error) bool) {
		for yield(&wide, nil) {
			read++
		}
	}
	rows, err := taken(cell.Ahead(endless), 1)
	if len(rows) != 1 || err != nil || read > 5 {
		t.Errorf("%d rows were read to take %d, %v", read, len(rows), err)
	}
}

// TestAheadPanicsWhereItIsUsed lets the reader panic.
func TestAheadPanicsWhereItIsUsed(t *testing.T) {
	defer func() {
		if fault, _ := recover().(error); !errors.Is(fault, errHalfway) {
			t.Errorf("recovered %v", fault)
		}
	}()
	_, err := taken(cell.Ahead(func(yield func(*cell.Row, error) bool) {
		yield(&cell.Row{}, nil)
		panic(errHalfway)
	}), 10)
	t.Errorf("no panic, %v", err)
}
