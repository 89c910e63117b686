package value_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// date makes a Date cell; 45000 is 2023-03-15.
func date(serial float64) cell.Cell { return cell.Cell{Kind: cell.Date, Num: serial} }

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04:05")
}

func TestDates(t *testing.T) {
	iso, slashes := []string(nil), []string{"DD/MM/YYYY"}
	tests := []struct {
		in      cell.Cell
		formats []string
		want    string
		reason  record.Reason
	}{
		{text("2023-11-30"), iso, "2023-11-30 00:00:00", ""},
		{text(" 2023-11-30\u00a0"), iso, "2023-11-30 00:00:00", ""},
		{text("2024-02-29"), iso, "2024-02-29 00:00:00", ""},
		{text("2023-02-29"), iso, "", record.Malformed},
		{text("2023-11-31"), iso, "", record.Malformed},
		{text("2023-13-01"), iso, "", record.Malformed},
		{text("2023-00-01"), iso, "", record.Malformed},
		{text("2023-11-00"), iso, "", record.Malformed},
		{text("2023-1-5"), iso, "", record.Malformed},
		{text("2023-1-5"), []string{"YYYY-M-D"}, "2023-01-05 00:00:00", ""},
		{text("2023-11-5x"), []string{"YYYY-M-D"}, "", record.Malformed},
		{text("20231130"), iso, "", record.Malformed},
		{text("20231130"), []string{"YYYY-MM-DD", "YYYYMMDD"}, "2023-11-30 00:00:00", ""},
		{number(20231130), []string{"YYYYMMDD"}, "2023-11-30 00:00:00", ""},
		{number(20231130.5), []string{"YYYYMMDD"}, "", record.Malformed},
		{number(-5), []string{"YYYYMMDD"}, "", record.Malformed},
		{number(1e300), []string{"YYYYMMDD"}, "", record.Malformed},
		{number(20225), []string{"YYYYMMDD"}, "", record.Ambiguous}, // a date cut short, or a serial
		{number(45000), iso, "", record.Ambiguous},
		{text("20225"), iso, "", record.Malformed},
		{text("03/04"), iso, "", record.Ambiguous},
		{text("03/04/2023"), iso, "", record.Ambiguous},
		{text("03-04-05"), iso, "", record.Ambiguous},
		{text("3.4"), iso, "", record.Ambiguous},
		{text("13/04/2023"), iso, "", record.Malformed}, // one way only, but not a declared one
		{text("04/04/2023"), iso, "", record.Malformed},
		{text("03/04/2023"), slashes, "2023-04-03 00:00:00", ""},
		{text("03/04/2023"), []string{"DD/MM/YYYY", "MM/DD/YYYY"}, "", record.Ambiguous},
		{text("13/04/2023"), []string{"DD/MM/YYYY", "MM/DD/YYYY"}, "2023-04-13 00:00:00", ""},
		{text("04/04/2023"), []string{"DD/MM/YYYY", "MM/DD/YYYY"}, "2023-04-04 00:00:00", ""},
		{text("03/04"), slashes, "", record.Ambiguous},
		{text("1850-01-01"), iso, "", record.OutOfRange},
		{text("2200-01-01"), iso, "", record.OutOfRange},
		{text("0000-01-01"), iso, "", record.Malformed},
		{text("igår"), iso, "", record.Malformed},
		{text("2023-11-30 08:15"), iso, "", record.Malformed},
		{date(45000), iso, "2023-03-15 00:00:00", ""},
		{date(45000.75), slashes, "2023-03-15 00:00:00", ""},
		{date(1), iso, "1900-01-01 00:00:00", ""},
		{date(109574), iso, "2199-12-31 00:00:00", ""},
		{date(109575), iso, "", record.OutOfRange},
		{date(202311), iso, "", record.OutOfRange}, // a period that was formatted as a date
		{date(0.5), iso, "", record.Malformed},
		{date(-1), iso, "", record.OutOfRange},
		{date(math.NaN()), iso, "", record.OutOfRange},
		{cell.Cell{Kind: cell.Duration, Num: 1.5}, iso, "", record.Malformed},
		{cell.Cell{Kind: cell.Bool, Num: 1}, iso, "", record.Malformed},
		{cell.Cell{Kind: cell.Error, Text: "#REF!"}, iso, "", record.ErrorCell},
	}
	for _, test := range tests {
		reader, err := value.NewDates(test.formats)
		if err != nil {
			t.Fatal(err)
		}
		got, problem := reader.Read(test.in)
		check(t, value.Show(test.in), stamp(got), problem, test.want, test.reason)
	}
}

func TestMoments(t *testing.T) {
	tests := []struct {
		in      cell.Cell
		formats []string
		want    string
		reason  record.Reason
	}{
		{text("2023-11-30 08:15"), nil, "2023-11-30 08:15:00", ""},
		{text("2023-11-30 08:15:59"), nil, "2023-11-30 08:15:59", ""},
		{text("2023-11-30T08:15"), nil, "2023-11-30 08:15:00", ""},
		{text("2023-11-30 8:15"), nil, "", record.Malformed},
		{text("2023-11-30 8:15"), []string{"YYYY-MM-DD h:mm"}, "2023-11-30 08:15:00", ""},
		{text("2023-11-30 24:00"), nil, "", record.Malformed},
		{text("2023-11-30 08:60"), nil, "", record.Malformed},
		{text("2023-11-30"), nil, "", record.Malformed},
		{text("2023-11-30"), []string{"YYYY-MM-DD[ hh:mm]"}, "2023-11-30 00:00:00", ""},
		{text("30.11.2023 08.15"), []string{"DD.MM.YYYY hh.mm"}, "2023-11-30 08:15:00", ""},
		{date(45000.5), nil, "2023-03-15 12:00:00", ""},
		{date(45000 + 1.0/3), nil, "2023-03-15 08:00:00", ""},
		{date(45000.99999999), nil, "2023-03-16 00:00:00", ""},
		{text("03/04/2023 08:15"), nil, "", record.Malformed},
		{number(45000.5), nil, "", record.Ambiguous},
	}
	for _, test := range tests {
		reader, err := value.NewMoments(test.formats)
		if err != nil {
			t.Fatal(err)
		}
		got, problem := reader.Read(test.in)
		check(t, value.Show(test.in), stamp(got), problem, test.want, test.reason)
	}
}

func TestFormatErrors(t *testing.T) {
	moments := func(f []string) error { _, err := value.NewMoments(f); return err }
	periods := func(f []string) error { _, err := value.NewPeriods(f); return err }
	tests := []struct {
		compile func([]string) error
		format  string
		want    string
	}{
		{moments, "YYYY-MM-DD hh", `format "YYYY-MM-DD hh" has half a time: write hh:mm or hh:mm:ss`},
		{moments, "YYYY-MM-DD mm:ss", "half a time"},
		{moments, "YYYY-MM-DD[ hh:mm", "the bracket is not closed"},
		{moments, "MM-DD hh:mm", "it has no year (YYYY)"},
		{moments, "YYYY-MM-DD kl hh:mm", `"kl hh:mm" is not understood`},
		{moments, "", "it has no year"},
		{periods, "MM", "it has no year"},
		{periods, "YYYYMMPP", "is no period"},
		{periods, "Q", "has no month"},
	}
	for _, test := range tests {
		if err := test.compile([]string{test.format}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %s", test.format, err, test.want)
		}
	}
}

// TestDatesRoundTrip writes any day as a text, a number and a serial, and reads it back.
func TestDatesRoundTrip(t *testing.T) {
	reader, err := value.NewDates([]string{"YYYY-MM-DD", "YYYYMMDD", "D/M YYYY"})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		serial := rapid.IntRange(61, 109574).Draw(t, "serial")
		day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
		digits := day.Year()*10000 + int(day.Month())*100 + day.Day()
		for _, c := range []cell.Cell{
			text(day.Format("2006-01-02")), text(day.Format("2/1 2006")), number(float64(digits)), date(float64(serial)),
		} {
			if got, problem := reader.Read(c); problem != nil || !got.Equal(day) {
				t.Fatalf("%v: got %v, %v", c, got, problem)
			}
		}
	})
}

func TestPeriods(t *testing.T) {
	tests := []struct {
		in      cell.Cell
		formats []string
		want    period.Period
		reason  record.Reason
	}{
		{text("202311"), nil, 202311, ""},
		{text("2023-11"), nil, 202311, ""},
		{number(202311), nil, 202311, ""},
		{date(45000), nil, 202303, ""},
		{text("202300"), nil, 0, record.Malformed},
		{number(202313), []string{"YYYYMM"}, 0, record.Malformed},
		{number(202313), []string{"YYYYPP"}, 202313, ""},
		{number(202300), []string{"YYYYPP"}, 202300, ""},
		{number(202314), []string{"YYYYPP"}, 0, record.Malformed},
		{text("2023-13"), []string{"YYYY-PP"}, 202313, ""},
		{text("11/2023"), []string{"M/YYYY"}, 202311, ""},
		{text("2023-11-05"), []string{"date"}, 202311, ""},
		{date(45000), []string{"date"}, 202303, ""},
		{number(45000), []string{"date"}, 0, record.Malformed},
		{text("2025"), []string{"year"}, 202500, ""},
		{number(2025), []string{"year"}, 202500, ""},
		{date(45000), []string{"year"}, 0, record.Malformed},
		{number(25), []string{"year"}, 0, record.Malformed},
		{number(2025), []string{"year", "YYYYMM"}, 202500, ""},
		{number(202501), []string{"year", "YYYYMM"}, 202501, ""},
		{number(202311.5), nil, 0, record.Malformed},
		{number(-202311), nil, 0, record.Malformed},
		{text("20231"), nil, 0, record.Malformed},
		{text("03/04"), nil, 0, record.Ambiguous},
		{text("nov 2023"), nil, 0, record.Malformed},
		{text("189912"), nil, 0, record.OutOfRange},
		{date(300000), nil, 0, record.OutOfRange},
		{cell.Cell{}, nil, 0, record.Malformed},
		{cell.Cell{Kind: cell.Error, Text: "#N/A"}, nil, 0, record.ErrorCell},
	}
	for _, test := range tests {
		reader, err := value.NewPeriods(test.formats)
		if err != nil {
			t.Fatal(err)
		}
		got, problem := reader.Read(test.in)
		check(t, value.Show(test.in), got, problem, test.want, test.reason)
	}
}

func TestPeriodsHintAtPP(t *testing.T) {
	reader, err := value.NewPeriods([]string{"YYYYMM"})
	if err != nil {
		t.Fatal(err)
	}
	_, problem := reader.Read(number(202313))
	if want := "with PP instead of MM"; problem == nil || !strings.Contains(problem.Expected, want) {
		t.Errorf("got %v, want %s", problem, want)
	}
}

func TestMonths(t *testing.T) {
	tests := []struct {
		in   cell.Cell
		want value.Span
		ok   bool
	}{
		{text("Jan"), value.Span{Month: 1}, true},
		{text("JANUARI"), value.Span{Month: 1}, true},
		{text(" maj "), value.Span{Month: 5}, true},
		{text("May"), value.Span{Month: 5}, true},
		{text("okt."), value.Span{Month: 10}, true},
		{text("Oct"), value.Span{Month: 10}, true},
		{text("Sept"), value.Span{Month: 9}, true},
		{text("December"), value.Span{Month: 12}, true},
		{text("Jan-23"), value.Span{Year: 2023, Month: 1}, true},
		{text("jan 23"), value.Span{Year: 2023, Month: 1}, true},
		{text("Jan 2023"), value.Span{Year: 2023, Month: 1}, true},
		{text("Januari\n2023"), value.Span{Year: 2023, Month: 1}, true},
		{text("202301"), value.Span{Year: 2023, Month: 1}, true},
		{text("2023-01"), value.Span{Year: 2023, Month: 1}, true},
		{number(202301), value.Span{Year: 2023, Month: 1}, true},
		{date(45000), value.Span{Year: 2023, Month: 3}, true},
		{text("2023 jan"), value.Span{Year: 2023, Month: 1}, true},
		{text("2023-Januari"), value.Span{Year: 2023, Month: 1}, true},
		{text("2023-01-31"), value.Span{Year: 2023, Month: 1}, true},
		{text("2023-02-30"), value.Span{}, false},
		{text("2223 jan"), value.Span{}, false},
		{text("2023 jan 23"), value.Span{}, false},
		{text("202300"), value.Span{}, false},
		{number(202313), value.Span{}, false},
		{number(1), value.Span{}, false},
		{number(1e14), value.Span{}, false},
		{text("Jan-123"), value.Span{}, false},
		{text("Jan 1823"), value.Span{}, false},
		{text("Janne"), value.Span{}, false},
		{text("Utfall jan"), value.Span{}, false},
		{text("23"), value.Span{}, false},
		{text("T1"), value.Span{}, false},
		{text(""), value.Span{}, false},
		{cell.Cell{}, value.Span{}, false},
		{cell.Cell{Kind: cell.Bool, Num: 1}, value.Span{}, false},
		{date(300000), value.Span{}, false},
	}
	for _, test := range tests {
		got, ok := value.Month(test.in)
		if ok != test.ok || ok && got != test.want {
			t.Errorf("%q: got %+v, %v; want %+v, %v", value.Show(test.in), got, ok, test.want, test.ok)
		}
	}
}

func TestTertials(t *testing.T) {
	tests := map[string]value.Span{
		"T1": {Month: 4}, "t 2": {Month: 8}, "Tertial 3": {Month: 12}, "T1 2023": {Year: 2023, Month: 4}, "T2-2024": {Year: 2024, Month: 8},
	}
	for in, want := range tests {
		if got, ok := value.Tertial(in); !ok || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "T", "T4", "T0", "Total", "T1 23", "Helår", "T1x"} {
		if got, ok := value.Tertial(in); ok {
			t.Errorf("%q: got %+v", in, got)
		}
	}
}

func TestYears(t *testing.T) {
	tests := []struct {
		in     cell.Cell
		want   int
		reason record.Reason
	}{
		{text("2023"), 2023, ""},
		{number(2023), 2023, ""},
		{text(" 2023 "), 2023, ""},
		{text("23"), 0, record.Malformed},
		{text("20x3"), 0, record.Malformed},
		{number(1899), 0, record.Malformed},
		{number(2023.5), 0, record.Malformed},
		{cell.Cell{}, 0, record.Malformed},
		{cell.Cell{Kind: cell.Error, Text: "#REF!"}, 0, record.ErrorCell},
	}
	for _, test := range tests {
		got, problem := value.Year(test.in)
		check(t, value.Show(test.in), got, problem, test.want, test.reason)
	}
}

func FuzzDates(f *testing.F) {
	for _, seed := range []string{"2023-11-30", "03/04", "20225", "2023-11-30 08:15", "30/11/2023", "٣٠", ""} {
		f.Add(seed, 45000.5)
	}
	days, err := value.NewDates([]string{"YYYY-MM-DD", "YYYYMMDD", "D/M/YYYY"})
	if err != nil {
		f.Fatal(err)
	}
	moments, err := value.NewMoments(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string, serial float64) {
		for _, reader := range []value.Times{days, moments} {
			for _, c := range []cell.Cell{text(s), date(serial), number(serial)} {
				got, problem := reader.Read(c)
				if problem == nil && (got.Year() < 1900 || got.Year() > 2200) {
					t.Errorf("%v: %v", c, got)
				}
			}
		}
	})
}

func FuzzPeriods(f *testing.F) {
	for _, seed := range []string{"202311", "2023-13", "Jan-23", "T1 2023", "nov", ""} {
		f.Add(seed, 202311.0)
	}
	reader, err := value.NewPeriods([]string{"YYYYPP", "YYYY-MM", "date", "year"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string, n float64) {
		for _, c := range []cell.Cell{text(s), number(n), date(n)} {
			if got, problem := reader.Read(c); problem == nil && !got.Valid() {
				t.Errorf("%v: %v", c, got)
			}
			if got, ok := value.Month(c); ok && (got.Month < 1 || got.Month > 12) {
				t.Errorf("%v: %v", c, got)
			}
		}
		value.Tertial(s)
	})
}
