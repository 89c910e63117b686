package main

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"
)

// tableDefinition is how the other ways store a ledger: as ours does, without its lineage.
const tableDefinition = ` (
	period UInt32, account LowCardinality(String), organisation LowCardinality(String), project LowCardinality(String),
	activity LowCardinality(String), counterpart LowCardinality(String), voucher String, posted_on Nullable(Date32),
	amount Decimal(18, 2)
) ENGINE = MergeTree ORDER BY (period, account, organisation) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`

// sum is what a table holds of the ledger.
type sum struct {
	rows     uint64
	amount   decimal.Decimal
	accounts uint64 // different ones
	days     uint64 // the same
	hash     uint64 // of the texts
}

// sum adds up what a table or view holds.
func (h *home) sum(ctx context.Context, table string) (s sum, err error) {
	err = h.conn.QueryRow(ctx, `SELECT count(), sum(amount), uniqExact(account), uniqExact(posted_on),
		sum(cityHash64(period, toString(account), toString(organisation), toString(project), toString(activity), toString(counterpart), voucher))
		FROM `+table).Scan(&s.rows, &s.amount, &s.accounts, &s.days, &s.hash)
	return s, err
}

// same checks that everybody has loaded the same.
func same(results []result) error {
	var first *result
	for i := range results {
		r := &results[i]
		switch {
		case r.sum.rows == 0:
			continue // it loads nothing, or is not installed
		case first == nil:
			first = r
		case r.sum.rows != first.sum.rows || !r.sum.amount.Equal(first.sum.amount) || r.sum.accounts != first.sum.accounts ||
			r.sum.days != first.sum.days || r.sum.hash != first.sum.hash:
			return fmt.Errorf("%s has loaded %+v, and %s %+v", first.name, first.sum, r.name, r.sum)
		}
	}
	return nil
}
