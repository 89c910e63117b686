package source_test

import (
	"errors"
	"strings"
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/ingest/source"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		pattern, name string
		values        map[string]string
		period        period.Period
		year          int
		miss          bool
	}{
		{pattern: "konton.xlsx", name: "konton.xlsx"},
		{pattern: "konton.xlsx", name: "Konton.XLSX"},
		{pattern: "konton.xlsx", name: "konton_xlsx", miss: true},
		{pattern: "konton.xlsx", name: "konton.xlsx.bak", miss: true},
		{pattern: "*.xlsx", name: ".xlsx"},
		{pattern: "*.xlsx", name: "löner mars.xlsx"},
		{pattern: "förvaltning*.xlsx", name: "fo\u0308rvaltning 1.xlsx"},
		{pattern: "a(1)+[x].xlsx", name: "a(1)+[x].xlsx"},
		{pattern: "huvudbok_{year}.xlsx", name: "huvudbok_2023.xlsx", year: 2023},
		{pattern: "huvudbok_{year}.xlsx", name: "huvudbok_23.xlsx", miss: true},
		{pattern: "huvudbok_{year}.xlsx", name: "huvudbok_0023.xlsx", miss: true},
		{pattern: "huvudbok_{year}.xlsx", name: "huvudbok_20231.xlsx", miss: true},
		{pattern: "lön{period}.xlsx", name: "lön202311.xlsx", period: 202311},
		{pattern: "lön{period}.xlsx", name: "lön202313.xlsx", period: 202313},
		{pattern: "lön{period}.xlsx", name: "lön202314.xlsx", miss: true},
		{pattern: "lön{period:2006-01}.xlsx", name: "lön2023-00.xlsx", period: 202300},
		{pattern: "lön{period:0601}.xlsx", name: "lön2311.xlsx", period: 202311},
		{pattern: "lön{period:01.06}.xlsx", name: "lön11.23.xlsx", period: 202311},
		{pattern: "lön{period:01.06}.xlsx", name: "lön11x23.xlsx", miss: true},
		{
			pattern: "volym_{förvaltning}_{period}.xlsx", name: "volym_norr_öst_202311.xlsx",
			values: map[string]string{"förvaltning": "norr_öst"}, period: 202311,
		},
		{pattern: "volym_{kund}.xlsx", name: "volym_.xlsx", miss: true},
		{pattern: "{a}_{b}.xlsx", name: "x_y.xlsx", values: map[string]string{"a": "x", "b": "y"}},
		{pattern: "{a}_{b}.xlsx", name: "x_y_z.xlsx", miss: true},
		{pattern: "*_{a}.xlsx", name: "x_y_z.xlsx", miss: true},
		{pattern: "inbox/konton.xlsx", name: "inbox/konton.xlsx"},
		{pattern: "inbox/konton.xlsx", name: "konton.xlsx", miss: true},
		{pattern: "*/konton.xlsx", name: "norr/konton.xlsx"},
		{pattern: "*/konton.xlsx", name: "norr/öst/konton.xlsx", miss: true},
		{pattern: "{year}/{kund}_*.xlsx", name: "2023/norr_1.xlsx", values: map[string]string{"kund": "norr"}, year: 2023},
	}
	for _, tt := range tests {
		t.Run(tt.pattern+" "+tt.name, func(t *testing.T) {
			p, err := source.Compile(tt.pattern)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := p.Match(tt.name)
			if ok == tt.miss {
				t.Fatalf("match = %v", ok)
			}
			if got.Period != tt.period || got.Year != tt.year || len(got.Values) != len(tt.values) {
				t.Fatalf("got %+v", got)
			}
			for name, want := range tt.values {
				if got.Values[name] != want {
					t.Errorf("{%s} = %q, want %q", name, got.Values[name], want)
				}
			}
		})
	}
}

func TestCompileErrors(t *testing.T) {
	tests := []struct{ pattern, says string }{
		{"", "empty"},
		{`inbox\konton.xlsx`, "write /"},
		{"/konton.xlsx", "below the path"},
		{"inbox/", "below the path"},
		{"../konton.xlsx", "below the path"},
		{"{a}{b}/konton.xlsx", "nothing stands between"},
		{"{period}/konton_{year}.xlsx", "more than one"},
		{"{a}/{a}.xlsx", "twice"},
		{"konton_{year.xlsx", "no }"},
		{"konton_}.xlsx", "without a {"},
		{"konton\x93.xlsx", "UTF-8"},
		{"{}.xlsx", "not a name"},
		{"{1a}.xlsx", "not a name"},
		{"{a b}.xlsx", "not a name"},
		{"{a:x}.xlsx", "layout"},
		{"{year}_{month}.xlsx", "{period:2006-01}"},
		{"{period:2006}.xlsx", "month as 01"},
		{"{period:01}.xlsx", "year as 2006"},
		{"{period:20060102}.xlsx", "layout"},
		{"{period:Jan 2006}.xlsx", "layout"},
		{"{year}_{period}.xlsx", "more than one"},
		{"{a}_{a}.xlsx", "twice"},
		{"{a}{b}.xlsx", "nothing stands between"},
		{"{kund}*{year}.xlsx", "nothing stands between"},
		{"**.xlsx", "nothing stands between"},
	}
	for _, tt := range tests {
		_, err := source.Compile(tt.pattern)
		var bad *source.PatternError
		if !errors.As(err, &bad) || bad.Pattern != tt.pattern || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("Compile(%q): %v; want a *PatternError that says %q", tt.pattern, err, tt.says)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("volym_{kund}_{period:2006-01}.xlsx", "volym_a_2023-11.xlsx")
	f.Add("{a}_*{year}.xlsx", "a_b2023.xlsx")
	f.Add("{period:01.06", "}{")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		p, err := source.Compile(pattern)
		if err != nil {
			return
		}
		c, ok := p.Match(name)
		if again, okAgain := p.Match(name); okAgain != ok || again.Key("j") != c.Key("j") {
			t.Errorf("%q on %q matches in two ways", pattern, name)
		}
		if s := c.Scope(); ok && c.Period != 0 && (s.From != c.Period || s.To != c.Period) {
			t.Errorf("%q on %q: the scope %s is another than the period %s", pattern, name, s, c.Period)
		}
	})
}
