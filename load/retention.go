package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Remove removes the rows of loads, and moves the horizon. Other runs must not be under way. What is removed, and the
// horizon, are written first, so that a removal that is interrupted is finished by the next one, and nothing of it counts
// as damage.
func (w *Warehouse) Remove(ctx context.Context, r Retention, removals []Removal) error {
	ctx = Durable(ctx)
	if err := w.announce(ctx, removals); err != nil {
		return fmt.Errorf("write what is removed: %w", err)
	}
	superseded := func(m Removal) bool { return m.Reason == removedSuperseded || m.Reason == removedExpired }
	if slices.ContainsFunc(removals, superseded) {
		if err := w.setHorizon(ctx, r.Horizon, horizonRetention); err != nil {
			return err
		}
	}
	byTable := make(map[string][]uint64)
	for _, m := range removals {
		for table := range m.Rows {
			byTable[table] = append(byTable[table], m.LoadID)
		}
	}
	for _, table := range recordTables() {
		for ids := range slices.Chunk(byTable[table], idsAtOnce) {
			if err := w.delete(ctx, table, ids); err != nil {
				return fmt.Errorf("remove rows of %s: %w", table, err)
			}
		}
	}
	return nil
}

// idsAtOnce bounds how many loads one statement names: ClickHouse takes 256 KiB.
const idsAtOnce = 1000

// announce writes what is about to be removed.
func (w *Warehouse) announce(ctx context.Context, removals []Removal) error {
	batch, err := w.conn.PrepareBatch(ctx, "INSERT INTO removed_loads (load_id, removed_at, reason)")
	if err != nil {
		return err
	}
	defer batch.Close()
	now := w.now().UTC()
	for _, m := range removals {
		if m.Announced {
			continue
		}
		if err := batch.Append(m.LoadID, now, m.Reason); err != nil {
			return err
		}
	}
	if batch.Rows() == 0 {
		return nil
	}
	return batch.Send()
}

// delete removes the rows of loads from a table and waits until they are gone. ClickHouse keeps the order on disk and
// goes on with it after a crash. A part that it cannot read makes it fail.
func (w *Warehouse) delete(ctx context.Context, table string, ids []uint64) error {
	list := strings.ReplaceAll(strings.Trim(fmt.Sprint(ids), "[]"), " ", ", ")
	condition := "load_id IN (" + list + ")"
	if err := w.conn.Exec(ctx, "ALTER TABLE "+w.topology.stored(table)+" DELETE WHERE "+condition); err != nil {
		return err
	}
	for {
		var left uint64
		if err := w.conn.QueryRow(ctx, "SELECT count() FROM "+table+" WHERE "+condition).Scan(&left); err != nil || left == 0 {
			return err
		}
		if err := w.deleting(ctx, table); err != nil {
			return err
		}
		if err := w.sleep(ctx, deletePoll); err != nil {
			return err
		}
	}
}

const deletePoll = 100 * time.Millisecond

// deleting fails when ClickHouse cannot delete from a table, and makes it give up then.
func (w *Warehouse) deleting(ctx context.Context, table string) error {
	const failed = "database = currentDatabase() AND table IN (?, ?) AND NOT is_done AND latest_fail_reason != ''"
	rows, err := w.conn.Query(ctx, "SELECT latest_failed_part, latest_fail_reason FROM system.mutations WHERE "+failed, table, table+localSuffix)
	if err != nil {
		return err
	}
	reasons, err := collect(rows, func(rows driver.Rows) (string, error) {
		var part, reason string
		err := rows.Scan(&part, &reason)
		return "part " + part + ": " + reason, err
	})
	if err != nil || len(reasons) == 0 {
		return err
	}
	err = w.conn.Exec(ctx, "KILL MUTATION WHERE "+failed+" ASYNC", table, table+localSuffix)
	return fmt.Errorf("%s (`nyckeltal verify` tells what is damaged): %w", reasons[0], err)
}
