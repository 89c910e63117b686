package match_test

import (
	"testing"

	"nyckeltal/ingest/match"
)

func TestFold(t *testing.T) {
	tests := map[string]string{
		"Bokföringsdatum":             "bokforingsdatum",
		"BOKFÖRINGS\nDATUM":           "bokforingsdatum",
		"Bokfo\u0308rings\u00a0datum": "bokforingsdatum",
		"Konto\u00adnr":               "kontonr",
		"\ufeffPeriod":                "period",
		"År":                          "ar",
		"Straße":                      "straße",
		"":                            "",
	}
	for in, want := range tests {
		if got := match.Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	headings := []string{"Period", "Konto", "Ansvar", "Belopp", "Bokföringsdatum", "Kundnummer"}
	tests := map[string]string{
		"Knoto":          "Konto",
		"konto":          "Konto",
		"Beloppp":        "Belopp",
		"Bokforingsdag":  "Bokföringsdatum",
		"Kund":           "Kundnummer",
		"Belopp i kr":    "Belopp",
		"Leverantör":     "",
		"":               "",
		"X":              "",
		"Projektnummer1": "",
	}
	for in, want := range tests {
		if got := match.Nearest(in, headings); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := match.Nearest("x", nil); got != "" {
		t.Errorf("got %q from nothing", got)
	}
}

func TestDidYouMean(t *testing.T) {
	if got := match.DidYouMean("Knoto", []string{"Konto"}); got != ` (did you mean "Konto"?)` {
		t.Errorf("got %q", got)
	}
	if got := match.DidYouMean("Zebra", []string{"Konto"}); got != "" {
		t.Errorf("got %q", got)
	}
}
