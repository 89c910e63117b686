package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// printTable prints the results in Markdown. Ours is told twice: until the ledger is published, and the whole run.
func printTable(out io.Writer, h *home, results []result) error {
	info, err := os.Stat(h.ledger)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "from workbook to warehouse, %d x 12, %.1f MB\n\n", h.rows, float64(info.Size())/1e6)
	fmt.Fprintln(out, "| way | time | to ours | processor time | of the engine | memory | runs |")
	fmt.Fprintln(out, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	var base time.Duration
	for _, r := range results {
		if r.name == ours {
			base = r.cost.marked
		}
	}
	for _, r := range results {
		if r.runs == 0 {
			fmt.Fprintf(out, "| %s | not installed: make benchtools | | | | | |\n", r.name)
			continue
		}
		if r.name == ours {
			printRow(out, r.name+", until published", r.cost.marked, base, r)
			printRow(out, r.name+", to its end, with the measures", r.cost.wall, base, r)
			continue
		}
		printRow(out, r.name, r.cost.wall, base, r)
	}
	fmt.Fprintln(out)
	return printSummary(out, h.rows, base, results)
}

// printSummary prints the line that make bench gathers: how long we take, and how the others compare.
func printSummary(out io.Writer, rows int, base time.Duration, results []result) error {
	if base == 0 {
		return nil
	}
	fmt.Fprintf(out, "= from workbook to warehouse, %d x 12 | %.2f s", rows, base.Seconds())
	for _, r := range results {
		if r.runs > 0 && r.name != ours && r.sum.rows > 0 {
			fmt.Fprintf(out, "; %s takes %.1f times as long", r.name, r.cost.wall.Seconds()/base.Seconds())
		}
	}
	_, err := fmt.Fprint(out, " | 1 s with 200000 rows; the others 15 times as long\n\n")
	return err
}

func printRow(out io.Writer, name string, wall, base time.Duration, r result) {
	ratio := ""
	if base > 0 {
		ratio = fmt.Sprintf("%.2f", wall.Seconds()/base.Seconds())
	}
	fmt.Fprintf(out, "| %s | %.2f s | %s | %.2f s | %.2f s | %.0f MB | %d |\n", name, wall.Seconds(), ratio,
		r.cost.cpu.Seconds(), r.cost.engine.Seconds(), float64(r.cost.memory)/1e6, r.runs)
}
