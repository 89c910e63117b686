package load

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"
)

// lockTable is there while a process migrates the warehouse. Creating a table is what only one of several can do, on a
// server as well as on a cluster, where statements for all servers run one after the other. Its comment names the owner.
const lockTable = "migration_lock"

const (
	lockPoll = 500 * time.Millisecond
	// lockAge is how old a lock is that was left behind by a process that died. Should its owner be alive after all, two
	// processes migrate at the same time, which the statements stand.
	lockAge = 10 * time.Minute
)

// exclusively calls f while no other process migrates the warehouse.
func (w *Warehouse) exclusively(ctx context.Context, f func() error) error {
	if w.alone {
		return f()
	}
	owner := rand.Text()
	for {
		err := w.conn.Exec(ctx, fmt.Sprintf("CREATE TABLE %s%s (nothing UInt8) ENGINE = Memory COMMENT %s",
			lockTable, w.topology.onCluster(), quoteText(owner)))
		if err == nil {
			break
		}
		if !hasCode(err, proto.ErrTableAlreadyExists) {
			return fmt.Errorf("lock the warehouse: %w", err)
		}
		if err := w.breakLock(ctx); err != nil {
			return fmt.Errorf("lock the warehouse: %w", err)
		}
		if err := w.sleep(ctx, lockPoll); err != nil {
			return fmt.Errorf("wait for another process that migrates the warehouse: %w", err)
		}
	}
	err := f()
	return errors.Join(err, w.unlock(context.WithoutCancel(ctx), owner))
}

// breakLock removes a lock that was left behind.
func (w *Warehouse) breakLock(ctx context.Context) error {
	var owner string
	row := w.conn.QueryRow(ctx, "SELECT max(comment) FROM system.tables WHERE database = currentDatabase() AND name = ? AND metadata_modification_time < ?",
		lockTable, w.now().Add(-lockAge).UTC())
	if err := row.Scan(&owner); err != nil || owner == "" {
		return err
	}
	return w.unlock(ctx, owner)
}

// unlock removes the lock if it is the owner's.
func (w *Warehouse) unlock(ctx context.Context, owner string) error {
	var held uint64
	row := w.conn.QueryRow(ctx, "SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = ? AND comment = ?", lockTable, owner)
	if err := row.Scan(&held); err != nil || held == 0 {
		return err
	}
	return w.conn.Exec(ctx, "DROP TABLE IF EXISTS "+lockTable+w.topology.onCluster())
}

// hasCode tells whether the error is one of ClickHouse with that code.
func hasCode(err error, codes ...proto.Error) bool {
	var exception *clickhouse.Exception
	if !errors.As(err, &exception) {
		return false
	}
	for _, code := range codes {
		if exception.Code == int32(code) {
			return true
		}
	}
	return false
}
