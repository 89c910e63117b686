package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"

	"nyckeltal/ingest/period"
)

// lastMonth is the newest of the backfill.
const lastMonth = period.Period(202312)

// backfill measures how long it takes to load a workbook for each month, and prints that.
func backfill(ctx context.Context, h *home, stdout io.Writer) error {
	first := lastMonth
	for n := range h.months {
		if n > 0 {
			first = before(first)
		}
		if _, err := h.deliver(fmt.Sprintf("month_%s.xlsx", first)); err != nil {
			return err
		}
	}
	if err := h.rest(ctx); err != nil {
		return err
	}
	c, err := h.measure(exec.CommandContext(ctx, h.program, "--home", h.dir, "backfill", "--job", "monthly",
		"--from", first.String(), "--to", lastMonth.String()), "")
	if err != nil {
		return err
	}
	s, err := h.sum(ctx, "ledger")
	if err != nil {
		return err
	}
	if want := uint64(h.rows * h.months); s.rows != want {
		return fmt.Errorf("%d rows were loaded, not %d", s.rows, want)
	}
	fmt.Fprintf(stdout, "backfill of %d workbooks with %d rows of 12 columns\n\n", h.months, h.rows)
	fmt.Fprintln(stdout, "| time | workbooks | rows | processor time | of the engine | memory | of the engine |")
	fmt.Fprintln(stdout, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	seconds := c.wall.Seconds()
	_, err = fmt.Fprintf(stdout, "| %.1f s | %.1f/s | %.0f/s | %.1f s | %.1f s | %.0f MB | %.0f MB |\n\n", seconds, float64(h.months)/seconds,
		float64(s.rows)/seconds, c.cpu.Seconds(), c.engine.Seconds(), float64(c.memory)/1e6, float64(h.engineMemory())/1e6)
	return err
}

// before is the month before.
func before(p period.Period) period.Period {
	if p.Month() == 1 {
		return period.New(p.Year()-1, 12)
	}
	return p - 1
}
