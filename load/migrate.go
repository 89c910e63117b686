package load

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed views/*.sql
var views embed.FS

// schemaTable remembers which tables and views the warehouse has, so that a command that finds them as it knows them
// has nothing to do.
const schemaTable = `CREATE TABLE IF NOT EXISTS schema_versions (
    hash String COMMENT 'SHA-256 of all migrations and views',
    applied_at DateTime64(6, 'UTC') COMMENT 'when they were applied'
) ENGINE = MergeTree ORDER BY applied_at
COMMENT 'which tables and views this warehouse has'`

// Migrate brings the tables and views of the warehouse to what this program knows. It does nothing when they are there
// already. Two processes must not migrate one warehouse at the same time.
func (w *Warehouse) Migrate(ctx context.Context) error {
	ctx = writing(ctx)
	want, err := schemaHash()
	if err != nil {
		return err
	}
	if err := w.conn.Exec(ctx, schemaTable); err != nil {
		return fmt.Errorf("create the warehouse: %w", err)
	}
	var have string
	row := w.conn.QueryRow(ctx, "SELECT argMax(hash, applied_at) FROM schema_versions")
	if err := row.Scan(&have); err != nil {
		return fmt.Errorf("read the version of the warehouse: %w", err)
	}
	if have == want {
		return nil
	}
	if err := w.migrateTables(ctx); err != nil {
		return err
	}
	if err := w.createViews(ctx); err != nil {
		return err
	}
	return w.conn.Exec(ctx, "INSERT INTO schema_versions VALUES (?, now64(6))", want)
}

// migrateTables applies the migrations that the warehouse lacks.
func (w *Warehouse) migrateTables(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	options := *w.options
	db := clickhouse.OpenDB(&options)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectClickHouse, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the warehouse: %w", err)
	}
	return nil
}

// createViews replaces every view and its twin, in the order of the file names.
func (w *Warehouse) createViews(ctx context.Context) error {
	return eachFile(views, func(name, sql string) error {
		for _, statement := range []string{sql, twin(sql)} {
			if err := w.conn.Exec(ctx, statement); err != nil {
				return fmt.Errorf("create view %s: %w", name, err)
			}
		}
		return nil
	})
}

// schemaHash is the SHA-256 of all migrations and views.
func schemaHash() (string, error) {
	hash := sha256.New()
	add := func(name, sql string) error {
		fmt.Fprintf(hash, "%s\x00%s\x00", name, sql)
		return nil
	}
	addTwin := func(name, sql string) error { return errors.Join(add(name, sql), add(name, twin(sql))) }
	if err := errors.Join(eachFile(migrations, add), eachFile(views, addTwin)); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// eachFile calls do with the name and the text of every file, in the order of their names.
func eachFile(files fs.FS, do func(name, text string) error) error {
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return do(entry.Name(), string(text))
	})
}
