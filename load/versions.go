package load

import (
	"fmt"

	"github.com/pressly/goose/v3/database"
)

// versionTable is where goose keeps which migrations have been applied, with the columns that it gives it by itself.
const versionTable = "goose_db_version"

const createVersions = `CREATE TABLE IF NOT EXISTS ` + versionTable + ` (
    version_id Int64 COMMENT 'number of the migration; 0 for the table itself',
    is_applied UInt8 COMMENT 'always 1',
    date Date DEFAULT now() COMMENT 'when',
    tstamp DateTime DEFAULT now() COMMENT 'when'
) ENGINE = MergeTree ORDER BY version_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'migrations that have been applied'`

// newVersionStore returns goose's access to the table of versions, which lies on every server of a cluster, as goose's own
// does not.
func newVersionStore(t Topology, databaseName string) (database.Store, error) {
	create, err := t.table(databaseName, createVersions)
	if err != nil {
		return nil, err
	}
	return database.NewStoreFromQuerier(versionTable, versions{create: create[0], stored: t.stored(versionTable)})
}

// versions are the statements about the table of versions.
type versions struct {
	create string
	stored string // the table, for statements that change its rows
}

// TableExists says that there is no table while it lacks its first row, so that an interrupted start is made up for.
func (v versions) TableExists(table string) string {
	return "SELECT count() > 0 FROM system.tables WHERE database = currentDatabase() AND name = " + quoteText(table) + " AND total_rows > 0"
}

func (v versions) CreateTable(string) string { return v.create }

func (v versions) InsertVersion(table string) string {
	return fmt.Sprintf("INSERT INTO %s (version_id, is_applied) VALUES ($1, $2)", table)
}

func (v versions) DeleteVersion(string) string {
	return fmt.Sprintf("ALTER TABLE %s DELETE WHERE version_id = $1 SETTINGS mutations_sync = 2", v.stored)
}

func (v versions) GetMigrationByVersion(table string) string {
	return fmt.Sprintf("SELECT tstamp, is_applied FROM %s WHERE version_id = $1 ORDER BY tstamp DESC LIMIT 1", table)
}

func (v versions) ListMigrations(table string) string {
	return fmt.Sprintf("SELECT version_id, max(is_applied) FROM %s GROUP BY version_id ORDER BY version_id DESC", table)
}

func (v versions) GetLatestVersion(table string) string {
	return fmt.Sprintf("SELECT max(version_id) FROM %s", table)
}
