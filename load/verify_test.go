package load_test

import (
	"fmt"
	"slices"
	"testing"

	"nyckeltal/load"
)

// verified returns what a verification finds.
func verified(t *testing.T, w *load.Warehouse) load.Verification {
	t.Helper()
	v, err := w.Verify(t.Context(), load.Sound{}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerifyFindsWhatCountsDoNotShow(t *testing.T) {
	w := withCatalogue(t)
	first := publish(t, w, meta("volume", "v", "a"), volume(t, 202301, "flow", 1), volume(t, 202302, "flow", 2))
	orphan := w.Begin(t.Context(), meta("volume", "v", "b"))
	if err := orphan.Record(volume(t, 202301, "flow", 3)); err != nil {
		t.Fatal(err)
	}
	if err := orphan.Refuse(t.Context(), load.Counts{}, "as it is"); err != nil {
		t.Fatal(err)
	}
	expect(t, w, "SELECT count() FROM volume", "2")
	if v := verified(t, w); len(v.Findings) > 0 || v.Loads != 1 || v.Tables < 20 {
		t.Errorf("a sound warehouse: %+v", v)
	}
	sql := fmt.Sprintf("ALTER TABLE volume_records UPDATE quantity = 7 WHERE load_id = %d AND period = 202301 SETTINGS mutations_sync = 2", first.LoadID)
	if err := w.Conn().Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, f := range verified(t, w).Findings {
		kinds = append(kinds, f.Kind+" "+f.Subject)
	}
	if want := []string{"control volume", "measures 2023-01"}; !slices.Equal(kinds, want) {
		t.Errorf("found %v, want %v", kinds, want)
	}
}
