package transform_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"nyckeltal/transform"
)

// contains tells whether an error's message contains a text.
func contains(err error, text string) bool { return strings.Contains(err.Error(), text) }

func TestMapSelectsSheets(t *testing.T) {
	tests := []struct{ sheets, want string }{
		{`{name: Januari}`, "Januari"},
		{`{name: JANUARI}`, "Januari"},
		{`{names: [Februari, Januari]}`, "Januari Februari"},
		{`{pattern: "uari$"}`, "Januari Februari"},
		{`{pattern: "uari$", hidden: true}`, "Januari Februari Xuari"},
		{`{name: Xuari, hidden: true}`, "Xuari"},
		{`{position: 2}`, "Januari"},
		{`{position: -1}`, "Februari"},
		{`{position: -1, hidden: true}`, "Xuari"},
		{`{position: 4}`, `error: f.xlsx: no sheet in position 4 (visible sheets: "Läs mig", "Januari", "Februari")`},
		{`{position: -4}`, `error: f.xlsx: no sheet in position -4 (visible sheets: "Läs mig", "Januari", "Februari")`},
		{`{name: Januarii}`, `error: f.xlsx: no sheet "Januarii" (did you mean "Januari"?) (visible sheets: "Läs mig", "Januari", "Februari")`},
		{`{names: [Januari, Mars]}`, `error: f.xlsx: no sheet "Mars" (visible sheets: "Läs mig", "Januari", "Februari")`},
		{`{name: Xuari}`, `error: f.xlsx: sheet "Xuari" is hidden; unhide it, or write hidden: true under sheets in the mapping`},
		{`{pattern: "^Mars"}`, `error: f.xlsx: no sheet "^Mars" (visible sheets: "Läs mig", "Januari", "Februari")`},
	}
	row := []any{1, "x"}
	hidden := sheet("Xuari", []any{"Konto", "Namn"}, []any{3, "x"})
	hidden.Hidden = true
	in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{
		sheet("Läs mig", []any{"Fyll i alla blad"}),
		sheet("Januari", []any{"Konto", "Namn"}, row),
		sheet("Februari", []any{"Konto", "Namn"}, []any{2, "x"}),
		hidden,
	}}
	for _, test := range tests {
		m := newMapper(t, "account", "sheets: "+test.sheets+"\ncolumns: {account: {heading: Konto}, name: {heading: Namn}}")
		var got collected
		sum, err := m.Map(t.Context(), in, &got)
		var fault *transform.SheetError
		if wanted, ok := strings.CutPrefix(test.want, "error: "); ok {
			if !errors.As(err, &fault) || err.Error() != wanted {
				t.Errorf("%s: got %v, want %s", test.sheets, err, wanted)
			}
			continue
		}
		var names []string
		for _, s := range sum.Sheets {
			names = append(names, s.Name)
		}
		if err != nil || strings.Join(names, " ") != test.want || len(got.records) != len(names) {
			t.Errorf("%s: got %v, %v; want %s", test.sheets, names, err, test.want)
		}
		if len(names)+len(sum.Notes) != len(in.Sheets) || !slices.Contains(sum.Notes, `sheet "Läs mig" is not mapped and was skipped`) {
			t.Errorf("%s: notes %q", test.sheets, sum.Notes)
		}
	}
}

func TestMapWithoutSheets(t *testing.T) {
	err := mapOne(t, "account", "sheets: {all: true}\ncolumns: {account: {heading: K}, name: {heading: N}}", transform.Input{File: "f.xlsx"})
	var fault *transform.SheetError
	if !errors.As(err, &fault) {
		t.Errorf("got %v", err)
	}
}

func TestMapFindsKeysTwiceAcrossSheets(t *testing.T) {
	in := transform.Input{Sheets: []transform.Sheet{
		sheet("A", []any{"Konto", "Namn"}, []any{1, "x"}), sheet("B", []any{"Konto", "Namn"}, []any{1, "y"}),
	}}
	var got collected
	m := newMapper(t, "customer", "sheets: {all: true}\ncolumns: {customer: {heading: Konto}, name: {heading: Namn}}")
	if _, err := m.Map(t.Context(), in, &got); err != nil || len(got.records) != 1 || len(got.rejects) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	const want = `A2 customer duplicate key: expected each customer once; row 2 of sheet A has it too, found "1"`
	if message := showReject(got.rejects[0]); message != want {
		t.Errorf("got %s, want %s", message, want)
	}
}
