package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"

	"nyckeltal/transform/record"
)

// command is a run of nyckeltal.
func (s *scale) command(args ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		cmd := exec.CommandContext(ctx, s.opt.program, append([]string{"--home", s.opt.dir}, args...)...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%w: %s", err, &stderr)
		}
		return nil
	}
}

// query reads all that a statement gives.
func (s *scale) query(sql string) func(context.Context) error {
	return func(ctx context.Context) error {
		rows, err := s.warehouse.Conn().Query(ctx, sql)
		if err != nil {
			return err
		}
		defer rows.Close()
		n := 0
		for rows.Next() {
			n++
		}
		if n == 0 && rows.Err() == nil {
			return fmt.Errorf("there are no rows")
		}
		return rows.Err()
	}
}

// publishMonth loads the ledger of an area for a month once more, with as many rows as it had.
func (s *scale) publishMonth(ctx context.Context) error {
	posting := func(n int) []record.Value {
		return []record.Value{
			{Int: lastYear*100 + 11},
			text("%d", 3000+20*(n%240)), text("%d", 10000+n%50),
			{},
			text("%d", 100+n%50), text("T%d", 110+10*(n%60)),
			{},
			text("V%d", 100000+n/4),
			{Time: time.Date(lastYear, 11, 1+n%28, 0, 0, 0, 0, time.UTC)},
			{Int: int64(n)},
		}
	}
	d := delivery{dataset: "ledger", source: "ledger/0", version: time.Now().String(), from: lastYear*100 + 11, count: int(s.opt.rows / s.opt.ledgerLoads())}
	return s.publishRecords(ctx, d, posting)
}

// publishChart loads the chart of accounts with another name for each account.
func (s *scale) publishChart(ctx context.Context) error {
	d := delivery{dataset: "account", source: "account", version: time.Now().String(), count: accounts}
	return s.publishRecords(ctx, d, account)
}

// publishMeasures computes what is out of date.
func (s *scale) publishMeasures(ctx context.Context) error {
	changed, err := s.warehouse.PublishMeasures(ctx, runID)
	if err == nil && !changed {
		err = fmt.Errorf("nothing was out of date")
	}
	return err
}
