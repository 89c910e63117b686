package person_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/transform/person"
)

// on is the day that the tests look from.
var on = time.Date(2023, 11, 30, 0, 0, 0, 0, time.UTC)

// checkDigit returns the tenth digit of nine.
func checkDigit(nine string) int {
	sum := 0
	for i, r := range nine {
		d := int(r - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return (10 - sum%10) % 10
}

// complete adds the check digit to YYYYMMDDNNN, of which it covers the last nine.
func complete(eleven string) string { return eleven + fmt.Sprint(checkDigit(eleven[2:])) }

func TestParseAccepts(t *testing.T) {
	// The first two are test numbers from public documents: a coordination number and a personal identity number.
	born1923 := complete("19231215124")
	born1923plus := complete("19230115124")
	tests := []struct{ in, sex, group string }{
		{"701063-2391", "male", "50-"},
		{"811218-9876", "male", "30-49"},
		{"8112189876", "male", "30-49"},
		{"19811218-9876", "male", "30-49"},
		{"198112189876", "male", "30-49"},
		{complete("20040229128"), "female", "-29"},
		{complete("19940101124"), "female", "-29"},
		{complete("19931130124"), "female", "30-49"}, // thirty on the day
		{complete("19931201124"), "female", "-29"},
		{complete("19731130124"), "female", "50-"},
		{complete("19731201124"), "female", "30-49"},
		{born1923[2:8] + "-" + born1923[8:], "female", "50-"},
		{born1923plus[2:8] + "+" + born1923plus[8:], "female", "50-"},
		{born1923[2:8] + "+" + born1923[8:], "female", "50-"}, // a hundred by the end of the year
	}
	for _, test := range tests {
		n, err := person.Parse(test.in, on)
		if err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if n.Sex() != test.sex || n.AgeGroup(on) != test.group {
			t.Errorf("%s: got %s %s, want %s %s", test.in, n.Sex(), n.AgeGroup(on), test.sex, test.group)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, in := range []string{
		"", "811218-9875", "811218-987", "811218-98766", "81121-89876", "8112 18-9876", "811218 9876", "811318-9876",
		"212000-1355", // an organisation number has the same check digit
		"811218_9876", "19811218+9876", "811218-987a", "٨112189876", "0000000000", "000000000000", "-1111111111",
		complete("20231201123"), complete("20990101123"), complete("17991231123"), complete("19811200123"), complete("20050229123"),
		complete("19811292123"), complete("19810061123"), "+811218-9876", "811218--9876",
	} {
		if _, err := person.Parse(in, on); !errors.Is(err, person.ErrMalformed) {
			t.Errorf("%q was taken", in)
		}
	}
}

func TestParseNeedsADayForTenDigits(t *testing.T) {
	if _, err := person.Parse("811218-9876", time.Time{}); err == nil {
		t.Error("a century was guessed")
	}
}

func TestPseudonym(t *testing.T) {
	key := []byte("a key of the tests")
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("198112189876"))
	want := hex.EncodeToString(mac.Sum(nil)[:16])
	p := person.NewPseudonymiser(key)
	for _, form := range []string{"811218-9876", "8112189876", "19811218-9876", "198112189876"} {
		n, err := person.Parse(form, on)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Pseudonym(n); got != want {
			t.Errorf("%s: got %s, want %s", form, got, want)
		}
		if other := person.NewPseudonymiser([]byte("another key")).Pseudonym(n); other == want {
			t.Error("two keys give the same pseudonym")
		}
	}
}

// TestNumbersRoundTrip writes any number of someone younger than a hundred in every form.
func TestNumbersRoundTrip(t *testing.T) {
	p := person.NewPseudonymiser([]byte("key"))
	rapid.Check(t, func(t *rapid.T) {
		born := on.AddDate(0, 0, -rapid.IntRange(0, 36_500).Draw(t, "days"))
		coordination := rapid.SampledFrom([]int{0, 60}).Draw(t, "coordination")
		serial := rapid.IntRange(0, 999).Draw(t, "serial")
		long := complete(fmt.Sprintf("%04d%02d%02d%03d", born.Year(), born.Month(), born.Day()+coordination, serial))
		want, err := person.Parse(long, on)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{long[:8] + "-" + long[8:], long[2:], long[2:8] + "-" + long[8:]} {
			n, err := person.Parse(form, on)
			if err != nil || p.Pseudonym(n) != p.Pseudonym(want) {
				t.Fatalf("%s: %v", form, err)
			}
		}
		if (want.Sex() == "male") != (serial%2 == 1) {
			t.Fatalf("serial %d gives %s", serial, want.Sex())
		}
		wrong := long[:11] + string('0'+(long[11]-'0'+1)%10)
		if _, err := person.Parse(wrong, on); err == nil {
			t.Fatal("a wrong check digit was taken")
		}
	})
}

func TestRedact(t *testing.T) {
	tests := map[string]string{
		"811218-9876":                       "[personal number]",
		"8112189876":                        "[personal number]",
		"19811218-9876":                     "[personal number]",
		"701063-2391":                       "[personal number]",
		"811218+9876 Anna":                  "[personal number] Anna",
		"811218 9876":                       "[personal number]",
		"811218\u20139876":                  "[personal number]",
		"från 811218-9875, sjuk":            "från [personal number], sjuk",
		"(8112189876)(7010632391)":          "([personal number])([personal number])",
		"212000-1355":                       "212000-1355",
		"1 234 567,89":                      "1 234 567,89",
		"2023-11-30":                        "2023-11-30",
		"9911218987612345":                  "9911218987612345",
		"Konto 7459":                        "Konto 7459",
		"":                                  "",
		"x198112189876y":                    "x[personal number]y",
		"1981-12-18 och 811218-9876 i text": "1981-12-18 och [personal number] i text",
	}
	for in, want := range tests {
		if got := person.Redact(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"811218-9876", "701063-2391", "19811218-9876", "230115+1234", "", "-", "0000000000"} {
		f.Add(seed)
	}
	p := person.NewPseudonymiser([]byte("key"))
	f.Fuzz(func(t *testing.T, s string) {
		n, err := person.Parse(s, on)
		if err != nil {
			return
		}
		if len(p.Pseudonym(n)) != 32 {
			t.Errorf("%q: pseudonym %s", s, p.Pseudonym(n))
		}
		if strings.Contains(person.Redact(s), s) {
			t.Errorf("%q is a number and is not redacted", s)
		}
	})
}
