package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
)

// hold writes that the load waits for closed months.
func (l *Load) hold(ctx context.Context, at time.Time, closed []period.Period) error {
	if len(closed) == 0 {
		return nil
	}
	same, err := l.same(ctx)
	if err != nil {
		return err
	}
	batch, err := l.warehouse.conn.PrepareBatch(ctx,
		"INSERT INTO held_publications (dataset, source, period, load_id, held_at, run_id, records, differs)")
	if err != nil {
		return err
	}
	defer batch.Close()
	for _, p := range closed {
		differs := uint8(1)
		if same[p] {
			differs = 0
		}
		err := batch.Append(l.meta.Dataset.Name, l.meta.Source, uint32(p), l.id, at, l.meta.RunID, l.controls.of(p).records, differs)
		if err != nil {
			return err
		}
	}
	return batch.Send()
}

// same returns the periods in which the load has the very records that its source has published, wherever in the workbook
// they stand. Periods without any in both are not among them.
func (l *Load) same(ctx context.Context) (map[period.Period]bool, error) {
	d := l.meta.Dataset
	columns := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		columns[i] = c.Name
	}
	published := fmt.Sprintf("(load_id, %[1]s) IN (SELECT load_id, period FROM current_publications WHERE dataset = %[2]s AND source = %[3]s)",
		l.periodColumn(), quoteText(d.Name), quoteText(l.meta.Source))
	// Equal sets of records have equal sums of hashes.
	sql := fmt.Sprintf(`SELECT %[1]s AS p FROM %[2]s_records WHERE load_id = %[3]d OR %[4]s GROUP BY p
		HAVING sumIf(sipHash64(toString(tuple(%[5]s))), load_id = %[3]d) = sumIf(sipHash64(toString(tuple(%[5]s))), load_id != %[3]d)
			AND countIf(load_id = %[3]d) = countIf(load_id != %[3]d)`,
		l.periodColumn(), d.Name, l.id, published, strings.Join(columns, ", "))
	rows, err := l.warehouse.conn.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	same := make(map[period.Period]bool)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		p, err := scanPeriod(rows)
		same[p] = true
		return struct{}{}, err
	})
	return same, err
}
