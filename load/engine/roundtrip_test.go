package engine_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// row has a column of every type that the warehouse uses.
type row struct {
	ID       uint64           `ch:"id"`
	Period   uint32           `ch:"period"`
	Key      uuid.UUID        `ch:"key"`
	Name     string           `ch:"name"`
	Account  string           `ch:"account"`
	Groups   []string         `ch:"groups"`
	Note     *string          `ch:"note"`
	Amount   decimal.Decimal  `ch:"amount"`
	Share    decimal.Decimal  `ch:"share"`
	Hours    *decimal.Decimal `ch:"hours"`
	Posted   time.Time        `ch:"posted"`
	Closed   *time.Time       `ch:"closed"`
	Loaded   time.Time        `ch:"loaded"`
	Scenario string           `ch:"scenario"`
}

const rowTable = `CREATE TABLE rows (
	id UInt64, period UInt32, key UUID, name String, account LowCardinality(String),
	groups Array(LowCardinality(String)), note Nullable(String), amount Decimal(18, 2), share Decimal(38, 10),
	hours Nullable(Decimal(38, 10)), posted Date, closed Nullable(Date), loaded DateTime64(3, 'UTC'),
	scenario Enum8('actual' = 1, 'budget' = 2)
) ENGINE = MergeTree ORDER BY id`

func sampleRow(i int) row {
	r := row{
		ID: uint64(i), Period: 202301 + uint32(i%12), Key: uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, i)),
		Name: fmt.Sprintf("Räksmörgås %d", i), Account: fmt.Sprint(3000 + i%100), Groups: []string{},
		Amount: decimal.New(int64(i)*7919-1_000_000, -2), Share: decimal.New(int64(i)+1, -10),
		Posted: time.Date(2023, 1, 1+i%365, 0, 0, 0, 0, time.UTC),
		Loaded: time.UnixMilli(1_700_000_000_123 + int64(i)).UTC(), Scenario: "actual",
	}
	if i%3 == 0 {
		note, hours, closed := "note\t\n\\'"+r.Name, decimal.New(int64(i), -3), r.Posted.AddDate(0, 0, 1)
		r.Note, r.Hours, r.Closed = &note, &hours, &closed
		r.Groups = []string{"a", "b", r.Account}
		r.Scenario = "budget"
	}
	return r
}

func TestRoundTripOfTypes(t *testing.T) {
	for name, change := range map[string]func(*clickhouse.Options){
		"plain": func(*clickhouse.Options) {},
		"lz4": func(o *clickhouse.Options) {
			o.Compression = &clickhouse.Compression{Method: clickhouse.CompressionLZ4}
		},
		"zstd": func(o *clickhouse.Options) {
			o.Compression = &clickhouse.Compression{Method: clickhouse.CompressionZSTD}
		},
		"gzip": func(o *clickhouse.Options) {
			o.Compression = &clickhouse.Compression{Method: clickhouse.CompressionGZIP, Level: 1}
		},
		"deflate": func(o *clickhouse.Options) {
			o.Compression = &clickhouse.Compression{Method: clickhouse.CompressionDeflate, Level: 1}
		},
		"brotli": func(o *clickhouse.Options) {
			o.Compression = &clickhouse.Compression{Method: clickhouse.CompressionBrotli, Level: 1}
		},
	} {
		t.Run(name, func(t *testing.T) {
			conn := connect(t, change)
			exec(t, conn, rowTable)
			batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO rows")
			if err != nil {
				t.Fatal(err)
			}
			var want []row
			for i := range 1000 {
				r := sampleRow(i)
				want = append(want, r)
				if err := batch.AppendStruct(&r); err != nil {
					t.Fatal(err)
				}
			}
			if err := batch.Send(); err != nil {
				t.Fatal(err)
			}
			var got []row
			if err := conn.Select(t.Context(), &got, "SELECT * FROM rows ORDER BY id"); err != nil {
				t.Fatal(err)
			}
			equal := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
			if diff := cmp.Diff(want, got, equal); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLargeBatch(t *testing.T) {
	conn := connect(t)
	exec(t, conn, rowTable)
	const rows = 200_000
	batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO rows")
	if err != nil {
		t.Fatal(err)
	}
	sample := sampleRow(3)
	for i := range rows {
		sample.ID = uint64(i)
		if err := batch.AppendStruct(&sample); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	if n := scalar[uint64](t, conn, "SELECT uniqExact(id) FROM rows"); n != rows {
		t.Errorf("%d rows arrived, not %d", n, rows)
	}
	result, err := conn.Query(t.Context(), "SELECT * FROM rows")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for result.Next() {
		n++
	}
	if err := result.Err(); err != nil || n != rows {
		t.Errorf("%d rows came back, not %d: %v", n, rows, err)
	}
}

func TestDatabaseSQL(t *testing.T) {
	db, err := sql.Open("clickhouse", shared.DSN("default"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), "CREATE TABLE sqlapi (id UInt32, name String) ENGINE = MergeTree ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), "INSERT INTO sqlapi VALUES (?, ?), (?, ?)", 1, "it's", 2, "b")
	if err != nil {
		t.Fatal(err)
	}
	insertByTransaction(t, db)
	var names string
	err = db.QueryRowContext(t.Context(),
		"SELECT arrayStringConcat(groupArray(name), '|') FROM (SELECT * FROM sqlapi ORDER BY id)").Scan(&names)
	if err != nil || names != "it's|b|c" {
		t.Errorf("got %q, %v", names, err)
	}
}

func insertByTransaction(t *testing.T, db *sql.DB) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	insert, err := tx.PrepareContext(t.Context(), "INSERT INTO sqlapi (id, name)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = insert.Close() }()
	if _, err := insert.ExecContext(t.Context(), uint32(3), "c"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestParameters(t *testing.T) {
	conn := connect(t)
	for _, text := range []string{"", "plain", "it's", "tab\tline\nback\\slash", "Göteborg", `"{x:UInt8}"`} {
		if got := scalar[string](t, conn, "SELECT {text:String}", clickhouse.Named("text", text)); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
	got := scalar[[]string](t, conn, "SELECT {list:Array(String)}", clickhouse.Named("list", []string{"a", "b'c"}))
	if diff := cmp.Diff([]string{"a", "b'c"}, got); diff != "" {
		t.Error(diff)
	}
	exec(t, conn, "CREATE TABLE p (a UInt32, b String) ENGINE = MergeTree ORDER BY a")
	err := conn.Exec(t.Context(), "INSERT INTO p VALUES ({a:UInt32}, {b:String})",
		clickhouse.Named("a", 7), clickhouse.Named("b", "x\ty"))
	if err != nil {
		t.Fatal(err)
	}
	if got := scalar[string](t, conn, "SELECT b FROM p WHERE a = {a:UInt32}", clickhouse.Named("a", 7)); got != "x\ty" {
		t.Errorf("got %q", got)
	}
}
