package source_test

import (
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/ingest/source"
)

func TestKeyAndScope(t *testing.T) {
	tests := []struct {
		pattern, name, key, scope string
		from, to                  period.Period
	}{
		{"konton.xlsx", "konton.xlsx", "j", "all periods", 0, 0},
		{"{year}_{kund}.xlsx", "2023_norr.xlsx", "j/norr", "2023-00 to 2023-13", 202300, 202313},
		{"{kund}_{period}_{typ}.xlsx", "norr_202311_drift.xlsx", "j/norr/drift", "2023-11", 202311, 202311},
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
		if want := (source.Scope{From: tt.from, To: tt.to}); s != want || s.String() != tt.scope {
			t.Errorf("%s: scope %s from %s to %s, want %s", tt.name, s, s.From, s.To, tt.scope)
		}
	}
}
