package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// harmlessReasons are those for which ClickHouse puts parts aside without losing a row: copies that it holds elsewhere or
// has merged into another part, and what it was about to delete. A part that is broken, unexpected, or was put aside by
// hand took its rows with it, unless another part has them. In tables whose rows the registry counts the numbers decide,
// whatever the reason.
var harmlessReasons = []string{
	"ignored", "clone", "noquorum", "merge-not-byte-identical", "mutate-not-byte-identical", "covered-by-broken", "deleting", "tmp-fetch",
}

// blocks are the numbers of the inserts that a part holds, both included.
type blocks struct{ from, to int64 }

// putAside returns the parts that ClickHouse has put aside, without those that are harmless or whose inserts other parts
// hold: that is what is left when the machine died after a merge, before its outcome was on disk.
func (w *Warehouse) putAside(ctx context.Context) ([]Part, error) {
	rows, err := w.conn.Query(ctx, `SELECT table, name, ifNull(reason, ''), ifNull(min_block_number, -1), ifNull(max_block_number, -1)
		FROM system.detached_parts WHERE database = currentDatabase() ORDER BY table, name`)
	if err != nil {
		return nil, err
	}
	held := make(map[Part]blocks)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var p Part
		var b blocks
		err := rows.Scan(&p.Table, &p.Name, &p.Reason, &b.from, &b.to)
		if !slices.Contains(harmlessReasons, p.Reason) {
			held[p] = b
		}
		return struct{}{}, err
	})
	if err != nil || len(held) == 0 {
		return nil, err
	}
	active, err := w.activeBlocks(ctx)
	maps.DeleteFunc(held, func(p Part, b blocks) bool { return b.heldBy(active[p.Table]) })
	parts := slices.SortedFunc(maps.Keys(held), func(a, b Part) int { return strings.Compare(a.Table+" "+a.Name, b.Table+" "+b.Name) })
	return parts, err
}

func (w *Warehouse) activeBlocks(ctx context.Context) (map[string][]blocks, error) {
	rows, err := w.conn.Query(ctx, `SELECT table, min_block_number, max_block_number FROM system.parts
		WHERE database = currentDatabase() AND active AND rows > 0`)
	if err != nil {
		return nil, err
	}
	active := make(map[string][]blocks)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var table string
		var b blocks
		err := rows.Scan(&table, &b.from, &b.to)
		active[table] = append(active[table], b)
		return struct{}{}, err
	})
	return active, err
}

// heldBy tells whether other parts hold all of the inserts.
func (b blocks) heldBy(others []blocks) bool {
	if b.from < 0 || b.to < b.from {
		return false // not known
	}
	var held int64
	for _, o := range others {
		held += max(0, min(b.to, o.to)-max(b.from, o.from)+1)
	}
	return held == b.to-b.from+1
}

// shortages returns what the tables have lost whose rows nothing counts: they have fewer than at the last inspection, a
// part of them was put aside, or what is published is not registered.
func (w *Warehouse) shortages(ctx context.Context, now, last Sound, removing bool, aside []Part) ([]Shortage, error) {
	var found []Shortage
	for _, table := range slices.Concat(registryTables(), decisionTables) {
		s := Shortage{Table: table}
		known := last.Warehouse == now.Warehouse && (!removing || !slices.Contains(uncountedRecords, table))
		if before, n := last.Rows[table], now.Rows[table]; known && n < before {
			s.Before, s.Found = before, n
		}
		lost := slices.ContainsFunc(aside, func(p Part) bool { return strings.TrimSuffix(p.Table, localSuffix) == table })
		if s.Before > 0 || lost {
			found = append(found, s)
		}
	}
	var unregistered uint64
	err := w.conn.QueryRow(ctx, `SELECT count(DISTINCT load_id) FROM publications WHERE dataset != 'measures' AND load_id != 0
		AND load_id NOT IN (SELECT load_id FROM loads) AND load_id NOT IN (SELECT load_id FROM removed_loads)`).Scan(&unregistered)
	if unregistered > 0 {
		found = append(found, Shortage{Table: "loads", Detail: fmt.Sprintf("%d published loads are not registered", unregistered)})
	}
	return found, err
}
