package load

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Place is where ClickHouse keeps a backup of the tables, in its own words.
type Place string

// BackupFile is a file in the folder for backups of the server or the embedded engine.
func BackupFile(name string) Place { return Place("File(" + quoteText(name) + ")") }

// BackupDisk is a folder on the server's disk that is called backups.
func BackupDisk(name string) Place { return Place("Disk('backups', " + quoteText(name) + ")") }

// Tables are the tables of a backup.
type Tables struct {
	Database string   `json:"database"`
	Names    []string `json:"names"`
}

// ErrNotEmpty says that there are tables already where a backup is to be restored.
var ErrNotEmpty = errors.New("the warehouse has tables already: a backup is restored into an empty one")

// Backup has ClickHouse write all tables to a place. Nothing may write to the warehouse meanwhile. Views and what is known
// of them are not part of it: Migrate makes them.
func (w *Warehouse) Backup(ctx context.Context, to Place) (Tables, error) {
	tables, err := w.tables(ctx)
	if err != nil {
		return Tables{}, fmt.Errorf("back the warehouse up: %w", err)
	}
	parts := make([]string, len(tables.Names))
	for i, name := range tables.Names {
		parts[i] = "TABLE " + quoteName(tables.Database) + "." + quoteName(name)
	}
	statement := fmt.Sprintf("BACKUP %s%s TO %s", strings.Join(parts, ", "), w.topology.onCluster(), to)
	if err := w.inBackground(ctx, statement, "BACKUP_CREATED"); err != nil {
		return Tables{}, fmt.Errorf("back the warehouse up: %w", err)
	}
	return tables, nil
}

// Restore has ClickHouse read the tables of a backup into the empty database of this warehouse, whatever it is called.
// ErrNotEmpty says that it has tables. Migrate must follow.
func (w *Warehouse) Restore(ctx context.Context, tables Tables, from Place) error {
	there, err := w.tables(ctx)
	if err == nil && len(there.Names) > 0 {
		err = ErrNotEmpty
	}
	if err != nil {
		return fmt.Errorf("restore the warehouse: %w", err)
	}
	parts := make([]string, len(tables.Names))
	for i, name := range tables.Names {
		parts[i] = fmt.Sprintf("TABLE %s.%[2]s AS %[3]s.%[2]s", quoteName(tables.Database), quoteName(name), quoteName(w.database))
	}
	statement := fmt.Sprintf("RESTORE %s%s FROM %s", strings.Join(parts, ", "), w.topology.onCluster(), from)
	if err := w.inBackground(ctx, statement, "RESTORED"); err != nil {
		return fmt.Errorf("restore the warehouse: %w", err)
	}
	return nil
}

// tables lists what a backup holds.
func (w *Warehouse) tables(ctx context.Context) (Tables, error) {
	rows, err := w.conn.Query(ctx, `SELECT name FROM system.tables WHERE database = currentDatabase()
		AND (engine LIKE '%MergeTree' OR engine = 'Distributed') AND name != 'schema_versions' ORDER BY name`)
	if err != nil {
		return Tables{}, err
	}
	names, err := collect(rows, func(rows driver.Rows) (string, error) {
		var name string
		return name, rows.Scan(&name)
	})
	return Tables{Database: w.database, Names: names}, err
}

// inBackground runs BACKUP or RESTORE, which may take longer than a connection waits for an answer.
func (w *Warehouse) inBackground(ctx context.Context, statement, done string) error {
	var id, status string
	if err := w.conn.QueryRow(Durable(ctx), statement+" ASYNC").Scan(&id, &status); err != nil {
		return err
	}
	for {
		var problem string
		if err := w.conn.QueryRow(ctx, "SELECT toString(status), error FROM system.backups WHERE id = ?", id).Scan(&status, &problem); err != nil {
			return err
		}
		switch {
		case status == done:
			return nil
		case strings.HasSuffix(status, "FAILED"), strings.HasSuffix(status, "CANCELLED"):
			problem, _, _ = strings.Cut(problem, ", Stack trace")
			return fmt.Errorf("%s: %s", strings.ToLower(strings.ReplaceAll(status, "_", " ")), problem)
		}
		if err := w.sleep(ctx, backupPoll); err != nil {
			return err
		}
	}
}

const backupPoll = 50 * time.Millisecond
