package load_test

import (
	"testing"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/transform/record"
)

const listed = "SELECT check_name, sheet, cell, period, count, message, accepted_by, accepted_on, comment FROM warnings ORDER BY check_name, period, cell"

func TestWarningsStayWithWhoAcceptedThem(t *testing.T) {
	w := open(t)
	m := meta("volume", "volymer", "0123456789abcdef")
	l := w.Begin(t.Context(), m)
	defer l.Abandon()
	if err := l.Record(volume(t, 202301, "x", 1)); err != nil {
		t.Fatal(err)
	}
	counts := load.Counts{Rows: 1, Mapped: 1, Warnings: []record.Warning{
		{Check: "rimlig", Sheet: "Blad1", Row: 2, Cell: "C2", Column: "quantity", Period: 202301, Message: "expected at most 1", Count: 1},
		{Check: "rimlig", Period: 202302, Message: "7 more of the kind", Count: 7},
		{Check: "antal", Message: "2 rows", Count: 1},
	}}
	if _, err := l.Publish(t.Context(), counts); err != nil {
		t.Fatal(err)
	}
	status := "SELECT warnings, open_warnings FROM delivery_status"
	expect(t, w, listed,
		"antal   0 1 2 rows  NULL ",
		"rimlig Blad1 C2 202301 1 expected at most 1  NULL ",
		"rimlig   202302 7 7 more of the kind  NULL ")
	expect(t, w, status, "9 9")

	accept := func(list ...load.Acceptance) {
		t.Helper()
		changed, err := w.PublishAcceptances(t.Context(), "job", "job.accepted.yaml", list, "run")
		if err != nil || !changed {
			t.Fatalf("%v, %v", changed, err)
		}
		if changed, err = w.PublishAcceptances(t.Context(), "job", "job.accepted.yaml", list, "run"); err != nil || changed {
			t.Fatalf("the same again: %v, %v", changed, err)
		}
	}
	on := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
	by := func(check, delivery string, month period.Period) load.Acceptance {
		return load.Acceptance{Check: check, Delivery: delivery, Period: month, By: "Eva", On: on, Comment: "rätt"}
	}
	accept(by("rimlig", m.File, 202302), by("antal", "0123456789ab", 0), by("annan", "", 202301))
	expect(t, w, listed,
		"antal   0 1 2 rows Eva 2023-12-01 rätt",
		"rimlig Blad1 C2 202301 1 expected at most 1  NULL ",
		"rimlig   202302 7 7 more of the kind Eva 2023-12-01 rätt")
	expect(t, w, status, "9 1")
	accept(by("rimlig", "", 202301), by("antal", "annan.xlsx", 0))
	expect(t, w, status, "9 8")
	accept() // the file is gone
	expect(t, w, status, "9 9")
}

func TestNothingAcceptedIsNothingToPublish(t *testing.T) {
	w := open(t)
	if changed, err := w.PublishAcceptances(t.Context(), "job", "", nil, "run"); err != nil || changed {
		t.Errorf("%v, %v", changed, err)
	}
}
