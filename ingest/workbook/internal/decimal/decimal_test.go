package decimal

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestParse compares with the standard library on decimal numbers of all lengths.
func TestParse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,25}(\.[0-9]{0,30})?([eE][-+]?[0-9]{1,3})?`).Draw(rt, "number")
		want, err := strconv.ParseFloat(text, 64)
		got, ok := Parse([]byte(text))
		if ok != (err == nil) || ok && math.Float64bits(got) != math.Float64bits(want) {
			rt.Fatalf("%q: got %v, %v; want %v, %v", text, got, ok, want, err)
		}
	})
}

// TestScan compares the fast way with the long one on what stands in sheets.
func TestScan(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,10}(\.[0-9]{0,10})?(\PC|\.|-)?[0-9]{0,3}</v></c><c r="A1">`).Draw(rt, "text")
		got, n := Scan([]byte(text))
		want, end := scanLong([]byte(text))
		if got != want || n != end {
			rt.Fatalf("%q: got %+v of %d bytes, want %+v of %d", text, got, n, want, end)
		}
	})
}

// TestParseIsExact reads the shortest form of any number back.
func TestParseIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.Float64().Draw(rt, "number")
		for _, format := range []byte("fge") {
			text := strconv.FormatFloat(want, format, -1, 64)
			if got, ok := Parse([]byte(text)); !ok || got != want {
				rt.Fatalf("%s: got %v, %v", text, got, ok)
			}
		}
	})
}
