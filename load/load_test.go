package load_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// make builds a record of the dataset from column values: strings for codes and texts, ints for scaled units and
// periods, times for dates. Columns that are not named are empty.
func makeRecord(t *testing.T, dataset string, values map[string]any) *record.Record {
	t.Helper()
	d := record.Find(dataset)
	r := &record.Record{Sheet: "Blad1", Row: 7, Cell: "C7", Values: make([]record.Value, len(d.Columns))}
	for i := range r.Values {
		r.Values[i].Null = true
	}
	for name, value := range values {
		i := d.Index(name)
		if i < 0 {
			t.Fatalf("dataset %s has no column %s", dataset, name)
		}
		switch v := value.(type) {
		case string:
			r.Values[i] = record.Value{Str: v}
		case []string:
			r.Values[i] = record.Value{Str: record.JoinCodes(v)}
		case int:
			r.Values[i] = record.Value{Int: int64(v)}
		case time.Time:
			r.Values[i] = record.Value{Time: v}
		default:
			t.Fatalf("column %s: %T", name, value)
		}
	}
	return r
}

// volume is a record of the dataset volume; the quantity is in whole units.
func volume(t *testing.T, p period.Period, item string, quantity int) *record.Record {
	return makeRecord(t, "volume", map[string]any{"period": int(p), "item": item, "quantity": quantity * 10_000})
}

// meta describes a load of the dataset; the delivery is any text.
func meta(dataset, source, delivery string) load.Meta {
	return load.Meta{RunID: "run", Job: "job", Dataset: record.Find(dataset), Source: source, Series: source, Delivery: delivery, File: delivery + ".xlsx", Mapping: "m1"}
}

// publish loads the records and publishes them.
func publish(t *testing.T, w *load.Warehouse, m load.Meta, records ...*record.Record) load.Publication {
	t.Helper()
	l := w.Begin(t.Context(), m)
	defer l.Abandon()
	for _, r := range records {
		if err := l.Record(r); err != nil {
			t.Fatal(err)
		}
	}
	p, err := l.Publish(t.Context(), load.Counts{Rows: len(records), Mapped: len(records)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// ask returns the rows of a query as text, values separated by a space.
func ask(t *testing.T, w *load.Warehouse, sql string, args ...any) []string {
	t.Helper()
	rows, err := w.Conn().Query(t.Context(), "SELECT concatWithSeparator(' ', '', COLUMNS('.*') APPLY(x -> ifNull(toString(x), 'NULL'))) FROM ("+sql+")", args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line[1:])
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// expect compares the rows of a query, after the run that published what it asks for.
func expect(t *testing.T, w *load.Warehouse, sql string, want ...string) {
	t.Helper()
	if _, err := w.PublishMeasures(t.Context(), "run"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, ask(t, w, sql)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", sql, diff)
	}
}

func TestARecordIsVisibleOnlyWhenItsLoadIsPublished(t *testing.T) {
	w := open(t)
	l := w.Begin(t.Context(), meta("volume", "volymer", "a"))
	if err := l.Record(volume(t, 202311, "x", 5)); err != nil {
		t.Fatal(err)
	}
	l.Abandon()
	expect(t, w, "SELECT count() FROM volume", "0")
	publish(t, w, meta("volume", "volymer", "a"), volume(t, 202311, "x", 5))
	expect(t, w, "SELECT period, item, quantity, sheet, row, cell FROM volume", "202311 x 5 Blad1 7 C7")
}

func TestANewDeliveryReplacesExactlyItsScope(t *testing.T) {
	tests := []struct {
		name  string
		scope load.Scope
		want  []string
	}{
		{"one month", load.Scope{From: 202302, To: 202302}, []string{"202301 1", "202302 20", "202401 3"}},
		{"one year: a month that is no longer there is gone", load.Scope{From: 202300, To: 202313}, []string{"202302 20", "202401 3"}},
		{"the whole source", load.Scope{}, []string{"202302 20"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := open(t)
			publish(t, w, meta("volume", "volymer", "a"), volume(t, 202301, "x", 1), volume(t, 202302, "x", 2), volume(t, 202401, "x", 3))
			publish(t, w, meta("volume", "annan", "b"), volume(t, 202301, "y", 9))
			again := meta("volume", "volymer", "c")
			again.Scope = test.scope
			publish(t, w, again, volume(t, 202302, "x", 20))
			expect(t, w, "SELECT period, quantity FROM volume WHERE item = 'x' ORDER BY period", test.want...)
			expect(t, w, "SELECT period, quantity FROM volume WHERE item = 'y'", "202301 9")
		})
	}
}

func TestTheSameDeliveryAgainIsCurrent(t *testing.T) {
	w := open(t)
	first, second := meta("volume", "volymer", "a"), meta("volume", "volymer", "b")
	isCurrent := func(m load.Meta) bool {
		t.Helper()
		standing, err := w.Standing(t.Context(), m)
		current := standing == load.Current
		if err != nil {
			t.Fatal(err)
		}
		return current
	}
	if isCurrent(first) {
		t.Error("a delivery that was never loaded is current")
	}
	publish(t, w, first, volume(t, 202311, "x", 1))
	renamed := first
	renamed.File = "another name.xlsx"
	if !isCurrent(first) || !isCurrent(renamed) {
		t.Error("the delivery that was just published is not current")
	}
	changed := first
	changed.Mapping = "m2"
	if isCurrent(changed) {
		t.Error("a delivery is current under a mapping that it was not loaded with")
	}
	publish(t, w, second, volume(t, 202311, "x", 2))
	if isCurrent(first) || !isCurrent(second) {
		t.Error("the older delivery is still current after a newer one")
	}
}

func TestALoadThatBreaksARuleIsRefused(t *testing.T) {
	w := open(t)
	share := func(customer string, units int) *record.Record {
		return makeRecord(t, "allocation", map[string]any{"period": 202300, "service": "T1", "customer": customer, "share": units})
	}
	l := w.Begin(t.Context(), meta("allocation", "nycklar", "a"))
	for _, r := range []*record.Record{share("K1", 5_000_000_000), share("K2", 4_999_999_999)} {
		if err := l.Record(r); err != nil {
			t.Fatal(err)
		}
	}
	_, err := l.Publish(t.Context(), load.Counts{})
	var refused *load.CheckError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "service T1 for 2023 sum to 0.9999999999, not to 1") {
		t.Fatalf("error %v", err)
	}
	expect(t, w, "SELECT count() FROM allocation", "0")
	expect(t, w, "SELECT state FROM loads", "refused")
	publish(t, w, meta("allocation", "nycklar", "b"), share("K1", 5_000_000_000), share("K2", 5_000_000_000))
	expect(t, w, "SELECT count() FROM allocation", "2")
}

func TestWhatTheWarehouseLacksIsNoticed(t *testing.T) {
	w := open(t)
	l := w.Begin(t.Context(), meta("volume", "volymer", "a"))
	for i := range 70_000 { // more than one block, so that the first is on its way
		if err := l.Record(volume(t, 202311, "x", i)); err != nil {
			t.Fatal(err)
		}
	}
	// Somebody tampers with the first block before the load is checked.
	for ask(t, w, "SELECT count() > 0 FROM volume_records")[0] == "0" {
		if t.Context().Err() != nil {
			t.Fatal("the first block never arrived")
		}
	}
	if err := w.Conn().Exec(t.Context(), "ALTER TABLE volume_records DELETE WHERE quantity = 17 SETTINGS mutations_sync = 1"); err != nil {
		t.Fatal(err)
	}
	_, err := l.Publish(t.Context(), load.Counts{})
	var refused *load.CheckError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "70000 records sent, 69999 in the warehouse") {
		t.Fatalf("error %v", err)
	}
	expect(t, w, "SELECT count() FROM volume", "0")
}

func TestRejectsStayWithTheirLoad(t *testing.T) {
	w := open(t)
	l := w.Begin(t.Context(), meta("volume", "volymer", "a"))
	reject := record.Reject{Sheet: "Blad1", Row: 9, Cell: "D9", Column: "quantity", Reason: record.Ambiguous, Expected: "a number", Found: "1,234"}
	if err := errors.Join(l.Record(volume(t, 202311, "x", 1)), l.Reject(reject)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(t.Context(), load.Counts{Rows: 2, Mapped: 1, Rejected: 1}); err != nil {
		t.Fatal(err)
	}
	expect(t, w, "SELECT file, sheet, cell, column, reason, found FROM rejects", "a.xlsx Blad1 D9 quantity ambiguous value 1,234")
}

func TestACancelledLoadIsInvisible(t *testing.T) {
	w := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	l := w.Begin(ctx, meta("volume", "volymer", "a"))
	if err := l.Record(volume(t, 202311, "x", 1)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := l.Publish(ctx, load.Counts{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	expect(t, w, "SELECT count() FROM volume", "0")
}

func TestEveryTypeOfColumnComesThrough(t *testing.T) {
	w := open(t)
	day := time.Date(1931, 2, 28, 0, 0, 0, 0, time.UTC)
	moment := time.Date(2023, 11, 30, 23, 59, 58, 0, time.UTC)
	publish(t, w, meta("ledger", "huvudbok", "a"), makeRecord(t, "ledger", map[string]any{
		"period": 202313, "account": "0123", "organisation": "å/ä", "amount": -123456789012345, "posted_on": day,
	}))
	expect(t, w, "SELECT period, account, organisation, amount, posted_on, project FROM ledger", "202313 0123 å/ä -1234567890123.45 1931-02-28 ")
	publish(t, w, meta("ticket", "arenden", "a"), makeRecord(t, "ticket", map[string]any{"period": 202311, "ticket": "INC1", "opened_at": moment}))
	expect(t, w, "SELECT opened_at, due_at FROM ticket", "2023-11-30 23:59:58 NULL")
	publish(t, w, meta("account", "kontoplan", "a"), makeRecord(t, "account", map[string]any{
		"account": "5010", "name": "Lön", "groups": []string{"kostnader", "personal"}, "valid_from": 2022,
	}))
	expect(t, w, "SELECT account, groups, valid_from, valid_to FROM account", "5010 ['kostnader','personal'] 2022 NULL")
}

func TestCodesKnowWhatIsPublished(t *testing.T) {
	w := open(t)
	codes, err := w.Codes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := codes.Find("customer", "K1"); !ok {
		t.Error("a dimension that nobody keeps refuses a code")
	}
	for i, code := range []string{"K1", "K2"} {
		publish(t, w, meta("customer", fmt.Sprint("kunder", i), "a"), makeRecord(t, "customer", map[string]any{"customer": code, "name": "n"}))
	}
	if codes, err = w.Codes(t.Context()); err != nil {
		t.Fatal(err)
	}
	if entries, ok := codes.Find("customer", "K2"); !ok || fmt.Sprint(entries) != "[{0 0 [K2 n ]}]" {
		t.Errorf("K2: %v", entries)
	}
	if _, ok := codes.Find("customer", "K3"); ok {
		t.Error("a code is known that nobody published")
	}
	if near := codes.Near("customer", "0k 1"); near != "K1" {
		t.Errorf("0k 1 is near %q", near)
	}
}

func TestCodesHoldSpansOfYears(t *testing.T) {
	w := open(t)
	before, err := w.Codes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	publish(t, w, meta("account", "kontoplan", "a"),
		makeRecord(t, "account", map[string]any{"account": "0071", "name": "Lön", "groups": []string{"kostnader", "personal"}, "valid_to": 2022}),
		makeRecord(t, "account", map[string]any{"account": "0071", "name": "Löner", "groups": []string{"personal"}, "valid_from": 2023}))
	codes, err := w.Codes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entries, _ := codes.Find("account", "0071")
	slices.SortFunc(entries, func(a, b record.Entry) int { return a.From - b.From })
	if got, want := fmt.Sprintf("%v", entries), "[{0 2022 [0071 Lön kostnader\x1fpersonal  2022]} {2023 0 [0071 Löner personal 2023 ]}]"; got != want {
		t.Error(got)
	}
	if codes.Fingerprint() == before.Fingerprint() {
		t.Error("the fingerprint does not tell what is said of the codes")
	}
	if near := codes.Near("account", "71"); near != "0071" {
		t.Errorf("71 is near %q", near)
	}
}

func TestKeyFiguresChangeAtTheEndOfARunAndAllAtOnce(t *testing.T) {
	w := withCatalogue(t)
	figure := "SELECT value FROM kpi_values WHERE indicator = 'flow' AND window = 'month' AND slice_kind = 'total'"
	publish(t, w, meta("volume", "volymer", "a"), volume(t, 202311, "flow", 5))
	if now := ask(t, w, figure); len(now) != 0 {
		t.Errorf("the figure is %v before the run has ended", now)
	}
	for _, want := range []bool{true, false} {
		changed, err := w.PublishMeasures(t.Context(), "run")
		if err != nil || changed != want {
			t.Fatalf("published %v, want %v; error %v", changed, want, err)
		}
	}
	publish(t, w, meta("volume", "volymer", "b"), volume(t, 202311, "flow", 7))
	if now := ask(t, w, figure); len(now) != 1 || now[0] != "5" {
		t.Errorf("the figure is %v during a run, want that of the run before", now)
	}
	expect(t, w, figure, "7")
}

func TestRejectedRowsAreTriedAgainWhenCodesChange(t *testing.T) {
	w := open(t)
	m := meta("volume", "volymer", "a")
	m.Codes = "before"
	l := w.Begin(t.Context(), m)
	if err := l.Record(volume(t, 202311, "x", 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(t.Context(), load.Counts{Rows: 2, Mapped: 1, Rejected: 1}); err != nil {
		t.Fatal(err)
	}
	for codes, want := range map[string]bool{"before": true, "after": false} {
		m.Codes = codes
		if standing, err := w.Standing(t.Context(), m); err != nil || standing == load.Current != want {
			t.Errorf("codes %s: standing %v, want %v; error %v", codes, standing, want, err)
		}
	}
}
