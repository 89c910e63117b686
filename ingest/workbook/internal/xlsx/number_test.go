package xlsx

import (
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/serial"
)

// TestParseNumber compares with the standard library on decimal numbers of all lengths.
func TestParseNumber(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,25}(\.[0-9]{0,30})?([eE][-+]?[0-9]{1,3})?`).Draw(rt, "number")
		want, err := strconv.ParseFloat(text, 64)
		got, ok := parseNumber([]byte(text))
		if ok != (err == nil) || ok && math.Float64bits(got) != math.Float64bits(want) {
			rt.Fatalf("%q: got %v, %v; want %v, %v", text, got, ok, want, err)
		}
	})
}

// TestScanNumber compares the fast way with the long one on what stands in sheets.
func TestScanNumber(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,10}(\.[0-9]{0,10})?(\PC|\.|-)?[0-9]{0,3}</v></c><c r="A1">`).Draw(rt, "text")
		got, n := scanNumber([]byte(text))
		want, end := scanLongNumber([]byte(text))
		if got != want || n != end {
			rt.Fatalf("%q: got %+v of %d bytes, want %+v of %d", text, got, n, want, end)
		}
	})
}

// TestParseNumberIsExact reads the shortest form of any number back.
func TestParseNumberIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.Float64().Draw(rt, "number")
		for _, format := range []byte("fge") {
			text := strconv.FormatFloat(want, format, -1, 64)
			if got, ok := parseNumber([]byte(text)); !ok || got != want {
				rt.Fatalf("%s: got %v, %v", text, got, ok)
			}
		}
	})
}

// TestISODates goes from any day and millisecond to its serial and back, by way of the cell.
func TestISODates(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		day := time.Date(1900, 1, 1+rapid.IntRange(0, 2_900_000).Draw(rt, "day"), 0, 0, 0, 0, time.UTC)
		want := day.Add(time.Duration(rapid.IntRange(0, 86_399_999).Draw(rt, "ms")) * time.Millisecond)
		serial, ok := serial.ParseISO(want.Format("2006-01-02T15:04:05.999"))
		if got := (cell.Cell{Kind: cell.Date, Num: serial}).Time(); !ok || !got.Equal(want) {
			rt.Fatalf("got %s, want %s", got, want)
		}
	})
}
