package load_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/pressly/goose/v3"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

// empty returns a warehouse in which nothing has been created.
func empty(t *testing.T, dsn string) *load.Warehouse {
	t.Helper()
	w, err := load.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// fill puts a row into every table that the warehouse has, of today where rows go when they are old.
func fill(t *testing.T, w *load.Warehouse) []string {
	t.Helper()
	tables := ask(t, w, "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MergeTree' AND name NOT IN ('goose_db_version', 'schema_versions') ORDER BY name")
	for _, table := range tables {
		column := ask(t, w, "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '"+table+
			"' ORDER BY type = 'LowCardinality(String)' DESC, position LIMIT 1")[0]
		statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES ('1')", table, column)
		if ages := ask(t, w, "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '"+table+"' AND name = 'written_at'"); len(ages) > 0 {
			statement = fmt.Sprintf("INSERT INTO %s (%s, written_at) VALUES ('1', now())", table, column)
		}
		if err := w.Conn().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return tables
}

// versions returns all versions of the schema.
func versions(t *testing.T) []int64 {
	t.Helper()
	all, err := load.Versions()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// tables migrates a warehouse to the newest version of its tables, without the views, which take longer.
func tables(t *testing.T, w *load.Warehouse) error {
	t.Helper()
	all := versions(t)
	return w.MigrateTo(t.Context(), all[len(all)-1])
}

// TestForwardFromEveryVersion migrates a warehouse of every earlier version with a row in each of its tables, the oldest
// one by the whole way.
func TestForwardFromEveryVersion(t *testing.T) {
	for i, version := range versions(t) {
		w := empty(t, enginetest.DSN(t))
		if err := w.MigrateTo(t.Context(), version); err != nil {
			t.Fatal(err)
		}
		filled := fill(t, w)
		if err := tables(t, w); err != nil {
			t.Errorf("from %d: %v", version, err)
			continue
		}
		if i == 0 {
			if err := w.Migrate(t.Context()); err != nil {
				t.Errorf("from %d: %v", version, err)
			}
		}
		for _, table := range filled {
			if n := ask(t, w, "SELECT toString(count()) FROM "+table)[0]; n != "1" {
				t.Errorf("from %d: %s has %s rows, want 1", version, table, n)
			}
		}
		want := fmt.Sprint(len(versions(t)) + 1)
		if n := ask(t, w, "SELECT toString(count()) FROM goose_db_version")[0]; n != want {
			t.Errorf("from %d: %s versions, want %s", version, n, want)
		}
	}
}

// TestMeasuresOfEarlierVersions expects the measures that were published all at once under period 0 to be those of their
// months after the migration, and to stay so when it is repeated.
func TestMeasuresOfEarlierVersions(t *testing.T) {
	w := empty(t, enginetest.DSN(t))
	if err := w.MigrateTo(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"INSERT INTO measure_records (load_id, indicator, period) VALUES (7, 'a', 202310), (7, 'a', 202311), (7, 'b', 202311)",
		"INSERT INTO publications (dataset, source, period, load_id, published_at) VALUES ('measures', 'measures', 0, 7, '2023-12-01 00:00:00')",
	} {
		if err := w.Conn().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.MigrateTo(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	if err := w.Conn().Exec(t.Context(), "ALTER TABLE goose_db_version DELETE WHERE version_id = 5 SETTINGS mutations_sync = 2"); err != nil {
		t.Fatal(err)
	}
	if err := tables(t, w); err != nil {
		t.Fatal(err)
	}
	published := ask(t, w, "SELECT toString((period, records)) FROM publications WHERE dataset = 'measures' ORDER BY period")
	if got := strings.Join(published, " "); got != "(0,0) (202310,1) (202311,2)" {
		t.Error(got)
	}
}

// TestInterruptedAnywhere stops a migration after some of its statements and then migrates.
func TestInterruptedAnywhere(t *testing.T) {
	all := statements(t, load.Topology{})
	for _, stop := range []int{1, 2, 3, 7, 20, 40} {
		w := empty(t, enginetest.DSN(t))
		for _, statement := range all[:stop] {
			if err := w.Conn().Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := tables(t, w); err != nil {
			t.Errorf("stopped after %d statements: %v", stop, err)
		}
	}
}

// TestVersionsOfGoose migrates on with the table of versions that goose itself makes.
func TestVersionsOfGoose(t *testing.T) {
	dsn := enginetest.DSN(t)
	options, err := clickhouse.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	first, err := load.Statements(load.Topology{})
	if err != nil {
		t.Fatal(err)
	}
	const registry = 5 // tables that the first migration creates, after the two of the migrating itself
	step := goose.NewGoMigration(1, &goose.GoFunc{RunDB: func(ctx context.Context, db *sql.DB) error {
		for _, statement := range first[2 : 2+registry] {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	}}, nil)
	provider, err := goose.NewProvider(goose.DialectClickHouse, clickhouse.OpenDB(options), nil,
		goose.WithGoMigrations(step), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	defer provider.Close()
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := empty(t, dsn)
	if filled := fill(t, w); len(filled) != registry {
		t.Fatal(filled)
	}
	if err := tables(t, w); err != nil {
		t.Fatal(err)
	}
	if n := ask(t, w, "SELECT toString(count()) FROM publications")[0]; n != "1" {
		t.Errorf("publications has %s rows, want 1", n)
	}
}

// TestTwoMigrateAtOnce has several processes migrate one warehouse: it ends up migrated once.
func TestTwoMigrateAtOnce(t *testing.T) {
	dsn := enginetest.DSN(t)
	var group sync.WaitGroup
	for range 4 {
		w := empty(t, dsn)
		group.Go(func() {
			if err := w.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	w := empty(t, dsn)
	if n := ask(t, w, "SELECT toString(count()) FROM goose_db_version")[0]; n != fmt.Sprint(len(versions(t))+1) {
		t.Errorf("%s rows in goose_db_version", n)
	}
	if n := ask(t, w, "SELECT toString(count()) FROM schema_versions")[0]; n != "1" {
		t.Errorf("%s rows in schema_versions", n)
	}
	if left := ask(t, w, "SELECT name FROM system.tables WHERE database = currentDatabase() AND name = 'migration_lock'"); len(left) > 0 {
		t.Error("the lock was left behind")
	}
}

// TestLockThatWasLeftBehind waits for a lock until it is ten minutes old, and not longer.
func TestLockThatWasLeftBehind(t *testing.T) {
	w := empty(t, enginetest.DSN(t))
	if err := w.Conn().Exec(t.Context(), "CREATE TABLE migration_lock (nothing UInt8) ENGINE = Memory COMMENT 'somebody'"); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	now := start
	w.SetClock(func() time.Time { return now }, func(context.Context, time.Duration) error {
		now = now.Add(time.Minute)
		return nil
	})
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if waited := now.Sub(start); waited < 9*time.Minute || waited > 15*time.Minute {
		t.Errorf("waited %s", waited)
	}
}

func TestWarehouseOfANewerProgram(t *testing.T) {
	w := empty(t, enginetest.DSN(t))
	if err := w.MigrateTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := w.Conn().Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	var newer *load.NewerError
	if err := w.Migrate(t.Context()); !errors.As(err, &newer) || newer.Have != 9999 {
		t.Errorf("%v", err)
	}
}

func TestWarehouseOfAnotherTopology(t *testing.T) {
	dsn := enginetest.DSN(t)
	if err := empty(t, dsn).Conn().Exec(t.Context(), statements(t, load.Topology{})[1]); err != nil {
		t.Fatal(err)
	}
	c, err := load.ParseDSN(dsn + "?topology=sharded&cluster=stad")
	if err != nil {
		t.Fatal(err)
	}
	if c.Topology != (load.Topology{Layout: load.Sharded, Cluster: "stad"}) {
		t.Fatalf("%+v", c.Topology)
	}
	// The engine has no cluster to hold a lock on, so only the comparison is asked.
	w, err := load.Connect(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var other *load.LayoutError
	if err := w.CheckLayout(t.Context()); !errors.As(err, &other) || other.Have != load.Single || other.Want != load.Sharded {
		t.Errorf("%v", err)
	}
}
