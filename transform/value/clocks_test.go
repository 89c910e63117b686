package value_test

import (
	"testing"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

func TestClocks(t *testing.T) {
	half := []string{"h:mm[:ss] A"}
	tests := []struct {
		in      cell.Cell
		formats []string
		want    time.Duration
		reason  record.Reason
	}{
		{text("08:15"), nil, 8*time.Hour + 15*time.Minute, ""},
		{text("8:15:30"), nil, 8*time.Hour + 15*time.Minute + 30*time.Second, ""},
		{text("24:00"), nil, 0, record.Malformed},
		{text("8.15"), nil, 0, record.Malformed},
		{text("8.15"), []string{"h.mm"}, 8*time.Hour + 15*time.Minute, ""},
		{text("8:15 PM"), half, 20*time.Hour + 15*time.Minute, ""},
		{text("12:00 AM"), half, 0, ""},
		{text("12:00 pm"), half, 12 * time.Hour, ""},
		{text("8:15\u202fp.m."), half, 20*time.Hour + 15*time.Minute, ""},
		{text("8:15 em"), half, 20*time.Hour + 15*time.Minute, ""},
		{text("13:00 PM"), half, 0, record.Malformed},
		{text("0:15 AM"), half, 0, record.Malformed},
		{text("8:15"), half, 0, record.Malformed},
		{date(0.5), nil, 12 * time.Hour, ""},
		{cell.Cell{Kind: cell.Duration, Num: 0.75}, nil, 18 * time.Hour, ""},
		{cell.Cell{Kind: cell.Duration, Num: 1}, nil, 0, record.Malformed},
		{cell.Cell{Kind: cell.Duration, Num: -0.5}, nil, 0, record.Malformed},
		{date(45000.5), nil, 0, record.Malformed},
		{number(0.5), nil, 0, record.Malformed},
		{cell.Cell{Kind: cell.Error, Text: "#REF!"}, nil, 0, record.ErrorCell},
	}
	for _, test := range tests {
		reader, err := value.NewClocks(test.formats)
		if err != nil {
			t.Fatal(err)
		}
		got, problem := reader.Read(test.in)
		check(t, value.Show(test.in), got, problem, test.want, test.reason)
	}
	for _, format := range []string{"hh", "YYYY-MM-DD hh:mm", "mm:ss", "A", "hh:mm kl"} {
		if _, err := value.NewClocks([]string{format}); err == nil {
			t.Errorf("the format %q was taken", format)
		}
	}
}

func TestLengths(t *testing.T) {
	tests := []struct {
		in     cell.Cell
		want   time.Duration
		reason record.Reason
	}{
		{text("37:30"), 37*time.Hour + 30*time.Minute, ""},
		{text("-0:15"), -15 * time.Minute, ""},
		{text("37"), 0, record.Malformed},
		{text("9999999:00"), 0, record.Malformed},
		{cell.Cell{Kind: cell.Duration, Num: 1.5}, 36 * time.Hour, ""},
		{cell.Cell{Kind: cell.Duration, Num: 100_000}, 0, record.Malformed},
		{date(0.25), 6 * time.Hour, ""},
		{number(7.5), 0, record.Malformed},
	}
	for _, test := range tests {
		got, problem := value.Length(test.in)
		check(t, value.Show(test.in), got, problem, test.want, test.reason)
	}
}

func TestMonthNamesAndShortYears(t *testing.T) {
	tests := []struct {
		in, format, want string
		reason           record.Reason
	}{
		{"5-jan-23", "D-MMM-YY", "2023-01-05 00:00:00", ""},
		{"05-MAJ-49", "DD-MMM-YY", "2049-05-05 00:00:00", ""},
		{"05-may-50", "DD-MMM-YY", "1950-05-05 00:00:00", ""},
		{"31 december 2023", "DD MMMM YYYY", "2023-12-31 00:00:00", ""},
		{"31 dec. 2023", "DD MMM YYYY", "2023-12-31 00:00:00", ""},
		{"1 Mars 2023", "D MMMM YYYY", "2023-03-01 00:00:00", ""},
		{"1 MÄRS 2023", "D MMMM YYYY", "2023-03-01 00:00:00", ""},
		{"Oct 5, 2023", "MMM D, YYYY", "2023-10-05 00:00:00", ""},
		{"5\u00a0okt\u202f2023", "D MMM YYYY", "2023-10-05 00:00:00", ""},
		{"5.okt.2023", "D.MMM.YYYY", "2023-10-05 00:00:00", ""},
		{"5 foo 2023", "D MMM YYYY", "", record.Malformed},
		{"30 feb 2023", "DD MMM YYYY", "", record.Malformed},
		{"5 jan 23", "D MMM YYYY", "", record.Malformed},
		{"231130", "YYMMDD", "2023-11-30 00:00:00", ""},
		{"03/04/05", "DD/MM/YY", "2005-04-03 00:00:00", ""},
	}
	for _, test := range tests {
		reader, err := value.NewDates([]string{test.format})
		if err != nil {
			t.Fatal(err)
		}
		got, problem := reader.Read(text(test.in))
		check(t, test.in, stamp(got), problem, test.want, test.reason)
	}
	american, err := value.NewMoments([]string{"M/D/YYYY h:mm:ss A"})
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"1/2/2015 8:05:09 AM": "2015-01-02 08:05:09", "12/31/2015 12:00:00 AM": "2015-12-31 00:00:00", "12/31/2015 11:59:59 PM": "2015-12-31 23:59:59",
	} {
		got, problem := american.Read(text(in))
		check(t, in, stamp(got), problem, want, "")
	}
	months, err := value.NewPeriods([]string{"MMMM YYYY", "MMM-YY"})
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{"november 2023": "2023-11", "Nov-23": "2023-11"} {
		got, problem := months.Read(text(in))
		check(t, in, got.String(), problem, want, "")
	}
}

func TestSplit(t *testing.T) {
	tests := []struct{ in, code, text string }{
		{"7459 Konsulttjänster", "7459", "Konsulttjänster"},
		{" 7459\u00a0- Konsulttjänster, övriga ", "7459", "Konsulttjänster, övriga"},
		{"7459: Konsult", "7459", "Konsult"},
		{"7459", "7459", ""},
		{"A1-2 x", "A1-2", "x"},
		{"", "", ""},
	}
	for _, test := range tests {
		code, rest, problem := value.Split(test.in)
		if code != test.code || rest != test.text || problem != nil {
			t.Errorf("%q: got %q and %q, %v", test.in, code, rest, problem)
		}
	}
	if _, _, problem := value.Split("Summa kostnader"); problem == nil || problem.Reason != record.Malformed {
		t.Errorf("got %v", problem)
	}
}

func TestBools(t *testing.T) {
	for in, want := range map[string]bool{"TRUE": true, "sant": true, "False": false, "FALSKT\u00a0": false} {
		if got, problem := value.Bool(text(in)); got != want || problem != nil {
			t.Errorf("%s: got %v, %v", in, got, problem)
		}
	}
	if got, problem := value.Bool(cell.Cell{Kind: cell.Bool, Num: 1}); !got || problem != nil {
		t.Errorf("got %v, %v", got, problem)
	}
	for _, in := range []cell.Cell{text("Ja"), text("1"), number(1), {}} {
		if _, problem := value.Bool(in); problem == nil {
			t.Errorf("%v was taken", in)
		}
	}
}
