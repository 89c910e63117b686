package load_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nyckeltal/load"
)

// inspected returns what an inspection without knowledge of an earlier one sees, which must be sound.
func inspected(t *testing.T, w *load.Warehouse, last load.Sound) load.Sound {
	t.Helper()
	sound, err := w.Inspect(t.Context(), last)
	if err != nil {
		t.Fatal(err)
	}
	return sound
}

// damaged returns what an inspection finds, which must be something.
func damaged(t *testing.T, w *load.Warehouse, last load.Sound) *load.DamagedError {
	t.Helper()
	_, err := w.Inspect(t.Context(), last)
	var damage *load.DamagedError
	if !errors.As(err, &damage) {
		t.Fatalf("damage is not found: %v", err)
	}
	remembers = true
	return damage
}

// lose removes rows behind the registry's back, as a disk does.
func lose(t *testing.T, w *load.Warehouse, table, where string) {
	t.Helper()
	if err := w.Conn().Exec(t.Context(), "ALTER TABLE "+table+" DELETE WHERE "+where+" SETTINGS mutations_sync = 2"); err != nil {
		t.Fatal(err)
	}
}

func TestLostRowsAreFoundAndMended(t *testing.T) {
	w := withCatalogue(t)
	old := meta("volume", "v", "a")
	publish(t, w, old, volume(t, 202301, "flow", 1), volume(t, 202302, "flow", 1))
	m := meta("volume", "v", "b")
	second := publish(t, w, m, volume(t, 202301, "flow", 2), volume(t, 202302, "flow", 3), volume(t, 202302, "x", 4))
	expect(t, w, "SELECT count() FROM volume", "3")
	sound := inspected(t, w, load.Sound{})
	lose(t, w, "volume_records", fmt.Sprintf("load_id = %d AND item = 'x'", second.LoadID))

	damage := damaged(t, w, sound)
	if len(damage.Losses) != 1 || !damage.Current() {
		t.Fatalf("%+v", damage)
	}
	l := damage.Losses[0]
	l.Since = time.Time{}
	want := load.Loss{
		Dataset: "volume", Source: "v", Period: 202302, LoadID: second.LoadID, Job: "job", File: "b.xlsx", Delivery: "b",
		Expected: 2, Found: 1, Needed: true,
	}
	if l != want {
		t.Errorf("found %+v, want %+v", l, want)
	}
	if text := damage.Error(); !strings.Contains(text, "volume 2023-02 from b.xlsx (job job): 2 rows expected, 1 found") ||
		!strings.Contains(text, "nyckeltal run --remap job") {
		t.Errorf("the message is %s", text)
	}
	if err := w.CheckAsOf(t.Context(), time.Now()); !errors.As(err, &damage) {
		t.Errorf("as of now: %v", err)
	}
	if standing, err := w.Standing(t.Context(), m); err != nil || standing != load.New {
		t.Errorf("the damaged load is %v, %v", standing, err)
	}

	publish(t, w, m, volume(t, 202301, "flow", 2), volume(t, 202302, "flow", 3), volume(t, 202302, "x", 4))
	damage = damaged(t, w, sound)
	if damage.Current() || !damage.At(damage.Losses[0].Since) {
		t.Errorf("after it was loaded again: %v", damage)
	}
	if err := w.GiveUp(t.Context(), damage); err != nil {
		t.Fatal(err)
	}
	inspected(t, w, load.Sound{})
	var gone *load.HorizonError
	if err := w.CheckAsOf(t.Context(), damage.Losses[0].Since); !errors.As(err, &gone) {
		t.Errorf("as of a time that was given up: %v", err)
	}
	if err := w.CheckAsOf(t.Context(), time.Now()); err != nil {
		t.Errorf("as of now: %v", err)
	}
}

func TestLostMeasuresAreComputedAnew(t *testing.T) {
	w := withCatalogue(t)
	publish(t, w, meta("volume", "v", "a"), volume(t, 202301, "flow", 1), volume(t, 202302, "flow", 2))
	const sql = "SELECT period, value FROM kpi_values WHERE indicator = 'flow' AND window = 'month' AND slice_kind = 'total' ORDER BY period"
	expect(t, w, sql, "202301 1", "202302 2")
	lose(t, w, "measure_records", "period = 202302")
	if damage := damaged(t, w, load.Sound{}); len(damage.Losses) != 1 || damage.Losses[0].Dataset != "measures" {
		t.Fatalf("%+v", damage)
	}
	expect(t, w, sql, "202301 1", "202302 2")
}

// TestLostRegistryIsFound has tables lose rows that nothing counts.
func TestLostRegistryIsFound(t *testing.T) {
	for _, table := range []string{"loads", "publications", "closings", "runs", "indicator_term_records"} {
		t.Run(table, func(t *testing.T) {
			w := withCatalogue(t)
			publish(t, w, meta("volume", "v", "a"), volume(t, 202301, "flow", 1), volume(t, 202302, "flow", 2))
			expect(t, w, "SELECT count() FROM volume", "2")
			if _, err := w.CloseMonth(t.Context(), load.Decision{Period: 202301}); err != nil {
				t.Fatal(err)
			}
			if err := w.RememberRuns(t.Context(), []load.Run{{RunID: "r", Job: "job"}}); err != nil {
				t.Fatal(err)
			}
			sound := inspected(t, w, load.Sound{})
			part := ask(t, w, "SELECT name FROM system.parts WHERE database = currentDatabase() AND active AND table = ? ORDER BY name LIMIT 1", table)[0]
			if err := w.Conn().Exec(t.Context(), "ALTER TABLE "+table+" DETACH PART '"+part+"'"); err != nil {
				t.Fatal(err)
			}
			for name, last := range map[string]load.Sound{"after an inspection": sound, "without one": {}} {
				damage := damaged(t, w, last)
				if len(damage.Registry) == 0 || damage.Registry[0].Table != table || len(damage.Parts) != 1 {
					t.Errorf("%s: %+v", name, damage)
				}
				if damage.Decisions() != (table == "closings") {
					t.Errorf("%s: decisions are lost: %v", name, damage.Decisions())
				}
			}
			if err := w.Conn().Exec(t.Context(), "ALTER TABLE "+table+" ATTACH PART '"+part+"'"); err != nil {
				t.Fatal(err)
			}
			inspected(t, w, sound)
		})
	}
}

// TestACheapInspectionSeesWhatAThoroughOneSees follows a history with one that begins from the last, and one that begins
// from nothing.
func TestACheapInspectionSeesWhatAThoroughOneSees(t *testing.T) {
	w := open(t)
	sound := load.Sound{}
	for i := range 4 {
		publish(t, w, meta("volume", "v", fmt.Sprint(i)), volume(t, 202301, "flow", i))
		sound = inspected(t, w, sound)
	}
	lose(t, w, "volume_records", "load_id = (SELECT min(load_id) FROM loads)")
	publish(t, w, meta("volume", "v", "x"), volume(t, 202301, "flow", 9)) // so that the number of rows is the same
	cheap, thorough := damaged(t, w, sound), damaged(t, w, load.Sound{})
	if len(cheap.Losses) != 1 || cheap.Losses[0] != thorough.Losses[0] || cheap.Current() {
		t.Errorf("found %+v and %+v", cheap, thorough)
	}
}

func TestNothingIsKeptOfDamagedRecords(t *testing.T) {
	w := open(t)
	first := publish(t, w, byKey("a", load.Scope{}), volume(t, 202301, "x", 1), volume(t, 202301, "y", 2))
	lose(t, w, "volume_records", fmt.Sprintf("load_id = %d AND item = 'y'", first.LoadID))
	damaged(t, w, load.Sound{})
	l := w.Begin(t.Context(), byKey("b", load.Scope{}))
	defer l.Abandon()
	if err := l.Record(volume(t, 202301, "x", 5)); err != nil {
		t.Fatal(err)
	}
	var refused *load.CheckError
	if _, err := l.Publish(t.Context(), load.Counts{Rows: 1, Mapped: 1}); !errors.As(err, &refused) || !strings.Contains(err.Error(), "--remap job") {
		t.Errorf("a load keeps what is left of a damaged one: %v", err)
	}
}
