package load

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// forever is the end of what is current, in SQL.
const forever = "toDateTime64('2299-12-31 00:00:00', 6, 'UTC')"

// spansSQL selects from when until when every load was current for a source and a period. It is needed when it is current
// or carries the certified figures of a closed month, and pinned when it carries those of any closing, also of one that was
// made anew since. What waits for a closed month is needed as well.
const spansSQL = `SELECT dataset, source, period, load_id, records, since, until,
		until = ` + forever + ` OR arrayExists(t -> since <= t AND t < until, (SELECT groupUniqArray(closed_at) FROM closed_periods)) AS needed,
		arrayExists(t -> since <= t AND t < until, (SELECT groupUniqArray(decided_at) FROM closings WHERE action != 'reopen')) AS pinned
	FROM (SELECT dataset, source, period, load_id, records, published_at AS since,
			leadInFrame(published_at, 1, ` + forever + `) OVER (PARTITION BY dataset, source, period ORDER BY published_at, load_id
				ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS until
		FROM publications)
	UNION ALL SELECT dataset, source, period, load_id, records, held_at, ` + forever + `, 1, 1 FROM late_deliveries`

// losses returns where the records of loads after one are others than were published. What a run does meanwhile may look
// like a loss, since tables are not read at the same instant, but not twice.
func (w *Warehouse) losses(ctx context.Context, since uint64) ([]Loss, error) {
	found, err := w.differences(ctx, since)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	again, err := w.differences(ctx, since)
	return slices.DeleteFunc(found, func(l Loss) bool { return !slices.ContainsFunc(again, l.same) }), err
}

func (l Loss) same(other Loss) bool {
	return l.Dataset == other.Dataset && l.Source == other.Source && l.Period == other.Period && l.LoadID == other.LoadID
}

func (w *Warehouse) differences(ctx context.Context, since uint64) ([]Loss, error) {
	rows, err := w.conn.Query(ctx, fmt.Sprintf(`
		SELECT p.dataset, p.source, p.period, p.load_id, l.job, l.file, l.delivery, p.expected, c.n,
			p.begun, if(p.ended = %[1]s, toDateTime64(0, 6, 'UTC'), p.ended), p.wanted, p.period IN (SELECT period FROM closed_periods)
		FROM (SELECT dataset, source, period, load_id, max(records) AS expected, min(since) AS begun, max(until) AS ended, toUInt8(max(needed)) AS wanted
			FROM (%[2]s)
			WHERE load_id > %[3]d AND NOT (dataset = 'measures' AND period = 0) AND load_id NOT IN (SELECT load_id FROM removed_loads)
			GROUP BY dataset, source, period, load_id) AS p
		LEFT JOIN (%[4]s) AS c ON c.dataset = p.dataset AND c.period = p.period AND c.load_id = p.load_id
		LEFT JOIN loads AS l ON l.load_id = p.load_id
		WHERE p.expected != c.n
		ORDER BY p.dataset, p.source, p.period, p.load_id`, forever, spansSQL, since, countsSQL(since)))
	if err != nil {
		return nil, err
	}
	return collect(rows, scanLoss)
}

func scanLoss(rows driver.Rows) (Loss, error) {
	var l Loss
	var p uint32
	var needed, closed uint8
	err := rows.Scan(&l.Dataset, &l.Source, &p, &l.LoadID, &l.Job, &l.File, &l.Delivery, &l.Expected, &l.Found, &l.Since, &l.Until, &needed, &closed)
	l.Period, l.Needed, l.Closed = period.Period(p), needed == 1, closed == 1
	if l.Until.Unix() == 0 {
		l.Until = time.Time{}
	}
	return l, err
}

// countsSQL counts the rows of the loads after one, per dataset, load and period. Measures lie in two tables, and count as
// far as both have them.
func countsSQL(since uint64) string {
	tables := countedTables()
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		t := tables[name]
		parts = append(parts, fmt.Sprintf("SELECT %s AS dataset, load_id, %s AS period, %s AS n FROM %s WHERE load_id > %d GROUP BY load_id, period",
			quoteText(t.dataset), t.period, t.rows, name, since))
	}
	return "SELECT dataset, load_id, period, if(dataset = '" + measuresDataset + "' AND count() < 2, 0, min(n)) AS n FROM (" +
		strings.Join(parts, " UNION ALL ") + ") GROUP BY dataset, load_id, period"
}

// lostLoads returns the losses of a dataset that Inspect found.
func (w *Warehouse) lostLoads(dataset string) []Loss {
	damage := w.damage.Load()
	if damage == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(damage.Losses), func(l Loss) bool { return l.Dataset != dataset })
}

// lost are the loads that have lost rows.
func (w *Warehouse) lost() []uint64 {
	var ids []uint64
	if damage := w.damage.Load(); damage != nil {
		for _, l := range damage.loads() {
			ids = append(ids, l.LoadID)
		}
	}
	return ids
}

// lostIDs is a list of SQL with the loads that have lost rows, and 0.
func (w *Warehouse) lostIDs() string {
	text := "0"
	for _, id := range w.lost() {
		text += fmt.Sprintf(", %d", id)
	}
	return text
}

// lostBy tells whether a load of a source has lost rows that are needed.
func (w *Warehouse) lostBy(source string) bool {
	damage := w.damage.Load()
	return damage != nil && slices.ContainsFunc(damage.Losses, func(l Loss) bool { return l.Source == source && l.Needed })
}
