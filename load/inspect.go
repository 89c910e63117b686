package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/transform/record"
)

// Sound is what an inspection that found no damage has seen. Rows are only ever added and merged, so a warehouse with the
// same numbers of rows has lost none, and one in which those of earlier loads are the same has lost none of these.
type Sound struct {
	Warehouse string            `json:"warehouse"` // which one: the id of its table publications
	Rows      map[string]uint64 `json:"rows"`      // of every table
	Until     uint64            `json:"until"`     // the newest load
	Settled   map[string]uint64 `json:"settled"`   // rows of the loads up to that one, of every table of records
}

// Inspect compares the rows of every load that was ever published, and is not removed, with the numbers in the registry,
// and looks for what ClickHouse has put aside. last is what the inspection before returned, or nothing: where little has
// changed since, little is looked at. The error is a *DamagedError when something is missing; the warehouse then takes no
// load that is touched for current, so that it is loaded again.
func (w *Warehouse) Inspect(ctx context.Context, last Sound) (Sound, error) {
	return w.inspect(ctx, last, false)
}

// inspect is Inspect; thorough looks at every load, whatever was sound before.
func (w *Warehouse) inspect(ctx context.Context, last Sound, thorough bool) (Sound, error) {
	w.damage.Store(nil)
	now, err := w.look(ctx)
	if err != nil {
		return Sound{}, fmt.Errorf("inspect the warehouse: %w", err)
	}
	if now.same(last) && !thorough {
		return last, nil
	}
	damage := &DamagedError{Absent: absent(now.Rows)}
	if len(damage.Absent) == 0 {
		if err := w.examine(ctx, &now, last, thorough, damage); err != nil {
			return Sound{}, fmt.Errorf("inspect the warehouse: %w", err)
		}
	}
	if len(damage.Losses)+len(damage.Registry)+len(damage.Absent) > 0 {
		w.damage.Store(damage)
		return Sound{}, damage
	}
	return now, nil
}

// examine looks at what is registered, and of what was sound before only at what may have changed.
func (w *Warehouse) examine(ctx context.Context, now *Sound, last Sound, thorough bool, damage *DamagedError) (err error) {
	removing := now.Rows["removed_loads"] != last.Rows["removed_loads"]
	var since uint64
	if last.Warehouse == now.Warehouse && !removing && !thorough {
		if since, err = w.soundUntil(ctx, last); err != nil {
			return err
		}
	}
	if damage.Parts, err = w.putAside(ctx); err != nil {
		return err
	}
	if damage.Registry, err = w.shortages(ctx, *now, last, removing, damage.Parts); err != nil {
		return err
	}
	var looked int
	if damage.Losses, looked, err = w.losses(ctx, since, now.Rows["held_publications"] > 0); err != nil {
		return err
	}
	if since > 0 && looked < settleAfter {
		now.Until, now.Settled = last.Until, last.Settled
		return nil
	}
	return w.settle(ctx, now)
}

// settleAfter is the number of publications after which an inspection settles what it has seen, so that the next ones
// need not look at it again.
const settleAfter = 2000

// soundUntil returns the load up to which nothing has been lost since the last inspection: the newest one then, or 0 where
// something has.
func (w *Warehouse) soundUntil(ctx context.Context, last Sound) (uint64, error) {
	settled, err := w.settled(ctx, last.Until)
	if err != nil || !maps.Equal(settled, last.Settled) {
		return 0, err
	}
	return last.Until, nil
}

// settle counts the rows of the loads that there are.
func (w *Warehouse) settle(ctx context.Context, now *Sound) error {
	err := w.conn.QueryRow(ctx, "SELECT greatest((SELECT max(load_id) FROM loads), (SELECT max(load_id) FROM publications))").Scan(&now.Until)
	if err != nil {
		return err
	}
	now.Settled, err = w.settled(ctx, now.Until)
	return err
}

// settled counts the rows of the loads up to one, which the order of the tables makes cheap. Also of tables with as many
// rows as before: another load may have brought as many as were lost.
func (w *Warehouse) settled(ctx context.Context, until uint64) (map[string]uint64, error) {
	return w.counts(ctx, slices.Collect(maps.Keys(countedTables())), fmt.Sprintf(" WHERE load_id <= %d", until))
}

// same tells whether nothing has changed.
func (s Sound) same(last Sound) bool {
	return s.Warehouse == last.Warehouse && maps.Equal(s.Rows, last.Rows)
}

// looked are the tables that an inspection looks at: all but those about the schema and of the scheduler, which writes by the
// minute, and those behind distributed ones.
const looked = `database = currentDatabase() AND (engine LIKE '%MergeTree' OR engine = 'Distributed')
	AND name NOT IN ('schema_versions', 'goose_db_version', 'scheduler_leases', 'slots', 'due_dates') AND NOT endsWith(name, '` + localSuffix + `')`

// look counts the rows of all tables, as ClickHouse keeps the numbers.
func (w *Warehouse) look(ctx context.Context) (Sound, error) {
	now := Sound{Rows: make(map[string]uint64)}
	rows, err := w.conn.Query(ctx, "SELECT name, toString(uuid), total_rows FROM system.tables WHERE "+looked)
	if err != nil {
		return Sound{}, err
	}
	var unknown []string // distributed tables do not keep the number, and a replica may keep one of a while ago
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var name, id string
		var n *uint64
		if err := rows.Scan(&name, &id, &n); err != nil {
			return struct{}{}, err
		}
		if name == "publications" {
			now.Warehouse = id
		}
		if n == nil || w.topology.clustered() {
			unknown = append(unknown, name)
		} else {
			now.Rows[name] = *n
		}
		return struct{}{}, nil
	})
	if err != nil || len(unknown) == 0 {
		return now, err
	}
	counts, err := w.counts(ctx, unknown, "")
	maps.Copy(now.Rows, counts)
	return now, err
}

// counts counts rows of tables.
func (w *Warehouse) counts(ctx context.Context, tables []string, where string) (map[string]uint64, error) {
	parts := make([]string, len(tables))
	for i, table := range tables {
		parts[i] = fmt.Sprintf("SELECT %s AS name, count() AS n FROM %s%s", quoteText(table), quoteName(table), where)
	}
	counts := make(map[string]uint64)
	rows, err := w.conn.Query(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, err
	}
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var name string
		var n uint64
		err := rows.Scan(&name, &n)
		counts[name] = n
		return struct{}{}, err
	})
	return counts, err
}

// countedTable is a table whose rows the registry counts: the dataset under which it does, the column that holds the
// period, and how many rows the registry takes those of a period for, in SQL.
type countedTable struct{ dataset, period, rows string }

func countedTables() map[string]countedTable {
	const none, count = "toUInt32(0)", "count()"
	tables := map[string]countedTable{
		"measure_records":    {measuresDataset, "period", count},
		"cube_records":       {measuresDataset, "period", "sumIf(measures, slice_kind = 'total')"},
		"indicator_records":  {catalogueDataset, none, count},
		"acceptance_records": {acceptancesDataset, none, count},
	}
	for _, d := range record.Datasets() {
		column := none
		if d.Index("period") >= 0 {
			column = "period"
		}
		tables[d.Name+"_records"] = countedTable{d.Name, column, count}
	}
	return tables
}

// absent returns the tables that the warehouse must have and has not.
func absent(rows map[string]uint64) []string {
	var gone []string
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(countedTables())), registryTables(), decisionTables) {
		if _, ok := rows[name]; !ok {
			gone = append(gone, name)
		}
	}
	return gone
}

// registryTables are the tables whose rows nothing counts, besides decisionTables.
func registryTables() []string {
	return append([]string{"loads", "publications", "runs"}, uncountedRecords...)
}

// uncountedRecords are those of registryTables whose rows belong to loads and go with them.
var uncountedRecords = []string{"reject_records", "warning_records", "indicator_term_records", "small_group_records"}
