package load

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/pressly/goose/v3"
)

//go:embed views/*.sql
var views embed.FS

// schemaTable remembers which tables and views the warehouse has, so that a command that finds them as it knows them
// has nothing to do.
const schemaTable = `CREATE TABLE IF NOT EXISTS schema_versions (
    hash String COMMENT 'SHA-256 of all migrations and views',
    applied_at DateTime64(6, 'UTC') COMMENT 'when they were applied'
) ENGINE = MergeTree ORDER BY applied_at
COMMENT 'which tables and views this warehouse has'`

// NewerError says that the warehouse has been migrated by a newer version of this program, which must be used from then on.
type NewerError struct{ Have, Known int64 } // versions of the schema

func (e *NewerError) Error() string {
	return fmt.Sprintf("the warehouse has version %d of its tables, and this program knows %d: use the newer nyckeltal that migrated it",
		e.Have, e.Known)
}

// LayoutError says that the warehouse was created with another topology than the one that is configured.
type LayoutError struct{ Have, Want Layout }

func (e *LayoutError) Error() string {
	return fmt.Sprintf("the warehouse was created with topology %s, and the configuration says %s: "+
		"set it back, or name a new database and load it again from the archive", e.Have, e.Want)
}

// Migrate brings the tables and views of the warehouse to what this program knows. It does nothing when they are there
// already, and takes up what an interrupted migration has left. Of several processes one migrates and the others wait.
// Errors to test for: *NewerError, *LayoutError.
func (w *Warehouse) Migrate(ctx context.Context) error {
	ctx = Durable(ctx)
	want, err := w.schemaHash()
	if err != nil {
		return err
	}
	have, err := w.schemaVersion(ctx)
	if err != nil || have == want {
		return err
	}
	return w.exclusively(ctx, func() error {
		if have, err := w.schemaVersion(ctx); err != nil || have == want {
			return err // another process has done it meanwhile
		}
		return w.retry(ctx, "migrate the warehouse", func(ctx context.Context) error { return w.migrate(ctx, want) })
	})
}

// schemaVersion returns the hash of the tables and views that the warehouse has, "" when it has none.
func (w *Warehouse) schemaVersion(ctx context.Context) (hash string, err error) {
	err = w.conn.QueryRow(ctx, "SELECT argMax(hash, applied_at) FROM schema_versions").Scan(&hash)
	if hasCode(err, proto.ErrUnknownTable) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the version of the warehouse: %w", err)
	}
	return hash, nil
}

// migrate creates what is missing. It may be called again after it was interrupted.
func (w *Warehouse) migrate(ctx context.Context, hash string) error {
	if err := w.checkLayout(ctx); err != nil {
		return err
	}
	create, err := w.topology.table(w.database, schemaTable)
	if err != nil {
		return err
	}
	if err := w.conn.Exec(ctx, create[0]); err != nil {
		return err
	}
	if err := w.migrateTables(ctx); err != nil {
		return err
	}
	if err := w.createViews(ctx); err != nil {
		return err
	}
	if err := w.commentColumns(ctx); err != nil {
		return err
	}
	return w.conn.Exec(ctx, "INSERT INTO schema_versions VALUES (?, now64(6))", hash)
}

// checkLayout compares the topology with the one that the warehouse was created with.
func (w *Warehouse) checkLayout(ctx context.Context) error {
	var engine, ledger string
	err := w.conn.QueryRow(ctx, `SELECT maxIf(engine, name = 'schema_versions'), maxIf(engine, name = 'ledger_records')
		FROM system.tables WHERE database = currentDatabase()`).Scan(&engine, &ledger)
	if err != nil || engine == "" {
		return err
	}
	have := Single
	switch {
	case ledger == "Distributed":
		have = Sharded
	case engine != "MergeTree" && ledger == "":
		return nil // interrupted before the first table of facts
	case engine != "MergeTree":
		have = Replicated
	}
	if have != w.topology.layout() {
		return &LayoutError{Have: have, Want: w.topology.layout()}
	}
	return nil
}

// migrateTables applies the migrations that the warehouse lacks.
func (w *Warehouse) migrateTables(ctx context.Context) error {
	provider, err := w.provider()
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	defer provider.Close()
	have, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > known {
		return &NewerError{Have: have, Known: known}
	}
	_, err = provider.Up(ctx)
	return err
}

// provider returns goose with the migrations for this warehouse. The caller closes it.
func (w *Warehouse) provider() (*goose.Provider, error) {
	steps, err := readMigrations(w.topology, w.database)
	if err != nil {
		return nil, err
	}
	store, err := newVersionStore(w.topology, w.database)
	if err != nil {
		return nil, err
	}
	rendered := make([]*goose.Migration, len(steps))
	for i, step := range steps {
		rendered[i] = step.goose()
	}
	options := *w.options
	return goose.NewProvider(goose.DialectCustom, clickhouse.OpenDB(&options), nil, goose.WithStore(store),
		goose.WithGoMigrations(rendered...), goose.WithDisableGlobalRegistry(true))
}

// createViews replaces every view and its twin, in the order of the file names.
func (w *Warehouse) createViews(ctx context.Context) error {
	return eachFile(views, func(name, sql string) error {
		for _, statement := range []string{sql, twin(sql)} {
			if err := w.conn.Exec(ctx, w.topology.view(statement)); err != nil {
				return fmt.Errorf("create view %s: %w", name, err)
			}
		}
		return nil
	})
}

// schemaHash is the SHA-256 of all migrations, views and comments, and of the topology.
func (w *Warehouse) schemaHash() (string, error) {
	hash := sha256.New()
	add := func(name, sql string) error {
		_, err := fmt.Fprintf(hash, "%s\x00%s\x00", name, sql)
		return err
	}
	err := errors.Join(
		add(string(w.topology.layout()), w.topology.Cluster),
		eachFile(migrations, add),
		eachFile(views, func(name, sql string) error { return errors.Join(add(name, sql), add(name, twin(sql))) }),
		add("columns.yaml", columnsFile))
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
