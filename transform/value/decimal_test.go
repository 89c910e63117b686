package value_test

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

func text(s string) cell.Cell    { return cell.Cell{Kind: cell.Text, Text: s} }
func number(f float64) cell.Cell { return cell.Cell{Kind: cell.Number, Num: f} }

// unit returns the unit with the name.
func unit(t testing.TB, name string) value.Unit {
	t.Helper()
	u, ok := value.FindUnit(name)
	if !ok {
		t.Fatalf("no unit %q", name)
	}
	return u
}

var (
	english    = value.Locale{Decimal: '.', Group: ','}
	german     = value.Locale{Decimal: ',', Group: '.'}
	swiss      = value.Locale{Decimal: '.', Group: '\''}
	ungrouped  = value.Locale{Decimal: ','}
	undeclared = value.Undeclared
)

func TestDecimalTexts(t *testing.T) {
	sv := value.Swedish
	tests := []struct {
		in     string
		locale value.Locale
		unit   string
		scale  int
		want   int64
		reason record.Reason
	}{
		// Digits, decimals and groups of three.
		{"0", sv, "", 2, 0, ""},
		{"7", sv, "", 2, 700, ""},
		{"1234,5", sv, "", 2, 123450, ""},
		{"1234,50", sv, "", 2, 123450, ""},
		{"0,05", sv, "", 2, 5, ""},
		{",5", sv, "", 2, 50, ""},
		{"007,10", sv, "", 2, 710, ""},
		{"1 234,56", sv, "", 2, 123456, ""},
		{"1\u00a0234\u00a0567,89", sv, "", 2, 123456789, ""},
		{"1\u202f234,56", sv, "", 2, 123456, ""},
		{"1 234\u00a0567", sv, "", 0, 1234567, ""},
		{"  1 234 \u00a0", sv, "", 0, 1234, ""},
		{"\ufeff12\u200b", sv, "", 0, 12, ""},
		{"999999999999999999", sv, "", 0, 999999999999999999, ""},
		{"0,1234567890", sv, "", 10, 1234567890, ""},
		// Signs.
		{"-1 234,50", sv, "", 2, -123450, ""},
		{"\u22121 234,50", sv, "", 2, -123450, ""},
		{"1 234,50-", sv, "", 2, -123450, ""},
		{"1 234,50\u2212", sv, "", 2, -123450, ""},
		{"1 234,50 -", sv, "", 2, -123450, ""},
		{"- 5", sv, "", 0, -5, ""},
		{"+5", sv, "", 0, 5, ""},
		{"(1 234,50)", sv, "", 2, -123450, ""},
		{"( 5 )", sv, "", 0, -5, ""},
		{"-0", sv, "", 0, 0, ""},
		{"--5", sv, "", 0, 0, record.Malformed},
		{"-5-", sv, "", 0, 0, record.Malformed},
		{"(-5)", sv, "", 0, 0, record.Malformed},
		{"-(5)", sv, "", 0, 0, record.Malformed},
		{"+-5", sv, "", 0, 0, record.Malformed},
		{"()", sv, "", 0, 0, record.Malformed},
		{"-", sv, "", 0, 0, record.Malformed},
		{"\u20135", sv, "", 0, 0, record.Malformed}, // an en dash is no minus
		// Units and their marks.
		{"1 234,50 kr", sv, "kr", 2, 123450, ""},
		{"1 234,50 SEK", sv, "kr", 2, 123450, ""},
		{"100:-", sv, "kr", 2, 10000, ""},
		{"-5 kr", sv, "kr", 2, -500, ""},
		{"5- kr", sv, "kr", 2, -500, ""},
		{"(5) kr", sv, "kr", 2, -500, ""},
		{"(5 kr)", sv, "kr", 2, -500, ""},
		{"5 kr kr", sv, "kr", 2, 0, record.Malformed},
		{"1 234,5", sv, "tkr", 2, 123450000, ""},
		{"1 234,5 tkr", sv, "tkr", 2, 123450000, ""},
		{"1 234,5 TKR", sv, "tkr", 2, 123450000, ""},
		{"1,23456", sv, "tkr", 2, 123456, ""},
		{"1,234567", sv, "tkr", 2, 0, record.TooManyDigits},
		{"5 kr", sv, "tkr", 2, 0, record.Malformed},
		{"1,5 mkr", sv, "mnkr", 2, 150000000, ""},
		{"1,5 mnkr", sv, "mnkr", 2, 150000000, ""},
		{"5,1 %", sv, "%", 4, 51000, ""},
		{"5,1%", sv, "%", 4, 51000, ""},
		{"5,1", sv, "%", 4, 51000, ""},
		{"12,5 %", sv, "share", 10, 1250000000, ""},
		{"0,125", sv, "share", 10, 1250000000, ""},
		{"5 kr", sv, "", 2, 0, record.Malformed},
		{"5 %", sv, "", 2, 0, record.Malformed},
		{"kr", sv, "kr", 2, 0, record.Malformed},
		// Groups that do not stand in threes.
		{"-1 7540 0", sv, "", 2, 0, record.Malformed},
		{"12 34", sv, "", 0, 0, record.Malformed},
		{"1 234 56", sv, "", 0, 0, record.Malformed},
		{"1234 567", sv, "", 0, 0, record.Malformed},
		{"1  234", sv, "", 0, 0, record.Malformed},
		{"1 234,567 8", sv, "", 4, 0, record.Malformed},
		{"1 234", ungrouped, "", 0, 0, record.Malformed},
		// The same text in different locales.
		{"1,234", sv, "", 2, 0, record.TooManyDigits},
		{"1,234", sv, "", 3, 1234, ""},
		{"1,500", sv, "", 2, 0, record.TooManyDigits}, // a written zero counts: it may well be 1500
		{"1,234", english, "", 2, 123400, ""},
		{"1,234.5", english, "", 2, 123450, ""},
		{"1,23", english, "", 2, 0, record.Malformed},
		{"1.234", sv, "", 2, 0, record.Ambiguous},
		{"1.5", sv, "", 2, 0, record.Malformed},
		{"1.234,50", sv, "", 2, 0, record.Malformed},
		{"1.234,50", german, "", 2, 123450, ""},
		{"1'234.50", swiss, "", 2, 123450, ""},
		{"1\u2019234.50", swiss, "", 2, 123450, ""},
		// Nothing declared: what can be read in one way only is taken.
		{"1,234", undeclared, "", 3, 0, record.Ambiguous},
		{"1.234", undeclared, "", 3, 0, record.Ambiguous},
		{"123.456", undeclared, "", 3, 0, record.Ambiguous},
		{"-1,234", undeclared, "", 3, 0, record.Ambiguous},
		{"0,123", undeclared, "", 3, 123, ""},
		{"1234,567", undeclared, "", 3, 1234567, ""},
		{"1,5", undeclared, "", 2, 150, ""},
		{"1.50", undeclared, "", 2, 150, ""},
		{"1,234.50", undeclared, "", 2, 123450, ""},
		{"1.234,50", undeclared, "", 2, 123450, ""},
		{"1,234,567", undeclared, "", 0, 1234567, ""},
		{"1.234.567", undeclared, "", 0, 1234567, ""},
		{"1 234,567", undeclared, "", 3, 1234567, ""},
		{"1 234", undeclared, "", 0, 1234, ""},
		{"1,23,456", undeclared, "", 0, 0, record.Malformed},
		// No numbers at all.
		{"", sv, "", 0, 0, record.Malformed},
		{"abc", sv, "", 0, 0, record.Malformed},
		{"1,", sv, "", 2, 0, record.Malformed},
		{",", sv, "", 2, 0, record.Malformed},
		{"1e5", sv, "", 2, 0, record.Malformed},
		{"12:30", sv, "", 2, 0, record.Malformed},
		{"2023-11-30", sv, "", 2, 0, record.Malformed},
		{"NaN", sv, "", 2, 0, record.Malformed},
		{"٣", sv, "", 2, 0, record.Malformed},
		{"1,2,3", sv, "", 2, 0, record.Malformed},
		// Too big.
		{"9223372036854775807", sv, "", 0, math.MaxInt64, ""},
		{"9223372036854775808", sv, "", 0, 0, record.OutOfRange},
		{"92233720368547758,08", sv, "", 2, 0, record.OutOfRange},
		{"99999999999999999999999999", sv, "", 0, 0, record.OutOfRange},
		{"9999999999999", sv, "mnkr", 2, 0, record.OutOfRange},
		{"1,5", sv, "", 0, 0, record.TooManyDigits},
	}
	for _, test := range tests {
		d := value.Decimal{Locale: test.locale, Unit: unit(t, test.unit), Scale: test.scale}
		got, problem := d.Read(text(test.in))
		check(t, test.in, got, problem, test.want, test.reason)
	}
}

// check compares a result with what is wanted: a value, or the reason of a problem.
func check[T comparable](t *testing.T, in string, got T, problem *value.Problem, want T, reason record.Reason) {
	t.Helper()
	switch {
	case problem != nil && problem.Reason != reason:
		t.Errorf("%q: got %v, want %v %s", in, problem, want, reason)
	case problem == nil && reason != "":
		t.Errorf("%q: got %v, want %s", in, got, reason)
	case problem == nil && got != want:
		t.Errorf("%q: got %v, want %v", in, got, want)
	case problem != nil && problem.Expected == "":
		t.Errorf("%q: the problem does not say what is expected", in)
	}
}

func TestDecimalNumbers(t *testing.T) {
	tests := []struct {
		in     float64
		unit   string
		scale  int
		want   int64
		reason record.Reason
	}{
		{0, "", 2, 0, ""},
		{math.Copysign(0, -1), "", 2, 0, ""},
		{100.1, "", 2, 10010, ""},
		{639.30, "", 2, 63930, ""},
		{-0.01, "", 2, -1, ""},
		{0.1 + 0.2, "", 2, 30, ""},              // 0.30000000000000004 has 15 digits as 0.3
		{1234.5600000000002, "", 2, 123456, ""}, // the neighbour of 1234.56
		{9999999999999.99, "", 2, 999999999999999, ""},
		{123456.75, "", 10, 1234567500000000, ""},
		{1.0 / 3, "", 2, 0, record.TooManyDigits},
		{1.0 / 3, "", 15, 333333333333333, ""},
		{1.005, "", 2, 0, record.TooManyDigits},
		{0.051, "%", 4, 510, ""},
		{0.125, "share", 10, 1250000000, ""},
		{1.5, "tkr", 2, 150000, ""},
		{1.234567, "mnkr", 2, 123456700, ""},
		{1e-9, "", 10, 10, ""},
		{1e-30, "", 10, 0, record.TooManyDigits},
		{999999999999999, "", 0, 999999999999999, ""},
		{1e15, "", 0, 0, record.OutOfRange},
		{1e300, "", 0, 0, record.OutOfRange},
		{999999999999999, "", 10, 0, record.OutOfRange},
		{math.Inf(1), "", 2, 0, record.OutOfRange},
		{math.NaN(), "", 2, 0, record.OutOfRange},
	}
	for _, test := range tests {
		d := value.Decimal{Locale: value.Swedish, Unit: unit(t, test.unit), Scale: test.scale}
		got, problem := d.Read(number(test.in))
		check(t, strconv.FormatFloat(test.in, 'g', -1, 64), got, problem, test.want, test.reason)
	}
}

func TestDecimalRounding(t *testing.T) {
	d := value.Decimal{Locale: value.Swedish, Scale: 2, Round: true}
	tests := map[string]int64{
		"1,005": 101, "1,0049": 100, "-1,005": -101, "0,004": 0, "0,0000000000000000001": 0, "1,500": 150, "2,995": 300,
	}
	for in, want := range tests {
		got, problem := d.Read(text(in))
		check(t, in, got, problem, want, "")
	}
	for in, want := range map[float64]int64{1.005: 101, 1.0 / 3: 33, -2.0 / 3: -67, 1e-30: 0} {
		got, problem := d.Read(number(in))
		check(t, strconv.FormatFloat(in, 'g', -1, 64), got, problem, want, "")
	}
}

func TestDecimalOtherKinds(t *testing.T) {
	d := value.Decimal{Locale: value.Swedish, Scale: 2}
	tests := map[cell.Kind]record.Reason{
		cell.Bool: record.Malformed, cell.Date: record.Malformed, cell.Duration: record.Malformed, cell.Error: record.ErrorCell,
	}
	for kind, want := range tests {
		_, problem := d.Read(cell.Cell{Kind: kind, Text: "#N/A", Num: 0.5})
		check(t, kind.String(), 0, problem, 0, want)
	}
}

func TestDecimalNegate(t *testing.T) {
	d := value.Decimal{Locale: value.Swedish, Scale: 2, Negate: true}
	got, problem := d.Read(text("1,50-"))
	check(t, "1,50-", got, problem, 150, "")
	got, problem = d.Read(number(2))
	check(t, "2", got, problem, -200, "")
}

func TestDecimalSaysWhatItExpects(t *testing.T) {
	tests := []struct {
		d    value.Decimal
		want string
	}{
		{value.Decimal{Locale: value.Swedish, Scale: 2}, "malformed value: expected a number such as 1 234,5"},
		{value.Decimal{Locale: english, Scale: 2}, "malformed value: expected a number such as 1,234.5"},
		{value.Decimal{Locale: ungrouped, Scale: 2}, "malformed value: expected a number such as 1234,5"},
		{value.Decimal{Locale: value.Swedish}, "malformed value: expected a whole number such as 1 234"},
		{value.Decimal{Locale: value.Swedish, Scale: 2, Unit: unit(t, "tkr")}, "malformed value: expected a number such as 1 234,5 (tkr)"},
	}
	for _, test := range tests {
		_, problem := test.d.Read(text("x"))
		if problem == nil || problem.Error() != test.want {
			t.Errorf("got %v, want %s", problem, test.want)
		}
	}
}

// TestDecimalReadsWhatItWrites writes any amount in every way that is taken, and reads it back.
func TestDecimalReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, "units")
		scale := rapid.IntRange(0, 10).Draw(t, "scale")
		space := rapid.SampledFrom([]string{"", " ", "\u00a0", "\u202f"}).Draw(t, "space")
		d := value.Decimal{Locale: value.Swedish, Scale: scale}
		plain := swedish(units, scale, space)
		magnitude := strings.TrimPrefix(plain, "-")
		forms := []string{plain}
		if units < 0 {
			forms = append(forms, "\u2212"+magnitude, magnitude+"-", magnitude+"\u2212", "("+magnitude+")", "- "+magnitude)
		}
		for _, form := range forms {
			if got, problem := d.Read(text(form)); problem != nil || got != units {
				t.Fatalf("%q: got %d, %v; want %d", form, got, problem, units)
			}
		}
		f, err := strconv.ParseFloat(strings.ReplaceAll(swedish(units, scale, ""), ",", "."), 64)
		if err != nil {
			t.Fatal(err)
		}
		if got, problem := d.Read(number(f)); problem != nil || got != units {
			t.Fatalf("%v: got %d, %v; want %d", f, got, problem, units)
		}
	})
}

// swedish writes scaled units with a decimal comma and groups of three.
func swedish(units int64, scale int, space string) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	digits := strconv.FormatInt(units, 10)
	for len(digits) <= scale {
		digits = "0" + digits
	}
	whole, fraction := digits[:len(digits)-scale], digits[len(digits)-scale:]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + space + whole[i:]
	}
	if scale > 0 {
		fraction = "," + fraction
	}
	return sign + whole + fraction
}

// TestDecimalIsExact compares with arbitrary precision: a number that is taken is the decimal of 15 digits, to the last
// unit.
func TestDecimalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, "f")
		scale := rapid.IntRange(0, 12).Draw(t, "scale")
		round := rapid.Bool().Draw(t, "round")
		d := value.Decimal{Locale: value.Swedish, Scale: scale, Round: round}
		got, problem := d.Read(number(f))
		want, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'e', 14, 64))
		want.Mul(want, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
		if problem != nil {
			fits := new(big.Int).Quo(want.Num(), want.Denom()).IsInt64()
			if problem.Reason == record.TooManyDigits && (want.IsInt() || round) || problem.Reason == record.OutOfRange && fits {
				t.Fatalf("%v: %v", f, problem)
			}
			return
		}
		difference := new(big.Rat).Sub(want, new(big.Rat).SetInt64(got))
		if !round && difference.Sign() != 0 || difference.Abs(difference).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%v: got %d, want %s", f, got, want.FloatString(3))
		}
	})
}

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"1 234,50-", "(1\u202f234)", "1,234.5", "-1 7540 0", "5,1 %", "100:-", "12:30", "\u22121", ""} {
		f.Add(seed)
	}
	share, _ := value.FindUnit("share")
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []value.Decimal{
			{Locale: value.Swedish, Scale: 2}, {Locale: english, Scale: 4, Round: true}, {Scale: 0}, {Locale: value.Swedish, Unit: share, Scale: 10},
		} {
			n, problem := d.Read(text(s))
			if problem != nil && n != 0 {
				t.Errorf("%q: both a number and a problem", s)
			}
			if problem == nil && !strings.ContainsAny(s, "0123456789") {
				t.Errorf("%q: %d without a digit", s, n)
			}
		}
	})
}
