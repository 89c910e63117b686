package load_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

// TestLoadsOfAnyNumberOfBlocks loads nothing, and as many rows as a block has, and one more. Every row has a code of its
// own, which is more than 16 bits can count.
func TestLoadsOfAnyNumberOfBlocks(t *testing.T) {
	const block = 65_536
	for _, rows := range []int{0, block - 1, block, block + 1, 2*block + 1} {
		t.Run(fmt.Sprint(rows), func(t *testing.T) {
			w := open(t)
			l := w.Begin(t.Context(), meta("volume", "volymer", "a"))
			defer l.Abandon()
			r := volume(t, 202311, "", 0)
			item, quantity := 1, 4
			for i := range rows {
				r.Row = i + 1
				r.Values[item].Str = fmt.Sprint("item ", i)
				r.Values[quantity].Int = int64(i)
				if err := l.Record(r); err != nil {
					t.Fatal(err)
				}
			}
			p, err := l.Publish(t.Context(), load.Counts{Rows: rows, Mapped: rows})
			if err != nil || p.Records != uint64(rows) {
				t.Fatalf("published %+v, %v", p, err)
			}
			expect(t, w, "SELECT count(), uniqExact(item), countIf(item != 'item ' || toString(row - 1)), countIf(quantity * 10000 != row - 1) FROM volume",
				fmt.Sprintf("%d %[1]d 0 0", rows))
			blocks := (rows + block - 1) / block
			expect(t, w, "SELECT uniqExact(arrayJoin(range(min_block_number, max_block_number + 1))) FROM system.parts "+
				"WHERE database = currentDatabase() AND table = 'volume_records' AND active", fmt.Sprint(blocks))
		})
	}
}

// TestALoadWhoseSecondBlockFailsIsInvisible lets the warehouse refuse a row of the second block.
func TestALoadWhoseSecondBlockFailsIsInvisible(t *testing.T) {
	w := open(t)
	publish(t, w, meta("volume", "volymer", "a"), volume(t, 202311, "x", 1))
	if err := w.Conn().Exec(t.Context(), "ALTER TABLE volume_records ADD CONSTRAINT no_bad CHECK item != 'bad'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Conn().Exec(context.WithoutCancel(t.Context()), "ALTER TABLE volume_records DROP CONSTRAINT no_bad"); err != nil {
			t.Error(err)
		}
	})
	l := w.Begin(t.Context(), meta("volume", "volymer", "b"))
	defer l.Abandon()
	var err error
	taken := 0
	for i := 0; err == nil && i < 500_000; i++ {
		item := "good"
		if i == 100_000 {
			item = "bad"
		}
		err = l.Record(volume(t, 202311, item, 1))
		taken++
	}
	if err == nil || !strings.Contains(err.Error(), "no_bad") || taken == 500_000 {
		t.Fatalf("error %v after %d records", err, taken)
	}
	if _, again := l.Publish(t.Context(), load.Counts{}); again == nil || again.Error() != err.Error() {
		t.Errorf("error %v of publishing, want %v", again, err)
	}
	expect(t, w, "SELECT count(), sum(quantity) FROM volume", "1 1")
	publish(t, w, meta("volume", "volymer", "c"), volume(t, 202311, "y", 2))
	expect(t, w, "SELECT count(), sum(quantity) FROM volume", "1 2")
}

// TestALoadIntoAnotherTableFails begins loads in warehouses whose tables are not those of the datasets.
func TestALoadIntoAnotherTableFails(t *testing.T) {
	const columns = "load_id UInt64, sheet String, row UInt32, cell String, period UInt32, item String, service String, customer String"
	for table, want := range map[string]string{
		"another (n UInt8)":                                            "volume_records has no column load_id",
		"volume_records (" + columns + ")":                             "volume_records has no column quantity",
		"volume_records (" + columns + ", quantity Decimal(18, 2))":    "quantity has type Decimal(18, 2)",
		"volume_records (" + columns + ", quantity Float64)":           "quantity has type Float64",
		"volume_records (" + columns + ", quantity Decimal(38, 4))":    "quantity has type Decimal(38, 4)",
		"volume_records (" + columns + ", quantity Array(String))":     "quantity has type Array(String)",
		"volume_records (" + columns + ", quantity Nullable(Float32))": "quantity has type Nullable(Float32)",
	} {
		t.Run(want, func(t *testing.T) {
			w, err := load.Open(t.Context(), enginetest.DSN(t))
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			if err := w.Conn().Exec(t.Context(), "CREATE TABLE "+table+" ENGINE = MergeTree ORDER BY tuple()"); err != nil {
				t.Fatal(err)
			}
			l := w.Begin(t.Context(), meta("volume", "volymer", "a"))
			defer l.Abandon()
			if err := l.Record(volume(t, 202311, "x", 1)); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v", err)
			}
		})
	}
}
