package period_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/period"
)

func TestParse(t *testing.T) {
	tests := []struct {
		text string
		want period.Period
	}{
		{"2023-11", 202311},
		{"2023-00", 202300},
		{"2023-13", 202313},
		{"1900-01", 190001},
		{"2199-12", 219912},
		{"2023-14", 0},
		{"1899-12", 0},
		{"2200-01", 0},
		{"202311", 0},
		{"2023-1", 0},
		{"23-11", 0},
		{"2023/11", 0},
		{"2023-11 ", 0},
		{"2023-1a", 0},
		{"+023-11", 0},
		{"", 0},
		{"-", 0},
		{"２０２３-11", 0},
	}
	for _, tt := range tests {
		got, err := period.Parse(tt.text)
		if got != tt.want || (err == nil) != (tt.want != 0) {
			t.Errorf("Parse(%q) = %d, %v; want %d", tt.text, got, err, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2023-11")
	f.Add("2023-13")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := period.Parse(text); err == nil && (p.String() != text || !p.Valid()) {
			t.Errorf("Parse(%q) = %s", text, p)
		}
	})
}

func TestParts(t *testing.T) {
	tests := []struct {
		period  period.Period
		year    int
		month   int
		tertial int
		valid   bool
		isMonth bool
		text    string
	}{
		{202301, 2023, 1, 1, true, true, "2023-01"},
		{202304, 2023, 4, 1, true, true, "2023-04"},
		{202305, 2023, 5, 2, true, true, "2023-05"},
		{202308, 2023, 8, 2, true, true, "2023-08"},
		{202309, 2023, 9, 3, true, true, "2023-09"},
		{202312, 2023, 12, 3, true, true, "2023-12"},
		{202300, 2023, 0, 1, true, false, "2023-00"},
		{202313, 2023, 13, 3, true, false, "2023-13"},
		{202314, 2023, 14, 3, false, false, "2023-14"},
		{0, 0, 0, 1, false, false, "-"},
	}
	for _, tt := range tests {
		p := tt.period
		if p.Year() != tt.year || p.Month() != tt.month || p.Tertial() != tt.tertial || p.Valid() != tt.valid ||
			p.IsMonth() != tt.isMonth || p.String() != tt.text {
			t.Errorf("%d: year %d, month %d, tertial %d, valid %v, month %v, %s", p, p.Year(), p.Month(), p.Tertial(), p.Valid(),
				p.IsMonth(), p)
		}
	}
}

func TestAdd(t *testing.T) {
	tests := []struct {
		period period.Period
		months int
		want   period.Period
	}{
		{202311, 0, 202311},
		{202311, 1, 202312},
		{202311, 2, 202401},
		{202311, -11, 202212},
		{202301, -1, 202212},
		{202300, 1, 202302},
		{202313, 1, 202401},
		{202313, 0, 202312},
		{202311, -120, 201311},
	}
	for _, tt := range tests {
		if got := tt.period.Add(tt.months); got != tt.want {
			t.Errorf("%s + %d = %s, want %s", tt.period, tt.months, got, tt.want)
		}
	}
}

// TestAddFollowsTheCalendar compares with the calendar of package time.
func TestAddFollowsTheCalendar(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		first := time.Date(rapid.IntRange(1990, 2100).Draw(rt, "year"), time.Month(rapid.IntRange(1, 12).Draw(rt, "month")), 1, 0, 0, 0, 0,
			time.UTC)
		n := rapid.IntRange(-1000, 1000).Draw(rt, "n")
		if got, want := period.Of(first).Add(n), period.Of(first.AddDate(0, n, 0)); got != want {
			rt.Fatalf("%s + %d = %s, want %s", period.Of(first), n, got, want)
		}
	})
}

func TestOf(t *testing.T) {
	if got := period.Of(time.Date(2023, 11, 30, 23, 59, 59, 0, time.UTC)); got != period.New(2023, 11) {
		t.Error(got)
	}
}
