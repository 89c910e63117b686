package mapping_test

import (
	"strings"
	"testing"
)

func TestHashIsStable(t *testing.T) {
	// A hash that changes makes every job map its deliveries again: it changes only when the language does.
	const want = "dd1cb602756c5cfb5c335ca2e70b560b5798d828fd53ccba3c96283deb0a75e9"
	if got := mustDecode(t, ledger).Hash(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHashFollowsTheMeaning(t *testing.T) {
	same := []string{
		"# a comment\n" + ledger,
		strings.Replace(ledger, "{heading: Konto}", "{heading: [Konto]}", 1),
		strings.Replace(ledger, "{heading: Belopp, unit: kr}", "{unit: kr, sign: 1, heading: Belopp}", 1),
		ledger + "heading: {within: 30}\n",
		ledger + "heading: {rows: 1, beside: false}\n",
		ledger + "layouts: []\npairs: false\n",
		ledger + "locale: {decimal: \",\", group: \" \"}\n",
		ledger + "ignore: []\n",
	}
	want := mustDecode(t, ledger).Hash()
	for _, text := range same {
		if got := mustDecode(t, text).Hash(); got != want {
			t.Errorf("the hash differs for\n%s", text)
		}
	}
	other := []string{
		strings.Replace(ledger, "unit: kr", "unit: kr, sign: -1", 1),
		strings.Replace(ledger, "unit: kr", "unit: tkr", 1),
		strings.Replace(ledger, "{heading: Konto}", "{heading: [Konto, Kontonr]}", 1),
		strings.Replace(ledger, "{heading: Konto}", `{heading: Konto, values: {x: ""}}`, 1),
		ledger + "locale: none\n",
		ledger + "ignore: [Text]\n",
		ledger + "heading: {rows: 2}\n",
		ledger + "layouts: [{name: a}]\n",
		ledger + "layouts: [{name: b}]\n",
		strings.Replace(ledger, "{heading: Konto}", "{column: A}", 1),
		strings.Replace(ledger, "{heading: Konto}", "{above: {cell: A1}}", 1),
	}
	seen := map[string]string{want: ledger}
	for _, text := range other {
		hash := mustDecode(t, text).Hash()
		if seen[hash] != "" {
			t.Errorf("the hash is the same for\n%s\nand\n%s", text, seen[hash])
		}
		seen[hash] = text
	}
}
