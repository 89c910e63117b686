package source_test

import (
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/ingest/source"
)

func TestKeyAndScope(t *testing.T) {
	tests := []struct {
		pattern, name, key, scope string
		in, out                   []period.Period
	}{
		{"konton.xlsx", "konton.xlsx", "j", "all periods", []period.Period{0, 202311}, nil},
		{
			"{year}_{kund}.xlsx", "2023_norr.xlsx", "j/norr", "2023-00 to 2023-13",
			[]period.Period{202300, 202301, 202313},
			[]period.Period{0, 202213, 202400},
		},
		{
			"{kund}_{period}_{typ}.xlsx", "norr_202311_drift.xlsx", "j/norr/drift", "2023-11",
			[]period.Period{202311},
			[]period.Period{0, 202310, 202312},
		},
	}
	for _, tt := range tests {
		p, err := source.Compile(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		c, ok := p.Match(tt.name)
		if !ok {
			t.Fatalf("%s does not match %s", tt.name, tt.pattern)
		}
		if got := c.Key("j"); got != tt.key {
			t.Errorf("%s: key %q, want %q", tt.name, got, tt.key)
		}
		s := c.Scope()
		if s.String() != tt.scope || s.Whole() != (tt.scope == "all periods") {
			t.Errorf("%s: scope %s, want %s", tt.name, s, tt.scope)
		}
		for _, period := range tt.in {
			if !s.Covers(period) {
				t.Errorf("%s does not cover %s", s, period)
			}
		}
		for _, period := range tt.out {
			if s.Covers(period) {
				t.Errorf("%s covers %s", s, period)
			}
		}
	}
}
