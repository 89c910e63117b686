package locale_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nyckeltal/ingest/period"
	"nyckeltal/report/locale"
)

func of(t testing.TB, language locale.Language) *locale.Locale {
	t.Helper()
	l, err := locale.Of(language)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		exact    string
		decimals int
		plain    string
		swedish  string
		english  string
	}{
		{"1265135.4999", 0, "1265135", "1\u00a0265\u00a0135", "1,265,135"},
		{"999.5", 0, "1000", "1\u00a0000", "1,000"},
		{"-999.5", 0, "-1000", "-1\u00a0000", "-1,000"},
		{"-0.4", 0, "0", "0", "0"},
		{"0.5", 0, "1", "1", "1"},
		{"-0.5", 0, "-1", "-1", "-1"},
		{"5.25", 1, "5.3", "5,3", "5.3"},
		{"5.04", 1, "5", "5", "5"},
		{"650.2", 1, "650.2", "650,2", "650.2"},
		{
			"1234567890123456789012345678.45", 1, "1234567890123456789012345678.5",
			"1\u00a0234\u00a0567\u00a0890\u00a0123\u00a0456\u00a0789\u00a0012\u00a0345\u00a0678,5",
			"1,234,567,890,123,456,789,012,345,678.5",
		},
		{"100", 0, "100", "100", "100"},
		{"-305", 0, "-305", "-305", "-305"},
	} {
		d := decimal.RequireFromString(c.exact)
		if got := locale.Plain(d, c.decimals); got != c.plain {
			t.Errorf("%s plain: got %q, want %q", c.exact, got, c.plain)
		}
		if got := of(t, locale.Swedish).Number(d, c.decimals); got != c.swedish {
			t.Errorf("%s in Swedish: got %q, want %q", c.exact, got, c.swedish)
		}
		if got := of(t, locale.English).Number(d, c.decimals); got != c.english {
			t.Errorf("%s in English: got %q, want %q", c.exact, got, c.english)
		}
	}
}

func TestValue(t *testing.T) {
	d := decimal.RequireFromString("5.10")
	if got := of(t, "").Value(d, 1, "%"); got != "5,1%" {
		t.Errorf("got %q", got)
	}
	if got := of(t, "").Value(d, 1, "tkr"); got != "5,1" {
		t.Errorf("got %q", got)
	}
}

// TestNumberReadsBack: without its groups, a number for people is the number for machines; groups are threes.
func TestNumberReadsBack(t *testing.T) {
	l := of(t, locale.Swedish)
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64().Draw(t, "digits"), rapid.Int32Range(-10, 3).Draw(t, "exponent"))
		decimals := rapid.IntRange(0, 4).Draw(t, "decimals")
		people := l.Number(d, decimals)
		plain := strings.NewReplacer("\u00a0", "", ",", ".").Replace(people)
		if plain != locale.Plain(d, decimals) {
			t.Fatalf("%q is not %q", people, locale.Plain(d, decimals))
		}
		whole, _, _ := strings.Cut(strings.TrimPrefix(people, "-"), ",")
		for i, group := range strings.Split(whole, "\u00a0") {
			if len(group) != 3 && (i > 0 || len(group) == 0 || len(group) > 3) {
				t.Fatalf("%q has the group %q", people, group)
			}
		}
		distance := decimal.RequireFromString(plain).Sub(d).Abs()
		if distance.GreaterThan(decimal.New(5, int32(-decimals-1))) {
			t.Fatalf("%q is further than half a unit from %s", people, d)
		}
	})
}

func TestExpand(t *testing.T) {
	p := period.New(2023, 11)
	for text, want := range map[string]string{
		"Utfall {month} {prior_year}":     "Utfall Nov 2022",
		"Utfall {year-2} / {year+1}":      "Utfall 2021 / 2024",
		"T{tertial} {year}, {month_name}": "T3 2023, november",
		"{period}{":                       "2023-11{",
		"{unknown} {year-}":               "{unknown} {year-}",
	} {
		if got := of(t, locale.Swedish).Expand(text, p); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := of(t, locale.English).Expand("{month} {month_name}", period.New(2023, 5)); got != "May May" {
		t.Errorf("got %q", got)
	}
}

func TestCheckPlaceholders(t *testing.T) {
	if err := locale.CheckPlaceholders("{year-12} {month} and {tertial}"); err != nil {
		t.Error(err)
	}
	var unknown *locale.UnknownPlaceholderError
	if err := locale.CheckPlaceholders("{year} {mnth}"); !errors.As(err, &unknown) || unknown.Placeholder != "mnth" {
		t.Errorf("got %v", err)
	}
}

func TestUnknownLanguage(t *testing.T) {
	var unknown *locale.UnknownLanguageError
	if _, err := locale.Of("fi"); !errors.As(err, &unknown) || unknown.Language != "fi" {
		t.Errorf("got %v", err)
	}
}

// TestPhrases: both languages have every phrase.
func TestPhrases(t *testing.T) {
	for p := locale.Green; p <= locale.Last; p++ {
		if of(t, locale.Swedish).Text(p) == "" || of(t, locale.English).Text(p) == "" {
			t.Errorf("phrase %d is missing in a language", p)
		}
	}
}
