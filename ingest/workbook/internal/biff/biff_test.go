package biff_test

import (
	"encoding/binary"
	"math"
	"strconv"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"nyckeltal/ingest/workbook/internal/biff"
)

func TestRK(t *testing.T) {
	tests := []struct {
		packed uint32
		want   float64
	}{
		{0, 0},
		{1<<2 | 2, 1},
		{0xffff_fffe, -1},
		{0x8000_0002, -1 << 29},
		{0x7fff_fffe, 1<<29 - 1},
		{12345<<2 | 3, 123.45},
		{0x3ff0_0000, 1},
		{0x3ff0_0001, 0.01},
		{0xc004_0000, -2.5},
	}
	for _, tt := range tests {
		if got := biff.RK(tt.packed); got != tt.want {
			t.Errorf("RK(%#x) = %v, want %v", tt.packed, got, tt.want)
		}
	}
}

func TestAppendNumber(t *testing.T) {
	tests := []struct {
		f    float64
		want string
	}{
		{0, "0"},
		{math.Copysign(0, -1), "0"},
		{-1, "-1"},
		{45260, "45260"},
		{0.1, "0.1"},
		{-0.05, "-0.05"},
		{1234.5, "1234.5"},
		{-1234.56, "-1234.56"},
		{0.001, "0.001"},
		{45260.729166666664, "45260.729166666664"},
		{0.30000000000000004, "0.30000000000000004"},
		{9_999_999_999_999.99, "9999999999999.99"},
		{999_999_999_999_999, "999999999999999"},
		{12_345_678_901_234_567, "12345678901234568"},
		{1e20, "100000000000000000000"},
		{1e21, "1E+21"},
		{-1.5e300, "-1.5E+300"},
		{0.000001, "0.000001"},
		{0.00000015, "1.5E-07"},
		{5e-324, "5E-324"},
	}
	for _, tt := range tests {
		if got := string(biff.AppendNumber(nil, tt.f)); got != tt.want {
			t.Errorf("AppendNumber(%v) = %s, want %s", tt.f, got, tt.want)
		}
	}
}

// TestShortest compares the short ways to write a number with the long one.
func TestShortest(t *testing.T) {
	numbers := rapid.OneOf(
		rapid.Float64Range(-1e14, 1e14),
		rapid.Custom(func(rt *rapid.T) float64 { return float64(rapid.Int64Range(-1e15, 1e15).Draw(rt, "n")) / 100 }),
		rapid.Custom(func(rt *rapid.T) float64 { return float64(rapid.Int64Range(-1e12, 1e12).Draw(rt, "n")) / 1e4 }),
	)
	rapid.Check(t, func(rt *rapid.T) {
		f := numbers.Draw(rt, "f")
		got := string(biff.AppendNumber(nil, f))
		format := byte('f')
		if f != 0 && math.Abs(f) < 1e-6 {
			format = 'E'
		}
		if want := strconv.FormatFloat(f+0, format, -1, 64); got != want && f != 0 {
			rt.Errorf("AppendNumber(%g) = %s, want %s", f, got, want)
		}
	})
}

// wide returns code units as bytes.
func wide(units ...uint16) []byte {
	var b []byte
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func TestAppendUTF16(t *testing.T) {
	tests := []struct {
		units []uint16
		want  string
	}{
		{nil, ""},
		{utf16.Encode([]rune("abc")), "abc"},
		{utf16.Encode([]rune("Faktura 17 från leverantör 4")), "Faktura 17 från leverantör 4"},
		{utf16.Encode([]rune("å€😀_x0041_")), "å€😀_x0041_"},
		{[]uint16{'a', 0xd83d}, "a\ufffd"},
		{[]uint16{0xd83d, 'a', 'b', 'c', 'd'}, "\ufffdabcd"},
		{[]uint16{0xde00, 0xd83d, 0xde00}, "\ufffd😀"},
		{[]uint16{0xd83d, 0xd83d, 0xde00}, "\ufffd😀"},
		{[]uint16{0xffff, 0, 0xfffd}, "\uffff\x00\ufffd"},
	}
	for _, tt := range tests {
		got := string(biff.AppendUTF16([]byte("<"), append(wide(tt.units...), 0xff)))
		if got != "<"+tt.want {
			t.Errorf("AppendUTF16(%#x) = %q, want %q", tt.units, got, "<"+tt.want)
		}
	}
}

// TestAppendUTF16All compares with the standard library.
func TestAppendUTF16All(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		units := rapid.SliceOf(rapid.OneOf(rapid.Uint16Range(0, 127), rapid.Uint16())).Draw(rt, "units")
		got := biff.AppendUTF16(nil, wide(units...))
		if string(got) != string(utf16.Decode(units)) || !utf8.Valid(got) {
			rt.Errorf("AppendUTF16(%#x) = %q", units, got)
		}
	})
}

func TestErrorText(t *testing.T) {
	want := map[byte]string{
		0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
		43: "#GETTING_DATA", 1: "#UNKNOWN!", 255: "#UNKNOWN!",
	}
	for code, text := range want {
		if got := biff.ErrorText(code); got != text {
			t.Errorf("ErrorText(%#x) = %s, want %s", code, got, text)
		}
	}
}
