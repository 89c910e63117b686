package cell_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
)

func TestKindString(t *testing.T) {
	tests := []struct {
		kind cell.Kind
		want string
	}{
		{cell.Empty, "empty"},
		{cell.Text, "text"},
		{cell.Number, "number"},
		{cell.Bool, "bool"},
		{cell.Date, "date"},
		{cell.Duration, "duration"},
		{cell.Error, "error"},
		{cell.Error + 1, "kind 7"},
	}
	for _, tt := range tests {
		if got := tt.kind.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestTime(t *testing.T) {
	tests := []struct {
		serial float64
		want   string
	}{
		{0.5, "1899-12-31T12:00:00"},
		{1, "1900-01-01T00:00:00"},
		{59, "1900-02-28T00:00:00"},
		{59.75, "1900-02-28T18:00:00"},
		{61, "1900-03-01T00:00:00"},
		{1462, "1904-01-01T00:00:00"},
		{45260, "2023-11-30T00:00:00"},
		{45260.25, "2023-11-30T06:00:00"},
		{45260.999999999, "2023-12-01T00:00:00"},
		{45260 + 1.0/86_400_000, "2023-11-30T00:00:00.001"},
		{45260 + 13.5/24, "2023-11-30T13:30:00"},
		{2958465, "9999-12-31T00:00:00"},
	}
	for _, tt := range tests {
		c := cell.Cell{Kind: cell.Date, Num: tt.serial}
		if got := c.Time().Format("2006-01-02T15:04:05.999"); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.serial, got, tt.want)
		}
	}
}

// TestTimeIsExact goes from any millisecond since 1900-03-01 to its serial and back.
func TestTimeIsExact(t *testing.T) {
	march := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		day := rapid.IntRange(0, 2_900_000).Draw(rt, "day")
		ms := rapid.IntRange(0, 86_399_999).Draw(rt, "ms")
		c := cell.Cell{Kind: cell.Date, Num: float64(61+day) + float64(ms)/86_400_000}
		want := march.AddDate(0, 0, day).Add(time.Duration(ms) * time.Millisecond)
		if got := c.Time(); !got.Equal(want) {
			rt.Fatalf("got %s, want %s", got, want)
		}
	})
}

func TestElapsed(t *testing.T) {
	tests := []struct {
		days float64
		want time.Duration
	}{
		{0, 0}, {1.5, 36 * time.Hour}, {-0.25, -6 * time.Hour}, {1.0 / 86_400, time.Second}, {100.0 / 3 / 86_400, 33_333 * time.Millisecond},
	}
	for _, tt := range tests {
		if got := (cell.Cell{Kind: cell.Duration, Num: tt.days}).Elapsed(); got != tt.want {
			t.Errorf("%v days: got %s, want %s", tt.days, got, tt.want)
		}
	}
}

// TestAnyNumber makes sure that no number that a file can hold does harm.
func TestAnyNumber(t *testing.T) {
	for _, n := range []float64{math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, -1, 1e18} {
		c := cell.Cell{Kind: cell.Date, Num: n}
		_, _ = c.Time(), c.Elapsed()
	}
}

func TestIsEmpty(t *testing.T) {
	tests := []struct {
		cell cell.Cell
		want bool
	}{
		{cell.Cell{}, true},
		{cell.Cell{Kind: cell.Text}, true},
		{cell.Cell{Kind: cell.Text, Text: " \t\n\u00a0\u202f"}, true},
		{cell.Cell{Kind: cell.Text, Text: " a"}, false},
		{cell.Cell{Kind: cell.Number}, false},
		{cell.Cell{Kind: cell.Bool}, false},
		{cell.Cell{Kind: cell.Error}, false},
	}
	for _, tt := range tests {
		if got := tt.cell.IsEmpty(); got != tt.want {
			t.Errorf("%+v: got %v", tt.cell, got)
		}
	}
}

func TestRow(t *testing.T) {
	row := cell.Row{Number: 1, Cells: []cell.Cell{{}, {Kind: cell.Text, Text: " "}}}
	if !row.IsBlank() || !(&cell.Row{}).IsBlank() {
		t.Error("a row of white space is not blank")
	}
	row.Cells = append(row.Cells, cell.Cell{Kind: cell.Number, Num: 7})
	if row.IsBlank() || row.At(2).Num != 7 {
		t.Errorf("%+v", row)
	}
	for _, i := range []int{-1, 0, 3, math.MaxInt} {
		if got := row.At(i); got != (cell.Cell{}) {
			t.Errorf("At(%d) = %+v", i, got)
		}
	}
}

func TestRef(t *testing.T) {
	tests := []struct {
		column, row int
		want        string
	}{
		{0, 1, "A1"},
		{1, 12, "B12"},
		{25, 3, "Z3"},
		{26, 3, "AA3"},
		{51, 1, "AZ1"},
		{52, 1, "BA1"},
		{701, 1, "ZZ1"},
		{702, 1, "AAA1"},
		{16_383, 1_048_576, "XFD1048576"},
	}
	for _, tt := range tests {
		if got := cell.Ref(tt.column, tt.row); got != tt.want {
			t.Errorf("Ref(%d, %d) = %s, want %s", tt.column, tt.row, got, tt.want)
		}
	}
}

// TestColumn counts the letters of any column back.
func TestColumn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		column := rapid.IntRange(0, 1<<62).Draw(rt, "column")
		n := 0
		for _, letter := range cell.Column(column) {
			n = n*26 + int(letter-'A') + 1
		}
		if n-1 != column {
			rt.Fatalf("%s stands for %d", cell.Column(column), n-1)
		}
	})
}
