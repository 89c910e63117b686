package engine_test

import (
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// BenchmarkInsert inserts 14 columns through clickhouse-go, over loopback, to disk; one batch of 200 000 rows each.
func BenchmarkInsert(b *testing.B) {
	conn, err := clickhouse.Open(shared.Options("default"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Exec(b.Context(), "CREATE OR REPLACE "+rowTable[len("CREATE "):]); err != nil {
		b.Fatal(err)
	}
	const rows = 200_000
	sample := sampleRow(3)
	for b.Loop() {
		batch, err := conn.PrepareBatch(b.Context(), "INSERT INTO rows")
		if err != nil {
			b.Fatal(err)
		}
		for i := range rows {
			err = batch.Append(uint64(i), sample.Period, sample.Key, sample.Name, sample.Account, sample.Groups,
				sample.Note, sample.Amount, sample.Share, sample.Hours, sample.Posted, sample.Closed, sample.Loaded,
				sample.Scenario)
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := batch.Send(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkSmallQuery is what a statement costs at least: a request, a connection, its settings.
func BenchmarkSmallQuery(b *testing.B) {
	conn, err := clickhouse.Open(shared.Options("default"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	var one uint8
	for b.Loop() {
		if err := conn.QueryRow(b.Context(), "SELECT 1").Scan(&one); err != nil {
			b.Fatal(err)
		}
	}
}
