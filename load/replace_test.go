package load_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// byKey are loads whose records take the place of those with the same item.
func byKey(delivery string, scope load.Scope) load.Meta {
	m := meta("volume", "volymer", delivery)
	m.Replace, m.Scope = load.Replace{Mode: load.ReplaceKey, Key: []string{"item"}}, scope
	return m
}

const shown = "SELECT period, item, toInt32(quantity) FROM volume ORDER BY period, item, quantity"

func TestReplaceByKeyKeepsTheOthers(t *testing.T) {
	w := open(t)
	first := publish(t, w, byKey("a", load.Scope{}), volume(t, 202301, "x", 1), volume(t, 202301, "y", 2), volume(t, 202302, "z", 3), volume(t, 202303, "q", 4))
	publish(t, w, meta("volume", "annan", "b"), volume(t, 202301, "x", 100)) // another source, which stays as it is
	second := publish(t, w, byKey("c", load.Scope{}), volume(t, 202301, "x", 5), volume(t, 202304, "z", 6), volume(t, 202304, "z", 7))
	if second.Records != 3 || second.Carried != 1 {
		t.Errorf("%d records and %d carried over", second.Records, second.Carried)
	}
	expect(t, w, shown, "202301 x 5", "202301 x 100", "202301 y 2", "202303 q 4", "202304 z 6", "202304 z 7")
	expect(t, w, "SELECT period, records FROM publications WHERE load_id = "+fmt.Sprint(second.LoadID)+" ORDER BY period",
		"202301 2", "202302 0", "202304 2")
	expect(t, w, "SELECT file, toUInt8(load_id = "+fmt.Sprint(second.LoadID)+"), toUInt8(origin = "+fmt.Sprint(first.LoadID)+") FROM lineage "+
		"WHERE key IN ('y', 'q') ORDER BY key", "a.xlsx 0 1", "a.xlsx 1 1")
	expect(t, w, "SELECT records FROM loads WHERE delivery = 'c'", "4")

	third := publish(t, w, byKey("d", load.Scope{}), volume(t, 202301, "x", 8))
	expect(t, w, shown, "202301 x 8", "202301 x 100", "202301 y 2", "202303 q 4", "202304 z 6", "202304 z 7")
	expect(t, w, "SELECT file, toUInt8(load_id = "+fmt.Sprint(third.LoadID)+") FROM lineage WHERE key = 'y'", "a.xlsx 1")
}

// TestReplaceByKeyIsIdempotent tells that a delivery is current although a load of another scope has republished its period.
func TestReplaceByKeyIsIdempotent(t *testing.T) {
	w := open(t)
	january, february := load.Scope{From: 202301, To: 202301}, load.Scope{From: 202302, To: 202302}
	publish(t, w, byKey("jan", january), volume(t, 202301, "x", 1), volume(t, 202301, "y", 2))
	publish(t, w, byKey("feb", february), volume(t, 202302, "x", 3))
	expect(t, w, shown, "202301 y 2", "202302 x 3")
	for _, m := range []load.Meta{byKey("jan", january), byKey("feb", february)} {
		if standing, err := w.Standing(t.Context(), m); err != nil || standing != load.Current {
			t.Errorf("%s is to be loaded again: %v", m.Delivery, err)
		}
	}
	if standing, err := w.Standing(t.Context(), byKey("jan2", january)); err != nil || standing == load.Current {
		t.Errorf("a new delivery is said to be current: %v", err)
	}
}

func TestReplaceByPeriod(t *testing.T) {
	w := open(t)
	byPeriod := func(delivery string) load.Meta {
		m := meta("volume", "volymer", delivery)
		m.Replace.Mode = load.ReplacePeriod
		return m
	}
	publish(t, w, byPeriod("a"), volume(t, 202301, "x", 1), volume(t, 202302, "x", 2), volume(t, 202302, "y", 3))
	publish(t, w, byPeriod("b"), volume(t, 202302, "x", 4), volume(t, 202303, "x", 5))
	expect(t, w, shown, "202301 x 1", "202302 x 4", "202303 x 5")
	publish(t, w, meta("volume", "volymer", "c"), volume(t, 202302, "x", 6)) // the whole scope
	expect(t, w, shown, "202302 x 6")
}

// TestReplaceByKeyOfADimension carries units over that a later list does not name.
func TestReplaceByKeyOfADimension(t *testing.T) {
	w := open(t)
	unit := func(code, name string) *record.Record {
		return makeRecord(t, "organisation", map[string]any{"organisation": code, "name": name, "area": "A"})
	}
	m := func(delivery string) load.Meta {
		m := meta("organisation", "ansvar", delivery)
		m.Replace = load.Replace{Mode: load.ReplaceKey, Key: []string{"organisation"}}
		return m
	}
	publish(t, w, m("a"), unit("10", "tio"), unit("20", "tjugo"))
	publish(t, w, m("b"), unit("20", "TJUGO"), unit("30", "trettio"))
	expect(t, w, "SELECT organisation, name FROM organisation ORDER BY organisation", "10 tio", "20 TJUGO", "30 trettio")
}

// TestReplaceByKeyIsLikeAMap loads deliveries of any records one after the other: what is published is always what a map
// from key to the records that came last would hold.
func TestReplaceByKeyIsLikeAMap(t *testing.T) {
	w := open(t)
	random := rand.New(rand.NewPCG(2023, 11))
	periods, items := []period.Period{202301, 202302, 202303}, []string{"a", "b", "c", "d'\\", ""}
	want := map[string][]string{}
	for delivery := range 10 {
		var records []*record.Record
		now := map[string][]string{}
		for range 1 + random.IntN(5) {
			p, item, n := periods[random.IntN(3)], items[random.IntN(5)], random.IntN(9)
			records = append(records, volume(t, p, item, n))
			now[item] = append(now[item], fmt.Sprintf("%d %s %d", p, item, n))
		}
		maps.Copy(want, now)
		publish(t, w, byKey(fmt.Sprint(delivery), load.Scope{}), records...)
		var lines []string
		for _, list := range want {
			lines = append(lines, list...)
		}
		got := ask(t, w, shown)
		slices.Sort(lines)
		slices.Sort(got)
		if !slices.Equal(got, lines) {
			t.Fatalf("after delivery %d: %q, want %q", delivery, got, lines)
		}
	}
}

func TestPrevious(t *testing.T) {
	w := open(t)
	m := meta("volume", "volymer", "a")
	expectPrevious := func(want int) {
		t.Helper()
		if got, err := w.Previous(t.Context(), m); err != nil || got != want {
			t.Errorf("%d, %v; want %d", got, err, want)
		}
	}
	expectPrevious(0)
	publish(t, w, m, volume(t, 202301, "x", 1), volume(t, 202301, "y", 1))
	expectPrevious(2)
	publish(t, w, meta("volume", "annan", "b"), volume(t, 202301, "x", 1))
	l := w.Begin(t.Context(), meta("volume", "volymer", "c"))
	if err := errors.Join(l.Record(volume(t, 202302, "x", 1)), l.Refuse(t.Context(), load.Counts{Rows: 1, Mapped: 1}, "refused")); err != nil {
		t.Fatal(err)
	}
	expectPrevious(2)
}
