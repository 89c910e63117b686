package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"

	"nyckeltal/ingest/period"
	"nyckeltal/load/engine/process"
)

// lastMonth is the newest of the backfill.
const lastMonth = period.Period(202312)

// backfilled is what a backfill took.
type backfilled struct {
	months, cores int
	rows          uint64
	cost          cost
	engineMemory  int64 // the engine's largest resident size in bytes
}

// backfills measures a backfill of each number of workbooks with each number of cores, on a home of its own, and prints them in one
// table.
func backfills(ctx context.Context, opt options, stdout io.Writer) error {
	var all []backfilled
	for _, cores := range opt.cores {
		for _, months := range opt.months {
			b, err := backfill(ctx, opt, months, cores)
			if err != nil {
				return fmt.Errorf("backfill of %d workbooks: %w", months, err)
			}
			all = append(all, b)
		}
	}
	fmt.Fprintf(stdout, "backfill of workbooks with %d rows of 12 columns\n\n", opt.rows)
	fmt.Fprintln(stdout, "| cores | workbooks | time | workbooks | rows | processor time | of the engine | memory | of the engine |")
	fmt.Fprintln(stdout, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, b := range all {
		fmt.Fprintf(stdout, "| %s | %d | %.1f s | %.1f/s | %.0f/s | %.1f s | %.1f s | %.0f MB | %.0f MB |\n", coresText(b.cores), b.months,
			b.cost.wall.Seconds(), b.workbooksPerSecond(), b.rowsPerSecond(), b.cost.cpu.Seconds(), b.cost.engine.Seconds(),
			float64(b.cost.memory)/1e6, float64(b.engineMemory)/1e6)
	}
	fmt.Fprintln(stdout)
	for _, b := range all {
		fmt.Fprintf(stdout, "= backfill, %d workbooks of %d rows, cores: %s | %.1f workbooks and %.0f rows a second |\n", b.months, opt.rows,
			coresText(b.cores), b.workbooksPerSecond(), b.rowsPerSecond())
	}
	_, err := fmt.Fprintln(stdout)
	return err
}

// workbooksPerSecond is how many workbooks a second are loaded.
func (b backfilled) workbooksPerSecond() float64 { return float64(b.months) / b.cost.wall.Seconds() }

// rowsPerSecond is how many rows that are.
func (b backfilled) rowsPerSecond() float64 { return float64(b.rows) / b.cost.wall.Seconds() }

func coresText(cores int) string {
	if cores == 0 {
		return "all"
	}
	return fmt.Sprint(cores)
}

// backfill measures how long it takes to load a workbook for each month.
func backfill(ctx context.Context, opt options, months, cores int) (b backfilled, err error) {
	fmt.Fprintf(opt.progress, "backfill of %d workbooks, cores: %s\n", months, coresText(cores))
	opt.cores = []int{cores}
	h, err := newHome(ctx, opt)
	if err != nil {
		return b, err
	}
	defer h.remove(context.WithoutCancel(ctx))
	first := lastMonth
	for n := range months {
		if n > 0 {
			first = before(first)
		}
		if _, err := h.deliver(fmt.Sprintf("month_%s.xlsx", first)); err != nil {
			return b, err
		}
	}
	if err := h.rest(ctx); err != nil {
		return b, err
	}
	b = backfilled{months: months, cores: cores}
	b.cost, err = h.measure(h.confined(ctx, h.program, "--home", h.dir, "backfill", "--job", "monthly",
		"--from", first.String(), "--to", lastMonth.String()), "")
	if err != nil {
		return b, err
	}
	b.engineMemory = process.Peak(h.endpoint.PID)
	s, err := h.sum(ctx, "ledger")
	if err != nil {
		return b, err
	}
	if want := uint64(h.rows * months); s.rows != want {
		return b, fmt.Errorf("%d rows were loaded, not %d", s.rows, want)
	}
	b.rows = s.rows
	return b, nil
}

// confined is a program that may use the first of the machine's cores only, as may what it starts, such as the engine; where no
// number of cores is asked for, all of them.
func (h *home) confined(ctx context.Context, name string, args ...string) *exec.Cmd {
	cores := h.cores[0]
	if cores == 0 {
		return exec.CommandContext(ctx, name, args...)
	}
	return exec.CommandContext(ctx, "taskset", append([]string{"--cpu-list", fmt.Sprintf("0-%d", cores-1), name}, args...)...)
}

// before is the month before.
func before(p period.Period) period.Period {
	if p.Month() == 1 {
		return period.New(p.Year()-1, 12)
	}
	return p - 1
}
