package serial_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/serial"
)

func TestParseISO(t *testing.T) {
	tests := []struct {
		text string
		want float64
	}{
		{"1900-01-01", 1},
		{"1900-02-28", 59},
		{"1900-03-01", 61},
		{"1904-01-01", 1462},
		{"2023-11-30", 45260},
		{"9999-12-31", 2958465},
		{"2023-11-30T12:00", 45260.5},
		{"2023-11-30T18:00:00", 45260.75},
		{"2023-11-30 06:00:00", 45260.25},
		{"2023-11-30T06:00:00.000Z", 45260.25},
		{"2023-11-30T06:00:00+02:00", 45260.25},
		{"12:00:00", 0.5},
		{"T12:00:00", 0.5},
	}
	for _, tt := range tests {
		if got, ok := serial.ParseISO(tt.text); !ok || got != tt.want {
			t.Errorf("%s: got %v, %v; want %v", tt.text, got, ok, tt.want)
		}
	}
	for _, text := range []string{"", "Z", "2023", "2023-11", "2023-13-01", "2023-02-29", "30/11/2023", "2023-11-30T", "24:00:00", "45260"} {
		if got, ok := serial.ParseISO(text); ok {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// TestISODates goes from any day and millisecond to its serial and back, by way of the cell.
func TestISODates(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		day := time.Date(1900, 1, 1+rapid.IntRange(0, 2_900_000).Draw(rt, "day"), 0, 0, 0, 0, time.UTC)
		want := day.Add(time.Duration(rapid.IntRange(0, 86_399_999).Draw(rt, "ms")) * time.Millisecond)
		days, ok := serial.ParseISO(want.Format("2006-01-02T15:04:05.999"))
		if got := (cell.Cell{Kind: cell.Date, Num: days}).Time(); !ok || !got.Equal(want) {
			rt.Fatalf("got %s, want %s", got, want)
		}
	})
}
