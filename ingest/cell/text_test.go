package cell_test

import (
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
)

func TestAppendText(t *testing.T) {
	tests := []struct {
		cell cell.Cell
		want string
	}{
		{cell.Cell{}, ""},
		{cell.Cell{Kind: cell.Text, Text: " a\n"}, " a\n"},
		{cell.Cell{Kind: cell.Number, Text: "1.50", Num: 1.5}, "1.50"},
		{cell.Cell{Kind: cell.Error, Text: "#REF!"}, "#REF!"},
		{cell.Cell{Kind: cell.Bool, Num: 1}, "true"},
		{cell.Cell{Kind: cell.Bool}, "false"},
		{date(45260), "2023-11-30"},
		{date(45260 + 13.5/24), "2023-11-30T13:30:00"},
		{date(45260 + 0.25/86_400), "2023-11-30T00:00:00.250"},
		{date(45260 + 0.007/86_400), "2023-11-30T00:00:00.007"},
		{date(45260.9999999999), "2023-12-01"},
		{date(0), "00:00:00"},
		{date(0.5), "12:00:00"},
		{date(0.9999999999), "1900-01-01"},
		{date(1), "1900-01-01"},
		{date(-1), "1899-12-30"},
		{date(2_958_465.5), "9999-12-31T12:00:00"},
		{date(2_958_466), "2958466"},
		{date(-693_595), "-693595"},
		{date(-693_594), "0001-01-01"},
		{date(math.NaN()), "NaN"},
		{duration(26.5 / 24), "26:30:00"},
		{duration(-1.5 / 24), "-01:30:00"},
		{duration(0), "00:00:00"},
		{duration(1000), "24000:00:00"},
		{duration(0.0625 / 86_400), "00:00:00.063"},
		{duration(1e300), "1e+300"},
		{duration(math.Inf(-1)), "-Inf"},
	}
	for _, tt := range tests {
		if got := string(tt.cell.AppendText([]byte("x"))); got != "x"+tt.want {
			t.Errorf("%s %v: got %q, want %q", tt.cell.Kind, tt.cell.Num, got, tt.want)
		}
	}
}

func date(serial float64) cell.Cell {
	return cell.Cell{Kind: cell.Date, Num: serial, Text: strconv.FormatFloat(serial, 'f', -1, 64)}
}

func duration(days float64) cell.Cell {
	return cell.Cell{Kind: cell.Duration, Num: days, Text: strconv.FormatFloat(days, 'g', -1, 64)}
}

// TestTextIsExact writes any millisecond and reads it back with the standard library.
func TestTextIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ms := rapid.Int64Range(0, 1<<41).Draw(rt, "ms")
		days := float64(ms) / 86_400_000
		var hours, minutes, seconds float64
		text := string(duration(days).AppendText(nil))
		if _, err := fmt.Sscanf(text, "%f:%f:%f", &hours, &minutes, &seconds); err != nil {
			rt.Fatalf("%q: %v", text, err)
		}
		if got := int64(math.Round((hours*3600 + minutes*60 + seconds) * 1000)); got != ms {
			rt.Fatalf("%d ms: %s", ms, text)
		}
		c := date(1 + days)
		want := c.Time()
		layout := "2006-01-02T15:04:05"
		if want.Equal(want.Truncate(24 * time.Hour)) {
			layout = time.DateOnly
		}
		if got, err := time.Parse(layout, string(c.AppendText(nil))); err != nil || !got.Equal(want) {
			rt.Fatalf("serial %v: %s, %v", c.Num, c.AppendText(nil), err)
		}
	})
}
