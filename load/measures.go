package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nyckeltal/ingest/period"
)

// measuresDataset is the name under which measures are published. Every time one row of period 0 says when they were
// computed; the months that changed have a row each.
const measuresDataset = "measures"

// measured are the datasets that measures are made of, and shaping the ones that change the measures of all months.
const (
	measured = "'ledger', 'payroll', 'volume', 'ticket', 'plan'"
	shaping  = "'catalogue', 'account', 'organisation', 'project'"
)

// PublishMeasures computes the measures of the months that have changed since the last time, and makes them the ones that
// key figures are computed from, all at once. All open months have changed when the catalogue or a dimension has; closed
// months stay as they are. It returns false when nothing has been published since. Until then, and when it is
// interrupted, key figures stay those of before.
//
// The measures of a month are those of the records as of the time of their publication.
func (w *Warehouse) PublishMeasures(ctx context.Context, runID string) (bool, error) {
	ctx = Durable(ctx)
	w.measuring.Lock()
	defer w.measuring.Unlock()
	periods, now, err := w.outOfDate(ctx)
	if err != nil {
		return false, fmt.Errorf("see whether the measures are up to date: %w", err)
	}
	if now.at.IsZero() {
		return false, nil
	}
	periods, _ = now.split(periods)
	id := w.newLoadID()
	if err := w.computeMeasures(ctx, id, periods); err != nil {
		return false, fmt.Errorf("compute the measures: %w", err)
	}
	if err := w.publishMeasures(ctx, id, now.at, runID, periods); err != nil {
		return false, fmt.Errorf("publish the measures: %w", err)
	}
	return true, nil
}

// outOfDate returns the periods whose measures something has changed, and the instant up to which it is known; the zero moment
// when nothing has. No publication of this process is under way meanwhile: what is published later belongs to the next time.
func (w *Warehouse) outOfDate(ctx context.Context) ([]period.Period, moment, error) {
	w.publishing.Lock()
	defer w.publishing.Unlock()
	periods, changed, err := w.changedPeriods(ctx)
	if err != nil || !changed {
		return nil, moment{}, err
	}
	now, err := w.moment(ctx)
	return periods, now, err
}

// changedPeriods returns the periods whose measures something has changed since they were computed. A plan counts for its
// whole year, since a newer version takes the place of all of an older one.
func (w *Warehouse) changedPeriods(ctx context.Context) (periods []period.Period, changed bool, err error) {
	var all, any bool
	var touched, years, reopened []uint32
	err = w.conn.QueryRow(ctx, `
		WITH (SELECT max(published_at) FROM publications WHERE dataset = 'measures' AND period = 0) AS computed
		SELECT countIf(dataset IN (`+shaping+`)) > 0, count() > 0,
			groupUniqArrayIf(period, dataset IN (`+measured+`)), groupUniqArrayIf(intDiv(period, 100), dataset = 'plan'),
			(SELECT groupUniqArray(period) FROM closings WHERE action = 'reopen' AND decided_at > computed)
		FROM publications WHERE published_at > computed AND dataset NOT IN ('measures', 'acceptances')`).
		Scan(&all, &any, &touched, &years, &reopened)
	for _, lost := range w.lostLoads(measuresDataset) {
		touched, any = append(touched, uint32(lost.Period)), true
	}
	if err != nil || !any && len(reopened) == 0 {
		return nil, false, err
	}
	rows, err := w.conn.Query(ctx, `SELECT DISTINCT period FROM publications WHERE dataset IN (`+measured+`, 'measures') AND period > 0 ORDER BY period`)
	if err != nil {
		return nil, false, err
	}
	known, err := collect(rows, scanPeriod)
	periods = slices.DeleteFunc(known, func(p period.Period) bool {
		return !all && !slices.Contains(touched, uint32(p)) && !slices.Contains(years, uint32(p)/100) && !slices.Contains(reopened, uint32(p))
	})
	return periods, true, err
}

// together is how many periods' measures are computed by one statement, which bounds its memory.
const together = 12

// computeMeasures stores the measures of some periods under a load id, one by one and summed per slice.
func (w *Warehouse) computeMeasures(ctx context.Context, id uint64, periods []period.Period) error {
	for some := range slices.Chunk(periods, together) {
		in := joinPeriods(some)
		for _, statement := range []string{
			fmt.Sprintf("INSERT INTO measure_records SELECT %d AS load_id, * FROM current_measures WHERE period IN (%s)", id, in),
			fmt.Sprintf("INSERT INTO cube_records SELECT * FROM measure_slices WHERE load_id = %d AND period IN (%s)", id, in),
		} {
			if err := w.conn.Exec(ctx, statement); err != nil {
				return err
			}
		}
	}
	return nil
}

// publishMeasures makes the measures of some periods current.
func (w *Warehouse) publishMeasures(ctx context.Context, id uint64, at time.Time, runID string, periods []period.Period) error {
	counted := make(map[period.Period]uint64)
	rows, err := w.conn.Query(ctx, "SELECT period, count() FROM measure_records WHERE load_id = ? GROUP BY period", id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p uint32
		var n uint64
		if err := rows.Scan(&p, &n); err != nil {
			return err
		}
		counted[period.Period(p)] = n
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var published []publication
	for _, p := range append([]period.Period{0}, periods...) {
		published = append(published, publication{
			dataset: measuresDataset, source: measuresDataset, period: p, load: id, run: runID, records: counted[p], action: actionLoad,
		})
	}
	return w.publish(ctx, at, published)
}

// joinPeriods writes periods as a list of SQL.
func joinPeriods(periods []period.Period) string {
	texts := make([]string, len(periods))
	for i, p := range periods {
		texts[i] = fmt.Sprint(uint32(p))
	}
	return strings.Join(texts, ", ")
}
