package lexer_test

import (
	"testing"

	"nyckeltal/load/engine/lexer"
)

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{"a": "'a'", "it's": `'it\'s'`, `\`: `'\\'`, `\'`: `'\\\''`} {
		if got := lexer.Quote(text, '\''); got != want {
			t.Errorf("%q is quoted as %s", text, got)
		}
	}
}
