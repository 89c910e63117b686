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
const (
	forever     = "toDateTime64('2200-01-01 00:00:00', 6, 'UTC')"
	foreverYear = 2200
)

// tablesOfMeasures is the number of tables in which countedTables has measures.
const tablesOfMeasures = 2

// spansSQL selects from when until when every load was current for a source and a period. It is needed when it is current
// or carries the certified figures of a closed month, and pinned when it carries those of any closing, also of one that was
// made anew since. What waits for a closed month is needed as well.
const (
	spansSQL       = publishedSpans + " UNION ALL " + waitingSpans
	waitingSpans   = `SELECT dataset, source, period, load_id, records, held_at, ` + forever + `, 1, 1 FROM late_deliveries`
	publishedSpans = `SELECT dataset, source, period, load_id, records, since, until,
		until = ` + forever + ` OR arrayExists(t -> since <= t AND t < until, (SELECT groupUniqArray(closed_at) FROM closed_periods)) AS needed,
		arrayExists(t -> since <= t AND t < until, (SELECT groupUniqArray(decided_at) FROM closings WHERE action != 'reopen')) AS pinned
	FROM (SELECT dataset, source, period, load_id, records, published_at AS since,
			leadInFrame(published_at, 1, ` + forever + `) OVER (PARTITION BY dataset, source, period ORDER BY published_at, load_id
				ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS until
		FROM publications)`
)

// losses returns where the records of loads after one are others than were published, and how many publications that were.
// What a run does meanwhile may look like a loss, since tables are not read at the same instant, but not twice.
func (w *Warehouse) losses(ctx context.Context, since uint64, waiting bool) (losses []Loss, looked int, err error) {
	found, looked, err := w.differences(ctx, since, waiting)
	if err != nil || len(found) == 0 {
		return nil, looked, err
	}
	again, _, err := w.differences(ctx, since, waiting)
	if err != nil {
		return nil, looked, err
	}
	found = slices.DeleteFunc(found, func(l Loss) bool { return !slices.ContainsFunc(again, l.same) })
	return found, looked, w.describe(ctx, found)
}

func (l Loss) same(other Loss) bool {
	return l.counted() == other.counted() && l.Source == other.Source
}

// counted is what the rows of a load are counted by.
type counted struct {
	dataset string
	load    uint64
	period  period.Period
}

func (l Loss) counted() counted { return counted{l.Dataset, l.LoadID, l.Period} }

// differences returns the publications of loads after one with other rows than were published, without what the loads
// were made of. The statements are small ones: one of all would take ClickHouse longer to plan than to execute.
func (w *Warehouse) differences(ctx context.Context, since uint64, waiting bool) (losses []Loss, looked int, err error) {
	published, err := w.spans(ctx, since, waiting)
	if err != nil {
		return nil, 0, err
	}
	datasets := make(map[string]bool)
	for _, l := range published {
		datasets[l.Dataset] = true
	}
	rows, err := w.countRows(ctx, since, datasets)
	for _, l := range published {
		if l.Found = rows[l.counted()]; l.Found != l.Expected {
			losses = append(losses, l)
		}
	}
	return losses, len(published), err
}

// spans returns what was published of the loads after one, each as a loss of nothing yet.
func (w *Warehouse) spans(ctx context.Context, since uint64, waiting bool) ([]Loss, error) {
	from := publishedSpans
	if waiting {
		from = spansSQL
	}
	rows, err := w.conn.Query(ctx, fmt.Sprintf(`
		SELECT dataset, source, period, load_id, max(records), min(since) AS begun, max(until) AS ended, toUInt8(max(needed)),
			period IN (SELECT period FROM closed_periods)
		FROM (%s)
		WHERE load_id > %d AND NOT (dataset = 'measures' AND period = 0) AND load_id NOT IN (SELECT load_id FROM removed_loads)
		GROUP BY dataset, source, period, load_id ORDER BY dataset, source, period, load_id`, from, since))
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows driver.Rows) (Loss, error) {
		var l Loss
		var p uint32
		var needed, closed uint8
		err := rows.Scan(&l.Dataset, &l.Source, &p, &l.LoadID, &l.Expected, &l.Since, &l.Until, &needed, &closed)
		l.Period, l.Needed, l.Closed = period.Period(p), needed == 1, closed == 1
		if l.Until.Year() == foreverYear {
			l.Until = time.Time{}
		}
		return l, err
	})
}

// countRows counts the rows of the loads after one in the tables of some datasets. Measures lie in two tables, and count as
// far as both have them.
func (w *Warehouse) countRows(ctx context.Context, since uint64, datasets map[string]bool) (map[counted]uint64, error) {
	tables := countedTables()
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if t := tables[name]; datasets[t.dataset] {
			parts = append(parts, fmt.Sprintf("SELECT %s AS dataset, load_id, %s AS period, %s AS n FROM %s WHERE load_id > %d GROUP BY load_id, period",
				quoteText(t.dataset), t.period, t.rows, name, since))
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	rows, err := w.conn.Query(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, err
	}
	counts := make(map[counted][]uint64)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var c counted
		var p uint32
		var n uint64
		err := rows.Scan(&c.dataset, &c.load, &p, &n)
		c.period = period.Period(p)
		counts[c] = append(counts[c], n)
		return struct{}{}, err
	})
	least := make(map[counted]uint64, len(counts))
	for c, found := range counts {
		if c.dataset != measuresDataset || len(found) == tablesOfMeasures {
			least[c] = slices.Min(found)
		}
	}
	return least, err
}

// describe tells what the loads were made of.
func (w *Warehouse) describe(ctx context.Context, losses []Loss) error {
	ids := []string{"0"}
	for _, l := range losses {
		ids = append(ids, fmt.Sprint(l.LoadID))
	}
	rows, err := w.conn.Query(ctx, "SELECT load_id, job, file, delivery FROM loads WHERE load_id IN ("+strings.Join(slices.Compact(ids), ", ")+")")
	if err != nil {
		return err
	}
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var of Loss
		err := rows.Scan(&of.LoadID, &of.Job, &of.File, &of.Delivery)
		for i := range losses {
			if l := &losses[i]; l.LoadID == of.LoadID {
				l.Job, l.File, l.Delivery = of.Job, of.File, of.Delivery
			}
		}
		return struct{}{}, err
	})
	return err
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
