package value_test

import (
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

func TestHours(t *testing.T) {
	length := func(days float64) cell.Cell { return cell.Cell{Kind: cell.Duration, Num: days} }
	tests := []struct {
		in     cell.Cell
		round  bool
		want   int64
		reason record.Reason
	}{
		{text("7:30"), false, 750, ""},
		{text("37:30"), false, 3750, ""},
		{text("0:00"), false, 0, ""},
		{text("-0:15"), false, -25, ""},
		{text("\u22127:30"), false, -750, ""},
		{text("(7:30)"), false, -750, ""},
		{text("7:30:18"), false, 0, record.TooManyDigits}, // 7.505
		{text("7:30:36"), false, 751, ""},
		{text("7:30:18"), true, 751, ""},
		{text("7:20"), false, 0, record.TooManyDigits}, // 7.333…
		{text("7:20"), true, 733, ""},
		{text("-7:20"), true, -733, ""},
		{text("7:40"), true, 767, ""},
		{text("7,5"), false, 750, ""},
		{text("7,5 h"), false, 750, ""},
		{text("7:30 tim"), false, 750, ""},
		{text("37,5 timmar"), false, 3750, ""},
		{text("7.5"), false, 0, record.Malformed},
		{text("7:3"), false, 0, record.Malformed},
		{text("7:60"), false, 0, record.Malformed},
		{text("7:30:60"), false, 0, record.Malformed},
		{text("7:30:00:00"), false, 0, record.Malformed},
		{text("1 000:00"), false, 0, record.Malformed},
		{text(":30"), false, 0, record.Malformed},
		{text("7:"), false, 0, record.Malformed},
		{text("12345678:00"), false, 0, record.Malformed},
		{number(7.5), false, 750, ""},
		{length(0.3125), false, 750, ""},
		{length(1.5625), false, 3750, ""},
		{length(-0.3125), false, -750, ""},
		{length(7.0 / 24 / 60 * 60), false, 700, ""},
		{length(22.0 / 3 / 24), false, 0, record.TooManyDigits},
		{length(22.0 / 3 / 24), true, 733, ""},
		{length(1e300), false, 0, record.Malformed},
		{date(0.3125), false, 750, ""}, // a time of day: nobody formatted it as a length of time
		{date(45000.3125), false, 0, record.Malformed},
	}
	for _, test := range tests {
		d := value.Decimal{Locale: value.Swedish, Unit: unit(t, "hours"), Scale: 2, Round: test.round}
		got, problem := d.Read(test.in)
		check(t, value.Show(test.in), got, problem, test.want, test.reason)
	}
	plain := value.Decimal{Locale: value.Swedish, Scale: 2}
	for _, in := range []cell.Cell{length(0.3125), date(0.3125), text("7:30")} {
		if n, problem := plain.Read(in); problem == nil {
			t.Errorf("%v: %d without a unit", in, n)
		}
	}
}

func TestCurrencyMarks(t *testing.T) {
	tests := []struct {
		in, unit string
		locale   value.Locale
		want     int64
		reason   record.Reason
	}{
		{"$1,234.50", "$", english, 123450, ""},
		{"-$1,234.50", "$", english, -123450, ""},
		{"$-1,234.50", "$", english, -123450, ""},
		{"$ (1,234.50)", "$", english, -123450, ""},
		{"($1,234.50)", "$", english, -123450, ""},
		{"USD 1,234.50", "$", english, 123450, ""},
		{"1,234.50 usd", "$", english, 123450, ""},
		{"£5", "£", english, 500, ""},
		{"£-5.00", "£", english, -500, ""},
		{"5 €", "€", value.Swedish, 500, ""},
		{"€\u00a05,00", "€", value.Swedish, 500, ""},
		{"EUR 5", "€", value.Swedish, 500, ""},
		{"SEK 1 234", "kr", value.Swedish, 123400, ""},
		{"kr 1 234-", "kr", value.Swedish, -123400, ""},
		{"1 234- kr", "kr", value.Swedish, -123400, ""},
		{"1 234 kr-", "kr", value.Swedish, -123400, ""},
		{"-1 234:-", "kr", value.Swedish, -123400, ""},
		{"1 234:-", "kr", value.Swedish, 123400, ""},
		{"1 234:--", "kr", value.Swedish, -123400, ""},
		{"-1 234-", "kr", value.Swedish, 0, record.Malformed},
		{"-(1 234)", "kr", value.Swedish, 0, record.Malformed},
		{"kr 1 234 kr", "kr", value.Swedish, 0, record.Malformed},
		{"$5", "£", english, 0, record.Malformed},
		{"$5", "", english, 0, record.Malformed},
		{"5 kr", "€", value.Swedish, 0, record.Malformed},
		{"$", "$", english, 0, record.Malformed},
		{"-", "$", english, 0, record.Malformed},
		{"$1,234", "$", undeclared, 0, record.Ambiguous},
		{"5 %", "%", value.Swedish, 500, ""},
		{"% 5", "%", value.Swedish, 0, record.Malformed},
	}
	for _, test := range tests {
		d := value.Decimal{Locale: test.locale, Unit: unit(t, test.unit), Scale: 2}
		got, problem := d.Read(text(test.in))
		check(t, test.in+" in "+test.unit, got, problem, test.want, test.reason)
	}
}
