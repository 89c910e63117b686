package serial_test

import (
	"testing"

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
